"""Word's main part made plain before mammoth reads it: what Word shows and mammoth does not.

Automatic numbers become text, text boxes stand behind their paragraph, cells merged in the old way get
spans, hidden runs go, broken references are dropped. Works on local names: transitional and strict alike.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from pages.documents import slivers
from pages.documents.numbering import Lists, lists_of, local, value, whole
from pages.refusal import Refused

_OFF = frozenset({"0", "false", "off", "none"})


def plain(payload: bytes) -> tuple[bytes, list[str]]:
    """The document rewritten, and the texts of hidden runs that were left out."""
    with zipfile.ZipFile(io.BytesIO(payload)) as held:
        members = {item.filename: held.read(item) for item in held.infolist()}
    main = next((n for n in members if n.startswith("word/document") and n.endswith(".xml")), None)
    if main is None:
        raise Refused("the Word document has no main part")
    root = _parsed(members[main])
    hidden = _without_hidden(root)
    _number(root, _lists(members), _styles(members))
    for step in (_unwrap, _boxes_out, _old_merges, _grid_gaps, slivers.without):
        step(root)
    _references(root, _relations(members, main))
    members[main] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue(), hidden


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("the Word document cannot be read") from error


def _part(members: dict[str, bytes], name: str) -> Any:
    data = members.get(name)
    return None if data is None else _parsed(data)


def _lists(members: dict[str, bytes]) -> Lists:
    root = _part(members, "word/numbering.xml")
    return Lists() if root is None else lists_of(root)


def _styles(members: dict[str, bytes]) -> dict[str, tuple[str, Any]]:
    """Style -> (the style it is based on, its own numbering properties or ``None``)."""
    root = _part(members, "word/styles.xml")
    found: dict[str, tuple[str, Any]] = {}
    for style in () if root is None else root:
        based = next((value(part, "val") for part in style if local(part) == "basedOn"), "")
        found[value(style, "styleId")] = (based, next(_named(style, "numPr"), None))
    return found


def _named(root: Any, *names: str) -> Iterator[Any]:
    return (item for item in root.iter() if local(item) in names)


def _child(element: Any, name: str) -> Any:
    return next((part for part in element if local(part) == name), None)


def _without_hidden(root: Any) -> list[str]:
    """Take hidden runs out; what a reader cannot see is no part of the page."""
    texts = []
    for run in list(_named(root, "r")):
        style = _child(run, "rPr")
        mark = None if style is None else _child(style, "vanish")
        if mark is not None and value(mark, "val") not in _OFF:
            texts.append("".join(part.text or "" for part in _named(run, "t")))
            run.getparent().remove(run)
    return [text for text in texts if text.strip()]


def _number(root: Any, lists: Lists, styles: dict[str, tuple[str, Any]]) -> None:
    """Write every automatic number before its paragraph, and drop the list."""
    for paragraph in _named(root, "p"):
        properties = _child(paragraph, "pPr")
        found = None if properties is None else _numbering(properties, lists, styles)
        if properties is None or found is None:
            continue
        own = _child(properties, "numPr")
        if own is not None:
            properties.remove(own)
        if label := lists.label(*found):
            run = etree.Element(paragraph.tag.replace("}p", "}r"))
            text = etree.SubElement(run, paragraph.tag.replace("}p", "}t"))
            text.text = label
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            properties.addnext(run)


def _numbering(properties: Any, lists: Lists, styles: dict[str, tuple[str, Any]]) -> tuple[str, int] | None:
    """(list, depth) of a paragraph: its own, else that of its style or of one the style is based on."""
    own = _child(properties, "numPr")
    if own is not None:
        return _told(own)
    named = _child(properties, "pStyle")
    style = "" if named is None else value(named, "val")
    for _ in range(12):
        based, numbered = styles.get(style, ("", None))
        if numbered is not None and (told := _told(numbered)):
            return told[0], lists.by_style.get((lists.abstract.get(told[0], ""), style), told[1])
        style = based
    return None


def _told(numbered: Any) -> tuple[str, int] | None:
    number, depth = _child(numbered, "numId"), _child(numbered, "ilvl")
    if number is None or value(number, "val") in ("0", ""):
        return None
    return value(number, "val"), 0 if depth is None else whole(value(depth, "val"))


def _unwrap(root: Any) -> None:
    """A field's result and ruby's base stand where the field and the ruby stood."""
    for item in list(_named(root, "fldSimple", "ruby")):
        inside = _child(item, "rubyBase") if local(item) == "ruby" else item
        run = item.getparent() if local(item) == "ruby" else item
        for part in [] if inside is None else list(inside):
            run.addprevious(part)
        item.getparent().remove(item)


def _boxes_out(root: Any) -> None:
    """The blocks of a text box follow the paragraph that anchors it; of alternatives one is kept."""
    for choice in list(_named(root, "AlternateContent")):
        ways = [way for way in choice if next(_named(way, "txbxContent"), None) is not None]
        for other in list(choice) if ways else ():
            if other is not ways[0]:
                choice.remove(other)
    for box in list(_named(root, "txbxContent")):
        anchor = next((up for up in box.iterancestors() if local(up) == "p"), None)
        if anchor is not None:
            for block in reversed(list(box)):
                anchor.addnext(block)
            box.getparent().remove(box)


def _old_merges(root: Any) -> None:
    """``hMerge`` of old converters: the first cell spans the others, which go."""
    for row in list(_named(root, "tr")):
        first: Any = None
        for cell in [part for part in row if local(part) == "tc"]:
            mark = _mark(cell, "hMerge")
            if mark is None or value(mark, "val") == "restart":
                first = cell
            elif first is not None:
                _widen(first, 1)
                row.remove(cell)


def _mark(cell: Any, name: str) -> Any:
    properties = _child(cell, "tcPr")
    return None if properties is None else _child(properties, name)


def _widen(cell: Any, by: int) -> None:
    properties = _child(cell, "tcPr")
    span = _child(properties, "gridSpan")
    if span is None:
        span = etree.SubElement(properties, properties.tag.replace("}tcPr", "}gridSpan"))
    key = next(iter(span.attrib), span.tag.replace("}gridSpan", "}val"))
    span.set(key, str(whole(span.get(key, ""), 1) + by))


def _grid_gaps(root: Any) -> None:
    """Empty cells where a row begins later or ends earlier than the grid."""
    for row in list(_named(root, "tr")):
        properties, cells = _child(row, "trPr"), [part for part in row if local(part) == "tc"]
        for mark in [] if properties is None or not cells else list(properties):
            put: Callable[[Any], None] | None = {
                "gridBefore": cells[0].addprevious,
                "gridAfter": cells[-1].addnext,
            }.get(local(mark))
            for _ in range(min(whole(value(mark, "val")), 60) if put else 0):
                empty = etree.Element(cells[0].tag)
                etree.SubElement(empty, cells[0].tag.replace("}tc", "}p"))
                put and put(empty)


def _relations(members: dict[str, bytes], main: str) -> set[str]:
    folder, name = posixpath.split(main)
    root = _part(members, f"{folder}/_rels/{name}.rels")
    return set() if root is None else {value(item, "Id") for item in root}


def _references(root: Any, known: set[str]) -> None:
    """Drop references to parts that are not there."""
    for item in root.iter():
        for key in [k for k in item.attrib if "relationships}" in k]:
            if item.attrib[key] not in known:
                del item.attrib[key]
