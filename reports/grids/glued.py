"""Values that were glued together or broken apart: every way to read them as n numbers.

A reading gives each of the n cells at least one digit and no number a leading zero. The callers hold
the readings against the form's identities; only a single survivor is a reading (REPORTS B.5 b).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, islice, product

from .anchored import Zone
from .cells import Cell

LIMIT = 20_000
_LONGEST = 60  # digits in one run; no row of the forms has more
Reading = tuple[Cell, ...]


def readings(tokens: tuple[Cell, ...], count: int) -> tuple[Reading, ...]:
    """All readings of the run of digits as ``count`` numbers; empty where there are none or too many.

    The tokens as printed are the only reading when their number is right already.
    """
    if len(tokens) == count and not any(_two_in_one(token) for token in tokens):
        return (tokens,)
    if len(tokens) >= count or not all(token.text.isdigit() for token in tokens):
        return _joined(tokens, count)
    found = tuple(islice(_parted(tokens, count), LIMIT + 1))
    return found if len(found) <= LIMIT else ()


def summing(tokens: tuple[Cell, ...], parts: int, groups: int = 1) -> tuple[Reading, ...]:
    """The readings as ``groups`` of ``parts`` numbers and their sum (M3: 6 and 1; R1-R3: 4 and 1).

    Where the digits could also be fewer numbers with blank cells among them, nothing is certain and
    there is no reading.
    """
    if len(tokens) != 1 or not tokens[0].text.isdigit():
        return _summing_tokens(tokens, parts, groups)
    digits = tokens[0].text
    if len(digits) > _LONGEST:
        return ()
    if _with_blanks(digits, parts, groups):
        return ()
    lengths = islice(_grouped(digits, (parts,) * groups), LIMIT + 1)
    return tuple(_cells(tokens[0], sizes) for sizes in lengths)


def _summing_tokens(tokens: tuple[Cell, ...], parts: int, groups: int) -> tuple[Reading, ...]:
    """Several tokens, some of them glued: as above; in more than one group only as they are printed."""
    count = groups * (parts + 1)
    if len(tokens) < count and (groups > 1 or any(_held(tokens, fewer) for fewer in range(2, count))):
        return ()
    return _held(tokens, parts + 1, count)


def _held(tokens: tuple[Cell, ...], width: int, count: int = 0) -> tuple[Reading, ...]:
    return tuple(reading for reading in readings(tokens, count or width) if _sums(reading, width))


def _with_blanks(digits: str, parts: int, groups: int) -> bool:
    """The digits can be read as fewer numbers, blanks filling the rest, and the sums hold all the same."""
    fewer = product(range(1, parts + 1), repeat=groups)
    return any(
        next(_grouped(digits, counts), None) is not None for counts in fewer if sum(counts) < parts * groups
    )


def _sums(reading: Reading, width: int) -> bool:
    values = [cell.said.value for cell in reading]
    if any(value is None for value in values):
        return False
    numbers = [value for value in values if value is not None]
    return all(
        sum(numbers[i : i + width - 1]) == numbers[i + width - 1] for i in range(0, len(numbers), width)
    )


def _grouped(digits: str, parts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Lengths of the numbers, group after group; ``parts`` is how many numbers each group's total sums."""
    if len(parts) == 1:
        yield from _one_group(digits, parts[0])
        return
    rest = sum(parts[1:]) + len(parts) - 1
    for size in range(parts[0] + 1, len(digits) - rest + 1):
        for head in _one_group(digits[:size], parts[0]):
            for tail in _grouped(digits[size:], parts[1:]):
                yield (*head, *tail)


def _one_group(digits: str, parts: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(digits) - parts + 1):
        whole = digits[-size:]
        if size > 1 and whole[0] == "0":
            continue
        for sizes in _addends(digits[:-size], parts, int(whole)):
            yield (*sizes, size)


def _addends(digits: str, parts: int, left: int) -> Iterator[tuple[int, ...]]:
    """Ways to cut the digits into ``parts`` numbers that sum to ``left``."""
    if parts == 1:
        if (digits[0] != "0" or len(digits) == 1) and int(digits) == left:
            yield (len(digits),)
        return
    longest = 1 if digits[0] == "0" else len(digits) - parts + 1
    for size in range(1, longest + 1):
        value = int(digits[:size])
        if value > left:
            return
        for rest in _addends(digits[size:], parts - 1, left - value):
            yield (size, *rest)


def _cells(token: Cell, sizes: tuple[int, ...]) -> Reading:
    ends = list(accumulate(sizes))
    return tuple(
        Cell(token.text[end - size : end], token.start + end - size, token.start + end)
        for size, end in zip(sizes, ends, strict=True)
    )


def dense(plain: str, tokens: tuple[Cell, ...], count: int, *, full: bool) -> tuple[Reading, ...]:
    """The readings of cells that no identity binds: only digits glued to their label are parted.

    Digits with white space before them are one value whose neighbours are blank, and nothing says
    which. Where the table has blank cells (not ``full``), the digits may not be readable as fewer
    numbers either: 000 is three zeros, 444 is anything.
    """
    if any(token.said.kind == "text" for token in tokens):
        return ()
    if len(tokens) >= count:
        return readings(tokens, count) if len(tokens) == count else ()
    glued = bool(tokens) and bool(plain[tokens[0].start - 1 : tokens[0].start].strip())
    if not glued or len(tokens) != 1 or not tokens[0].text.isdigit():
        return ()
    return (
        ()
        if not full and any(readings(tokens, fewer) for fewer in range(1, count))
        else readings(tokens, count)
    )


def all_full(zones: Iterable[Zone], counts: Mapping[str, int]) -> bool:
    """No row shows fewer digits than it has cells: nothing says that this table has blank cells."""
    return all(sum(len(token.text) for token in zone.tokens) >= counts.get(zone.id, 0) for zone in zones)


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
