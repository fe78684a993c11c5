"""Values that were glued together or broken apart: every way to read them as n numbers.

A reading gives each of the n cells at least one digit and no number a leading zero. The callers hold
the readings against the form's identities; only a single survivor is a reading (REPORTS B.5 b).
"""

from collections.abc import Callable, Iterator

from .cells import Cell

LIMIT = 20_000
Reading = tuple[Cell, ...]


def readings(tokens: tuple[Cell, ...], count: int) -> tuple[Reading, ...]:
    """All readings of the run of digits as ``count`` numbers; empty where there are none or too many.

    The tokens as printed are the only reading when their number is right already.
    """
    if len(tokens) == count and not any(_two_in_one(token) for token in tokens):
        return (tokens,)
    if len(tokens) >= count or not all(token.text.isdigit() for token in tokens):
        return _joined(tokens, count)
    found = []
    for reading in _parted(tokens, count):
        found.append(reading)
        if len(found) > LIMIT:
            return ()
    return tuple(found)


def dense(plain: str, tokens: tuple[Cell, ...], count: int) -> tuple[Reading, ...]:
    """The readings of cells that no identity binds: only digits glued to their label are parted.

    Digits with white space before them are one value whose neighbours are blank, and nothing says
    which.
    """
    if len(tokens) >= count:
        return readings(tokens, count)
    glued = bool(tokens) and bool(plain[tokens[0].start - 1 : tokens[0].start].strip())
    return readings(tokens, count) if glued and len(tokens) == 1 else ()


def _two_in_one(token: Cell) -> bool:
    return len(token.text) > 1 and token.text[0] == "0" and token.text.isdigit()


def _parted(tokens: tuple[Cell, ...], count: int) -> Iterator[Reading]:
    """Cut tokens apart until there are ``count`` of them."""
    if not tokens:
        if count == 0:
            yield ()
        return
    head, rest = tokens[0], tokens[1:]
    room = count - len(rest)
    for pieces in range(1, min(len(head.text), room) + 1):
        for cut in _cuts(head, pieces):
            for tail in _parted(rest, count - pieces):
                yield (*cut, *tail)


def _cuts(token: Cell, pieces: int) -> Iterator[Reading]:
    if pieces == 1:
        if not _two_in_one(token):
            yield (token,)
        return
    longest = 1 if token.text[0] == "0" else len(token.text) - pieces + 1
    for size in range(1, longest + 1):
        head = Cell(token.text[:size], token.start, token.start + size)
        for tail in _cuts(Cell(token.text[size:], token.start + size, token.end), pieces - 1):
            yield (head, *tail)


def _joined(tokens: tuple[Cell, ...], count: int) -> tuple[Reading, ...]:
    """Join neighbouring fragments (digits that a PDF printed apart) until ``count`` are left."""
    if not (count < len(tokens) <= count + 4) or not all(t.text.isdigit() for t in tokens):
        return ()
    return tuple(r for r in _merges(tokens, count) if not any(_two_in_one(cell) for cell in r))


def _merges(tokens: tuple[Cell, ...], count: int) -> Iterator[Reading]:
    if count == 1:
        text = "".join(token.text for token in tokens)
        yield (Cell(text, tokens[0].start, tokens[-1].end),)
        return
    for size in range(1, len(tokens) - count + 2):
        head = Cell("".join(t.text for t in tokens[:size]), tokens[0].start, tokens[size - 1].end)
        for tail in _merges(tokens[size:], count - 1):
            yield (head, *tail)


def only(found: tuple[Reading, ...], holds: Callable[[Reading], bool]) -> Reading | None:
    """The one reading that holds, ``None`` where there is none or more than one."""
    survivors = [reading for reading in found if holds(reading)]
    return survivors[0] if len(survivors) == 1 else None
