# ruff: noqa: E501 - made-up pages and texts read best unbroken
"""Damage of every kind we know, made forwards and taken back; and nothing done to text that has none."""

import json
import random
import re
from pathlib import Path

import pytest

import pages
from pages.edits import Edit, Mended
from pages.repairs import mend
from pages.signatures import damaged
from tests.portals import forms
from tests.portals.damage import traditional

SENTENCES = (
    "2022年，我县认真贯彻落实条例，主动公开政府信息一千余条。各单位（含乡镇）公开及时",
    "一是队伍建设有待进一步加强。开展培训不够；二是公开内容单一",
    "（一）主动公开政府信息数",
)


@pytest.mark.parametrize(
    "text", ["。縣政府和部門", "　（二）通過不同渠道和方式公開", "　（一）維持具體行政行為數"]
)
def test_a_slip_in_traditional_text_is_undone_exactly(text: str) -> None:
    made = mend("信息公開工作" + damaged_form(text)) if text[0] == "。" else mend(damaged_form(text))
    assert made.text.endswith(text)
    assert len(made.repairs) == 1
    assert made.repairs[0].kind.startswith("byte_slip")


def damaged_form(text: str) -> str:
    return "?" + damaged(text)


def test_a_last_character_that_is_lost_is_completed_from_the_labels_or_marked() -> None:
    label = mend(damaged_form("　（一）收到申请数</td>"))
    assert label.text == "　（一）收到申请数"
    assert label.repairs[0].kind == "byte_slip+label"
    assert not label.repairs[0].certain
    unknown = mend(damaged_form("　（三）群众满意度测评结</td>"))
    assert unknown.text == "　（三）群众满意度测评\ufffd"
    assert not unknown.repairs[0].certain


def test_a_lost_first_character_is_read_from_its_neighbour_or_marked() -> None:
    assert mend("各" + damaged("省（自治區、直轄市）人民政府")).text.startswith("各省（自治區")
    assert mend("縣" + damaged("啊（自治區、直轄市）人民政府")).text.startswith("縣\ufffd（自治區")


def test_labels_whose_private_use_characters_were_stripped_are_known_again() -> None:
    stripped = "".join(
        c for c in damaged_form("　（一）主动公开政府信息数</td>") if not "\ue000" <= c <= "\uf8ff"
    )
    made = mend(stripped)
    assert made.text == "　（一）主动公开政府信息数"
    assert not made.repairs[0].certain


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
@pytest.mark.parametrize("right", ["gbk", "utf-8"])
@pytest.mark.parametrize("text", SENTENCES)
def test_text_read_as_latin_is_read_right(text: str, right: str, wrong: str) -> None:
    broken = text.encode(right).decode(wrong, "replace")
    made = mend(broken)
    if "\ufffd" in broken:
        kept = [a for a, b in zip(text, made.text, strict=True) if a != b]
        assert len(kept) <= made.text.count("\ufffd")
    else:
        assert made.text == text
        assert all(r.certain for r in made.repairs)


@pytest.mark.parametrize("codec", ["gbk", "big5hkscs"])
@pytest.mark.parametrize("text", SENTENCES)
def test_traditional_text_whose_second_bytes_are_ascii_is_read_right_too(text: str, codec: str) -> None:
    whole = traditional(text)
    made = mend(whole.encode(codec).decode("latin-1"))
    assert made.text == whole
    assert all(r.certain for r in made.repairs)


@pytest.mark.parametrize("lost", ["\ufffd", "?"])
def test_utf8_read_as_gbk_is_read_back_between_digits_too(lost: str) -> None:
    text = "截至2022年12月31日，医院、学校（含民办）设置查阅点7处。"
    broken = text.encode().decode("gbk", "replace").replace("\ufffd", lost)
    marked = "".join("." if c == "\ufffd" else re.escape(c) for c in mend(broken).text)
    assert re.fullmatch(marked, text)
    assert "学校" not in broken
    assert "（含民办）" in marked.replace("\\", "")


