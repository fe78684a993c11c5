"""Datasette's own search box finds Chinese, in either script, with our function in the place of its own."""

import asyncio
from typing import Any

import pytest
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from corpus import search


class Functions:
    """What the reading room's plugin does, and no more."""

    __name__ = "search-functions"

    # After Datasette's own, which registers the same function.
    @hookimpl(trylast=True)
    def prepare_connection(self, conn: Any) -> None:
        search.register(conn)


@pytest.fixture
def datasette(filled):
    plugin = Functions()
    pm.register(plugin, name=plugin.__name__)
    tables = {"reports": {"fts_table": search.INDEX}}
    yield Datasette([str(filled / "corpus.db")], metadata={"databases": {"corpus": {"tables": tables}}})
    pm.unregister(plugin)


@pytest.mark.parametrize("asked", ["龙舟", "龍舟", "依申请公开", "财政预算、", '"行政处罚" 沙棘'])
def test_counts_are_those_of_the_texts(datasette, triples, asked):
    from urllib.parse import quote

    async def ask() -> dict[str, Any]:
        asking = f"_search={quote(asked)}&_size=max&_facet=year"
        found = await datasette.client.get(f"/corpus/reports.json?{asking}")
        answer: dict[str, Any] = found.json()
        return answer

    answer = asyncio.run(ask())
    words = asked.replace("龍", "龙").replace('"', "").replace("、", "").split()
    texts = [triple[1].text for triple in (*triples, triples[0])]  # the first has a second version
    truth = sum(all(word in text for word in words) for text in texts)
    assert answer["filtered_table_rows_count"] == truth > 0
    assert sum(one["count"] for one in answer["facet_results"]["year"]["results"]) == truth
