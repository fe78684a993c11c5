"""Slips made forwards where bytes really straddle (PORTALS H.2), at other marks and other lead bytes than
the one known report has: what comes back is right or marked, never wrong; the rest is not touched."""

import re

import pytest

from pages.repairs import mend
from tests.portals.damage import _read, traditional

SENTENCES = (
    "全年办结率100%。可以公开的全部公开，客观上仍有差距。看病难问题得到缓解。",
    "加强环保、住建、教育等重点领域信息公开，公开率达78%。考核结果纳入年度目标管理。",
    "各省（自治区、直辖市）人民政府。科学设置公开目录4类571项。",
    "对外公布领取（补办）证件流程；住房保障、征地拆迁信息1651条。",
    "错别字46处。亢旱年景，防汛抗旱信息及时发布！扩大公众参与。",
    "正常开展工作，学校（含民办）、医院全部设置查阅点3处。控制成本。",
    "群众最关心的是什么？口碑最好的是什么？这些都需要认真思考。",
    "奖罚机制的运行。使用情况：罚没款12元，追缴款项（含利息）及时上缴。",
)
MARKS = ("。", "！", "？", "；", "，", "、", "：", "（", "《")
ORPHANS = ("?", "\ufffd", "")


def slips(text: str, orphan: str) -> str | None:
    """The text cut before every mark that straddles two characters; ``None`` where none does."""
    units = [c.encode("gbk") for c in text]
    starts, data = {sum(map(len, units[:n])) for n in range(len(units))}, b"".join(units)
    cuts = sorted(
        m.start() for mark in MARKS for m in re.finditer(re.escape(mark.encode("gbk")), data)
        if m.start() not in starts and data[m.start() - 1] > 0x80
    )  # fmt: skip
    out, at = "", 0
    for cut in cuts:
        if cut > at:
            piece = _read(data[at:cut])
            out, at = out + (piece[:-1] + orphan if piece[-1:] == "?" else piece), cut
    return out + _read(data[at:]) if cuts else None


def right_or_marked(made: str, truth: str) -> bool:
    pattern = "".join(".{1,2}" if c == "\ufffd" else re.escape(c) for c in made)
    return re.fullmatch(pattern, truth, re.S) is not None


@pytest.mark.parametrize("orphan", ORPHANS, ids=["question", "fffd", "nothing"])
@pytest.mark.parametrize("script", ["hans", "hant"])
def test_what_comes_back_is_right_or_marked(script: str, orphan: str) -> None:
    tried = lost = 0
    for sentence in SENTENCES:
        truth = sentence if script == "hans" else traditional(sentence)
        if (broken := slips(truth, orphan)) is None:
            continue
        made = mend(broken)
        tried += 1
        lost += made.text.count("\ufffd")
        if made.repairs and (orphan or script == "hans"):
            assert right_or_marked(made.text, truth), (broken, made.text)
        assert all(made.text[r.start :].startswith(r.after) for r in made.repairs)
    assert tried >= 5
    assert lost <= 4 * tried


def test_an_end_that_two_characters_would_fit_is_marked() -> None:
    """处罚 or 处。: both could be. 三校” and 環保、 can be nothing else."""
    made = mend(slips("错别字46处。亢旱年景（略）", "?") or "").text
    assert made.startswith("错别字46处\ufffd亢旱年景")
    assert (mend(slips("三校”制度規定（試行）", "?") or "").text).startswith("三校”制度規定（試行")
    assert (mend(slips("加強環保、住建工作，", "?") or "").text).startswith("加強環保、住建工作")


@pytest.mark.parametrize(
    "text",
    ["国家A级景区？己方T恤", "醌噻唑嘧啶、砼、镕、堃等字", "什么??A级企业",
     "饕餮貔貅魑魅魍魉", "？！。；怎么办？好", "彳亍踽踽，耄耋之年"],
)  # fmt: skip
def test_rare_words_are_no_slip(text: str) -> None:
    assert mend(text).repairs == []
    assert mend(traditional(text)).repairs == []


def test_a_slip_that_was_undone_is_not_undone_again() -> None:
    for sentence in SENTENCES:
        if broken := slips(sentence, "?"):
            once = mend(broken).text
            assert mend(once).text == once
