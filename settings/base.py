"""Scrapy settings that hold everywhere. Values only."""

BOT_NAME = "xianzhi"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

USER_AGENT = "xianzhi/0.1 (+https://github.com/xianzhi-archive/xianzhi; open-government report archive)"
ROBOTSTXT_OBEY = False  # our own RFC 9309 gate decides: docs/decisions/0003-robots.md
TELNETCONSOLE_ENABLED = False
# Scrapy 2.19 starts an HTTP server that runs Python in every crawl unless told not to (CHOICES §0.3).
REMOTE_CONTROL_ENABLED = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOG_LEVEL = "INFO"

# What is kept, and where. xianzhi crawl sets these by its options.
XIANZHI_DATA = "data"
XIANZHI_COLLECTION = "portals"
XIANZHI_STATE = ""  # the backlog's file; a temporary one where empty
XIANZHI_ALLOWED_HOSTS = None  # no private address; or ["127.0.0.1:8000"]

# Politeness is the frontier's and the middlewares' (crawler.politeness), not Scrapy's slots'.
XIANZHI_DELAY = 1.0  # least seconds between two requests to one host
XIANZHI_CONNECTIONS = 1  # at once, to one host
XIANZHI_BACKOFF = 5.0  # first added seconds after 403, 412, 429, 503; doubles
XIANZHI_RENDER = "auto"  # a browser where a page needs one; or never, always
XIANZHI_MANNERS = "crawler.extensions.manners.for_browser"
DOWNLOAD_DELAY = 0
CONCURRENT_ITEMS = 8  # Scrapy 2.19 makes as many tasks for every response; the default is 100
CONCURRENT_REQUESTS = 512  # a few hundred portals side by side
CONCURRENT_REQUESTS_PER_DOMAIN = 8  # never reached: the frontier hands out by politeness
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 16 * 1024 * 1024  # bytes of pages that are being read

SCHEDULER = "crawler.frontier.Frontier"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier's file is the one filter
DOWNLOAD_HANDLERS = {
    "http": "crawler.downloadhandlers.RecordingHandler",
    "https": "crawler.downloadhandlers.RecordingHandler",
    "ftp": None,
    "s3": None,
    "file": None,
    "data": None,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": USER_AGENT,
}
# Every middleware is paid for on every page (SPEED.md): only what a polite archiving crawl needs.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.downloadermiddlewares.RobotsGate": 100,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "crawler.downloadermiddlewares.Cookies": 700,
    "crawler.downloadermiddlewares.Turns": 900,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "crawler.extensions.recorder.Recorder": 0,
    "crawler.extensions.manners.Manners": 0,
    "crawler.extensions.issues.Issues": 0,
    "crawler.extensions.watermark.Watermark": 0,
    "crawler.extensions.progress.ProgressLines": 0,
}
XIANZHI_LEAST_FREE = 512 * 1024 * 1024  # bytes; a crawl stops, resumable, before less is left
ITEM_PIPELINES = {
    "crawler.pipelines.Receipts": 100,
    "crawler.pipelines.Reading": 200,
    "crawler.pipelines.Storing": 300,
}
