"""The links of a page, fast: a county page has a hundred of them and nearly all are known (SPEED.md)."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ROWS = frozenset({"li", "tr", "dd", "dt", "p"})
_EMBEDS = "iframe[src], frame[src], embed[src], object[data], area[href]"


class Anchor(NamedTuple):
    """A link as it stands: its absolute address and its node, whose text is read only when wanted.

    A tuple, because a hundred are made a page, and a frozen dataclass takes five times as long.
    """

    url: str
    node: LexborNode

    @property
    def text(self) -> str:
        """What it says: the longer of its text and its title, a picture's ``alt`` where it has none."""
        text = "".join(self.node.text().split())
        title = "".join((self.node.attributes.get("title") or "").split())
        if len(title) > len(text) or text.endswith(("...", "…")):
            text = title or text
        if not text:
            text = "".join(
                (i.attributes.get("alt") or i.attributes.get("title") or "") for i in self.node.css("img")
            )
        return text[:300]


class Joiner:
    """Makes addresses absolute, without parsing each of them: most start with a slash or a scheme."""

    __slots__ = ("_base", "_directory", "_origin", "_scheme")

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self._base = base
        self._scheme = parts.scheme
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._directory = self._origin + (parts.path.rpartition("/")[0] + "/")

    def join(self, href: str) -> str | None:
        """The absolute http(s) address without its fragment, ``None`` where it leads nowhere."""
        href = href.partition("#")[0].strip()
        if not href:
            return None
        if "\\" in href or "\n" in href or "\t" in href or "\r" in href:
            href = href.replace("\\", "/").translate(_WHITE)
        if href[0] == "/" and href[1:2] != "/" and "/." not in href:
            return self._origin + _quoted(href)
        if href[:7] == "http://" or href[:8] == "https://":
            return _quoted(href) if "/." not in href else self._slowly(href)
        if ":" in href[:12].partition("/")[0] and not href[0].isdigit():
            return self._slowly(href) if href[:5].lower() in ("http:", "https") else None
        if href[0] not in "./?" and "/." not in href:
            return self._directory + _quoted(href)
        return self._slowly(href)

    def _slowly(self, href: str) -> str | None:
        try:
            url = urljoin(self._base, href)
            parts = urlsplit(url)
        except ValueError:
            return None
        return _quoted(url) if parts.scheme in ("http", "https") and parts.hostname else None


_WHITE = str.maketrans("", "", "\n\r\t")


def _quoted(url: str) -> str:
    """Blanks escaped; the rest is left as the page has it, and encoded when it is asked for."""
    return url.replace(" ", "%20") if " " in url else url


def base_of(tree: LexborHTMLParser, url: str, text: str) -> str:
    """What relative links start from."""
    if "<base" not in text and "<BASE" not in text:
        return url
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "").strip() if node else ""
    try:
        return urljoin(url, href)
    except ValueError:
        return url


def anchors(tree: LexborHTMLParser, base: str) -> Iterator[Anchor]:
    """Every link of the page once, in order; frames and embedded documents too."""
    join = Joiner(base).join
    held: set[str] = set()
    for node in tree.css("a[href]"):
        href = node.attrs.get("href")  # attributes makes a dictionary of all of them
        if not href or href in held:
            continue
        held.add(href)
        url = join(href)
        if url is not None:
            yield Anchor(url, node)
    for node in tree.css(_EMBEDS):
        href = node.attributes.get("src") or node.attributes.get("data") or node.attributes.get("href")
        if href and (url := join(_viewed(href))) is not None:
            yield Anchor(url, node)


def frames(tree: LexborHTMLParser, base: str) -> Iterator[str]:
    """The pages that the page shows in frames."""
    join = Joiner(base).join
    for node in tree.css("iframe[src], frame[src]"):
        if (src := node.attributes.get("src")) and (url := join(src)) is not None:
            yield url


def _viewed(href: str) -> str:
    """The document that a viewer is asked to show: ``viewer.html?file=…`` (PORTALS I)."""
    if "file=" not in href:
        return href
    from urllib.parse import parse_qs

    found = parse_qs(href.partition("?")[2]).get("file", [href])[0]
    return found or href
