"""The embedded site as its doors and the in-process backend use it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .errors import SiteError
from .schema import Schema
from .store import FORMAT, Store, make

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEFAULT_NAME = "sandbox.sqlite"


def default_file() -> Path:
    """Where the sandbox lives if nothing else is said: the user's data directory."""
    from platformdirs import user_data_path

    return user_data_path("civiapi") / DEFAULT_NAME


class Site:
    """One CiviCRM site in one SQLite file.

    file: the file; created: whether opening made it.  A site may be used from several threads, and several
    processes may have the same file open.
    """

    def __init__(self, store: Store, created: bool = False) -> None:
        self.store = store
        self.created = created
        self.schema = Schema(store)
        self._clean_up: Callable[[], None] | None = None

    @property
    def file(self) -> Path:
        from pathlib import Path

        return Path(self.store.file)

    @classmethod
    def open(cls, file: str | Path | None = None, *, sample: bool | int = True) -> Site:
        """The site in that file (None: the user's own sandbox), made on first use.

        sample: what a new site gets besides the default organization and the administrator. True: some 50
        contacts with what belongs to them; a number: these and that many thousand people, the same ones
        each time (100 take some 15 seconds and 100 MB); False or 0: nothing.
        Raises SiteError if the file is something else, ValueError for a negative number.
        """
        if sample < 0:
            raise ValueError("A site has no fewer than 0 thousand people.")
        path = os.fspath(file if file is not None else default_file())
        created = False
        if not os.path.exists(path):
            from pathlib import Path

            from .stock import fill

            created = make(Path(path), lambda store: fill(store, sample))
        store = Store(path)
        try:
            known = store.meta("format")
        except SiteError:
            known = None
        if known != FORMAT:
            store.close()
            raise SiteError(f"{path} is no sandbox of this version of civiapi; delete it to get a new one.")
        return cls(store, created)

    @classmethod
    def temporary(cls, *, sample: bool | int = True) -> Site:
        """A new site that leaves nothing behind: its file lies in a temporary folder, which goes when the
        site is closed (or, where a process dies of a signal, when the system clears such folders).
        """
        from tempfile import TemporaryDirectory

        folder = TemporaryDirectory(prefix="civiapi-")
        try:
            site = cls.open(os.path.join(folder.name, DEFAULT_NAME), sample=sample)
        except BaseException:
            folder.cleanup()
            raise
        site._clean_up = folder.cleanup
        return site

    def api4(
        self,
        entity: str,
        action: str,
        params: dict[str, Any],
        index: Any = None,
        *,
        user: int | None,
        check: bool,
    ) -> dict[str, Any]:
        """An APIv4 call; the answer is the envelope that HTTP gives.

        user: the contact that calls, None is anonymous; check: whether permissions are checked.
        Raises SiteError.
        """
        from .api4 import answer
        from .call import Call

        self.schema.refresh()
        return answer(Call(self, user, check), entity, action, params, index)

    def api3(self, entity: str, action: str, params: dict[str, Any], *, user: int | None, check: bool) -> Any:
        """An APIv3 call: the answer's dict, or a bare scalar.  Raises SiteError."""
        from .api3 import call

        self.schema.refresh()
        return call(self, entity, action, params, user=user, check=check)

    @property
    def api_key(self) -> str:
        """The key made with the site; its user is the administrator, contact 2."""
        return self.store.meta("api_key") or ""

    @property
    def site_key(self) -> str:
        return self.store.meta("site_key") or ""

    @property
    def version(self) -> str:
        """The version of CiviCRM that the site stands for."""
        return self.store.meta("civicrm_version") or ""

    def permitted(self, contact_id: int | None, permission: str) -> bool:
        """Whether a contact has a permission, by the roles of its account."""
        from .users import has, permissions_of

        return has(permissions_of(self.store, contact_id), permission)

    def setting(self, name: str) -> Any:
        """A setting's value; None if there is no such setting."""
        from .settings import value_of

        entity = self.schema.entity("Setting")
        return value_of(self.store, entity, name) if entity and name in entity.fields else None

    def close(self) -> None:
        self.store.close()
        if self._clean_up is not None:
            self._clean_up()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
