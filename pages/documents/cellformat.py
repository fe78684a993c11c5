"""A workbook's value as its cell prints it, for the number formats that reports use (ECMA-376 18.8.31)."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_IGNORED = re.compile(r'\[[^\]]*\]|_.|\*.|\\|"')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_FIGURE = re.compile(r"[#0?,]+(?:\.[#0?]+)?")
_SLASHED = re.compile("y{2,4}/m{1,2}/d{1,2}", re.I)
_DASHES = frozenset("-—–")
_MOST_DIGITS = 11
_MOST = 1e15
"""A workbook keeps 15 digits of a number."""


def printed(value: object, style: str) -> str:
    """The text of a cell; numbers and dates by their format, white space made single.

    >>> printed(0.955, "0.0%"), printed(1234.5, "#,##0.00"), printed(7.0, "General")
    ('95.5%', '1,234.50', '7')
    >>> printed(2.5, "0"), printed(7, "000"), printed(0, '#,##0;-#,##0;"-"'), printed(-5, "0_);(0)")
    ('3', '007', '-', '(5)')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, style)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return _date(value, style)
    return "" if value is None else " ".join(str(value).split())


def _number(value: float, style: str) -> str:
    section = _section(value, style)
    bare = _IGNORED.sub("", section)
    figure = _FIGURE.search(bare)
    if figure is None and value == 0 and bare.strip() in _DASHES:
        return bare.strip()
    if (
        figure is None
        or not abs(value) < _MOST
        or "General" in section
        or "e" in bare.lower()
        or "/" in bare
    ):
        return _general(value)
    whole, _, decimals = figure.group().partition(".")
    shown = abs(value) if ";" in style and value < 0 else value
    scale = (100 if "%" in bare else 1) / 1000.0 ** _thousands(bare, figure.end())
    text = f"{_rounded(shown * scale if scale != 1 else shown, len(decimals)):,f}"
    text = text if "," in whole else text.replace(",", "")
    text = text.zfill(whole.count("0") + len(text) - len(text.partition(".")[0]))
    optional = len(re.sub(r"[^#]", "", decimals))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    before, after = _words(bare[: figure.start()]), _words(bare[figure.end() :].lstrip(","))
    return f"{before}{text.rstrip('.')}{after}"


def _section(value: float, style: str) -> str:
    """The part of the format for the number's sign: positive; negative; zero."""
    parts = style.split(";")
    wanted = 1 if value < 0 else 2 if value == 0 else 0
    return parts[wanted] if wanted < len(parts) else parts[0]


def _thousands(bare: str, end: int) -> int:
    """Commas right behind the figure, each of which divides by a thousand."""
    rest = bare[end:]
    return len(rest) - len(rest.lstrip(",")) if "." in bare[:end] else 0


def _rounded(value: float, decimals: int) -> Decimal:
    """Half away from zero, by the digits that the number prints with: as Excel does, not as floats do."""
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _words(part: str) -> str:
    return part.strip()


def _general(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.{_MOST_DIGITS - 1}g}"


def _date(value: datetime.date, style: str) -> str:
    time = value.strftime(" %H:%M") if isinstance(value, datetime.datetime) and value.time() else ""
    moment = bool(time.strip(" 0:"))
    if "年" in style:
        day = f"{value.day}日" if "日" in style else ""
        month = f"{value.month}月" if "月" in style else ""
        return f"{value.year}年{month}{day}"
    if _SLASHED.search(style):
        return f"{value.year}/{value.month}/{value.day}{time if moment else ''}"
    return f"{value:%Y-%m-%d}{time if moment else ''}"
