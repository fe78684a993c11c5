"""Documents that a page links to, shows in a frame or a viewer, or opens by script (PORTALS I)."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.model import Attachment

_FILE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|rar|zip|7z|csv|rtf|pptx?)$", re.I)
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|/OpennessContent/download/|DownloadAttach|attachment[^?]*\?.*\bid=|/attach(?:ment)?/\d+|downloadfile",
    re.I,
)
_VIEWER = re.compile(r"viewer\.html?$|pdfjs|pdfviewer|/preview", re.I)
_VIEWING = re.compile("viewer|pdfjs|/preview", re.I)
_SCRIPTED = re.compile(
    r"""(?:openUrl|open|download\w*|viewPdf|location(?:\.href)?\s*=)\s*\(?\s*["']([^"']+)["']"""
)
# One of these is in whatever the patterns above find: most addresses are asked nothing more.
_ANY = re.compile(
    r"\.(?:doc|wps|pdf|xls|et|ofd|rar|zip|7z|csv|rtf|ppt)|down|attach|viewer|pdfjs|preview|OpennessContent|%",
    re.I,
)
_FRAMES = (("iframe", "src"), ("embed", "src"), ("object", "data"), ("frame", "src"))
_OUTSIDE = re.compile(r"(?:^|[\s_-])(?:nav|foot|footer|menu|header|sidebar)(?:$|[\s_-])")


def attachments(tree: LexborHTMLParser, url: str | None) -> tuple[Attachment, ...]:
    """Each document once, in printed order; URLs absolute where the page's own is known."""
    base = tree.css_first("base[href]")
    start = (_absolute(url or "", base.attributes["href"] or "") if base else None) or url or ""
    found: dict[str, str] = {}
    for href, name in _documents(tree):
        address = _absolute(start, href)
        if address and not found.get(address):
            found[address] = name or _name(address)
    return tuple(Attachment(url=address, name=name) for address, name in found.items())


def _absolute(start: str, href: str) -> str | None:
    try:
        address = urljoin(start, href.strip())
        urlsplit(address)  # urljoin lets a bad host pass where there is nothing to join
    except ValueError:
        return None
    return (
        address if address and not address.lower().startswith(("javascript:", "data:", "about:")) else None
    )


def _documents(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("a[href], a[onclick], [data-pdf], iframe, embed, object, frame"):
        tag = node.tag or ""
        if tag == "a":
            yield from _linked(node)
        else:
            yield from _framed(node, dict(_FRAMES).get(tag, "data-pdf"))


def _linked(node: LexborNode) -> Iterator[tuple[str, str]]:
    attributes = node.attributes
    href = attributes.get("href") or ""
    said = f"{href} {attributes.get('onclick') or ''}"
    scripted = _SCRIPTED.search(said) if "'" in said or '"' in said else None
    for target in (href, scripted.group(1) if scripted else ""):
        if is_document(target) and not _in_furniture(node):
            yield (
                _viewed(target) or target,
                " ".join((attributes.get("title") or node.text() or "").split()),
            )
            return


def _framed(node: LexborNode, attribute: str) -> Iterator[tuple[str, str]]:
    source = node.attributes.get(attribute) or ""
    target = _viewed(source) or (source if is_document(source) or attribute == "data-pdf" else "")
    if target:
        yield target, node.attributes.get("title") or ""


def is_document(href: str) -> bool:
    """Whether a link's address looks like a document's."""
    if not href or href.startswith("#") or not _ANY.search(href):
        return False
    path, _, query = href.partition("?")
    return bool(
        _FILE.search(unquote(path.strip()))
        or _DOWNLOAD.search(href)
        or _FILE.search(unquote(query))
        or _viewed(href)
    )


def _viewed(href: str) -> str | None:
    """The document that a viewer's address names: ``viewer.html?file=…``."""
    if not _VIEWING.search(href):
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if not _VIEWER.search(parts.path):
        return None
    values = (v[0] for k, v in parse_qs(parts.query).items() if k.lower() in ("file", "url", "src", "path"))
    return next((v for v in values if v), None)


def _in_furniture(node: LexborNode) -> bool:
    at = node.parent
    while at is not None and at.tag not in ("body", "html"):
        name = f"{at.attributes.get('id') or ''} {at.attributes.get('class') or ''}".lower()
        if at.tag in ("nav", "footer", "header") or _OUTSIDE.search(name):
            return True
        at = at.parent
    return False


def _name(address: str) -> str:
    """The file's name, from a ``filename=`` in the query or the path's end."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = parse_qs(parts.query)
    told = query.get("filename") or query.get("name")
    return told[0] if told else unquote(parts.path.rsplit("/", 1)[-1])
