"""Clean pages beside trafilatura, readability-lxml and resiliparse, in one run: ``scripts/bench cleaning``.

On labelled pages (``tests.bench.cleaningpages``): text F over character 4-grams, rows kept on one line in
the right columns, leak (share of furniture strings that survive), pages per CPU second. On the real pages
of ``../shared/samples/html``, where present: how far the contestants agree, and their speed.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median

import lxml.html
import readability
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding

import pages
from tests.bench.cleaningpages import Labelled
from tests.bench.cleaningpages import pages as labelled

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "html"
_END = re.compile(r"</(?:html|body)\s*>", re.I)


def ours(data: bytes) -> str:
    return pages.clean(data).text


def peer_trafilatura(data: bytes) -> str:
    """trafilatura's default, with the early ``</html>`` stripped for it."""
    return trafilatura.extract(_END.sub("", _text(data))) or ""


def peer_readability(data: bytes) -> str:
    """readability-lxml's summary, a line a row with cells joined by tabs."""
    summary = readability.Document(_END.sub("", _text(data))).summary()
    return "\n".join(_serialised(lxml.html.fromstring(summary)))


def peer_resiliparse(data: bytes) -> str:
    return extract_plain_text(_text(data), main_content=True, list_bullets=False)


def _text(data: bytes) -> str:
    return data.decode(detect_encoding(data), "replace")


def _serialised(root: lxml.html.HtmlElement) -> list[str]:
    lines = []
    for node in root.iter("p", "h1", "h2", "h3", "tr", "div", "li", "span"):
        if node.tag == "tr":
            lines.append(
                "\t".join(
                    " ".join(cell.text_content().split()) for cell in node if isinstance(cell.tag, str)
                )
            )
        elif (
            not any(a.tag == "tr" for a in node.iterancestors())
            and not list(node.iter("p", "tr", "div"))[1:]
        ):
            lines.append(node.text_content())
        elif node.text and node.text.strip():
            lines.append(node.text)
        if (
            node.tail
            and node.tail.strip()
            and node.getparent() is not None
            and node.getparent().tag in ("div", "body")
        ):
            lines.append(node.tail)
    for br in root.iter("br"):
        if (
            br.tail
            and br.tail.strip()
            and not any(a.tag in ("p", "tr", "span") for a in br.iterancestors())
        ):
            lines.append(br.tail)
    return lines


CONTESTANTS: dict[str, Callable[[bytes], str]] = {
    "xianzhi": ours,
    "trafilatura": peer_trafilatura,
    "readability-lxml": peer_readability,
    "resiliparse": peer_resiliparse,
}


def f_score(truth: str, text: str) -> float:
    """F over character 4-grams, white space aside."""
    want, got = _grams(truth), _grams(text)
    common = sum((want & got).values())
    return 2 * common / (sum(want.values()) + sum(got.values())) if want or got else 1.0


def _grams(text: str) -> Counter[str]:
    """Without white space and without the rules that some contestants draw tables with."""
    tight = re.sub(r"\s+|\||-{3,}", "", text)
    return Counter(tight[n : n + 4] for n in range(len(tight) - 3))


def row_share(truth: Sequence[tuple[str, ...]], text: str) -> float:
    """The share of rows that stand on one line, cell by cell, in order."""
    if not truth:
        return 1.0
    lines = Counter(_cells(line) for line in text.split("\n"))
    want = Counter(tuple(_squeezed(c) for c in row if _squeezed(c)) for row in truth)
    return sum((lines & want).values()) / sum(want.values())


def _cells(line: str) -> tuple[str, ...]:
    parts = re.split(r"[\t|]", line)
    return tuple(cell for part in parts if (cell := _squeezed(part)))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def leak(chrome: Sequence[str], text: str) -> float:
    """The share of furniture strings that are in the text."""
    tight = _squeezed(text)
    strings = [s for c in chrome if len(s := _squeezed(c)) >= 4]
    return sum(s in tight for s in strings) / len(strings) if strings else 0.0


def measure(name: str, sample: Sequence[Labelled], rounds: int) -> dict[str, float]:
    """Scores and CPU seconds of one contestant: the median of several rounds."""
    run = CONTESTANTS[name]
    seconds, texts = [], []
    for _ in range(rounds):
        start = time.process_time()
        texts = [_safely(run, page.html) for page in sample]
        seconds.append(time.process_time() - start)
    scored = list(zip(sample, texts, strict=True))
    return {
        "text_f": mean(f_score(page.text, text) for page, text in scored),
        "rows": mean(row_share(page.rows, text) for page, text in scored if page.rows),
        "leak": mean(leak(page.chrome, text) for page, text in scored),
        "pages_per_cpu_second": len(sample) / median(seconds),
    }


def _safely(run: Callable[[bytes], str], data: bytes) -> str:
    try:
        return run(data)
    except Exception:
        return ""


def real_pages() -> dict[str, object]:
    """On real pages without labels: agreement with each peer and CPU milliseconds a page."""
    files = [p.read_bytes() for p in sorted(SAMPLES.glob("*")) if p.stat().st_size < 300_000]
    texts: dict[str, list[str]] = {}
    spent: dict[str, float] = {}
    for name, run in CONTESTANTS.items():
        start = time.process_time()
        texts[name] = [_safely(run, data) for data in files]
        spent[name] = len(files) / (time.process_time() - start)
    agreement = {
        name: mean(f_score(a, b) for a, b in zip(texts["xianzhi"], texts[name], strict=True))
        for name in CONTESTANTS
    }
    return {"pages": len(files), "pages_per_cpu_second": spent, "agreement_with_ours": agreement}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worst", type=int, default=0, help="also list the pages on which we do worst")
    arguments = parser.parse_args()
    sample = list(labelled(arguments.seeds))
    for run in CONTESTANTS.values():
        _safely(run, sample[0].html)
    result: dict[str, object] = {name: measure(name, sample, arguments.rounds) for name in CONTESTANTS}
    if SAMPLES.is_dir():
        result["real_pages"] = real_pages()
    print(
        json.dumps(result, indent=1, ensure_ascii=False) if arguments.json else _table(result, len(sample))
    )
    if not arguments.json:
        from tests.bench import templates

        print(templates.table())
    for page in sorted(sample, key=lambda p: f_score(p.text, ours(p.html)))[: arguments.worst]:
        text = ours(page.html)
        left = [c for c in page.chrome if _squeezed(c) in _squeezed(text)]
        print(page.name, round(f_score(page.text, text), 3), round(row_share(page.rows, text), 3), left)
    return 0


def _table(result: dict[str, object], count: int) -> str:
    lines = [f"{count} labelled pages", f"{'':18}  text F   rows   leak  pages/CPU s   of trafilatura"]
    base = result["trafilatura"]["pages_per_cpu_second"]  # type: ignore[index]
    for name in CONTESTANTS:
        r: dict[str, float] = result[name]  # type: ignore[assignment]
        speed = r["pages_per_cpu_second"]
        scores = f"{r['text_f']:.4f}  {r['rows']:.4f} {r['leak']:.4f}"
        lines.append(f"{name:18}  {scores}  {speed:10.1f}   {speed / base:.1f}x")
    if "real_pages" in result:
        lines.append(f"real pages: {json.dumps(result['real_pages'], ensure_ascii=False)}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
