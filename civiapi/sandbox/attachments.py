"""Attachments: rows of civicrm_file and civicrm_entity_file, and the files themselves.

A file lies in a folder beside the site's own, so that it has a path that cv can tell, and that other programs
can read and write.  Facts: api/v3/Attachment.php, CRM/Utils/File.php, CRM/Core/BAO/File.php of CiviCRM.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import shutil
import time
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from .errors import NotSimulated, SiteError

if TYPE_CHECKING:
    from pathlib import Path

    from .call import Call
    from .record import Record
    from .schema import Entity
    from .site import Site

#: Where the site says that it is; a door that knows better sets it.
BASE: ContextVar[str] = ContextVar("civiapi_base", default="http://localhost")
#: Endings that are kept, as they are in a new site's option group safe_file_extension ...
SAFE = frozenset("jpg jpeg png gif txt pdf doc xls rtf csv ppt docx xlsx odt ods odp pptx".split())
#: ... and those of which versions differ.  A file with any other one is stored as ".unknown".
_UNSURE = frozenset("htm html ics".split())
LIFE = 7 * 24
"""Hours that an address is good for: the setting checksum_timeout."""
_LONGEST = 240
_HASH = re.compile(r"_[a-f0-9]{32}\.")
_ROW = """
    SELECT f.id, f.uri, f.mime_type, f.description, f.upload_date, e.entity_table, e.entity_id, f.created_id
    FROM civicrm_file f JOIN civicrm_entity_file e ON e.file_id = f.id
"""


def folder_of(file: Path) -> Path:
    """Where the files of a site lie, whose own file this is."""
    return file.with_name(file.name + ".files")


def path_of(site: Site, uri: str) -> str:
    """Where the file lies that has this uri."""
    return os.path.abspath(folder_of(site.file) / uri)


def clean(uri: str) -> str:
    """The name of a file as people see it: without what made it unique."""
    return _HASH.sub(".", uri)


def unique(name: str) -> str:
    """A uri for a new file: its name in letters and digits, and what makes it unique."""
    if name != os.path.basename(name) or re.search(r"[/\\]", name):
        raise SiteError("Malformed name")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    if ending.lower() in _UNSURE:
        raise NotSimulated(f"files whose names end in .{ending}")
    mark = os.urandom(16).hex()
    if ending.lower() in SAFE:
        return f"{_munged(f'{stem}_{mark}')}.{ending}"
    return f"{_munged(f'{stem}_{ending}_{mark}')}.unknown"


def _munged(text: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "_", text.strip())[:_LONGEST]


def add(site: Site, file: dict[str, Any], entity: dict[str, Any], name: str) -> dict[str, Any]:
    """The rows of a new file, which is still to be written; its row as `found` gives it."""
    uri = unique(name)
    file_id = site.store.insert("civicrm_file", {**file, "uri": uri, "is_public": 0})
    site.store.insert("civicrm_entity_file", {**entity, "file_id": file_id})
    folder_of(site.file).mkdir(exist_ok=True)
    return found(site, {"f.id": file_id})[0]


def write(site: Site, row: dict[str, Any], content: str) -> None:
    """Write the content of a file; bytes that are no UTF-8 are lone surrogates in the text."""
    with open(path_of(site, row["uri"]), "wb") as file:
        file.write(content.encode("utf-8", "surrogateescape"))


def take(site: Site, row: dict[str, Any], source: str) -> None:
    """Move a file of this machine into the site."""
    path = path_of(site, row["uri"])
    try:
        shutil.copyfile(source, path)
    except OSError as error:
        raise SiteError(f"Cannot copy uploaded file {source} to {path}") from error
    os.unlink(source)


def found(site: Site, conditions: dict[str, Any]) -> list[dict[str, Any]]:
    """The attachments for which columns (with `f.` or `e.` before their names) have these values."""
    where = " AND ".join(f"{name} = ?" for name in conditions)
    return site.store.dicts(f"{_ROW} WHERE {where} ORDER BY f.id", list(conditions.values()))


def remove(site: Site, rows: list[dict[str, Any]]) -> None:
    """Delete attachments with their files."""
    for row in rows:
        site.store.execute("DELETE FROM civicrm_entity_file WHERE file_id = ?", (row["id"],))
        site.store.delete("civicrm_file", row["id"])
    for row in rows:
        _unlink(site, row["uri"])


def check_file(record: Record) -> None:
    """APIv4's File: rows, but no files; those are made by APIv3's Attachment."""
    if record.has("uri"):
        raise SiteError("Setting file URI is not permitted. Use file_name instead.")
    if any(record.has(name) for name in ("file_name", "content", "move_file")):
        raise NotSimulated("files made by APIv4's File; use APIv3's Attachment")


def forget(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """A row's file goes with it."""
    if row.get("uri"):
        _unlink(call.site, row["uri"])


def _unlink(site: Site, uri: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path_of(site, uri))


def address(site: Site, file_id: int) -> str:
    """Where a file is downloaded; good for some days."""
    return (
        f"{BASE.get()}/civicrm/file?reset=1&id={file_id}&fcs={_token(site, file_id, int(time.time()), LIFE)}"
    )


def _token(site: Site, file_id: int, made: int, life: int) -> str:
    key = (site.store.meta("site_key") or "").encode()
    digest = hmac.new(key, f"entity=&file={file_id}&life={life}&made={made}".encode(), hashlib.sha256)
    return f"{digest.hexdigest()}_{made}_{life}"


def is_token(site: Site, file_id: int, token: str) -> bool:
    """Whether a token is the site's own, for this file, and still good."""
    _, _, rest = token.partition("_")
    made, _, life = rest.partition("_")
    if not (made.isdecimal() and life.isdecimal()):
        return False
    is_own = hmac.compare_digest(_token(site, file_id, int(made), int(life)).encode(), token.encode())
    return is_own and int(made) + int(life) * 3600 >= time.time()
