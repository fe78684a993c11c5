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
