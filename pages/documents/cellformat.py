"""A workbook's value as its cell prints it, for the number formats that reports use (ECMA-376 18.8.31)."""

import datetime
import re

_IGNORED = re.compile(r'\[[^\]]*\]|_.|\*.|\\|"')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_FIGURE = re.compile(r"[#0?,]+(?:\.[#0?]+)?")
_MOST_DIGITS = 11


def printed(value: object, style: str) -> str:
    """The text of a cell; numbers and dates by their format, white space made single.

    >>> printed(0.955, "0.0%"), printed(1234.5, "#,##0.00"), printed(7.0, "General")
    ('95.5%', '1,234.50', '7')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, style)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return _date(value, style)
    return "" if value is None else " ".join(str(value).split())


def _number(value: float, style: str) -> str:
    section = style.split(";")[1 if value < 0 and style.count(";") else 0]
    bare = _IGNORED.sub("", section)
    figure = _FIGURE.search(bare)
    if figure is None or "General" in section or "e" in bare.lower() or "/" in bare:
        return _general(value)
    percent = "%" in bare
    decimals = len(figure.group().partition(".")[2])
    shown = abs(value) if ";" in style and value < 0 else value
    text = f"{shown * (100 if percent else 1):,.{decimals}f}"
    text = text if "," in figure.group() else text.replace(",", "")
    optional = len(re.sub(r".*\.|[^#]", "", figure.group())) if "." in figure.group() else 0
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    before, after = _words(bare[: figure.start()]), _words(bare[figure.end() :])
    return f"{before}{text.rstrip('.')}{after}"


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
    return f"{value:%Y-%m-%d}{time if moment else ''}"
