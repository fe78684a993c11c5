"""The requests that a piece of a page's script makes, read without running it.

Navigation (``location.href = …``, ``window.open(…)``), asking for data (``$.ajax``, ``fetch``, ``axios``,
``XMLHttpRequest``), and forms that are filled and submitted. Values come from :mod:`expressions`.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from pages.families import expressions, forms
from pages.families.expressions import Resolve
from pages.families.family import FORM, Document, ListRequest
from pages.families.paging import with_query
from pages.families.scripted import PAGE_NAMES

_GOES = re.compile(
    r"(?<![\w$.])(?:window\.|self\.|parent\.|top\.|document\.){0,2}"
    r"(?:(?:open|openUrl|goUrl|location\.(?:replace|assign))\s{0,9}\(|location(?:\.href)?\s{0,9}=(?!=))"
    r"|\.src\s{0,9}=(?!=)|\.attr\(\s{0,9}['\"](?:src|href)['\"]\s{0,9},"
)
_ASKS = re.compile(
    r"(?:\$|jQuery)\.(get|post|getJSON|ajax)\s{0,9}\(|\baxios(?:\.(get|post))?\s{0,9}\(|(?<![\w.])fetch\s{0,9}\("
    r"|\.load\s{0,9}\((?=\s{0,9}['\"])|\.open\s{0,9}\((?=\s{0,9}['\"](?:GET|POST)['\"])",
    re.I,
)
_FILLED = re.compile(
    r"(?:getElementById\(\s{0,9}['\"]([\w$-]{1,60})['\"]\s{0,9}\)|[\w$]{1,60}(?:\.elements)?"
    r"(?:\.([\w$]{1,60})|\[['\"]([\w$-]{1,60})['\"]\]))\.value\s{0,9}=(?!=)"
    r"|\$\(\s{0,9}['\"](?:#|(?:input)?\[name=['\"]?)([\w$-]{1,60})['\"]?\]?['\"]\s{0,9}\)\.val\((?!\))"
)
JSON = (("Content-Type", "application/json"),)
_STATIC = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|woff2?|mp4)(?:$|\?)", re.I)
_KEY = re.compile(r"\s{0,99}['\"]?([\w$.\[\]-]{1,60})['\"]?\s{0,9}(?::|$)")


def visited(doc: Document, script: str, resolve: Resolve) -> Iterator[ListRequest]:
    """Where the script goes: other pages, and forms that it submits."""
    for found in _GOES.finditer(script):
        held = expressions.value(script, found.end(), resolve)
        url = doc.join(held[0]) if held and held[0].upper() not in ("GET", "POST") else None
        if url is not None and not _STATIC.search(url):
            yield ListRequest(url=url)
    if "submit" in script:
        yield from _submitted(doc, script, resolve)


def _submitted(doc: Document, script: str, resolve: Resolve) -> Iterator[ListRequest]:
    """The form whose fields the script fills, sent; nothing where a value is not known."""
    filled = {}
    for found in _FILLED.finditer(script):
        held = expressions.value(script, found.end(), resolve)
        if held is None:
            return
        filled[next(group for group in found.groups() if group)] = held[0]
    form = forms.holding(doc, set(filled)) if filled else None
    if form is not None:
        yield forms.sent(doc, form[0], {form[1][name]: value for name, value in filled.items()})


def asked(doc: Document, script: str, resolve: Resolve) -> Iterator[ListRequest]:
    """What the script asks a service for."""
    for found in _ASKS.finditer(script):
        parts = list(expressions.pieces(script, found.end()))
        told = _told(found[0].lower(), parts, resolve)
        url = doc.join(told.pop("url", "")) if told else None
        if url is not None and not _STATIC.search(url):
            yield _request(url, told)


def _told(call: str, parts: list[str], resolve: Resolve) -> dict[str, str]:
    """What a call says: url, method, query, body, type. Empty where the address is not known."""
    if not parts:
        return {}
    if ".open" in call:
        return {"url": _value(parts[1], resolve), "method": _value(parts[0], resolve)} if parts[1:] else {}
    settings = _settings(parts[0]) if parts[0][:1] == "{" else {"url": parts[0]}
    rest = parts[1] if len(parts) > 1 else ""
    if "$" in call or "jquery" in call or ".load" in call:
        settings |= _settings(rest) if "ajax" in call else {"data": rest}
    elif "axios" in call:
        settings |= {"data": f"JSON.stringify({rest})"} if "post" in call else _settings(rest)
    else:
        settings |= _settings(rest)
    method = _value(settings.get("type", ""), resolve) or _value(settings.get("method", ""), resolve)
    told = {
        "url": _value(settings.get("url", ""), resolve),
        "method": method or ("post" in call and "POST") or "",
    }
    data = settings.get("data") or settings.get("body") or settings.get("params") or ""
    return {**told, **_data(data, resolve)} if told["url"] else {}


def _value(text: str, resolve: Resolve) -> str:
    held = expressions.value(text, 0, resolve) if text else None
    return held[0] if held else ""


def _settings(text: str) -> dict[str, str]:
    """The entries of an object literal, their values as they stand.

    >>> _settings("{url: '/a', data: {b: 1}, page}")
    {'url': "'/a'", 'data': '{b: 1}', 'page': 'page'}
    """
    if text[:1] != "{":
        return {}
    found = ((_KEY.match(piece), piece) for piece in expressions.pieces(text, 1))
    return {key[1]: piece[key.end() :].strip() or key[1] for key, piece in found if key}


def _data(text: str, resolve: Resolve) -> dict[str, str]:
    """The fields that are sent: as JSON, as a form, or as a text put together."""
    inner = re.match(r"JSON\.stringify\((.*)\)$", text, re.S)
    held = inner[1].strip() if inner else text
    if held[:1] != "{":
        return {"body": _value(held, resolve)} if _value(held, resolve) else {}
    values = {}
    for name, expression in _settings(held).items():
        known = expressions.value(expression, 0, resolve)
        if known is not None:
            values[name] = known[0]
        elif name.lower() in PAGE_NAMES:
            values[name] = "1"
    typed = {
        name: int(v) if v.isdigit() and len(v) < 10 and f"'{v}'" not in held else v
        for name, v in values.items()
    }
    return {"json": json.dumps(typed, ensure_ascii=False)} if inner else {"body": urlencode(values)}


def _request(url: str, told: dict[str, str]) -> ListRequest:
    if "json" in told:
        return ListRequest(url=url, method="POST", body=told["json"].encode(), headers=JSON)
    if told.get("method", "").upper() == "POST":
        return ListRequest(url=url, method="POST", body=told.get("body", "").encode(), headers=FORM)
    fields = dict(pair.partition("=")[::2] for pair in told.get("body", "").split("&") if pair)
    from urllib.parse import unquote_plus

    return ListRequest(
        url=with_query(url, **{k: unquote_plus(v) for k, v in fields.items()}) if fields else url
    )
