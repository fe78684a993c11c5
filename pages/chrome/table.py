"""The rules as a page of the reference: ``docs/reference/rules.md`` is made of it."""

from pages.chrome.edges import BESIDE, EDGES
from pages.chrome.rules import BOXES, LINES
from pages.chrome.spam import SPAM
from pages.documents import FORMATS
from pages.repairs import REPAIRS

_WHERE = {"anywhere": "anywhere", "head": "before the body", "tail": "behind the body"}
_OTHERS = (
    ("hidden_…", "subtrees hidden by attribute, style, class, sheet or script"),
    ("duplicate_body", "a second copy of the text (PC, mobile, 长者版)"),
    ("outside_article", "what stands outside the article's frame"),
    ("beside_article", "lines in the frame that are no part of the text"),
    ("link_block", "a block that is links and little else"),
    ("foreign_link", "behind the body, a line that is a link to a host that is not the portal's"),
    ("document_card", "the card of index number, issuing organ, document number"),
    ("form_control", "options, buttons and text fields"),
    ("invisible_character", "zero-width and control characters"),
    ("page_number", "page numbers of a PDF"),
    ("running_head", "a line that stands at the edge of most pages of a PDF"),
    ("repeated_head", "a table's head printed again behind a page break"),
)


def page() -> str:
    """The rules, repairs and formats in Markdown."""
    lines = [
        f"| `{r.name}` | {_WHERE[r.where]}{', line ends' if r.edge else ''} | {r.reason} |" for r in LINES
    ]
    boxes = [f"| `{r.name}` | id and class | {r.reason} |" for r in BOXES]
    spam = [f"| `{r.name}` | two distinct terms | {r.reason} |" for r in SPAM]
    edges = [
        f"| `{r.name}` | {_WHERE[r.where]}, a whole short line | {r.reason} |" for r in (*EDGES, *BESIDE)
    ]
    others = [
        "| `site_template` | the site's other pages | a line beside the body that most of them have |"
    ]
    others += [f"| `{name}` | the layout | {reason} |" for name, reason in _OTHERS]
    repairs = [f"| `{name}` | {what} |" for name, _, what in REPAIRS]
    formats = [f"| {f.name} | {f.needs or 'nothing more'} |" for f in FORMATS]
    return "\n".join(
        [
            "# Rules of cleaning",
            "Made by `scripts/docs` from `pages.chrome`, `pages.repairs` and `pages.documents`.",
            "\n## What is cut\n\n| rule | finds | reason |\n|---|---|---|",
            *lines,
            *edges,
            *boxes,
            *spam,
            *others,
            "\n## What is repaired\n\nIn this order. `+label`: completed from the official labels.",
            "\n| kind | damage |\n|---|---|",
            *repairs,
            "\n## Documents\n\n| format | needs |\n|---|---|",
            *formats,
            "",
        ]
    )
