"""What a page's elements do when a reader clicks or chooses them, where that is no plain link.

``onclick`` and ``onchange`` attributes, ``javascript:`` addresses, handlers that a script binds by a
selector, ``data-href`` and its kin, and the nodes of menus that stand in a script as data (PORTALS E, I).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from selectolax.lexbor import LexborNode

from pages.families import calls, expressions, forms, scripted
from pages.families.expressions import Resolve
from pages.families.family import Document, ListRequest, label, squeezed
from pages.families.paging import query

MOST = 400  # elements of a page that are looked at
MOST_SCRIPT = 200_000  # characters
_DATA = ("data-href", "data-url", "data-link", "data-src", "data-target-url")
_SIGNS = (
    "onclick",
    "onchange",
    "javascript:",
    "data-",
    "click",
    "nodes",
    "name:",
    '"name"',
    "'name'",
    "write(",
)
_HANDLED = "[onclick], [onchange], a[href^='javascript:'], [data-href], [data-url], [data-link]"
_BOUND = re.compile(
    r"(?:\$|jQuery|querySelectorAll|querySelector)\(\s{0,9}(['\"])([^'\"\n]{1,120})\1\s{0,9}\)"
    r"(?:\.forEach\(.{1,60}?)?\.?[^;{}]{0,40}?(?:click|change|mouseover|hover|tap)\b[^{}]{0,80}?"
    r"(?:function\s{0,9}\([^()]{0,40}\)|\([^()]{0,40}\)\s{0,9}=>|[\w$]{1,20}\s{0,9}=>)\s{0,9}\{",
)
_CALLED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s{0,9}\(")
_WRITTEN = re.compile(
    r"<a\b[^<>+]{0,200}?\bhref\s{0,9}=\s{0,9}\\?[\"']([^\"'\\<>+]{1,300})\\?[\"'][^<>+]{0,200}>([^<>+]{1,80})<"
)
_NODE = re.compile(r"\{[^{}]{1,600}\}")
_ENTRY = re.compile(
    r"['\"]?(\w{1,30})['\"]?\s{0,9}:\s{0,9}(?:\"([^\"\n]{1,300})\"|'([^'\n]{1,300})'|(\d{1,12}))"
)
_NAMES, _ADDRESSES = ("name", "title", "text", "label"), ("url", "href", "link", "linkurl", "path")
_SAYS_NOTHING = frozenset({"查看", "详情", "详细", "进入", "浏览", "点击", "更多"})
_OWN = re.compile(r"(?:dataset\.(\w+)|\.(?:data|attr|getAttribute)\(\s*['\"]([\w-]+)['\"]\s*\))$")
_CHOSEN = re.compile(r"(?:\.value|\.val\(\))$")
_SHOWN = re.compile(r"(?:\.text\(\)|\.html\(\)|\.innerText|\.textContent|\.innerHTML)$")
_ASKED = re.compile(r"\(\s*['\"](\w{1,40})['\"]\s*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """An element that asks for something: what it says and what it asks for."""

    text: str
    request: ListRequest


def clicks(doc: Document) -> tuple[Click, ...]:
    """What the page's elements ask for, each request once."""
    if not any(sign in doc.lower for sign in _SIGNS):
        return ()
    known = Known.of_page(doc)
    held: dict[ListRequest, Click] = {}
    for click in chain(_handled(known), _bound(known), _nodes(known), _written(known)):
        held.setdefault(click.request, click)
    return tuple(held.values())


def scripts(doc: Document) -> str:
    """The page's own scripts."""
    if "<script" not in doc.lower:
        return ""
    return "\n".join(s.text() for s in doc.tree.css("script:not([src])"))[:MOST_SCRIPT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What can be looked up on a page: its functions, its variables, its own address."""

    doc: Document
    script: str
    functions: dict[str, tuple[tuple[str, ...], str]]
    row: str = ""
    held: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of_page(cls, doc: Document) -> "Known":
        """What the page's own scripts say."""
        script = scripts(doc)
        found = expressions.functions(script)
        return cls(doc=doc, script=script, functions=found, row=scripted.row_address(script))

    def resolve(self, name: str) -> str | None:
        """A variable of the page, or a parameter of its address that a script looks up."""
        if name not in self.held:
            self.held[name] = None
            if found := _ASKED.search(name):
                self.held[name] = query(self.doc.url).get(found[1])
            elif name.isidentifier():
                self.held[name] = self._variable(self.script, name, self.resolve)
        return self.held[name]

    @staticmethod
    def _variable(script: str, name: str, resolve: Resolve) -> str | None:
        """What a name is given in a script, where that does not lead back to itself."""
        found = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,9}}=(?!=)", script)
        if found is None:
            return None
        held = expressions.value(script, found.end(), lambda n: None if n == name else resolve(n))
        return held[0] if held else None

    def of(self, node: LexborNode, chosen: str | None, text: str) -> Resolve:
        """What a handler of this element can look up besides; ``chosen`` is an option's value."""

        def resolve(name: str) -> str | None:
            if own := _OWN.search(name):
                wanted = own[1] or own[2]
                attributes = node.attributes
                return attributes.get(wanted) or attributes.get(f"data-{wanted}") or self.resolve(name)
            if chosen is not None and _CHOSEN.search(name):
                return chosen
            if _SHOWN.search(name):
                return text
            return node.attributes.get("id") if name == "this.id" else self.resolve(name)

        return resolve

    def run(self, code: str, resolve: Resolve, depth: int = 3) -> Iterator[ListRequest]:
        """The requests that the code makes, itself or in the functions that it calls."""

        def local(name: str) -> str | None:
            known = resolve(name)
            return self._variable(code, name, resolve) if known is None and name.isidentifier() else known

        yield from calls.visited(self.doc, code, local)
        yield from (replace(asked, row=self.row) for asked in calls.asked(self.doc, code, local))
        for found in _CALLED.finditer(code) if depth else ():
            if found[1] in self.functions:
                names, body = self.functions[found[1]]
                given = dict(zip(names, expressions.arguments(code, found.end(), local), strict=False))
                yield from self.run(body, _given(given, local), depth - 1)


