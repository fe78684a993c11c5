"""The forms as grids with spans, and the figures that stand in them; every identity holds."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.portals import rows as forms

Figures = dict[str, int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell; ``text`` is printed once, the spans cover the rest."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as printed: rows of cells, and how many of the rows are heads."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0


def cell(text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(text=text, rowspan=rowspan, colspan=colspan)


def printed(value: int | float, rng: Random) -> str:
    """A number as clerks type it: mostly plain, sometimes with commas or a stray no-break space."""
    text = f"{value:,}" if abs(value) >= 1000 and rng.random() < 0.4 else f"{value}"
    draw = rng.random()
    if draw < 0.05:
        return text + "\xa0"
    return "\xa0" + text if draw < 0.08 else text


def split(total: int, parts: int, rng: Random) -> list[int]:
    """``total`` as ``parts`` addends, most of them zero, as in the real tables."""
    out = [0] * parts
    for _ in range(total):
        out[0 if rng.random() < 0.6 else rng.randrange(parts)] += 1
    rng.shuffle(out)
    return out


def stat2014(rng: Random, year: int) -> tuple[list[Grid], Figures]:
    """The nine-block table of 2014: 58 figures and its heading rows."""
    figures = _stat_figures(rng)
    lines = [(cell("统计指标"), cell("单位"), cell("统计数"))]
    for label, unit, key in forms.STAT2014:
        value = printed(figures[key], rng) if key else "——"
        lines.append((cell(label), cell(unit), cell(value)))
    return [Grid(rows=tuple(lines), header_rows=1)], figures


def _stat_figures(rng: Random) -> Figures:
    f: Figures = {key: rng.choice((0, 0, 0, rng.randrange(1, 30))) for _, _, key in forms.STAT2014 if key}
    website = f["proactive_via_website"] = rng.randrange(400, 9000)
    other = sum(int(f[f"proactive_via_{name}"]) for name in ("gazette", "weibo", "wechat", "other"))
    f["proactive_total"] = website + rng.randint(0, other)
    f["normative_docs_issued"] = rng.randrange(20, 60)
    f["proactive_normative_docs"] = rng.randrange(0, 20)
    f["fees_collected"] = rng.choice((0, 0, 0.35))
    f["org_budget"] = rng.choice((0, 5, 12.6))
    _sum_to(f, rng, "applications_received", ("in_person", "fax", "online", "letter"), "applications_")
    _sum_to(
        f,
        rng,
        "replies_refused",
        (
            "state_secret",
            "trade_secret",
            "privacy",
            "security_stability",
            "not_government_information",
            "other_statutory",
        ),
        "refused_",
    )
    f["replies_total"] = sum(
        int(f[k])
        for k in (
            "replies_already_public",
            "replies_granted",
            "replies_partial",
            "replies_refused",
            "replies_not_this_agency",
            "replies_info_not_exist",
            "replies_told_to_amend",
            "replies_other_channel",
        )
    )
    extended = rng.randint(0, int(f["replies_total"]))
    f["applications_closed"] = f["replies_total"]
    f["applications_closed_extended"] = extended
    f["applications_closed_on_time"] = int(f["replies_total"]) - extended
    _sum_to(f, rng, "review_total", ("upheld", "corrected", "other"), "review_")
    _sum_to(f, rng, "litigation_total", ("upheld", "corrected", "other"), "litigation_")
    _sum_to(f, rng, "org_staff_total", ("fulltime", "parttime"), "org_staff_")
    for parent in ("response_press_conferences", "response_online_interviews"):
        f[parent + "_principal"] = rng.randint(0, int(f[parent]))
    return f


def _sum_to(f: Figures, rng: Random, total: str, parts: tuple[str, ...], prefix: str) -> None:
    f[total] = rng.choice((0, rng.randrange(0, 40)))
    for part, value in zip(parts, split(int(f[total]), len(parts), rng), strict=True):
        f[prefix + part] = value


def legacy(rng: Random, year: int) -> tuple[list[Grid], Figures]:
    """The Fujian table: 16 rows, this year and all years together."""
    f: Figures = {}
    for span in ("year", "cumulative"):
        f.update(_legacy_column(rng, span, f))
    lines = [(cell("指标名称"), cell("计量单位"), cell(f"{year}年度"), cell("历年累计"))]
    for label, unit, key in forms.LEGACY:
        values = (f[f"{key}_year"], f[f"{key}_cumulative"])
        lines.append((cell(label), cell(unit), *(cell(printed(v, rng)) for v in values)))
    return [Grid(rows=tuple(lines), header_rows=1)], f


def _legacy_column(rng: Random, span: str, before: Figures) -> Figures:
    def draw(key: str, most: int) -> int:
        return int(before.get(f"legacy_{key}_year", 0)) + rng.randrange(0, most)

    g: dict[str, int] = {
        key: draw(key, most)
        for key, most in (
            ("docs_via_website", 300),
            ("docs_via_gazette", 9),
            ("applications_in_person", 4),
            ("applications_online", 6),
            ("applications_letter_fax", 4),
            ("replies_granted", 5),
            ("replies_partial", 3),
            ("replies_refused", 3),
            ("replies_other", 3),
            ("fee_waived_yuan", 2),
            ("appeals_complaints", 2),
            ("reviews", 2),
            ("litigations", 2),
        )
    }
    g["docs_disclosed"] = g["docs_via_website"] + g["docs_via_gazette"]
    g["applications_accepted"] = (
        g["applications_in_person"] + g["applications_online"] + g["applications_letter_fax"]
    )
    g["replies_total"] = (
        g["replies_granted"] + g["replies_partial"] + g["replies_refused"] + g["replies_other"]
    )
    return {f"legacy_{key}_{span}": value for key, value in g.items()}


def reg(rng: Random, year: int, *, edition: str) -> tuple[list[Grid], Figures]:
    """The three tables of 2019 or 2021: article 20, the application matrix, review and litigation."""
    article = forms.ARTICLE20_2019 if edition == "reg2019" else forms.ARTICLE20_2021
    figures: Figures = {}
    grids = [_article20(article, figures, rng), _matrix(figures, rng, edition), _litigation(figures, rng)]
    return grids, figures


def _article20(blocks: tuple, figures: Figures, rng: Random) -> Grid:
    width = max(len(heads) for _, heads, _ in blocks)
    lines: list[tuple[Cell, ...]] = []
    for caption, heads, rows in blocks:
        lines.append((cell(caption, colspan=width),))
        lines.append(_padded([cell(head) for head in heads], width))
        for label, keys in rows:
            values = [_article20_value(key, rng) for key in keys]
            figures.update(zip(keys, values, strict=True))
            lines.append(_padded([cell(label), *(cell(printed(v, rng)) for v in values)], width))
    return Grid(rows=tuple(lines), header_rows=0)


def _padded(cells: list[Cell], width: int) -> tuple[Cell, ...]:
    if len(cells) < width:
        last = cells[-1]
        cells[-1] = cell(last.text, colspan=1 + width - len(cells))
    return tuple(cells)


def _article20_value(key: str, rng: Random) -> int | float:
    if key.startswith("rules_"):
        return 0
    if key.endswith("_change"):
        return rng.choice((0, 0, 1, -3, 12))
    if key in ("procurement_amount", "fees_amount"):
        return round(rng.random() * 90000, rng.choice((0, 1, 2))) if rng.random() < 0.8 else 0
    if key.startswith("normative_docs"):
        base = rng.randrange(0, 9)
        return base + (40 if key.endswith(("in_force", "public_total")) else 0)
    return rng.choice((0, rng.randrange(1, 400), rng.randrange(1000, 40000)))


def matrix_rows(edition: str) -> tuple[tuple[str, str, str], ...]:
    """(group, label, row id) of the application matrix between the carried-in row and the total."""
    other = (
        (("（六）其他处理", "", "other_handling"),)
        if edition == "reg2019"
        else tuple(("（六）其他处理", label, key) for label, key in forms.OTHER_2021)
    )
    return (
        ("（一）予以公开", "", "granted"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", "partial"),
        *(("（三）不予公开", label, key) for label, key in forms.DENIED),
        *(("（四）无法提供", label, key) for label, key in forms.UNABLE),
        *(("（五）不予处理", label, key) for label, key in forms.UNPROCESSED),
        *other,
        ("（七）总计", "", "handled_total"),
    )


def _matrix_figures(edition: str, rng: Random) -> Figures:
    f: Figures = {}
    keys = [key for _, _, key in matrix_rows(edition) if key != "handled_total"]
    for column in forms.APPLICANTS:
        handled = rng.choice(
            (0, 0, rng.randrange(0, 60)) if column != "natural_person" else (rng.randrange(1, 300),)
        )
        out = rng.randrange(0, 9) if handled else 0
        carried = rng.randint(0, min(9, handled + out))
        values = dict(zip(keys, split(handled, len(keys), rng), strict=True))
        values |= {
            "handled_total": handled,
            "carried_out": out,
            "carried_in": carried,
            "new_received": handled + out - carried,
        }
        f.update({f"{row}__{column}": value for row, value in values.items()})
    for row in ("new_received", "carried_in", *keys, "handled_total", "carried_out"):
        f[f"{row}__total"] = sum(int(f[f"{row}__{column}"]) for column in forms.APPLICANTS)
    return f


def _matrix(figures: Figures, rng: Random, edition: str) -> Grid:
    figures.update(_matrix_figures(edition, rng))

    def values(row: str) -> tuple[Cell, ...]:
        return tuple(
            cell(printed(figures[f"{row}__{column}"], rng)) for column in (*forms.APPLICANTS, "total")
        )

    lines = _matrix_head()
    lines.append((cell("一、本年新收政府信息公开申请数量", colspan=3), *values("new_received")))
    lines.append((cell("二、上年结转政府信息公开申请数量", colspan=3), *values("carried_in")))
    body = matrix_rows(edition)
    for at, (group, label, key) in enumerate(body):
        heads: list[Cell] = [cell("三、本年度办理结果", rowspan=len(body))] if at == 0 else []
        if not label:
            heads.append(cell(group, colspan=2))
        else:
            if at == 0 or body[at - 1][0] != group:
                heads.append(cell(group, rowspan=sum(g == group for g, _, _ in body)))
            heads.append(cell(label))
        lines.append((*heads, *values(key)))
    lines.append((cell("四、结转下年度继续办理", colspan=3), *values("carried_out")))
    return Grid(rows=tuple(lines), header_rows=3)


def _matrix_head() -> list[tuple[Cell, ...]]:
    caption = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    return [
        (cell(caption, rowspan=3, colspan=3), cell("申请人情况", colspan=7)),
        (cell("自然人", rowspan=2), cell("法人或其他组织", colspan=5), cell("总计", rowspan=2)),
        tuple(cell(name) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
    ]


def _litigation(figures: Figures, rng: Random) -> Grid:
    lines: list[tuple[Cell, ...]] = [
        (cell("行政复议", colspan=5), cell("行政诉讼", colspan=10)),
        (
            *(cell(name, rowspan=2) for name, _ in forms.OUTCOMES),
            cell("未经复议直接起诉", colspan=5),
            cell("复议后起诉", colspan=5),
        ),
        tuple(cell(name) for _ in range(2) for name, _ in forms.OUTCOMES),
    ]
    numbers: list[Cell] = []
    for stem in ("review", "litigation_direct", "litigation_after_review"):
        parts = split(rng.choice((0, 0, rng.randrange(0, 12))), 4, rng)
        for (_, key), value in zip(forms.OUTCOMES, [*parts, sum(parts)], strict=True):
            figures[f"{stem}_{key}"] = value
            numbers.append(cell(printed(value, rng)))
    return Grid(rows=(*lines, tuple(numbers)), header_rows=3)
