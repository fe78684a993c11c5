"""A web page in, a clean page out: decode, read the layout, choose the article, cut, compose."""

import gc
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pages import attachments, container, decode, furniture, layout, metadata, opinion, pieces, selection
from pages.boxes import Box, Line
from pages.depth import MOST as MOST_DEEP
from pages.depth import too_deep
from pages.draft import Composed, Piece, compose
from pages.gate import label
from pages.hanzi import is_han
from pages.kind import kind_of
from pages.labels import protected
from pages.pieces import Placed
from pages.refusal import Refused
from pages.template import Template, around
from reports.model import Attachment, CleanPage, Encoding, Removal, Script
from reports.reading import simplified

_TRADITIONAL = 0.08
_SAMPLE = 200
_LITTLE = 1500  # characters: with more, a page is no gate (pages.gate says 600)
_ARTICLE = 200  # characters of prose that only a page's article has
MOST_ASKED = 300_000  # characters of markup: trafilatura needs seconds beyond
_KNOWN = (
    "ucapcontent, #UCAP-CONTENT, .trs_editor_view, .TRS_Editor, .TRS_UEDITOR, .Custom_UnionStyle,"
    ".v_news_content, .j-fontContent, #zoom, #Zoom, #zoomcon, #fontzoom, #ivs_content, #NewsContent,"
    'meta[name="ArticleTitle" i], meta[name="SiteIDCode" i]'
)


@dataclass(slots=True)
class _Page:
    """A page on its way through: markup, tree, boxes, and its pieces with their simplified readings."""

    url: str | None
    markup: str
    tree: LexborHTMLParser
    attached: tuple[Attachment, ...]
    meta: dict[str, str]
    placed: list[Placed]
    plain: list[str]
    hant: bool
    receipts: list[Removal]
    issues: list[str]


def html(
    data: bytes, *, url: str | None = None, declared: str | None = None, template: Template | None = None
) -> CleanPage:
    """Clean an HTML page as received (content coding removed)."""
    with _uncollected():
        return _cleaned(data, url, declared, template)


@contextmanager
def _uncollected() -> Iterator[None]:
    """The collector waits: a page is thousands of small objects that are taken apart at its end, and the
    collector's looking through them costs a tenth of the time (measured)."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _cleaned(data: bytes, url: str | None, declared: str | None, template: Template | None) -> CleanPage:
    markup, encoding = decode.decode(data, declared)
    _shallow(markup)
    tree = LexborHTMLParser(markup)
    attached = attachments.attachments(tree, url)  # before the layout is read: that takes frames out
    made = layout.read(tree)
    box = made.page
    receipts = pieces.mend_lines(made.lines)
    hant = is_traditional("".join([line.now for line in made.lines]))
    grids = pieces.grids_of(made.boxes)
    placed = list(pieces.in_order(box, grids))
    plain = [_plain(p.piece, hant) for p in placed]
    page = _Page(url, markup, tree, attached, metadata.metas(tree), placed, plain, hant, receipts, [])
    choice = _choose(page, box, grids)
    selection.sign(placed, choice, plain, choice.article.descendants(grids))
    title_piece = next((p.piece for p in placed if p.line is not None and p.line is choice.title), None)
    beside = _beside(placed, choice, grids)
    told = _cleared(page, title_piece, beside)
    if len(markup) < MOST_ASKED and not _known(page) and _ask_again(page):
        told += _cleared(page, title_piece, ())
    if again := pieces.mended_again(page.placed):
        page.placed, page.plain = again, [_plain(p.piece, hant) for p in again]
        told += _cleared(page, title_piece, ())
    if template is not None:
        _without(page, template, title_piece)
    clean = _finish(page, choice, told, encoding, data)
    made.release()
    return clean


def _cleared(page: _Page, title: Piece | None, beside: Container[Piece]) -> list[tuple[str, str]]:
    kept = [(p.piece, text, p.line) for p, text in zip(page.placed, page.plain, strict=True)]
    return furniture.clear(kept, title=title, hant=page.hant, home=_host(page.url), beside=beside)


def _without(page: _Page, template: Template, title: Piece | None) -> None:
    """Cut the site's own lines from around the text. The last step: a page that keeps none of them is the
    same with the template as without (crawler.templates)."""
    paired = zip(page.placed, page.plain, strict=True)
    kept = [(p.piece, text) for p, text in paired if p.piece.rule is None and not p.piece.covered()]
    fixed = [piece.grid is not None for piece, _ in kept]
    for n in around([piece.left(text) for piece, text in kept], fixed, template):
        if kept[n][0] is not title:
            kept[n][0].rule = "site_template"


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _shallow(markup: str) -> None:
    """Refuse what is nested without end."""
    if too_deep(markup):
        raise Refused(f"the page's tags are nested deeper than {MOST_DEEP}, which is not read")


def _beside(placed: Sequence[Placed], choice: selection.Choice, grids: pieces.Grids) -> set[Piece]:
    """The kept lines that stand beside the article's core, the title aside."""
    core = set(choice.core.descendants(grids))
    kept = (p for p in placed if p.piece.rule is None and p.line is not None and p.line is not choice.title)
    return {p.piece for p in kept if p.box not in core}


