"""ASP.NET's pager: the page's own form, sent again with the pager's event (``__VIEWSTATE``)."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from selectolax.lexbor import LexborNode

from pages.families.family import FORM, Document, ListRequest
from pages.families.generic import ARROWS, NEXT, shown

_EVENT = re.compile(
    r"__doPostBack\(\s{0,9}['\"]([^'\"]{0,200})['\"]\s{0,9},\s{0,9}['\"]([^'\"]{0,200})['\"]"
)
OWN = ("__EVENTTARGET", "__EVENTARGUMENT")


def requests(doc: Document) -> tuple[ListRequest, ...]:
    """The form with the event of "next page", every hidden field as the page gave it."""
    form = _form(doc)
    event = next(_events(doc), None) if form else None
    if form is None or event is None:
        return ()
    hidden = [
        (i.attributes.get("name") or "", i.attributes.get("value") or "")
        for i in form.css("input[type=hidden]")
    ]
    fields = [*zip(OWN, event, strict=True), *((n, v) for n, v in hidden if n and n not in OWN)]
    url = doc.join(form.attributes.get("action")) or doc.url
    return (ListRequest(url=url, method="POST", body=urlencode(fields).encode(), headers=FORM),)


def _form(doc: Document) -> LexborNode | None:
    if "__VIEWSTATE" not in doc.text:
        return None
    return next((f for f in doc.tree.css("form") if f.css_first('input[name="__VIEWSTATE"]')), None)


def _events(doc: Document) -> Iterator[tuple[str, str]]:
    """The event of "next", else of the number after the one shown (which has no link itself)."""
    held = []
    for anchor in doc.tree.css("a"):
        script = (anchor.attributes.get("href") or "") + (anchor.attributes.get("onclick") or "")
        found = _EVENT.search(script)
        if found and "disabled" not in anchor.attributes:
            held.append((anchor.text(strip=True), (found[1], found[2])))
    yield from (event for text, event in held if NEXT.match(text) or text in ARROWS)
    at = shown(doc)[0] or _missing_number([text for text, _ in held])
    yield from (event for text, event in held if text == str(at + 1))


def _missing_number(texts: list[str]) -> int:
    """The page that has no link in a row of numbers is the one shown.

    >>> _missing_number(["1", "3", "4"]), _missing_number(["2", "3"])
    (2, 1)
    """
    numbers = {int(text) for text in texts if text.isascii() and text.isdigit()}
    return next((n for n in range(1, len(numbers) + 2) if n not in numbers), 1)
