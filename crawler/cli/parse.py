"""``xianzhi parse``: files to reports."""

import json
from pathlib import Path

import click

from crawler.cli import data_options
from crawler.cli.files import each
from reports.model import Figure, Report


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Where the page comes from.")
@click.option("--json", "as_json", is_flag=True, help="One Report a line, in order.")
@data_options
def command(files: tuple[Path, ...], url: str | None, as_json: bool, data: Path, collection: str) -> None:
    """Reads the figures of each report (.txt .html .pdf .docx .doc .xls .xlsx, or a CleanPage's .json)."""
    import reports
    from crawler.processing import parse_file

    for path, report in each(files, lambda path: parse_file(path, url)):
        if as_json:
            click.echo(json.dumps(reports.to_json(report), ensure_ascii=False))
        else:
            _show(path, report)


def _show(path: Path, report: Report) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"[bold]{path}[/bold]", soft_wrap=True)
    if report.edition is None:
        console.print(f"  no such report: {report.why}", markup=False)
        return
    issuer = f"{report.issuer.name} ({report.issuer.level})" if report.issuer else "issuer not found"
    console.print(f"  {issuer}, {report.year}, {report.edition}: {report.title}", markup=False)
    for source in ("table", "narrative"):
        _show_figures(console, [f for f in report.figures if f.source == source], source)
    failed = [c for c in report.checks if c.status == "fail"]
    console.print(f"  checks: {len(report.checks)} held, {len(failed)} failed")
    for check in failed:
        console.print(
            f"    {check.severity} {check.id}: {check.left} ≠ {check.right} {check.note}", markup=False
        )


def _show_figures(console: object, figures: list[Figure], source: str) -> None:
    from rich.console import Console
    from rich.table import Table

    assert isinstance(console, Console)
    shown = [f for f in figures if f.value != 0 or f.source == "narrative"]
    if not figures:
        return
    table = Table(title=f"{source}: {len(figures)} figures, {len(figures) - len(shown)} of them zero")
    for head in ("figure", "value", "unit", "printed"):
        table.add_column(head, overflow="fold")
    for f in shown:
        value = "?" if f.value is None else f"{f.value:g}" if isinstance(f.value, float) else str(f.value)
        table.add_row(
            f.id, value if f.qualifier == "exact" else f"{value} ({f.qualifier})", f.unit, f.printed
        )
    console.print(table)
