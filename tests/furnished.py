"""A small data directory with a real archive and a corpus over it, for the reading room's tests.

Made reports (tests.bench.corpus_made) are put on made pages with style, picture and hostile script,
recorded through the archive's writer, and stored in the catalogue from the captures read back.
"""

import dataclasses
import gzip
import html
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from archive import Collection
from archive.capture import Exchange
from corpus import Catalogue
from corpus.divisions import Division
from reports.model import Figure, Removal, Repair
from tests.bench import corpus_made
from tests.corpora import Triple, hostile, with_figure

YEARS = range(2012, 2025)
CSS = b"body { font-family: serif; background: rgb(250, 240, 230) } h1 { color: rgb(160, 20, 20) }"
# What a hostile page tries: the live web, the reading room, the frame around it, a socket, a form.
ATTACK = """<p id="ran">no script ran</p><form id="f" action="http://evil.test/form"></form><script>
document.getElementById('ran').textContent = 'script ran';
var told = [];
function tell(what) { told.push(what); document.body.dataset.told = told.join(' '); }
for (const port of ['PORT', '80']) fetch('http://127.0.0.1:' + port + '/corpus.json', {mode: 'no-cors'})
  .then(r => r.text()).then(t => tell('fetch:' + port)).catch(e => tell('refused:' + port));
try { new WebSocket('ws://127.0.0.1:PORT/socket'); } catch (e) { tell('socket'); }
try { top.location = 'http://127.0.0.1:PORT/search?q=taken'; } catch (e) { tell('top'); }
try { parent.parent.document.title = 'taken'; } catch (e) { tell('parent'); }
try { document.getElementById('f').submit(); } catch (e) { tell('form'); }
new Image().src = 'http://evil.test/beacon.png'; window.open('http://evil.test/popup');
</script>"""


def furnish(data: Path, room_port: int = 8640) -> dict[str, Triple]:
    """Writes archive and corpus; what stands there by (code, year): ``130102-2021``."""
    triples = dict(_triples())
    collection = Collection(data)
    with collection.writer() as writer:
        for triple in triples.values():
            writer.record(_exchange(triple, room_port), triple[0].discovery)
        for name, body, kind in (("s.css", CSS, "text/css"), ("seal.png", _png(), "image/png")):
            for home in sorted({triple[0].discovery.seed for triple in triples.values()}):
                writer.record(_answer(home + name, body, kind, datetime(2026, 3, 1, tzinfo=UTC)))
        writer.flush()
    _catalogue(data, collection, triples)
    return triples


def _catalogue(data: Path, collection: Collection, triples: dict[str, Triple]) -> None:
    known = {(t[0].target_uri, t[0].date.date()): t for t in triples.values()}
    with Catalogue(data / "corpus.db") as catalogue:
        shown = [
            row for n, row in enumerate(corpus_made.portals()) if n < 24 or row["province"] == "海南省"
        ]
        seeds = {row["homepage"] for row in shown[:20]}
        crawl = corpus_made.crawl()
        catalogue.store_portals(shown)
        catalogue.store_crawl(
            crawl | {"portals": [row for row in crawl["portals"] if row["seed"] in seeds]}
        )
        for capture in collection.captures():
            triple = known.get((capture.target_uri, capture.date.date()))
            if triple is not None:
                catalogue.store(capture, *triple[1:])
        catalogue.mark(collection.end())


def _triples() -> Iterator[tuple[str, Triple]]:
    counties = [county for n, county in enumerate(corpus_made.counties()) if 0 < n < 7]
    for place, county in enumerate(counties):
        for year in YEARS:
            if (place * 3 + year) % 7 == 0:
                continue
            triple = _placed(corpus_made.made(place * 100 + year, county, year), county, year)
            if (place, year) == (1, 2021):
                triple = hostile(triple)
            yield f"{county.code}-{year}", triple
    yield f"{counties[0].code}-2022-later", _later(counties[0])


def _placed(triple: Triple, county: Division, year: int) -> Triple:
    capture, page, report = triple
    sentence = "经核对，全年共收到申请约百余件。\n"
    text = page.text + sentence
    start = len(page.text) + sentence.index("约百余")
    figure = Figure(
        id="n_applications",
        value=None,
        qualifier="approx",
        unit="件",
        source="narrative",
        printed="约百余",
        start=start,
        end=start + 3,
        note="",
    )
    page = dataclasses.replace(
        page,
        text=text,
        removals=(
            *page.removals,
            Removal(rule="footer", text="主办：某某县人民政府办公室", start=len(text)),
        ),
        repairs=(
            *page.repairs,
            Repair(kind="width", before="２０", after=text[40:42], certain=True, start=40),
        ),
    )
    capture = dataclasses.replace(capture, date=datetime(year + 1, 3, 1, 8, 30, tzinfo=UTC))
    report = dataclasses.replace(report, page=page, figures=(*report.figures, figure))
    return capture, page, report


def _later(county: Division) -> Triple:
    """The 2022 report captured again after one figure was changed on the page."""
    triple = _placed(corpus_made.made(2022, county, 2022), county, 2022)
    figure = next(f for f in triple[2].figures if len(f.printed) == 2)
    assert figure.value is not None
    changed = with_figure(triple, figure.id, 99 if figure.value != 99 else 98)
    return dataclasses.replace(changed[0], date=datetime(2025, 6, 7, 9, 0, tzinfo=UTC)), *changed[1:]


def page_html(triple: Triple, room_port: int) -> bytes:
    """The made page as its portal serves it."""
    _, page, report = triple
    table = page.tables[0]
    lines = page.text[: table.start].splitlines()
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    after = page.text[table.end :].splitlines()
    paragraphs = ["".join(f"<p>{html.escape(line)}</p>" for line in some) for some in (lines, after)]
    attack = ATTACK.replace("PORT", str(room_port)) if report.year == 2021 else ""
    title = html.escape(page.title or "")
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/s.css"></head><body><nav>{page.removals[0].text}</nav>
<h1>{title}</h1><img src="/seal.png" alt="" id="seal">{paragraphs[0]}
<table border="1">{rows}</table>{paragraphs[1]}<footer>{page.removals[-1].text}</footer>{attack}
</body></html>""".encode("utf-8", "replace")


def _exchange(triple: Triple, room_port: int) -> Exchange:
    capture = triple[0]
    body = page_html(triple, room_port)
    zipped = capture.date.year % 2 == 0
    payload = gzip.compress(body, mtime=0) if zipped else body
    extra = (("Content-Encoding", "gzip"),) if zipped else ()
    extra += (("Set-Cookie", "jsession=1"), ("Refresh", "0; url=http://evil.test/"))
    return _answer(capture.target_uri, payload, "text/html; charset=utf-8", capture.date, extra)


def _answer(
    url: str, body: bytes, kind: str, date: datetime, extra: tuple[tuple[str, str], ...] = ()
) -> Exchange:
    head = [f"Content-Type: {kind}", f"Content-Length: {len(body)}", *(f"{n}: {v}" for n, v in extra)]
    response = "\r\n".join(["HTTP/1.1 200 OK", *head]).encode() + b"\r\n\r\n" + body
    path = "/" + url.split("/", 3)[3]
    request = f"GET {path} HTTP/1.1\r\nHost: {url.split('/')[2]}\r\n\r\n".encode()
    return Exchange(target_uri=url, began=date, request=request, response=response)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\x00" + b"\xa0\x20\x20" * 24 for _ in range(24)))
    size = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
