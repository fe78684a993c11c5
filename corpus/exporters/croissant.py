"""``croissant.json`` (Croissant 1.0, http://mlcommons.org/croissant/1.0): files, tables and columns."""

from pathlib import Path
from typing import Any

from corpus.exporters.about import NAME, About
from corpus.exporters.resources import Resource, sha256
from corpus.schema.columns import Column

_TABLES = {"csv": "text/csv", "parquet": "application/x-parquet"}
_TYPES = {"TEXT": "sc:Text", "INTEGER": "sc:Integer", "ANY": "sc:Float"}

# The terms of the specification's own context (section "Namespaces").
_CONTEXT = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def metadata(to: Path, said: About, resources: tuple[Resource, ...]) -> dict[str, Any]:
    """The JSON-LD document; tables in CSV and Parquet get record sets, other files stand as files."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "description": said.description,
        "version": _version(said.date),
        "datePublished": said.date,
        "citeAs": f"{said.title}. {said.version}.",
        "inLanguage": "zh",
        "distribution": [_file(to, resource) for resource in resources],
        "recordSet": [_records(one) for one in resources if one.dataset and one.format in _TABLES],
    }


def _version(date: str) -> str:
    """A date as MAJOR.MINOR.PATCH, which Croissant asks for.

    >>> _version("2026-09-01")
    '2026.9.1'
    """
    return ".".join(str(int(part)) for part in date.split("-"))


def _file(to: Path, resource: Resource) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource.path,
        "name": resource.path,
        "description": resource.description,
        "contentUrl": resource.path,
        "encodingFormat": _TABLES.get(resource.format, resource.media_type),
        "sha256": sha256(to / resource.path),
    }


def _records(resource: Resource) -> dict[str, Any]:
    assert resource.dataset is not None
    return {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": resource.description,
        "key": [{"@id": f"{resource.name}/{name}"} for name in resource.dataset.key],
        "field": [_field(resource, column) for column in resource.dataset.columns],
    }


def _field(resource: Resource, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{resource.name}/{column.name}",
        "name": f"{resource.name}/{column.name}",
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": resource.path}, "extract": {"column": column.name}},
    }
