"""Messages to a webhook: a generic body for a program, and what 钉钉, 飞书, 企业微信 ask for.

A robot of 钉钉 or 飞书 that wants signed messages has a ``secret``: 钉钉 takes milliseconds and a signature
in the query, keyed by the secret; 飞书 takes seconds and a signature in the body, keyed by both. Every text
begins with ``xianzhi``, for a robot that wants a keyword. 企业微信 takes no text over 2,048 bytes.
"""

import base64
import hmac
import json
import time
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT = 10.0  # seconds without a byte
MOST_BYTES = {"wecom": 2048, "dingtalk": 15_000, "feishu": 15_000}
SIGNED = frozenset({"dingtalk", "feishu"})
_REFUSALS = {"dingtalk": "errcode", "wecom": "errcode", "feishu": "code"}  # not 0: it was refused


def generic(text: str, told: dict[str, Any]) -> dict[str, Any]:
    """The body for a program: every field by name."""
    return {"text": text, **told}


def _msgtype_text(text: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


def _msg_type_text(text: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"msg_type": "text", "content": {"text": text}}


BODIES: dict[str, Callable[[str, dict[str, Any]], dict[str, Any]]] = {
    "generic": generic,
    "dingtalk": _msgtype_text,
    "feishu": _msg_type_text,
    "wecom": _msgtype_text,
}


def fault(hook: dict[str, Any]) -> str | None:
    """What is wrong with a webhook as it was written down, one sentence."""
    kind = hook.get("kind", "generic")
    if kind not in BODIES:
        return f"a webhook's kind is one of {', '.join(BODIES)}"
    if urlsplit(str(hook.get("url", ""))).scheme not in ("http", "https"):
        return "a webhook needs a url that begins with http:// or https://"
    if "@" in urlsplit(str(hook["url"])).netloc:
        return "a webhook's url has no user and password in it"
    if "secret" in hook and (kind not in SIGNED or not isinstance(hook["secret"], str)):
        return f"secret is a text, and for {' and '.join(sorted(SIGNED))} only"
    return None


def post(hook: dict[str, Any], text: str, told: dict[str, Any]) -> None:
    """Sends a message. Raises ``OSError``, or ``ValueError`` where the service says that it refuses."""
    kind = hook.get("kind", "generic")
    url, body = prepared(hook, text, told, time.time())
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when the file was read
        url,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "xianzhi"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        _refused(kind, answer.read(4096))


def prepared(
    hook: dict[str, Any], text: str, told: dict[str, Any], now: float
) -> tuple[str, dict[str, Any]]:
    """The address and the body of a message, signed where there is a secret."""
    kind, secret, url = hook.get("kind", "generic"), hook.get("secret"), str(hook["url"])
    if kind != "generic":
        text = _fit(f"xianzhi: {text}", MOST_BYTES[kind])
    body = BODIES[kind](text, told)
    if secret and kind == "dingtalk":
        moment = str(round(now * 1000))
        signed = urlencode({"timestamp": moment, "sign": _sign(secret, f"{moment}\n{secret}")})
        url += ("&" if "?" in url else "?") + signed
    elif secret:
        moment = str(round(now))
        body = {"timestamp": moment, "sign": _sign(f"{moment}\n{secret}", ""), **body}
    return url, body


def _sign(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), "sha256")).decode()


def _fit(text: str, most: int) -> str:
    """Cut to so many bytes; the last line, where to look, stays."""
    if len(text.encode()) <= most:
        return text
    text, _, where = text.rpartition("\n")
    room = most - len(where.encode()) - 5
    return f"{text.encode()[:room].decode(errors='ignore')}…\n{where}"


def _refused(kind: str, answer: bytes) -> None:
    """The services answer 200 and say in the body that they refuse. Raises ``ValueError``."""
    try:
        told = json.loads(answer) if kind in _REFUSALS else None
    except ValueError:
        return
    if isinstance(told, dict) and (code := told.get(_REFUSALS[kind])):
        raise ValueError(
            f"it answered {code}: {told.get('errmsg') or told.get('msg') or 'no reason given'}"
        )
