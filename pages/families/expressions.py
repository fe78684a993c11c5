"""Values of the expressions that portals' scripts make addresses of: literals and names, joined by ``+``.

Nothing is run. What is not a literal is asked of a ``resolve`` function; where that does not know, the
value is not known either.
"""

import re
from collections.abc import Callable, Iterator

Resolve = Callable[[str], str | None]
LONGEST = 4_000  # characters of an expression or a function's body that are looked at
_OPERAND = re.compile(
    r"\s{0,99}(?:'((?:[^'\\\n]|\\.){0,999})'|\"((?:[^\"\\\n]|\\.){0,999})\"|`([^`]{0,999})`"
    r"|(\d{1,12})(?![\w.])|(?:new\s{1,9})?([A-Za-z_$][\w$]{0,60}(?:\.[\w$]{1,60}|\[[^\[\]]{1,80}\]"
    r"|\((?:[^()]|\([^()]{0,80}\)){0,120}\)){0,8}))"
)
_PLUS = re.compile(r"\s{0,99}\+(?!\+)")
_ESCAPE = re.compile(r"\\(.)", re.S)
_HOLE = re.compile(r"\$\{([^{}]{1,120})\}")
_WRAPPED = re.compile(
    r"(?:encodeURI(?:Component)?|escape|String|Number|parseInt|trim|\$\.trim)\((.{1,200}?)(?:,\s*10)?\)$"
)
_TAILED = re.compile(r"(.{1,200}?)\.(?:toString|trim|toLowerCase)\(\)$")
_FUNCTION = re.compile(
    r"function\s{1,9}([\w$]{1,60})\s{0,9}\(([^()]{0,200})\)\s{0,99}\{"
    r"|(?:var|let|const)?\s{0,9}([\w$]{1,60})\s{0,9}[=:]\s{0,9}(?:async\s{1,9})?"
    r"(?:function\s{0,9}[\w$]{0,60}\s{0,9}\(([^()]{0,200})\)|\(([^()]{0,200})\)\s{0,9}=>)\s{0,99}\{"
)


def value(text: str, at: int, resolve: Resolve) -> tuple[str, int] | None:
    """The value of the expression that starts at ``at``, and where it ends; ``None`` where not known.

    >>> value("'/nb/' + y + '.html')", 0, {"y": "2021"}.get)
    ('/nb/2021.html', 20)
    >>> value("'/nb/' + y", 0, {}.get) is None
    True
    """
    parts = []
    while found := _OPERAND.match(text, at, at + LONGEST):
        part = _operand(found, resolve)
        if part is None:
            return None
        parts.append(part)
        at = found.end()
        plus = _PLUS.match(text, at)
        if plus is None:
            return "".join(parts), at
        at = plus.end()
    return None


def _operand(found: re.Match[str], resolve: Resolve) -> str | None:
    literal = found[1] if found[1] is not None else found[2]
    if literal is not None:
        return _ESCAPE.sub(r"\1", literal)
    if found[3] is not None:
        return _filled(found[3], resolve)
    return found[4] if found[4] is not None else named(found[5], resolve)


def _filled(template: str, resolve: Resolve) -> str | None:
    """A template string with its holes filled."""
    values = [named(hole.strip(), resolve) for hole in _HOLE.findall(template)]
    if any(part is None for part in values):
        return None
    parts = iter(values)
    return _HOLE.sub(lambda _: next(parts) or "", template)


def named(name: str, resolve: Resolve) -> str | None:
    """The value of a name or a chain, without the wrappers that change nothing here.

    >>> named("encodeURIComponent(id)", {"id": "7"}.get)
    '7'
    """
    known = resolve(name)
    if known is not None:
        return known
    inner = _WRAPPED.match(name) or _TAILED.match(name)
    if inner is None:
        return None
    held = value(inner[1], 0, resolve)
    return held[0] if held else None


def arguments(text: str, at: int, resolve: Resolve) -> Iterator[str | None]:
    """The values of a call's arguments, from behind its parenthesis; ``None`` where not known."""
    for piece in pieces(text, at):
        held = value(piece, 0, resolve)
        yield held[0] if held else None


def pieces(text: str, at: int) -> Iterator[str]:
    """What stands between the commas, up to the bracket that closes what was open at ``at``.

    >>> list(pieces("f(1, {a: 2, b: 'x,y'}, g(3)) + 4", 2))
    ['1', "{a: 2, b: 'x,y'}", 'g(3)']
    """
    depth, start, quote = 0, at, ""
    for i in range(at, min(len(text), at + LONGEST)):
        char = text[i]
        if quote:
            quote = "" if char == quote and text[i - 1] != "\\" else quote
        elif char in "'\"`":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        if not quote and (depth < 0 or (char == "," and not depth)):
            if text[start:i].strip():
                yield text[start:i].strip()
            start = i + 1
            if depth < 0:
                return


def block(text: str, at: int) -> str:
    """What stands between the brace before ``at`` and the one that closes it.

    >>> block("function f() { if (a) { b } } c", 14)
    ' if (a) { b } '
    """
    depth = 1
    for i in range(at, min(len(text), at + LONGEST)):
        depth += (text[i] == "{") - (text[i] == "}")
        if not depth:
            return text[at:i]
    return text[at : at + LONGEST]


def functions(script: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """The functions that a script defines by name: their parameters and their bodies.

    >>> functions("function show(id, n) { open('/' + id) }")
    {'show': (('id', 'n'), " open('/' + id) ")}
    """
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for match in _FUNCTION.finditer(script):
        name = match[1] or match[3]
        told = next((group for group in (match[2], match[4], match[5]) if group is not None), "")
        parameters = tuple(part.strip() for part in told.split(",") if part.strip())
        found.setdefault(name, (parameters, block(script, match.end())))
    return found
