"""What a link promises: a kind and a priority, from its words, its address and where it stands. Pure.

Priorities come in steps, so that a better kind is always fetched first and the crawl may stop when all
that is left promises nothing (``PROMISING``):

    report 1000   document 960   more 900   annual 880   entry 860   year 850   issuers 800
    disclosure 700   organ 620   home 640   near 500   sitemap 450   about 300   column 80-120   article 10
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from spiders import words

PROMISING = 400
REPORT, DOCUMENT, MORE, ANNUAL, ENTRY, YEAR = 1000, 960, 900, 880, 860, 850
ISSUERS, DISCLOSURE, HOME, ORGAN, NEAR, SITE_MAP = 800, 700, 640, 620, 500, 450
ABOUT, COLUMN, ARTICLE, NOTHING = 300, 100, 10, 0

# Where the reports stand on seven portals of ten (PORTALS E.10.2), as whole path segments.
_ANNUAL_PATH = re.compile(
    r"(?:^|[/_\-.])(?:\d{4})?(?:s?zfxxgk(?:gz)?(?:nb|ndbg)|xxgk(?:gz)?(?:nb|ndbg)|gknb|gkndbg|ndbg|gknianbao|nianbao|nb|"
    r"xxgkannualreport)\d*(?:[/_\-.?]|$)|xxgkannualreport|openness?annualreport|[?&]type=3(?:&|$)",
    re.I,
)
_DISCLOSURE_PATH = re.compile(
    r"/(?:zf)?xxgk(?:ml|pt|zl|_\w+)?(?:[/._]|$)|/gkmlpt|/openness|/public/column|/zwgk(?:/|$)", re.I
)
_NEIGHBOUR_PATH = re.compile(r"fzzf|yfxz|wzgznb|zfwznb|wznb|czys|czjs|yjs|tjgb|yjsgk|gzyd", re.I)
DOCUMENTS = frozenset({"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ofd", "rtf"})
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|/download/|DownloadAttachUrl|attachment\?|/attach/|file=[^&]+\.pdf", re.I
)
_MEDIA_ENDINGS = (
    "jpg jpeg png gif bmp webp svg ico css js json xml mp3 mp4 avi flv wmv wma mov swf zip rar 7z gz exe"
    " apk ppt pptx woff woff2 ttf eot map tif tiff psd"
)
_MEDIA = frozenset(_MEDIA_ENDINGS.split())
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,5})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a link promises; ``year`` where its words name one."""

    kind: str
    priority: int
    year: int | None = None


NO_PROMISE = Promise(kind="nothing", priority=NOTHING)


def extension(url: str) -> str:
    """The file ending of the path, lower case, or nothing.

    >>> extension("http://x/a.PDF?b=c.d"), extension("http://x/a/")
    ('pdf', '')
    """
    found = _EXTENSION.search(url.partition("?")[0].partition("#")[0].rpartition("/")[2])
    return found.group(1).lower() if found else ""


def is_document(url: str) -> bool:
    """Whether the address looks like a document to download."""
    return extension(url) in DOCUMENTS or bool(_DOWNLOAD.search(url))


def is_file(text: str, url: str) -> bool:
    """Whether a button on a report's page gives a file: it says so, or its address does.

    >>> is_file("附件下载", "http://x/get?id=7"), is_file("打印", "http://x/print?id=7")
    (True, False)
    """
    return is_document(url) or bool(words.FILE.search(words.plain(text)) and not is_media(url))


def is_media(url: str) -> bool:
    """Whether the address is of a kind that holds no report and no link."""
    return extension(url) in _MEDIA


def promise(text: str, url: str, *, on: str = "column", row: str = "") -> Promise:
    """What a link promises.

    ``text`` is what it says, ``on`` the kind of the page it stands on, ``row`` the text of the list
    row around it, ``url`` its absolute address.
    """
    if is_media(url):
        return NO_PROMISE
    said = words.plain(text)[:160]
    found = _report(said, url, on) or _place(said, url, on)
    if found is None:
        found = _by_path(said, url) or _rest(said)
    if found.kind == "report" and is_document(url):
        return Promise(kind="document", priority=DOCUMENT, year=found.year)
    return found