@pytest.mark.parametrize("text", SENTENCES)
def test_utf8_read_as_gbk_loses_only_what_the_bytes_lost(text: str) -> None:
    broken = text.encode().decode("gbk", "replace")
    made = mend(broken)
    assert len(made.text) == len(text)
    assert all(b in (a, "\ufffd") for a, b in zip(text, made.text, strict=True))
    assert made.text.count("\ufffd") <= broken.count("\ufffd") + 1


@pytest.mark.parametrize(
    ("broken", "whole", "kind"),
    [
        ("&nbsp;&nbsp;&#25919;府", "\xa0\xa0政府", "entity"),
        ("&amp;nbsp;一", "\xa0一", "entity"),
        ("统计数/td>", "统计数", "tag_remnant"),
        ("统计<br/>数<td class='x'>", "统计数", "tag_remnant"),
        ("????一、总体情况", "　　　　一、总体情况", "indent"),
        ("政務(wù)公開，發(fā)布信(xin)息", "政務公開，發布信息", "pinyin_annotation"),
        (
            "政府(zhèng fǔ)信(XÌN)息（xi1）公開(Gōngkāi)，发(fā)(fā)布(de)",
            "政府信息公開，发布",
            "pinyin_annotation",
        ),
        ("一、公开/p>情况<br\n二、<td width=12%30件", "一、公开情况\n二、30件", "tag_remnant"),
        ("统计数�?/td>三项</span", "统计数\ufffd三项", "tag_remnant"),
        ("<!--[if !mso]-->情况<?xml:namespace prefix = o /><v:shape id=a>", "情况", "tag_remnant"),
        ("收到nbsp;申请&nbsp数", "收到\xa0申请\xa0数", "entity"),
        ("政府锟斤拷信息", "政府\ufffd\ufffd信息", "lost_mark"),
    ],
)
def test_leftovers_go_with_a_receipt(broken: str, whole: str, kind: str) -> None:
    made = mend(broken)
    assert made.text == whole
    assert {r.kind for r in made.repairs} == {kind}


@pytest.mark.parametrize(
    "text",
    ["睢(suī)县政府", "为什么?！请看答复。", "AT&T公司", "3<5且7>6", "什么？“公开”是常态", "（一）①②③Ⅱ类", "αβ粒子、℃、㎡", "5&6号楼",
     "\uf06c 项目符号", "第１２３号", "深圳市ABC?有限公司", "？？？", "ﾊﾝｶｸ", "バッファの内容がセットすると”に不明またはサポートされていない属性", "”の属性を取得できません", "（やまだ たろう）様", "局域网(LAN)、城域网(MAN)、广域网(WAN)", "华为(Huawei)、小米(Xiaomi)、中国(China)",
     "浚（xùn）县、单（shàn）县、乐（lào）亭县", "若a<b，则x</y", "a.cn/p>b", "?a=1&nbspx=2", "(he)说，(she)听"],
)  # fmt: skip
def test_undamaged_text_is_left_alone(text: str) -> None:
    assert mend(text).repairs == []


def test_not_one_character_of_made_up_reports_changes_in_either_script() -> None:
    for seed in range(12):
        for year in (2012, 2016, 2020, 2022):
            text = forms.make(seed=seed, year=year).text("tika")
            assert mend(text).repairs == []
            assert mend(traditional(text)).repairs == []


def test_slips_made_at_random_come_back_or_are_marked() -> None:
    rng = random.Random(7)
    base = "".join(b.text for b in forms.make(seed=5, year=2022).blocks if b.text)
    tried = exact = 0
    for _ in range(300):
        at = rng.randrange(len(base) - 60)
        piece = traditional(base[at : at + 40]).replace("?", "")
        text = f"{piece[:12]}\n　（三）{piece[12:]}"
        broken = f"{piece[:12]}\n{damaged_form('　（三）' + piece[12:])}"
        made = mend(broken)
        tried += 1
        exact += made.text == text
        for repair in made.repairs:
            assert made.text[repair.start :].startswith(repair.after)
            marked = re.escape(made.text).replace("\ufffd", ".")
            assert re.fullmatch(marked, text, re.S), (broken, made.text)
    assert exact / tried > 0.7


