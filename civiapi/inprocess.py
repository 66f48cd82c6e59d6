"""Straight into the sandbox: the embedded site called in this process, through JSON all the same."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from . import v3, v4
from .base import BaseApi
from .call import Answer, ApiCall, Upload
from .codec import dumps, identity
from .errors import InvalidResponse

if TYPE_CHECKING:
    from .sandbox.site import Site
    from .schema.site import Given

#: The administrator of a new sandbox, who is logged in.
ADMINISTRATOR = 2


class InProcessBackend:
    """Carries calls to an embedded site; permissions are checked only if asked for."""

    #: A request is over when this process is.
    is_local = True

    def __init__(self, file: str | Path | None = None, check_permissions: bool | None = None) -> None:
        self._file = file
        self._check = bool(check_permissions)
        self._opened: list[Site] = []  # shared by copies

    @property
    def embedded(self) -> Site:
        """The embedded site, opened on first use; InvalidResponse where its file is none."""
        if not self._opened:
            from .sandbox.errors import SiteError
            from .sandbox.site import Site

            try:
                site = Site.open(self._file)
            except (SiteError, OSError, sqlite3.Error) as error:
                raise InvalidResponse(f"the sandbox cannot be opened: {error}", handled=False) from None
            weakref.finalize(site, site.store.close)  # for who does not close the api
            self._opened.append(site)
        return self._opened[0]

    @property
    def site(self) -> str:
        return os.path.abspath(self._file) if self._file else "sandbox"

    @property
    def identity(self) -> str:
        """A hash of which site it is, by its own key: another may take the place of its file."""
        embedded = self.embedded
        return identity(str(embedded.file), embedded.api_key, str(self._check))

    def with_options(
        self, *, timeout: float | None = None, check_permissions: bool | None = None
    ) -> InProcessBackend:
        """A copy on the same site; a timeout has no meaning in process and is not used."""
        copied = InProcessBackend(self._file, self._check if check_permissions is None else check_permissions)
        copied._opened = self._opened
        return copied

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Make the calls one after the other; an Answer for each."""
        return [Answer(call, self._payload(call)) for call in calls]

    def _payload(self, call: ApiCall) -> Any:
        from .sandbox import phpjson
        from .sandbox.calls import error_array
        from .sandbox.errors import SiteError

        params = json.loads(dumps(call.params))
        if isinstance(call, Upload):
            with call.content.opened() as file:
                params["content"] = file.read().decode("utf-8", "surrogateescape")
        who: dict[str, Any] = {"user": ADMINISTRATOR, "check": self._check}
        try:
            if call.version == 4:
                payload: Any = self.embedded.api4(call.entity, call.action, params, call.index, **who)
            else:
                payload = self.embedded.api3(call.entity, call.action, params, **who)
        except SiteError as error:
            payload = error_array(error, call.entity, call.action) | {"status": error.status}
        return json.loads(phpjson.web(payload))

    def fetch(self, call: ApiCall, row: Mapping[str, Any], out: IO[bytes]) -> None:
        """Write the file of an attachment, the row that ``call`` gave, to ``out``."""
        found = self.embedded.api3("Attachment", "get", {"id": row["id"]}, user=ADMINISTRATOR, check=False)
        (trusted,) = found["values"].values()
        with open(trusted["path"], "rb") as file:
            shutil.copyfileobj(file, out)

    def close(self) -> None:
        """Close the site; the next call opens it again."""
        while self._opened:
            self._opened.pop().close()

    def __getstate__(self) -> dict[str, Any]:
        return {"_file": self._file, "_check": self._check, "_opened": []}


class SandboxApi(BaseApi):
    """What SandboxApiV3 and SandboxApiV4 share.

    A ``timeout`` is taken, so that what opens another site opens this one too; nothing waits here.
    """

    def __init__(
        self,
        file: str | Path | None = None,
        *,
        check_permissions: bool | None = None,
        timeout: float | None = None,
        retries: Any = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        backend = InProcessBackend(file, check_permissions)
        super().__init__(backend, retries=retries, schema=schema, schema_ttl=schema_ttl)


class SandboxApiV4(SandboxApi):
    """APIv4 of the embedded site in ``file`` (None: the user's own sandbox), made on first use."""

    VERSION = v4


class SandboxApiV3(SandboxApi):
    """APIv3 of the embedded site; the arguments are those of SandboxApiV4."""

    VERSION = v3
