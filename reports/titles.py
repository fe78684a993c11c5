"""The title of an annual report and what it says: the issuer and the year of the data (D.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import year_number
from .organs import ORGAN

_YEAR = r"(?P<year>20[0-2]\d|[二2]?[〇○零0][〇○零一二0-9][〇○零一二三四五六七八九0-9])"
_OPEN = r"(?:政府)?(?:信息|政务)(?:与政务)?公开"
_KIND = (
    rf"{_OPEN}(?:工作)?(?:的)?(?:年度|情况)*(?:工作)*(?:年度)?(?:总结)?(?:情况)?(?:的)?"
    "(?:报告|年报|告?年度报)"
)
_NAME = rf"(?!{_OPEN})(?P<issuer>[\u3400-\u9fff()]{{2,36}}?)"
_TITLES = (
    re.compile(rf"(?:关于)?{_NAME}(?:关于)?(?:\(?)?{_YEAR}年?\)?(?:度)?(?:年度)?{_KIND}"),
    re.compile(rf"(?:关于)?{_YEAR}年?+(?:度)?+{_NAME}(?:关于)?{_KIND}"),
    re.compile(rf"(?:关于)?{_NAME}{_KIND}\(?{_YEAR}年?(?:度)?\)?"),
    re.compile(rf"(?:关于)?(?P<issuer>){_YEAR}年?(?:度)?{_KIND}"),
    re.compile(rf"(?P<issuer>{ORGAN.pattern})(?P<year>){_KIND}$"),
)
_LOOSE = re.compile(rf"{_OPEN}[^。]{{0,12}}(?:报告|年报|年度报)")
_ORGAN = re.compile(
    r"[\u3400-\u9fff]{2,24}(?:政府|办公室|局|委员会|管委会|厅|委|办|中心|办事处|[县区市镇乡])"
)
_SITE_TAIL = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]{2,30}(?:网|网站|平台|政府|公开)\s*$")
_QUOTED = re.compile(r"《([^《》\n]{8,60})》")
_ANNOUNCED = re.compile(r"(?:现公布|现将|现发布|编制)([^《》\n。,:]{6,40}?年度(?:工作)?报告)")
_LONGEST = 70
_LINES = 40  # a title stands in the first lines; below them a line that looks like one is a link


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed, where it stands (0, 0: only in the page's head), issuer and year as it says."""

    printed: str
    issuer: str
    issuer_at: tuple[int, int]
    year: int | None


def read(text: str, reading: str, head: str | None, head_reading: str) -> Title | None:
    """The first line that is a report's title; else the page's own title; else one quoted in the text."""
    return next(_candidates(text, reading, head, head_reading), None)


def _candidates(text: str, reading: str, head: str | None, head_reading: str) -> Iterator[Title]:
    lines = list(_first_lines(reading))
    if lines and len(lines[0][0]) > _LONGEST:
        lines[0] = (lines[0][0].split()[0], lines[0][1])
    for i, (line, at) in enumerate(lines):
        above = lines[i - 1] if i else ("", at)
        alone = _title(text, line, at)
        joined = (
            None if alone and alone.issuer and alone.year else _joined(text, reading, above, (line, at))
        )
        if title := joined or alone:
            yield title
    if head:
        bare = _SITE_TAIL.sub("", head_reading)
        if title := _title(head[: len(bare)], bare, 0):
            yield Title(title.printed, title.issuer, (0, 0), title.year)
    for quoted in (*_QUOTED.finditer(reading, 0, 3000), *_ANNOUNCED.finditer(reading, 0, 800)):
        if title := _title(text, quoted.group(1), quoted.start(1)):
            yield title


def _first_lines(reading: str) -> Iterator[tuple[str, int]]:
    at = count = 0
    for line in reading.split("\n"):
        if line.strip() and count < _LINES:
            count += 1
            yield line, at
        at += len(line) + 1


def _title(text: str, line: str, at: int) -> Title | None:
    tight = "".join(line.split())
    if not 8 <= len(tight) <= _LONGEST or not _LOOSE.search(tight) or "。" in tight:
        return None
    for pattern in _TITLES:
        if found := pattern.match(tight.lstrip("-—#* ")):
            start = at + len(line) - len(line.lstrip())
            printed = "".join(text[start : at + len(line.rstrip())].split())
            issuer = _shared(_bare((found["issuer"] or "").removesuffix("关于")))
            year = year_number(_four(found["year"])) or None
            return Title(printed, issuer, _within(line, at, issuer), year)
    return None


def _bare(issuer: str) -> str:
    """The organ alone: of a notice that issues its report, of a name in brackets."""
    issuer = re.sub(r"^.*关于(?:印发|公布|发布)", "", issuer)
    return issuer[1:-1] if issuer.startswith("(") and issuer.endswith(")") else issuer


def _shared(issuer: str) -> str:
    """In 某县人民政府信息公开 the word 政府 belongs to the issuer as well."""
    return issuer + "政府" if issuer.endswith("人民") else issuer


def _four(year: str) -> str:
    return "二" + year if len(year) == 3 else year


def _within(line: str, at: int, name: str) -> tuple[int, int]:
    """Where a name without white space stands in the line."""
    found = re.search(r"\s*".join(map(re.escape, name)), line) if name else None
    return (at + found.start(), at + found.end()) if found else (0, 0)


def _joined(text: str, reading: str, above: tuple[str, int], line: tuple[str, int]) -> Title | None:
    """A title over two lines: the organ's name (and perhaps the year) above the kind of report."""
    name, here = "".join(above[0].split()), "".join(line[0].split())
    organ = _ORGAN.fullmatch(re.sub(rf"{_YEAR}年?度?$", "", name))
    if not organ or len(here) > 40 or not re.match(rf"关于|[二2]|{_OPEN}", here):
        return None
    return _title(text, reading[above[1] : line[1] + len(line[0])], above[1])


def period(reading: str) -> int | None:
    """The year of 统计期限自YYYY年1月1日起至YYYY年12月31日止, or of (YYYY年度) under a table's caption."""
    tight = "".join(reading.split())
    found = (
        re.search(r"(20[0-2]\d)年1月1日[^。]{0,12}?(?:20[0-2]\d)?年?12月31日", tight)
        or re.search(r"截止(?:日期|时间)?(?:为|到|至)?(20[0-2]\d)年12月31日", tight)
        or re.search(r"\((20[0-2]\d)年度?\)", tight)
        or re.search(r"(20[0-2]\d)年?度?[^。,]{0,14}(?:信息|政务)公开工作", tight)
        or re.match(r"[^。,]{0,12}?(20[0-2]\d)年(?:度|,|来|以来)", tight)
    )
    return int(found.group(1)) if found else None