@pytest.mark.shared
def test_report_001_has_exactly_its_22_repairs(shared: Path) -> None:
    raw = (shared / "seeds" / "001_5ef2061d975e33f8.txt").read_bytes()
    expected = json.loads((shared / "seeds" / "expected" / "001_5ef2061d975e33f8.json").read_text())
    page = pages.clean_text(raw)
    assert len(page.repairs) == expected["repairs"] == 22
    for before, after in expected["repaired_examples"]:
        assert before not in page.text
        assert after in page.text
    assert not [left for left in expected["must_not_remain"] if left in page.text]
    assert set(expected["removed_must_include"]) <= {r.text for r in page.removals}
    assert (page.published, page.source) == ("2017-03-30", expected["kept_as_metadata"]["source"])
    assert page.script == "hant"
    assert page.simplified is not None
    assert "信息公开工作年度报告" in page.simplified


@pytest.mark.shared
def test_every_signature_of_the_slip_comes_back(shared: Path) -> None:
    for line in (shared / "domain" / "slip_signatures.tsv").read_text("utf-8").splitlines():
        _, whole, broken = line.split("\t")
        assert mend(broken).text.removesuffix("</td>") == whole


@pytest.mark.shared
def test_of_the_real_texts_nothing_else_changes(shared: Path) -> None:
    files = [p for p in (shared / "seeds").glob("*.txt") if not p.name.startswith("001")]
    files += sorted((shared / "samples" / "text").glob("*.txt"))
    assert len(files) >= 5
    for file in files:
        assert mend(file.read_text("utf-8")).repairs == []


def test_radicals_that_stand_for_hanzi_become_hanzi_and_a_lone_one_stays() -> None:
    made = mend("⻘岭县⼈⺠政府2023年⼯作（⼀）")
    assert made.text == "青岭县人民政府2023年工作（一）"
    assert all(r.certain and r.kind == "radical" for r in made.repairs)
    assert mend("radical ⼀ of 214").repairs == []


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs"])
def test_a_wrong_reading_that_lost_its_control_characters_is_never_called_certain(codec: str) -> None:
    """latin-1 reads bytes 80-9F as control characters, and printers drop those: what follows slips."""
    right = "縣政府辦公室發佈各類信息，優化欄目設置，聯繫電話，地址，郵政編碼。"
    wrong = right.encode(codec).decode("latin-1")
    kept = "".join(c for c in wrong if not "\x7f" <= c < "\xa0")
    for text in (wrong, kept):
        made = mend(text)
        assert made.text == right or not any(r.certain for r in made.repairs)
    assert mend(wrong).text == right


def test_a_completion_is_in_the_script_of_its_label() -> None:
    broken = "3.網絡申請數".encode().decode("gb18030", "replace")
    assert mend(broken).text == "3.網絡申請數"


@pytest.mark.parametrize("seed", range(40))
def test_the_receipts_of_many_rounds_lead_back_to_what_was_printed(seed: int) -> None:
    """Edits over repairs, edits that share a character, deletions beside deletions, insertions."""
    chance = random.Random(seed)
    printed = "".join(chance.choices("政府信息公开工作", k=30))
    made = Mended(printed, [])
    for _ in range(4):
        places = sorted(chance.sample(range(len(made.text) + 1), min(len(made.text) + 1, 8)))
        cuts = zip(places[::2], places[1::2], strict=False)
        edits = [Edit(start=a, end=b, after=chance.choice(("", "甲", "乙丙丁")), kind="x") for a, b in cuts]
        made.apply([*edits, Edit(start=edits[-1].end - 1, end=edits[-1].end, after="戊", kind="y")])
    text = made.text
    for repair in reversed(made.repairs):
        assert text.startswith(repair.after, repair.start)
        text = text[: repair.start] + repair.before + text[repair.start + len(repair.after) :]
    assert text == printed