def missing_first(found: Promise, covered: frozenset[int] | set[int]) -> int:
    """The priority, a little higher where the year is one that is still missing."""
    return found.priority + (20 if found.year is not None and found.year not in covered else 0)


def _report(said: str, url: str, on: str) -> Promise | None:
    """A link that names a report, or something about one."""
    year = words.year_of(said)
    if words.REPORT.search(said):
        if _only_about(said):
            return Promise(kind="about", priority=ABOUT, year=year)
        if year or len(said) > 14:
            return Promise(kind="report", priority=REPORT, year=year)
    if words.NEIGHBOUR.search(said):
        return Promise(kind="neighbour", priority=ARTICLE)
    if on in ("annual", "year", "issuers", "report") and is_document(url):
        return Promise(kind="document", priority=DOCUMENT, year=year)
    if on in ("annual", "year", "issuers") and year and not words.ABOUT.search(said):
        if words.YEAR_ONLY.match(said):
            return Promise(kind="year", priority=YEAR, year=year)
        if words.WEAK_REPORT.search(said):
            return Promise(kind="report", priority=REPORT - 40, year=year)
    return None


def _only_about(said: str) -> bool:
    """Whether a title speaks of reports without being one; a notice that issues one brings it."""
    notice = words.NOTICE.search(said) and not words.ISSUED.search(said)
    return bool(notice or words.ABOUT.search(said))


def _place(said: str, url: str, on: str) -> Promise | None:
    """A link that names a column where reports are, or lead to."""
    if not said or len(said) > 30:
        return None
    if words.ANNUAL.search(said) and not words.NEIGHBOUR.search(said):
        return Promise(kind="annual", priority=ANNUAL)
    if words.OLD_HOME.search(said):
        return Promise(kind="old", priority=HOME)
    if words.SIBLING.search(said):
        return Promise(kind="sibling", priority=COLUMN)
    if on in ("annual", "issuers") and words.ORGAN.match(said):
        return Promise(kind="issuers", priority=ISSUERS)
    if words.DISCLOSURE.search(said):
        return Promise(kind="disclosure", priority=DISCLOSURE)
    if on in ("disclosure", "organ", "near") and words.ORGAN.match(said):
        return Promise(kind="organ", priority=ORGAN)
    if words.SITE_MAP.search(said):
        return Promise(kind="sitemap", priority=SITE_MAP)
    yearly = words.YEARLY.search(said) and not words.NEIGHBOUR.search(said) and on not in ("annual", "year")
    if (words.DISCLOSURE_NEAR.search(said) and len(said) <= 14) or (yearly and len(said) <= 10):
        return Promise(kind="near", priority=NEAR)
    return None


def _by_path(said: str, url: str) -> Promise | None:
    """A link whose address says what its words do not (a picture, "more", an abbreviation)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    where = unquote(f"{parts.path}?{parts.query}")
    column = len(said) <= 8 or words.MORE.match(said)
    if _NEIGHBOUR_PATH.search(where) or not column:
        return None
    if _ANNUAL_PATH.search(where) and parts.path.endswith(
        ("/", "", "index.html", "index.shtml", "list.html")
    ):
        return Promise(kind="annual", priority=ANNUAL - 60)
    if _DISCLOSURE_PATH.search(where) and len(where) < 40:
        return Promise(kind="near", priority=NEAR - 20)
    return None


def _rest(said: str) -> Promise:
    """Short words are columns, long ones are articles; mixed lists before columns of other things."""
    if 1 < len(said) <= 8:
        better = 20 * bool(words.MIXED.search(said)) - 20 * bool(words.ELSEWHERE.search(said))
        return Promise(kind="column", priority=COLUMN + better)
    return Promise(kind="article", priority=ARTICLE)
