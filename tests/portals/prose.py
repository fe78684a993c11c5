"""The prose of a made-up report: plain sentences of our own, each figure in them known to the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

CHINESE = "零一二三四五六七八九十"


@dataclass(slots=True, kw_only=True)
class Story:
    """Opening lines, sections (heading with its ordinal, paragraphs), table caption, closing lines."""

    opening: list[str] = field(default_factory=list)
    sections: list[tuple[str, list[str]]] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    narrative: list[dict[str, Any]] = field(default_factory=list)

    def say(self, key: str, value: float, clause: str, qualifier: str = "exact") -> str:
        """Writes a clause down in the truth and gives it back."""
        self.narrative.append({"id": key, "value": value, "qualifier": qualifier, "text": clause})
        return clause


def story(edition: str, rng: Random, *, year: int, issuer: str, county: str, figures: dict) -> Story:
    s = Story()
    s.opening = [
        f"本报告依据条例第五十条编写，由{issuer}汇总所属单位材料后形成。"
        f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    ]
    general = [_proactive(s, rng), _channels(s, rng, figures), _filler(rng, county), _trainings(s, rng)]
    if edition.startswith("reg"):
        _modern(s, general, rng)
    else:
        _older(s, general, rng, figures, edition)
    if edition == "stat2014":
        s.caption = ["附件", "政府信息公开情况统计表", f"（{year}年度）", f"填报单位（盖章）：{issuer}"]
    elif edition == "legacy_local":
        s.caption = ["附表：政府信息公开情况统计"]
    s.closing = [issuer, f"{year + 1}年{rng.randrange(1, 4)}月{rng.randrange(1, 29)}日"]
    return s


def _modern(s: Story, general: list[str], rng: Random) -> None:
    s.sections = [
        ("一、总体情况", general),
        ("二、主动公开政府信息情况", []),
        ("三、收到和处理政府信息公开申请情况", []),
        ("四、政府信息公开行政复议、行政诉讼情况", []),
        ("五、存在的主要问题及改进情况", [_problems(rng)]),
        ("六、其他需要报告的事项", [rng.choice(("无。", "本年度没有需要另行报告的事项。"))]),
    ]


def _older(s: Story, general: list[str], rng: Random, figures: dict, edition: str) -> None:
    s.sections = [
        ("一、概述", [general[2]]),
        ("二、主动公开政府信息情况", [general[0], general[1]]),
        ("三、依申请公开政府信息情况", [_applications(s, rng, figures)]),
        ("四、咨询和培训情况", [general[3]]),
        ("五、存在的主要问题和改进措施", [_problems(rng)]),
    ]


def _proactive(s: Story, rng: Random) -> str:
    hundreds = rng.randrange(9, 80) * 100
    if rng.random() < 0.5:
        clause = s.say("n_proactive_total", hundreds, f"全年共主动公开各类政府信息{hundreds}余条", "ge")
    else:
        exact = hundreds + rng.randrange(1, 99)
        clause = s.say("n_proactive_total", exact, f"全年共主动公开政府信息{exact}条")
    return f"围绕群众关心的事项，{clause}，内容涵盖财政资金、民生保障、项目建设等方面。"


def _channels(s: Story, rng: Random, figures: dict) -> str:
    """As the table has it, where the form's table has it."""
    weibo = int(figures.get("proactive_via_weibo", rng.randrange(20, 600)))
    wechat = int(figures.get("proactive_via_wechat", rng.randrange(20, 900)))
    return (
        f"利用新的平台扩大公开范围，{s.say('n_via_wechat', wechat, f'政务微信公开政府信息{wechat}条')}，"
        f"{s.say('n_via_weibo', weibo, f'政务微博公开政府信息{weibo}条')}。"
    )


def _trainings(s: Story, rng: Random) -> str:
    times, people = rng.randrange(1, 9), rng.randrange(30, 400)
    count = CHINESE[times] if rng.random() < 0.3 and times != 2 else str(times)
    return (
        f"加强队伍建设，{s.say('n_trainings', times, f'全年组织培训{count}次')}，"
        f"{s.say('n_trainees', people, f'培训{people}人次')}。"
    )


def _applications(s: Story, rng: Random, figures: dict) -> str:
    known = figures.get("applications_received", figures.get("legacy_applications_accepted_year"))
    count = int(known) if known is not None else rng.randrange(0, 20)
    if count == 0:
        return s.say("n_applications_received", 0, "本年度未收到政府信息公开申请", "stated_none") + "。"
    return (
        s.say("n_applications_received", count, f"本年度共收到政府信息公开申请{count}件")
        + "，均在法定期限内处理。"
    )


def _filler(rng: Random, county: str) -> str:
    works = rng.sample(("细化公开目录", "修订审查办法", "改版门户栏目", "完善查阅场所", "推进基层试点"), 3)
    return (
        f"{county}把政务公开列入{rng.randrange(12, 60)}个单位的年度考核，先后{'、'.join(works)}，"
        f"印发《公开工作要点》（政办〔{rng.randrange(2012, 2025)}〕{rng.randrange(3, 99)}号），"
        "并安排福利彩票公益金支出情况专栏，与群众分享办事经验。"
    )


def _problems(rng: Random) -> str:
    problems = rng.sample(("主动意识不强", "解读形式单一", "更新不够及时", "队伍不够稳定"), 2)
    return f"一年来的工作还有不足：一是{problems[0]}，二是{problems[1]}。下一步将加强督促指导，逐项改进。"
