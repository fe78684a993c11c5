"""What lies side by side on a PDF page without rules: columns of prose, and tables known by their gaps."""

from collections.abc import Iterator, Sequence

from pages.documents.pdflines import Line, Word, lines_of
from pages.flattened.lines import VALUE

_FEWEST_LINES = 4
_FEWEST_ROWS = 3
_PROSE = 8


def in_reading_order(words: Sequence[Word], width: float) -> Iterator[list[Line]]:
    """Stretches of lines to be read one after another: where two columns of prose stand, first the left."""
    lines = lines_of(words)
    at = _gutter(lines, width)
    if at is None:
        yield lines
        return
    run = [line for line in lines if _parts(line, at)]
    first, last = run[0].top, _foot(lines, run[-1], at)
    yield [line for line in lines if line.top < first]
    inside = [word for line in lines if first <= line.top <= last for word in line.words]
    for side in (True, False):
        yield lines_of([word for word in inside if (_middle(word) < at) == side])
    yield [line for line in lines if line.top > last]


def _foot(lines: Sequence[Line], last: Line, at: float) -> float:
    """How far down the columns go: to the short lines that end their last paragraphs."""
    for line in lines:
        if line.top > last.top:
            if not _clear(line, at) or line.top - last.top > 2.5 * line.size:
                break
            last = line
    return last.top


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """Where a gap runs down between prose on both sides, near the middle."""
    for step in range(40, 61):
        at = width * step / 100
        parted = [line for line in lines if _parts(line, at)]
        if len(parted) < _FEWEST_LINES:
            continue
        first, last = parted[0].top, parted[-1].top
        between = [line for line in lines if first <= line.top <= last]
        if all(_clear(line, at) for line in between) and len(parted) * 2 > len(between):
            return at
    return None


def _clear(line: Line, at: float) -> bool:
    return not any(w["x0"] - 1 < at < w["x1"] + 1 for w in line.words)


def _parts(line: Line, at: float) -> bool:
    """Prose left of it and right of it."""
    if not _clear(line, at):
        return False
    left = "".join(str(w["text"]) for w in line.words if _middle(w) < at)
    right = "".join(str(w["text"]) for w in line.words if _middle(w) > at)
    return len(left) >= _PROSE and len(right) >= _PROSE and not VALUE.fullmatch(right)


def _middle(word: Word) -> float:
    return float(word["x0"] + word["x1"]) / 2


def tables(lines: Sequence[Line]) -> list[tuple[list[Line], list[list[str]]]]:
    """Runs of lines that are a table without rules, each with its rows."""
    found: list[tuple[list[Line], list[list[str]]]] = []
    at = 0
    while at < len(lines):
        end = _run(lines, at)
        rows = _rows(lines[at:end]) if end > at else []
        if rows:
            found.append((list(lines[at:end]), rows))
        at = max(end, at + 1)
    return found


def _run(lines: Sequence[Line], at: int) -> int:
    """Past the last line of a table that begins at ``at``: parted lines, and few others between them."""
    if not lines[at].parted:
        return at
    end = at + 1
    for n in range(at + 1, len(lines)):
        if lines[n].top - lines[n - 1].top > 4 * lines[n].size or n - end > 2:
            break
        if lines[n].parted:
            end = n + 1
    return end


def _rows(lines: Sequence[Line]) -> list[list[str]]:
    """The rows: columns by the gaps that run down all lines, rows by the lines that end in a value."""
    words = [word for line in lines for word in line.words]
    columns = _columns(words, lines)
    if len(columns) < 2:
        return []
    placed = [(_column(word, columns), word) for word in words]
    last = [word for column, word in placed if column == len(columns) - 1]
    anchors = [(line.top + line.size / 2) for line in lines_of(last)]
    values = sum(1 for line in lines_of(last) if VALUE.fullmatch(line.text.strip()))
    if len(anchors) < _FEWEST_ROWS or values < 2 or values * 2 < len(anchors) - 1:
        return []
    cells: list[list[list[Word]]] = [[[] for _ in columns] for _ in anchors]
    for column, word in placed:
        height = float(word["top"] + word["bottom"]) / 2
        row = min(range(len(anchors)), key=lambda n: abs(anchors[n] - height))
        cells[row][column].append(word)
    return [["".join(line.text for line in lines_of(cell)) for cell in row] for row in cells]


def _columns(words: Sequence[Word], lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The stretches of the width that carry words, apart by a gap that no line crosses."""
    size = max(line.size for line in lines)
    spans = sorted((float(w["x0"]), float(w["x1"])) for w in words)
    made: list[tuple[float, float]] = [spans[0]]
    for left, right in spans[1:]:
        if left > made[-1][1] + 0.6 * size:
            made.append((left, right))
        else:
            made[-1] = (made[-1][0], max(made[-1][1], right))
    return made


def _column(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    return min(
        range(len(columns)),
        key=lambda n: (
            abs(sum(columns[n]) / 2 - _middle(word))
            if not columns[n][0] <= _middle(word) <= columns[n][1]
            else -1.0
        ),
    )
