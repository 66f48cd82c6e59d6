"""A site's records as a folder of files, which one can read: ``export_site`` and ``import_site``.

``manifest.json`` says what is in it; each entity has a JSONL file, a line for each record; what stands
behind the names of options, types and custom fields is in ``definitions.jsonl``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .columns import Column
from .definitions import Definition, definition_of
from .report import TransferReport
from .run import Match, Progress, Stop, move, with_v4
from .source import Rows, SiteSource, Values, told
from .survey import custom_field

if TYPE_CHECKING:
    from ..base import BaseApi

FORMAT = 1
MANIFEST, DEFINITIONS = "manifest.json", "definitions.jsonl"
#: What is moved where nothing else is said.
USUAL = """
    Contact Email Phone Address IM Website Tag EntityTag Group GroupContact Relationship Note Activity
    Contribution
""".split()
#: Fields that records may be matched by although they do not move with them.
_MATCHED_BY = {"Contact": ["email_primary.email", "phone_primary.phone"]}


def export_site(
    api: BaseApi,
    path: str | Path,
    entities: Sequence[str] | None = None,
    *,
    filter: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write a site's records to a new folder, for ``import_site`` or to be read; gives its path.

    ``entities`` are contacts and what belongs to them unless given; ``filter`` is entity -> conditions.  The
    folder is there only when it is complete.
    """
    with_v4(api, "api")
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already; give the name of a new folder")
    if entities is None:
        known = api.schema.entities()
        entities = [entity for entity in USUAL if entity in known]
    source = SiteSource(api, entities, filter)
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        _write(source, partial, progress)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return folder


