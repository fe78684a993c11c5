"""Writes the parts of the docs that are made from the code; ``--check`` fails where they are stale."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def commands() -> str:
    """The help of every command."""
    import click

    from crawler.cli import main

    context = click.Context(main, info_name="xianzhi")
    parts = ["# The command line", "Made by `scripts/docs` from the program itself."]
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        help_text = command.get_help(click.Context(command, info_name=f"xianzhi {name}", parent=None))
        parts.append(f"## xianzhi {name}\n\n```\n{help_text}\n```")
    return "\n\n".join(parts) + "\n"


def families() -> str:
    """The table of families."""
    from pages.families.reference import table

    return table()


def codebook() -> str:
    """Every table and column of the corpus."""
    from corpus.reference import codebook

    return codebook()


def rules() -> str:
    """The rules of cleaning, the repairs, the document formats."""
    from pages.chrome.table import page

    return page()


def schema(kind: str) -> str:
    """The JSON Schema of a noun, from its type."""
    import json

    import reports

    return json.dumps(reports.schema(kind), ensure_ascii=False, indent=1) + "\n"


# file -> what writes it. One line a generated page.
PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/commands.md": commands,
    "docs/reference/families.md": families,
    "docs/reference/codebook.md": codebook,
    "docs/reference/rules.md": rules,
    "docs/reference/clean_page.schema.json": lambda: schema("clean_page"),
    "docs/reference/report.schema.json": lambda: schema("report"),
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, write in PAGES.items():
        path, text = ROOT / name, write()
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    for name in stale:
        print(f"docs: {name} {'is stale: run scripts/docs' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
