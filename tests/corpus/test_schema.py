"""The schema is one literal: everything is described, everything is created, nothing is lost."""

import doctest

import pytest
from sqlite_utils import Database

from corpus import schema
from corpus.errors import TooNew
from corpus.schema import columns
from corpus.schema.create import everything


@pytest.fixture
def db() -> Database:
    made = Database(memory=True)
    schema.prepare(made)
    return made


def test_every_table_and_column_is_described(db):
    said = {(row["table_name"], row["column_name"]) for row in db["codebook"].rows if row["description"]}
    held = {(t.name, c.name) for t in db.tables for c in t.columns} | {(t.name, "") for t in db.tables}
    assert said == held


def test_foreign_keys_lead_to_keys(db):
    for table in everything():
        for column in table.columns:
            if column.references:
                to, name = column.references.split(".")
                assert db[to].pks == [name]


def test_codes_are_text(db):
    for table in db.tables:
        for column in table.columns:
            if column.name.endswith(("code", "_id", "digest")):
                assert column.type == "TEXT", (table.name, column.name)


def test_any_keeps_numbers_as_read(db):
    db["figures"].insert_all(
        {"report_id": "a", "n": n, "value": v} for n, v in enumerate([5, 5.0, 0.1, None])
    )
    values = [row["value"] for row in db["figures"].rows]
    assert [(v, type(v)) for v in values] == [(5, int), (5.0, float), (0.1, float), (None, type(None))]


def test_a_missing_column_is_added_and_the_rows_stay(db):
    db["portals"].insert({"seed": "http://a.test/", "county": "甲县"})
    db.execute("ALTER TABLE portals DROP COLUMN family")
    schema.prepare(db)
    assert db["portals"].get("http://a.test/")["county"] == "甲县"
    assert "family" in {column.name for column in db["portals"].columns}


def test_a_corpus_of_a_later_program_is_refused_and_untouched(db):
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(TooNew, match="newer program"):
        schema.prepare(db)


def test_doctests():
    assert doctest.testmod(columns).failed == 0