def _write(source: SiteSource, folder: Path, progress: Progress | None) -> None:
    told_of: dict[str, Any] = {}
    for entity in source.entities:
        extra = _MATCHED_BY.get(entity, [])
        rows = source.rows(entity, extra)
        told_of[entity] = _lines(folder / f"{entity}.jsonl", rows) | {
            "columns": [column.to_json() for column in source.columns[entity]],
            "match": extra,
            "left_out": list(source.left_out[entity]),
        }
        if progress is not None:
            progress(f"{entity}: {told_of[entity]['rows']} records")
    wanted = dict.fromkeys(of for entity in source.entities for of in _definitions(source, entity))
    found = ({"key": of.key, "row": row} for of in wanted if (row := source.definition(of)) is not None)
    manifest = {
        "civiapi": FORMAT,
        "site": source.name,
        "civicrm": source.civicrm,
        "exported": dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        "entities": told_of,
        "definitions": _lines(folder / DEFINITIONS, found),
    }
    folder.joinpath(MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Write rows; gives their number and the checksum of the file."""
    checksum, count = hashlib.sha256(), 0
    with open(path, "wb") as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
            file.write(line)
            checksum.update(line)
            count += 1
    return {"rows": count, "sha256": checksum.hexdigest()}


def _definitions(source: SiteSource, entity: str) -> Iterator[Definition]:
    """All that the rows of an entity name."""
    for column in source.columns[entity]:
        if column.custom:
            of = custom_field(entity, column)
            yield Definition("CustomGroup", of.group or "")
            yield of
        if column.kind == "option":
            for value in sorted(source.values(entity, column), key=str):
                of_option = definition_of(entity, column, value[0]) if value[0] is not None else None
                if of_option is not None:
                    yield of_option
        elif column.kind == "key" and column.keys == ("name",):
            for value in sorted(source.values(entity, column), key=str):
                if value[0] is not None:
                    yield Definition(column.to or "", value[0])


def import_site(
    api: BaseApi,
    path: str | Path,
    entities: Sequence[str] | None = None,
    *,
    journal: str | Path | None = None,
    match: Match | None = None,
    missing: str = "error",
    dry_run: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> TransferReport:
    """Move the records in a folder that ``export_site`` wrote to a site; gives a report.

    All is as with ``transfer``.  The journal is a file beside the folder unless given; with the same journal
    a later export of the same site moves only what is new or has changed.  UsageError for a folder that is
    damaged or incomplete; nothing is written then.
    """
    folder = Path(path)
    return move(
        FolderSource(folder, entities),
        api,
        journal=journal if journal is not None else folder.with_name(f"{folder.name}.move.db"),
        match=match,
        missing=missing,
        dry_run=dry_run,
        workers=workers,
        progress=progress,
        stop=stop,
    )


class FolderSource:
    """The rows in a folder; UsageError where it is not whole."""

    def __init__(self, folder: Path, entities: Sequence[str] | None = None) -> None:
        self._folder = folder
        manifest = self._manifest()
        self.name = str(manifest["site"])
        told_of: Mapping[str, Any] = manifest["entities"]
        self.entities = list(told_of) if entities is None else list(dict.fromkeys(entities))
        for entity in self.entities:
            if entity not in told_of:
                raise UsageError(f"{folder} has no {entity}; it has {', '.join(told_of)}")
        self.columns = {entity: self._columns(told_of[entity]) for entity in self.entities}
        self.left_out = {entity: told_of[entity].get("left_out", []) for entity in self.entities}
        self._match = {entity: told_of[entity].get("match", []) for entity in self.entities}
        for entity in self.entities:
            self._check(f"{entity}.jsonl", told_of[entity])
        self._check(DEFINITIONS, manifest["definitions"])
        self._definitions: dict[str, dict[str, Any]] = {
            line["key"]: line["row"] for line in self._lines(DEFINITIONS)
        }

    def _manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads(self._folder.joinpath(MANIFEST).read_bytes())
        except FileNotFoundError:
            raise UsageError(f"{self._folder} is no export of a site: it has no {MANIFEST}") from None
        except ValueError:
            raise UsageError(f"{self._folder} is damaged: {MANIFEST} cannot be read") from None
        if not isinstance(manifest, dict) or manifest.get("civiapi") != FORMAT:
            raise UsageError(f"{self._folder} is no export of a site, or one of another version of civiapi")
        entities = manifest.get("entities")
        if not isinstance(entities, dict) or not all(re.fullmatch(r"\w+", name) for name in entities):
            raise UsageError(f"{self._folder} is damaged: {MANIFEST} does not say what there is")
        if not {"site", "definitions"} <= manifest.keys():
            raise UsageError(f"{self._folder} is damaged: {MANIFEST} is not whole")
        return manifest

    def _columns(self, told_of: Mapping[str, Any]) -> list[Column]:
        try:
            return [Column.from_json(one) for one in told_of["columns"]]
        except (KeyError, TypeError, ValueError):
            raise UsageError(f"{self._folder} is damaged: {MANIFEST} does not say what is what") from None

    def _check(self, name: str, told_of: Mapping[str, Any]) -> None:
        checksum, count = hashlib.sha256(), 0
        try:
            with open(self._folder / name, "rb") as file:
                for line in file:
                    checksum.update(line)
                    count += 1
        except FileNotFoundError:
            raise UsageError(f"{self._folder} is incomplete: {name} is not there") from None
        wanted = told_of.get("rows")
        if count != wanted:
            raise UsageError(f"{self._folder} is damaged: {name} has {count} lines, not {wanted}")
        if checksum.hexdigest() != told_of.get("sha256"):
            raise UsageError(f"{self._folder} is damaged: {name} is not as it was written")

    def _lines(self, name: str) -> Rows:
        with open(self._folder / name, "rb") as file:
            for line in file:
                yield json.loads(line)

    def rows(self, entity: str, extra: Sequence[str] = ()) -> Rows:
        unknown = set(extra) - set(self._match[entity])
        if unknown:
            raise UsageError(f"match: the rows of {entity} in {self._folder} have no {', '.join(unknown)}")
        return self._lines(f"{entity}.jsonl")

    def values(self, entity: str, column: Column) -> Values:
        return frozenset(value for row in self._lines(f"{entity}.jsonl") for value in told(row, column))

    def definition(self, of: Definition) -> Mapping[str, Any] | None:
        return self._definitions.get(of.key)