def _given(values: dict[str, str | None], outer: Resolve) -> Resolve:
    """Parameters before everything else."""
    return lambda name: values[name] if name in values else outer(name)


def _handled(known: Known) -> Iterator[Click]:
    """Elements that carry their handler, or the address itself, in an attribute."""
    for node in known.doc.tree.css(_HANDLED)[:MOST]:
        code = "\n".join(node.attributes.get(n) or "" for n in ("onclick", "onchange"))
        href = node.attributes.get("href") or ""
        if href[:11].lower() == "javascript:":
            code += "\n" + href[11:]
        yield from _done(known, node, code)
        for name in _DATA:
            if url := known.doc.join(_address(node.attributes.get(name))):
                yield Click(text=_text(node), request=ListRequest(url=url))


def _address(value: str | None) -> str:
    """An attribute's value where it looks like an address."""
    return value if value and ("/" in value or re.search(r"\.\w{2,5}(?:$|\?)", value)) else ""


def _bound(known: Known) -> Iterator[Click]:
    """Elements to which a script binds a handler by a selector."""
    for found in _BOUND.finditer(known.script):
        code = expressions.block(known.script, found.end())
        try:
            nodes = known.doc.tree.css(found[2].partition(":")[0])[:MOST]
        except ValueError:
            continue
        for node in nodes:
            yield from _done(known, node, code)


def _done(known: Known, node: LexborNode, code: str) -> Iterator[Click]:
    """What the code does for the element, or for each of its options."""
    if not code.strip():
        return
    options = node.css("option") if node.tag == "select" else ()
    for one in options or (node,):
        text = _text(one)
        chosen = one.attributes.get("value") if one.tag == "option" else None
        if one.tag == "option" and not chosen:
            continue
        for request in known.run(code, known.of(one, chosen, text)):
            yield Click(text=text, request=request)
        if chosen and "submit" in code and (posted := _chosen(known.doc, node, chosen)):
            yield Click(text=text, request=posted)


def _chosen(doc: Document, select: LexborNode, value: str) -> ListRequest | None:
    """The form around a box, sent with one of its options; pages are the pager's to choose."""
    name = select.attributes.get("name") or ""
    form = select.parent
    while form is not None and form.tag != "form":
        form = form.parent
    if form is None or not name or name.lower() in scripted.PAGE_NAMES:
        return None
    return forms.sent(doc, form, {name: value})


def _text(node: LexborNode) -> str:
    said = label(node)
    if (len(said) < 2 or said in _SAYS_NOTHING) and (row := node.parent) is not None:  # its row speaks
        said = squeezed(row.text(separator=" "))
    return said[:300]


def _nodes(known: Known) -> Iterator[Click]:
    """The nodes of a tree or menu that a script builds from data: their names and addresses."""
    for node in _NODE.finditer(known.script):
        told = {m[1]: m[2] or m[3] or m[4] for m in _ENTRY.finditer(node[0])}
        lower = {name.lower(): value for name, value in told.items()}
        name = next((lower[key] for key in _NAMES if key in lower), "")
        address = next((_address(lower[key]) for key in _ADDRESSES if key in lower), "")
        url = known.doc.join(address or scripted.filled(known.row, dict(told)))
        if name and url:
            yield Click(text=name, request=ListRequest(url=url))


def _written(known: Known) -> Iterator[Click]:
    """Links that a script writes into the page as they stand."""
    for found in _WRITTEN.finditer(known.script):
        if url := known.doc.join(found[1]):
            yield Click(text=squeezed(found[2]), request=ListRequest(url=url))
