"""What a page is made of: boxes in boxes, and lines of text in them."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from pages.draft import Text


class Line(Text):
    """One line of text. ``linked`` counts its characters inside links, ``links`` are (href, text)."""

    __slots__ = ("box", "linked", "links")

    def __init__(
        self, text: str, box: "Box", linked: int = 0, links: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.now = self.printed = text
        self.repairs = ()
        self.box, self.linked, self.links = box, linked, links


@dataclass(slots=True, eq=False)
class Box:
    """A block: ``name`` is its id and classes in lower case, ``hidden`` why it cannot be seen."""

    tag: str
    name: str = ""
    parent: "Box | None" = None
    hidden: str | None = None
    children: "list[Box | Line]" = field(default_factory=list)
    spans: tuple[int, int] = (1, 1)
    # what pages.container weighs: see there
    weight: float = field(init=False)
    chars: int = field(init=False)
    linked: int = field(init=False)
    guarded: int = field(init=False)
    copied: int = field(init=False)

    def boxes(self) -> "Iterator[Box]":
        """The child boxes."""
        return (child for child in self.children if isinstance(child, Box))

    def lines(self) -> list[Line]:
        """Every line below, in order."""
        children = self.children
        while len(children) == 1:
            only = children[0]
            if type(only) is Line:
                return [only]
            children = only.children  # type: ignore[union-attr]
        found: list[Line] = []
        stack: list[Box | Line] = children[::-1]
        while stack:
            item = stack.pop()
            if type(item) is Line:
                found.append(item)
            else:
                stack += item.children[::-1]  # type: ignore[union-attr]
        return found

    def descendants(self, closed: "Container[Box]" = ()) -> "list[Box]":
        """This box and every box below, in order; what is in the ``closed`` ones is left out."""
        found: list[Box] = []
        stack = [self]
        while stack:
            box = stack.pop()
            found.append(box)
            if box.children and box not in closed:
                stack += [child for child in reversed(box.children) if type(child) is Box]
        return found
