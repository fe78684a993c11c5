"""Who reports, for which year, under which number and date (REPORTS D.4)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import dates, organs, titles
from .model import CleanPage, Issuer
from .reading import plain

Span = tuple[int, int]
_NUMBER = re.compile(
    r"(?m)^[ \t]*(?P<number>[\u3400-\u9fff]{1,14}[ ]*"
    r"[〔\[(【][ ]*20\d\d[ ]*[〕\])】][ ]*第?\d{1,4}[ ]*号)[ ]*$"
)
_SIGNED = re.compile(rf"(?m)^[ \t]*(?P<date>{dates.DATE})[ \t]*$")
_INLINE_SIGNED = re.compile(rf"(?P<organ>[\u3400-\u9fff]{{2,28}}{organs.TAIL})(?P<date>{dates.DATE})")
_PUBLISHED = re.compile(rf"(?:发布|发文|公开|更新|生成|成文)(?:时间|日期)\s*[:]?\s*(?P<date>{dates.DATE})")
_FILLED_BY = re.compile(
    r"填报(?:单位|机关)(?:\(盖章\))?\s*[:]\s*"
    rf"(?P<organ>[\u3400-\u9fff]{{2,28}}?{organs.TAIL})"
)
_SIGNATURE = re.compile(rf"(?m)^[ \t]*(?P<organ>[\u3400-\u9fff]{{2,24}}{organs.TAIL})[ \t]*$")
_COMPILED_BY = re.compile(
    rf"(?:由|根据|与)(?P<organ>[\u3400-\u9fff]{{2,24}}?{organs.TAIL})(?:按照|根据|编制|联系)"
)
_YEAR_BEFORE = re.compile(r"(?:年度?|月|日)?")
_GOVERNMENTS = ("人民政府", "管理委员会", "办事处", "街道办事处")
_NO_PLACE = re.compile(r"本?[县区市旗镇乡]?(?:级|委)?人?民?政府(?:政务公开|办公)?[室厅办]?")
_AREA = 3000  # the body's first characters, where it names its own organ


@dataclass(frozen=True, slots=True)
class Identity:
    """What the report says of itself; ``None`` where it says nothing."""

    title: titles.Title | None
    issuer: Issuer | None
    year: int | None
    document_number: str | None
    published: str | None
    signed: str | None


def read(page: CleanPage, reading: str, tables: Sequence[Span], division_code: str | None) -> Identity:
    """Title, issuer, year, number and dates."""
    title = titles.read(page.text, reading, page.title, plain(page.title or ""))
    code = division_code or (page.site_id_code or "")[:6] or None
    published = page.published or _published(reading)
    return Identity(
        title=title,
        issuer=_issuer(page, reading, title, code),
        year=_year(title, reading, published),
        document_number=_document_number(page.text, reading),
        published=published,
        signed=_signed(reading, tables),
    )


def _year(title: titles.Title | None, reading: str, published: str | None) -> int | None:
    """The data year: the title's, else the period's; never after the year of publication."""
    year = (title.year if title else None) or titles.period(reading)
    if year and published and published[:4] < str(year):
        return titles.period(reading) or year
    return year


def _published(reading: str) -> str | None:
    found = _PUBLISHED.search(reading)
    return dates.day(found["date"]) if found else None


def _document_number(text: str, reading: str) -> str | None:
    """A line of its own in the first lines; numbers quoted in sentences are other people's."""
    end = 0
    for _ in range(12):
        end = reading.find("\n", end) + 1 or len(reading)
    found = _NUMBER.search(reading, 0, end)
    return "".join(text[found.start("number") : found.end("number")].split()) if found else None


def _signed(reading: str, tables: Sequence[Span]) -> str | None:
    """The last line that is a date alone, or the date right behind an organ's name at the end."""
    lines = [m for m in _SIGNED.finditer(reading) if not any(s <= m.start("date") < e for s, e in tables)]
    if lines and lines[-1].start() > 200:
        return dates.day(lines[-1]["date"])
    inline = list(_INLINE_SIGNED.finditer(reading, max(len(reading) - 300, 0)))
    return dates.day(inline[-1]["date"]) if inline else None


# The issuer ---------------------------------------------------------------------------------------


def _issuer(page: CleanPage, reading: str, title: titles.Title | None, code: str | None) -> Issuer | None:
    named = title.issuer if title else ""
    if re.search(rf"{organs.TAIL}$", named):
        return _named(_as_printed(page.text, title) or named, code)
    fuller = [organ for organ in _organs(page, reading) if _speaks_for(organ, named)]
    if named:
        return _resolved(fuller[0] if fuller else _as_printed(page.text, title) or named, code)
    return _resolved(fuller[0], code) if fuller else None


def _speaks_for(organ: str, place: str) -> bool:
    """The organ is the government of the place that the title names; where it names none, of any.

    A source that says no more than "the county government's office" names no place at all.
    """
    name = organs.full_name(organ)
    if not place:
        return not _NO_PLACE.fullmatch(name)
    return name.startswith(place) and name.removeprefix(place) in _GOVERNMENTS


def _as_printed(text: str, title: titles.Title | None) -> str:
    start, end = title.issuer_at if title else (0, 0)
    return "".join(text[start:end].split())


def _named(printed: str, code: str | None) -> Issuer:
    """The organ that the title names; a government's office named there reports for itself."""
    if re.search(r"政府办公?[室厅]?$", plain(printed)):
        name = re.sub(r"(?<!人民)政府(?=办)", "人民政府", "".join(plain(printed).split()))
        return Issuer(name=name, printed=printed, level="department", division_code=code)
    return _resolved(printed, code)


def _resolved(printed: str, code: str | None) -> Issuer:
    name = organs.full_name(printed)
    return Issuer(name=name, printed=printed, level=organs.level_of(name, code), division_code=code)


def _organs(page: CleanPage, reading: str) -> Iterator[str]:
    """Organs that the page names as its own, the surest first, as printed."""
    if page.source and organs.ORGAN.fullmatch(plain(page.source)):
        yield page.source
    for pattern, start in (
        (_FILLED_BY, 0),
        (_INLINE_SIGNED, max(len(reading) - 300, 0)),
        (_COMPILED_BY, 0),
    ):
        for found in pattern.finditer(reading, start):
            yield page.text[_own_start(found) : found.end("organ")]
    for found in reversed(list(_SIGNATURE.finditer(reading))):
        yield page.text[found.start("organ") : found.end("organ")]
    yield from _in_body(page.text, reading)


def _own_start(found: re.Match[str]) -> int:
    """Behind a last heading that the flattened text glued to the signature (其他需要报告的事项无…)."""
    organ = found["organ"]
    glued = max(organ.rfind("事项无") + 3, organ.rfind("事项") + 2) if "事项" in organ else 0
    return found.start("organ") + max(glued, _YEAR_BEFORE.match(organ).end())  # type: ignore[union-attr]


def _in_body(text: str, reading: str) -> Iterator[str]:
    """Organs that the first paragraphs name outside of 《titles》."""
    outside = re.sub(r"《[^《》]*》", lambda quoted: "\n" * len(quoted.group()), reading[:_AREA])
    for found in _BODY_ORGAN.finditer(outside):
        yield text[found.start() : found.end()]


_BODY_ORGAN = re.compile(
    rf"(?<![\u3400-\u9fff])(?!主动|年度|公开|各级|上级|有关|本级)[\u3400-\u9fff]{{2,20}}?{organs.TAIL}"
    "(?!信息公开|信息|网站|门户网|公报|采购|购买|投资|数据)"
)
