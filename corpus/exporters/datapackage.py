"""``datapackage.json`` (Frictionless Data Package v1): every file, every column; codes are strings."""

from pathlib import Path
from typing import Any

from corpus.exporters.about import NAME, About
from corpus.exporters.resources import Resource, sha256

TYPES = {"TEXT": "string", "INTEGER": "integer", "ANY": "number"}


def package(to: Path, said: About, resources: tuple[Resource, ...]) -> dict[str, Any]:
    """The descriptor."""
    return {
        "profile": "data-package",
        "name": NAME,
        "title": said.title,
        "description": said.description,
        "version": said.version,
        "created": f"{said.date}T00:00:00Z",
        "resources": [_resource(to, resource) for resource in resources],
    }


def _resource(to: Path, resource: Resource) -> dict[str, Any]:
    path = to / resource.path
    described: dict[str, Any] = {
        "name": resource.name.lower(),
        "path": resource.path,
        "description": resource.description,
        "format": resource.format,
        "mediatype": resource.media_type,
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
    }
    if resource.dataset is not None and resource.format in ("csv", "parquet"):
        described |= {"profile": "tabular-data-resource", "schema": _schema(resource)}
    return described


def _schema(resource: Resource) -> dict[str, Any]:
    assert resource.dataset is not None
    fields = [
        {"name": column.name, "type": TYPES[column.type], "description": column.description}
        | ({"unit": column.unit} if column.unit else {})
        for column in resource.dataset.columns
    ]
    return {"fields": fields, "primaryKey": list(resource.dataset.key), "missingValues": [""]}
