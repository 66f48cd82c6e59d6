"""The embedded site as its doors and the in-process backend use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .errors import SiteError
from .schema import Schema
from .store import FORMAT, Store, make

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

    @property
    def file(self) -> Path:
        return self.store.file

    @classmethod
    def open(cls, file: str | Path | None = None, *, sample: bool = True) -> Site:
        """The site in that file (None: the user's own sandbox), made on first use.

        sample: whether a new site gets sample contacts besides the default organization and the
        administrator.
        Raises SiteError if the file is something else.
        """
        path = Path(file) if file is not None else default_file()
        created = False
        if not path.exists():
            from .stock import fill

            created = make(path, lambda store: fill(store, sample))
        store = Store(path)
        try:
            known = store.meta("format")
        except SiteError:
            known = None
        if known != FORMAT:
            store.close()
            raise SiteError(f"{path} is no sandbox of this version of civiapi; delete it to get a new one.")
        return cls(store, created)

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
        """Whether a contact has a permission: the administrator has all, others none."""
        return self.store.value("SELECT 1 FROM _user WHERE contact_id = ?", (contact_id,)) is not None

    def permitted_all(self, contact_id: int | None, permissions: list[Any]) -> bool:
        """Whether a contact has all of these permissions; of a list inside, one."""
        return all(
            any(self.permitted(contact_id, choice) for choice in (item if isinstance(item, list) else [item]))
            for item in permissions
        )

    def setting(self, name: str) -> Any:
        """A setting's value; None if there is no such setting."""
        from .settings import value_of

        entity = self.schema.entity("Setting")
        return value_of(self.store, entity, name) if entity and name in entity.fields else None

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
