"""A site's template, learned across its pages: lines that stand on most of them, whatever they are about.

What CLEANING §3a proved necessary, and what was lost without it (decision 41): only pages that are no
reports teach, a line is common at 60 % of them and on three at least, fewer than six teach nothing; nothing
that a report may say is ever common (:func:`teachable`), and of a report only lines around its body go.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pages.chrome import cutting
from pages.labels import HEADINGS, labels, protected
from pages.metadata import REPORT
from reports.model import CleanPage
from reports.reading import simplified

SHARE = 0.6
FEWEST = 3
ENOUGH = 6
MOST = 12  # pages of a sort that are learned from: those of one design, the nearest in time
_PAGES = ("other", "list")  # kinds of pages that show a site's dress
_LARGEST = 200_000  # characters of a page, cut ones too, that is learned from
_LONGEST = 40
_SHORTEST = 3
_FORM = 6  # lines of the national form: such a page is a report whatever its title
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_SENTENCE = re.compile(r"[。；;！？\t]")
_NEVER = re.compile(
    r"\d|[。；;！？!?]|[：:，,、（(《“]$|[〇○零一二三四五六七八九十]{2,}年"
    r"|报告|年报|总结|统计|附[件表注]|情况|主任|负责人|审[核签]|签发|填[报表]|制表|联系|抄[送报]|印发|主题词|盖章|公章"
    r"|特此|无正文|此件|此页|如下|说明$|目录$|指南$|制度$|文件$|公[报告示]$|通[知告报]$|意见$|决定$|办法$|方案$|要点$"
    r"|(?:政府|政务公开|办公室|委员会|管委会|领导小组|局|厅|中心|办|处|院|室|科|股|队|所|站|校|会|社区|镇|乡|街道)$"
    r"|^[\u4e00-\u9fff]{1,12}[省市县区旗州盟]$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Lines (simplified, without white space) that a site's pages share, and how many pages taught them."""

    common: frozenset[str]
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one page shows of its site's template: whether it is an article, and its lines."""

    article: bool
    lines: frozenset[str]


def learn(lessons: Iterable[Lesson]) -> Template:
    """Learns from a site's pages, the most telling first; fewer than six teach nothing.

    Articles and lists count apart, twelve of each at most: what only articles share is on few of all pages.
    """
    sorts: dict[bool, list[frozenset[str]]] = {True: [], False: []}
    for lesson in lessons:
        if len(sorts[lesson.article]) < MOST:
            sorts[lesson.article].append(lesson.lines)
    pages = sum(map(len, sorts.values()))
    common = frozenset().union(*map(_shared, sorts.values())) if pages >= ENOUGH else frozenset()
    return Template(common=common, pages=pages)


def lesson(page: CleanPage) -> Lesson | None:
    """What a clean page teaches; ``None`` for a report, a giant, and what is no page of the site."""
    size = len(page.text) + sum(len(cut.text) for cut in page.removals)
    if page.kind not in _PAGES or size > _LARGEST or _is_report(page):
        return None
    return Lesson(article=_is_article(page), lines=shown(page))


def _is_article(page: CleanPage) -> bool:
    return any(len(line) >= _LONGEST and "。" in line for line in page.text.split("\n"))


def _is_report(page: CleanPage) -> bool:
    """Whether a page is a report, or says it is one: a form-less one, one that is only an attachment."""
    if page.kind == "report" or REPORT.search(block(page.title or "")):
        return True
    lines = (page.simplified or page.text).split("\n")
    return sum(map(protected, lines)) >= _FORM or any(REPORT.search(block(line)) for line in lines[:3])


def shown(page: CleanPage) -> frozenset[str]:
    """The lines of a page that a template could have, kept or cut: all that was to be seen."""
    cut = (one.text for one in page.removals if not one.rule.startswith("hidden"))
    text = "\n".join([page.simplified or page.text, *map(simplified, cut)])
    return frozenset(line for line in map(block, text.split("\n")) if teachable(line))


def _shared(pages: Sequence[frozenset[str]]) -> frozenset[str]:
    counts = Counter(line for lines in pages for line in lines)
    least = max(FEWEST, SHARE * len(pages))
    return frozenset(line for line, n in counts.items() if n >= least)


def teachable(line: str) -> bool:
    """Whether a block may be common at all: it has no figure and no date, is no sentence and no heading,
    no label of the form, signs for nobody and names no document.

    >>> [teachable(line) for line in ("码上看清江", "青岭县人民政府", "一、总体情况", "特此公告")]
    [True, False, False, False]
    """
    if not _SHORTEST <= len(line) <= _LONGEST or _NEVER.search(line) or not _WORDS.search(line):
        return False
    return not protected(line) and not cutting.is_body(line) and not _is_label(line)


def _is_label(line: str) -> bool:
    return line in HEADINGS or any(line in label for label in labels())


def around(lines: Sequence[str], fixed: Sequence[bool], template: Template) -> list[int]:
    """Which of a page's kept lines (simplified) are the template's: none that stands between two lines of
    its prose or its tables (``fixed``)."""
    prose = [
        n for n, line in enumerate(lines) if fixed[n] or _SENTENCE.search(line) or cutting.is_body(line)
    ]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    if last < 0:
        return []  # nothing that tells what the page says
    outside = (n for n in range(len(lines)) if n < first or n > last)
    return [n for n in outside if block(lines[n]) in template.common]


def block(text: str) -> str:
    """A line as it is compared across pages.

    >>> block("扫码 关注　青岭")
    '扫码关注青岭'
    """
    return "".join(simplified(text).split())
