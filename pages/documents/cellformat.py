"""A workbook's value as its cell prints it, for the number formats that reports use (ECMA-376 18.8.31)."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_IGNORED = re.compile(r'\[[^\]]*\]|_.|\*.|\\|"')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_FIGURE = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+,*)?|\.[#0?]+,*")
_SLASHED = re.compile("y{2,4}/m{1,2}/d{1,2}", re.I)
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
    if not abs(value) < _MOST or "general" in section.lower():
        return _general(value)
    if figure is None:
        return _wordy(value, section, style)
    if "e" in bare.lower() or "/" in bare:
        return _general(value)
    signed = ";" in style and value < 0
    text = _figure(abs(value) if signed else value, figure.group(), "%" in bare)
    return f"{_words(bare[: figure.start()])}{text}{_words(bare[figure.end() :])}"


def _wordy(value: float, section: str, style: str) -> str:
    """A format without digits shows its words alone, or nothing where its section is left empty."""
    bare = _words(_IGNORED.sub("", section))
    told = style.count(";") > 1 or (bare and value == 0)
    return bare if told and _is_literal(section) else _general(value)


def _is_literal(section: str) -> bool:
    """Nothing but quoted words and dashes."""
    return not _IGNORED.sub("", _QUOTED.sub("", section)).strip(" -—–")


def _figure(value: float, form: str, percent: bool) -> str:
    """The digits by ``#,##0.0#``; each comma at its end, or before its point, divides by a thousand."""
    whole, _, decimals = form.partition(".")
    commas = sum(len(part) - len(part.rstrip(",")) for part in (whole, decimals))
    whole, decimals = whole.rstrip(","), decimals.rstrip(",")
    scale = (100 if percent else 1) / 1000.0**commas
    number = _rounded(value * scale if scale != 1 else value, len(decimals))
    digits, _, behind = f"{abs(number):,f}".partition(".")
    digits = digits if "," in whole else digits.replace(",", "")
    digits = "" if digits == "0" and "0" not in whole else digits.zfill(whole.count("0"))
    while behind.endswith("0") and decimals[len(behind) - 1] == "#":
        behind = behind[:-1]
    shown = f"{digits}.{behind}" if behind else digits
    return f"-{shown}" if value < 0 and shown else shown


def _section(value: float, style: str) -> str:
    """The part of the format for the number's sign: positive; negative; zero."""
    parts = style.split(";")
    wanted = 1 if value < 0 else 2 if value == 0 else 0
    return parts[wanted] if wanted < len(parts) else parts[0]


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
