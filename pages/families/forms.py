"""The fields of a request: a form of a page that is filled in, a service that is asked again."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from selectolax.lexbor import LexborNode

from pages.families.family import FORM, Document, ListRequest
from pages.families.paging import query, with_query

_GB = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?gb", re.I)


def fields(form: LexborNode) -> list[tuple[str, str]]:
    """Names and values of the form's inputs, in order; boxes that are not ticked are left out."""
    return [
        (i.attributes.get("name") or "", i.attributes.get("value") or "")
        for i in form.css("input[name]")
        if i.attributes.get("type") not in ("checkbox", "radio", "file", "image", "reset")
        or "checked" in i.attributes
    ]


def _encoding(doc: Document) -> str:
    """What a form's text is sent in: the page's own encoding (HTML, form submission)."""
    return "gb18030" if _GB.search(doc.text[:3000]) else "utf-8"


def sent(doc: Document, form: LexborNode, changes: dict[str, str]) -> ListRequest:
    """The request that the form makes with some values changed."""
    held = fields(form)
    held += [(name, "") for name in changes if name not in dict(held)]
    body = urlencode([(name, changes.get(name, value)) for name, value in held], encoding=_encoding(doc))
    url = doc.join(form.attributes.get("action")) or doc.url
    if (form.attributes.get("method") or "get").lower() == "post":
        return ListRequest(url=url, method="POST", body=body.encode(), headers=FORM)
    return ListRequest(url=f"{url.partition('?')[0]}?{body}")


def holding(doc: Document, names: set[str]) -> tuple[LexborNode, dict[str, str]] | None:
    """The form that has inputs of these names or ids, and the name of each."""
    for form in doc.tree.css("form"):
        held = {}
        for node in form.css("input"):
            name = node.attributes.get("name") or ""
            for known in names & {name, node.attributes.get("id") or ""}:
                held[known] = name or known
        if held.keys() == names:
            return form, held
    return None


def told(request: ListRequest) -> dict[str, Any]:
    """The fields of a request: of its JSON body, its form, or its query.

    >>> told(ListRequest(url="http://h/", method="POST", body=b'{"page": 2}'))
    {'page': 2}
    """
    if request.body[:1] == b"{":
        try:
            held = json.loads(request.body)
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}
    return (
        dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
        if request.body
        else dict(query(request.url))
    )


def told_again(request: ListRequest, fields: dict[str, Any]) -> ListRequest:
    """The same request with other fields."""
    if not request.body:
        return ListRequest(url=with_query(request.url, **fields))
    body = json.dumps(fields) if request.body[:1] == b"{" else urlencode(fields)
    return ListRequest(url=request.url, method=request.method, body=body.encode(), headers=request.headers)
