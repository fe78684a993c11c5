"""By what captures, pages and documents are known; the same in every build of the corpus."""

import hashlib
import re
from urllib.parse import urlsplit

from corpus.divisions import Division, county_id
from reports.model import CleanPage, Report

# A line of page furniture with a counter that outlived cleaning: no sentence, no row of a table.
_COUNTER = re.compile(
    r"((?:浏览|瀏覽|点击|點擊|阅读|閱讀|访问|訪問)(?:次数|次數|人次|量|数|數)?[:： ]*)[\d,，]+(?: *次)?"
)
_SENTENCE = re.compile(r"[。；;\t]")


def short(text: str, digits: int = 16) -> str:
    """The first hex digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def capture_id(record_id: str) -> str:
    """The short name of a capture, from its record id."""
    return short(record_id)


def without_counters(text: str) -> str:
    """The text with visit counters emptied, so that a visit is no new version.

    >>> without_counters("来源：办公室 浏览次数：1024")
    '来源：办公室 浏览次数：'
    >>> without_counters("全年网站访问量1024次，同比增长。")
    '全年网站访问量1024次，同比增长。'
    """
    return "\n".join(
        line if _SENTENCE.search(line) else _COUNTER.sub(r"\1", line) for line in text.split("\n")
    )


def clean_digest(page: CleanPage, report: Report) -> str:
    """SHA-256 of what a reader sees: the text, counters aside, and the figures read from it."""
    seen = hashlib.sha256(without_counters(page.text).encode("utf-8", "surrogatepass"))
    for figure in report.figures:
        said = f"\x1e{figure.id}\x1f{figure.value!r}\x1f{figure.qualifier}\x1f{figure.printed}"
        seen.update(said.encode("utf-8", "surrogatepass"))
    return seen.hexdigest()


def document_id(
    name: str | None,
    level: str | None,
    year: int | None,
    code: str | None,
    county: Division | None,
    url: str,
) -> str:
    """The name of an issuer's report for a year: ``130102-2023`` for a county's own.

    Where the issuer is an organ within the county, another county, or its division is not known, a digest
    of who it is follows; where even issuer and year are not known, the address stands for them.
    """
    if name is None or year is None:
        return f"{year or 'unknown'}-{short(url, 8)}"
    code = county_id(county) if county else code
    if county and level == "county" and county.name[:-1] in name:
        return f"{code}-{year}"
    place = code or urlsplit(url).hostname or "unknown"
    return f"{place}-{year}-{short(f'{level}/{name}', 8)}"
