"""The codebook as a page of the documentation: every table and column, from the schema itself."""

from corpus.datasets import datasets
from corpus.schema.columns import Column
from corpus.schema.create import everything

_HEAD = """# Codebook

Made by `scripts/docs` from `corpus/schema` and `corpus/datasets.py`.

`corpus.db` is SQLite. Codes are text; offsets are code points into `pages.text`; times are UTC. `ANY`
keeps a number as it was read. Every figure leads to its report, page, capture, WARC file, offset and
digest:

```sql
select f.id, f.value, f.printed, p.url, c.warc_file, c.warc_offset, c.payload_digest
from figures f join pages p on p.id = f.report_id join captures c on c.id = p.capture_id
where f.report_id = :report
```
"""
_FILES = """## Files

`xianzhi export` writes these tables, of current reports only; `reports.jsonl` has every version.
"""


def codebook() -> str:
    """The page, in Markdown."""
    parts = [_HEAD, "## Tables of corpus.db"]
    parts += [_section(table.name, table.description, table.columns) for table in everything()]
    parts.append(_FILES)
    parts += [_listed(one.name, one.description, one.columns) for one in datasets()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(name: str, description: str, columns: tuple[Column, ...]) -> str:
    rows = "\n".join(_row(column) for column in columns)
    return f"### {name}\n\n{description}\n\n| column | type | what it is |\n| --- | --- | --- |\n{rows}"


def _row(column: Column) -> str:
    says = column.description.replace("|", "\\|") + (f", {column.unit}" if column.unit else "")
    leads = f" → `{column.references}`" if column.references else ""
    return f"| `{column.name}` | {column.type} | {says}{leads} |"


def _listed(name: str, description: str, columns: tuple[Column, ...]) -> str:
    """A file's columns by name: what they mean is said above."""
    if name in {table.name for table in everything()} and name != "figures":
        return f"### {name}\n\nThe table of that name."
    names = ", ".join(f"`{column.name}`" for column in columns)
    return f"### {name}\n\n{description}\n\n{names}."
