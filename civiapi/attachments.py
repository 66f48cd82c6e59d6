"""Files attached to records: up, listed, and down.

CiviCRM's API for them is APIv3's Attachment, whatever version an api speaks; its calls go the way of all
calls.  JSON has no way to write bytes: what carries an Upload sees to its file (codec.py, copier.py), and
what can download has a ``fetch``.
"""

from __future__ import annotations

import contextlib
import mimetypes
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from . import v3
from .call import Answer, ApiCall, Upload
from .content import Content
from .errors import InvalidResponse, NotFound, UsageError
from .flows import Flow
from .parts import Part
from .result import Result
from .retry import adeliver, deliver

if TYPE_CHECKING:
    from .base import BaseApi

Row = dict[str, Any]
#: What files can be attached to by the API, whoever asks (Civi/Core/Container.php: DynamicFKAuthorization).
TABLES = {
    "Activity": "civicrm_activity",
    "Contact": "civicrm_contact",
    "Household": "civicrm_contact",
    "Individual": "civicrm_contact",
    "Organization": "civicrm_contact",
    "Grant": "civicrm_grant",
    "Mailing": "civicrm_mailing",
}
_NUMBERS = ("id", "entity_id", "created_id")


class Attaching:
    """The part of BaseEntity that has to do with files."""

    NAME: str
    if TYPE_CHECKING:

        @property
        def _api(self) -> BaseApi: ...

    def attach(
        self,
        record: Any,
        file: Any,
        *,
        name: str | None = None,
        description: str | None = None,
        mime_type: str | None = None,
    ) -> Row:
        """Attach a file to a record, an id or a row; gives the attachment's row.

        ``file`` is a path, or a binary file object, which is read from where it stands.  ``name`` is by
        default the file's own; the site makes letters, digits and "_" of it.  ``mime_type`` is by default
        that of the name's ending.  Over HTTP a file has to fit in a request (``max_body``); over cv it may
        have any size.  Where the answer was lost, the file may be attached or not: it is not sent again.
        """
        return self._api._run(attached(self.NAME, record, file, name, description, mime_type))

    def attachments(self, record: Any) -> Result[Row]:
        """The attachments of a record, an id or a row: their rows.

        These have id, name, mime_type, description, upload_date, entity_table, entity_id, created_id and
        url, over cv also path.  A url is good for some days, for whoever has a log-in.
        """
        return self._api._run(listed(self.NAME, record))


def attached(
    entity: str, record: Any, file: Any, name: str | None, description: str | None, mime_type: str | None
) -> Flow[Row]:
    """The row of a new attachment."""
    owner = _owner(entity, record)
    with contextlib.closing(Content(file)) as content:
        name = _name(content.name if name is None else name)
        kind = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        params = {**owner, "name": name, "mime_type": kind, "description": description}
        shaped = v3.shape(
            "Attachment", "create", {key: one for key, one in params.items() if one is not None}
        )
        call = Upload("Attachment", "create", shaped, v3.NUMBER, content=content)
        (answer,) = yield [call]
        rows = _rows(answer)
    if len(rows) != 1 or any(rows[0].get(key) != value for key, value in owner.items()):
        raise InvalidResponse(
            "the site told of no such attachment; look whether it is there",
            call=call,
            response=answer.response,
        )
    return rows[0]


def listed(entity: str, record: Any) -> Flow[Result[Row]]:
    """The rows of all attachments of a record."""
    (answer,) = yield [_get(_owner(entity, record))]
    return _rows(answer)


def downloaded(api: BaseApi, attachment: Any, path: str | os.PathLike[str]) -> Path:
    """Download an attachment, whole or not at all; see BaseApi.download."""
    fetch = _way(api)
    row = api._run(found(attachment))
    call, target = _get({"id": row["id"]}), _target(row, path)
    with _written(target) as out:

        def send(calls: Sequence[ApiCall]) -> list[Answer]:
            fetch(call, row, _emptied(out))
            return [Answer(call)]

        deliver(send, [call], api._retries)
    return target


async def adownloaded(api: BaseApi, attachment: Any, path: str | os.PathLike[str]) -> Path:
    """As downloaded, awaited."""
    fetch = _way(api)
    asked: Any = api._run(found(attachment))
    row = await asked
    call, target = _get({"id": row["id"]}), _target(row, path)
    with _written(target) as out:

        async def send(calls: Sequence[ApiCall]) -> list[Answer]:
            await fetch(call, row, _emptied(out))
            return [Answer(call)]

        await adeliver(send, [call], api._retries)
    return target


def _way(api: BaseApi) -> Callable[[ApiCall, Row, IO[bytes]], Any]:
    """What brings files to an api."""
    way: Callable[[ApiCall, Row, IO[bytes]], Any] | None = getattr(api._backend, "fetch", None)
    if way is None:
        raise UsageError(f"{type(api).__name__} has no way to download files; HTTP, cv and pipe have")
    return way


def _target(row: Row, path: str | os.PathLike[str]) -> Path:
    return Path(path, _name(str(row.get("name")))) if os.path.isdir(path) else Path(path)


def _emptied(out: IO[bytes]) -> IO[bytes]:
    """A file without what came of it before."""
    out.seek(0)
    out.truncate()
    return out


def found(attachment: Any) -> Flow[Row]:
    """The row of an attachment, asked for anew: its url ends some day, and its path is told over cv alone."""
    number = _number(attachment, "an attachment")
    call = _get({"id": number})
    (answer,) = yield [call]
    rows = _rows(answer)
    if len(rows) != 1 or rows[0].get("id") != number:
        raise NotFound(f"there is no attachment {number}", call=call)
    return rows[0]


def _get(params: Mapping[str, Any]) -> ApiCall:
    return ApiCall("Attachment", "get", v3.shape("Attachment", "get", {**params, "limit": 0}), v3.NUMBER)


def _rows(answer: Answer) -> Result[Row]:
    """Rows in one shape for all apis: APIv3 itself writes numbers as texts."""
    rows = v3.read(answer)
    if not isinstance(rows, Result) or not all(isinstance(row, dict) for row in rows):
        raise InvalidResponse("the site told of attachments in no known way", call=answer.call)
    for row in rows:
        row |= {key: int(row[key]) for key in _NUMBERS if str(row.get(key)).isdecimal()}
    return rows


def _owner(entity: str, record: Any) -> dict[str, Any]:
    table = TABLES.get(entity)
    if table is None:
        raise UsageError(
            f"CiviCRM's API attaches files to activities, contacts, grants and mailings, not to {entity}"
        )
    return {"entity_table": table, "entity_id": _number(record, f"a record of {entity}")}


def _number(given: Any, what: str) -> int:
    number: Any = given.get("id") if isinstance(given, Mapping) else given
    if isinstance(number, bool) or not re.fullmatch("[1-9][0-9]*", str(number)):
        raise UsageError(f"{what} is told by its id or a row with one, not by {given!r}")
    return int(number)


def _name(name: str | None) -> str:
    """A name for a file, of which the site, and a folder here, can make no path."""
    if not name:
        raise UsageError("the file has no name of its own; give name=")
    if name in (".", "..") or re.search(r"[/\\]", name) or not name.isprintable():
        raise UsageError(f"{name!r} can be no name of a file")
    return name


@contextlib.contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A file beside ``path`` to write to, which takes its place at the end, or goes where there is none."""
    part = Part(path)
    try:
        with part.open("xb") as out:
            yield out
        part.keep()
    finally:
        part.drop()
