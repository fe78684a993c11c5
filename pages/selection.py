"""What of the page is the text: what is outside the article, hidden, a copy or furniture gets its rule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pages.boxes import Box, Line
from pages.chrome.edges import LABEL
from pages.chrome.rules import BOXES
from pages.container import ancestors
from pages.pieces import Placed

_CONTROLS = frozenset({"select", "option", "button", "textarea"})
_MENU = frozenset({"nav", "footer"})
_CARD = re.compile(
    r"索\s*引\s*号|发布机构|发文机关|发文字号|文\s*号|主题分类|组配分类|主\s*题\s*词|有\s*效\s*性|成文日期|公开方式|生成日期|发布日期|公开日期|体裁|名\s*称|信息分类"
    r"|发布单位|发文单位|公开单位|公开主体|公开机构|责任部门|信息来源|发布时间|生成时间|公开时间|发文时间|时效性|信息详情"
)
_LABEL = re.compile(rf"\W*([一-鿿](?:[ \u3000\xa0]*[一-鿿]){{1,7}})\s*[\]】]?\s*[:：]|({LABEL})$")
_OF_DOCUMENT = re.compile(
    r"索\s*引|文\s*号|编\s*号|分类|类\s*别|主题|体裁|标\s*题|名\s*称|公开(?:类|时|范|方|形|日|程|属)|发布|生成|成文|有效|时效|效力|机构|来源|状态|关键词|责任|日期|权限|提供|索取"
)


@dataclass(slots=True)
class Choice:
    """The article's box, the box of its core, and the title's line."""

    article: Box
    core: Box
    title: Line | None


def sign(placed: Sequence[Placed], choice: Choice, plain: Sequence[str], within: Sequence[Box]) -> None:
    """Give every piece that goes with its box the rule's name.

    ``plain`` are the simplified readings, ``within`` the article's boxes outside data tables.
    """
    boxes: dict[Box, str | None] = {}
    inside = set(within)
    core = set(ancestors(choice.core))
    titles = (text for item, text in zip(placed, plain, strict=True) if item.line is choice.title)
    title = next(titles, "")
    for item, text in zip(placed, plain, strict=True):
        rule = _boxed(item.box, choice, inside, core, boxes)
        if rule is not None and item.line is not None and item.line is choice.title:
            rule = rule if rule.startswith("hidden") else None
        if rule is None and choice.title is not None and item.line is not choice.title:
            rule = "duplicate_body" if _title_again(item, text, title, choice.core) else None
        item.piece.rule = rule


def _title_again(item: Placed, text: str, title: str, core: Box) -> bool:
    """The title of a second body: printed once more, away from the article's core."""
    return text == title and len(text) >= 8 and core not in ancestors(item.box)


def _boxed(
    box: Box, choice: Choice, inside: set[Box], core: set[Box], known: dict[Box, str | None]
) -> str | None:
    """The rule that takes a whole box, looked up from the outside in."""
    path: list[Box] = []
    at: Box | None = box
    while at is not None and at not in known:
        path.append(at)
        at = at.parent
    rule = known[at] if at is not None else None
    for inner in reversed(path):
        if rule in (None, "outside_article"):
            rule = _rule(inner, choice, inside, core) or rule
        known[inner] = rule
    return known[box]


def _rule(box: Box, choice: Choice, inside: set[Box], core: set[Box]) -> str | None:
    if box.hidden:
        return box.hidden
    if box in core:
        return None
    if box.guarded == 0 or box not in inside:
        named = _named(box, choice)
        if named:
            return named
    if _copy(box):
        return "duplicate_body"
    return None if box in inside else "outside_article"


def _copy(box: Box) -> bool:
    own = box.chars - box.linked
    return box.tag not in ("tr", "td", "tbody") and box.copied >= 60 and box.copied >= 0.8 * own


def _named(box: Box, choice: Choice) -> str | None:
    if box.tag in _CONTROLS:
        return "form_control"
    light = box.weight <= 0.25 * choice.article.weight + 20
    if box.tag in _MENU and light:
        return "navigation_box" if box.tag == "nav" else "footer_box"
    if box.name and light:
        found = next((rule.name for rule in BOXES if rule.finder.search(box.name)), None)
        if found:
            return found
    chars, linked = box.chars, box.linked
    if linked > 0.6 * chars and light and _many_links(box):
        return "link_block"
    return (
        "document_card" if box.tag in ("table", "ul", "dl", "div") and light and _card(box, chars) else None
    )


def _many_links(box: Box) -> bool:
    links = [href for line in box.lines() for href, text in line.links if text]
    return len(links) >= 3 and not any(
        re.search(r"\.(?:docx?|pdf|xlsx?|wps|zip|rar|et|ofd)\b", h, re.I) for h in links
    )


def _card(box: Box, chars: float) -> bool:
    """The card of a document: 索引号, 发布机构, 文号 and their values, and nothing else."""
    if chars > 600:
        return False
    lines = [line.now for line in box.lines() if line.now]
    keys = {found for line in lines for found in _CARD.findall(line[:12])}
    return len(keys) >= 3 or _labelled(lines)


def _labelled(lines: Sequence[str]) -> bool:
    """Labels that end in a colon, each with a value beside or behind it, some of them of a document."""
    labels = [found.group(1) or found.group(2) for line in lines if (found := _LABEL.match(line))]
    known = sum(1 for label in labels if _OF_DOCUMENT.search(label))
    return len(labels) >= 3 and known >= 2 and 5 * len(labels) >= 2 * len(lines)
