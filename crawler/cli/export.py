"""``xianzhi export``: the corpus as files."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import data_options
from crawler.cli.exits import DISK_FULL, Stop
from crawler.cli.years import span

if TYPE_CHECKING:
    from archive import Collection
    from corpus import Corpus

# The keys of corpus.exporters.EXPORTERS, which is not imported for --help (a test holds them equal).
FORMATS = ("parquet", "jsonl", "csv", "dta", "hf", "wacz")


@click.command()
@click.option(
    "--to", required=True, type=click.Path(path_type=Path), help="A directory that is not there yet."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="parquet", show_default=True)
@click.option("--portal", help="wacz: only this portal's captures (code or home page).")
@click.option("--years", help="wacz: only captures of these years, like 2024-2026.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def command(
    to: Path, form: str, portal: str | None, years: str | None, as_json: bool, data: Path, collection: str
) -> None:
    """Writes the corpus (for wacz, the archived pages) into a new directory, with what describes it."""
    from archive import DiskFull
    from corpus import Catalogue, CorpusError, Full, open_corpus
    from corpus.exporters import export

    if (portal or years) and form != "wacz":
        raise Stop("--portal and --years choose captures: they go with --format wacz")
    wanted = span(years)
    try:
        if form == "wacz" and _archive(data, collection) and not (data / "corpus.db").exists():
            Catalogue(data / "corpus.db").close()  # pages nobody has read yet: their titles are not known
        with open_corpus(data / "corpus.db") as corpus:
            chosen = _chosen(corpus, data, collection, portal, wanted) if form == "wacz" else {}
            written = export(corpus, to, form, **chosen)
    except (DiskFull, Full) as error:
        raise Stop(str(error), DISK_FULL) from None
    except CorpusError as error:
        raise Stop(str(error)) from None
    files = [{"path": one.path, "bytes": (to / one.path).stat().st_size} for one in written]
    if as_json:
        click.echo(json.dumps({"to": str(to), "format": form, "files": files}, ensure_ascii=False))
    else:
        total = sum(int(str(file["bytes"])) for file in files)
        first = "README.md" if (to / "README.md").exists() else written[0].path
        click.echo(f"{len(files)} files, {total:,} bytes, in {to}. Begin with {to / first}")


def _chosen(
    corpus: "Corpus", data: Path, collection: str, portal: str | None, years: tuple[int, int] | None
) -> dict[str, Any]:
    archived = _archive(data, collection)
    return {"collection": archived, "seed": _seed(corpus, portal), "years": years}


def _archive(data: Path, collection: str) -> "Collection":
    from archive import ArchiveError, Collection

    try:
        archived = Collection(data, collection)
    except ArchiveError as error:
        raise Stop(str(error)) from None
    if not archived.exists():
        raise Stop(f"there is no collection {collection!r} under {data}: crawl or import something first")
    return archived


def _seed(corpus: "Corpus", portal: str | None) -> str | None:
    if portal is None:
        return None
    query = (
        "select p.seed from portals p where p.seed = ? or p.division_code = ? "
        "order by exists (select 1 from captures c where c.seed = p.seed) desc, p.seed"
    )
    found = corpus.db.execute(query, [portal, portal]).fetchone()
    if found is None:
        raise Stop(f"no portal {portal!r} in the corpus: xianzhi portals list names them")
    return str(found[0])