def _plain(piece: Piece, hant: bool) -> str:
    text = (
        piece.text.now
        if piece.grid is None
        else "\n".join("\t".join(c.now for c in r) for r in piece.grid.printed)
    )
    return simplified(text) if hant else text


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters: a twelfth of its hanzi has a simplified form."""
    middle = len(text) // 2
    sample = (
        text
        if len(text) < 3 * _SAMPLE
        else text[:_SAMPLE] + text[middle : middle + _SAMPLE] + text[-_SAMPLE:]
    )
    plain = simplified(sample)
    changed = 0 if plain == sample else sum(a != b for a, b in zip(sample, plain, strict=True))
    return changed > 0 and changed > _TRADITIONAL * sum(map(is_han, sample))


def _choose(page: _Page, box: Box, grids: pieces.Grids) -> selection.Choice:
    container.weigh(box, grids, page.placed, page.plain)
    if not box.guarded and _reveal(box):
        page.issues.append("The report's text is hidden until a script shows it; it was read as visible.")
        container.weigh(box, grids, page.placed, page.plain)
    core = container.article(box, grids)
    title = _title_line(page, core)
    return selection.Choice(container.widened(core, title), core, title)


def _reveal(box: Box) -> bool:
    """Show hidden boxes again that carry the national form or an article, where nothing visible does."""
    lines = box.lines()
    carrying = {line.box for line in lines if line.box.hidden and protected(simplified(line.now))}
    if len(carrying) < 3:
        prose = [line for line in lines if _sentence(line)]
        carrying = {line.box for line in prose if line.box.hidden}
        seen = sum(len(line.now) for line in prose if not line.box.hidden)
        if sum(map(len, {line.now for line in prose if line.box.hidden})) < max(_ARTICLE, 4 * seen):
            return False
    for inner in carrying:
        top = next((b for b in reversed(container.ancestors(inner)) if b.hidden), inner)
        for shown in top.descendants():
            shown.hidden = None
    return True


def _sentence(line: Line) -> bool:
    return len(line.now) >= 40 and "。" in line.now and line.linked * 2 < len(line.now)


def _title_line(page: _Page, core: Box) -> Line | None:
    """The line that prints the title: the last such one before the article's core, else the first."""
    candidates = [_tight(text) for text in metadata.titles(page.tree, page.meta)]
    lines = [
        p.line
        for p in page.placed
        if p.line is not None and not p.line.box.hidden and p.line.linked * 2 <= len(p.line.now)
    ]
    tight = {line: _tight(line.now) for line in lines if 4 <= len(line.now) <= 120}
    for wanted in (c for c in candidates if len(c) >= 6):
        found = [line for line, text in tight.items() if text == wanted]
        found = found or [
            line
            for line, text in tight.items()
            if len(text) >= 8 and text in wanted and len(text) * 2 > len(wanted)
        ]
        if found:
            return next((line for line in found if core in container.ancestors(line.box)), found[-1])
    return next(
        (line for line, text in tight.items() if len(text) <= 60 and metadata.REPORT.search(text)), None
    )


def _tight(text: str) -> str:
    return simplified("".join(text.split()))


def _known(page: _Page) -> bool:
    """A page with a data table, a national meta tag or a body that some family makes."""
    if any(p.piece.grid is not None and p.piece.rule is None for p in page.placed):
        return True
    return page.tree.css_first(_KNOWN) is not None


def _ask_again(page: _Page) -> bool:
    """The page matches nothing we know: where trafilatura finds clearly more, it serves (and then this is
    true); a strong disagreement is an issue."""
    theirs = opinion.text_of(page.markup)
    ours = "\n".join(
        p.piece.text.now for p in page.placed if p.piece.rule is None and not p.piece.covered()
    )
    share = opinion.agreement(ours, theirs)
    if share >= opinion.STRONG or len(theirs) < 80:
        return False
    page.issues.append(
        f"trafilatura, asked for a second opinion, agrees with {share:.0%} of the text only."
    )
    if len("".join(ours.split())) >= 0.3 * len("".join(theirs.split())):
        return False
    _restore(page, {"".join(line.split()) for line in theirs.split("\n")})
    return True


def _restore(page: _Page, theirs: set[str]) -> None:
    for placed in page.placed:
        hidden = (placed.piece.rule or "").startswith("hidden")
        if not hidden and "".join(placed.piece.text.now.split()) in theirs:
            placed.piece.rule = None


def _finish(
    page: _Page, choice: selection.Choice, told: Sequence[tuple[str, str]], encoding: Encoding, data: bytes
) -> CleanPage:
    composed = compose([p.piece for p in page.placed])
    plain = simplified(composed.text) if page.hant else composed.text
    title = choice.title.now if choice.title else next(iter(metadata.titles(page.tree, page.meta)), None)
    links = [
        p.line
        for p in page.placed
        if p.line is not None and p.piece.rule is None and p.line.linked * 2 > len(p.line.now)
    ]
    gate = label(200, (), data) if len(plain) < _LITTLE else None
    return CleanPage(
        text=composed.text,
        url=page.url,
        title=title.strip() if title else None,
        published=metadata.published(page.tree, page.meta, _told("published", told)),
        source=page.meta.get("contentsource") or next(_told("source", told), None),
        script=_script(page.hant),
        simplified=plain if page.hant else None,
        encoding=encoding,
        tables=composed.tables,
        removals=(*composed.removals, *page.receipts),
        repairs=composed.repairs,
        attachments=page.attached,
        kind=kind_of(simplified(title or ""), plain, gate, links),
        site_id_code=metadata.site_id_code(page.meta, _footer(composed)),
        issues=tuple(page.issues),
    )


def _told(name: str, told: Sequence[tuple[str, str]]) -> Iterator[str]:
    return iter([value for key, value in told if key == name])


def _script(hant: bool) -> Script:
    return "hant" if hant else "hans"


def _footer(composed: Composed) -> str:
    return "\n".join(r.text for r in composed.removals if "码" in r.text or "碼" in r.text)
