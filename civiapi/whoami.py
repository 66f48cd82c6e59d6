"""Who an api is at its site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .call import Answer, ApiCall
from .errors import ApiCallError
from .flows import Flow

if TYPE_CHECKING:
    from .base import BaseApi

#: What is asked of the permissions: entity, action, values that the answer may depend on.
_ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("Contact", "create", {"contact_type": "Individual"}),
    ("Contact", "delete", {"id": 1}),
    ("Contribution", "create", {"total_amount": 1}),
    ("OptionValue", "create", {"label": "an option"}),
    ("CustomField", "create", {"label": "a field"}),
]


@dataclass(frozen=True)
class CurrentUser:
    """Who calls are made as; ``contact_id`` is None where nobody is logged in, as behind a plain cv.

    ``user`` is the name of the log-in, and ``roles`` its roles' names, None where the site does not tell.
    ``may`` is ``Entity.action`` -> whether that is allowed, as far as the site tells (APIv4).
    """

    site: str
    contact_id: int | None = None
    display_name: str | None = None
    user: str | None = None
    roles: Sequence[str] | None = None
    may: Mapping[str, bool] = field(default_factory=dict)

    def __str__(self) -> str:
        if self.contact_id is None:
            return f"{self.site}, with nobody logged in"
        log_in = f", user {self.user}" if self.user else ""
        return f"{self.site} as {self.display_name} (contact {self.contact_id}{log_in})"


def current_user(api: BaseApi) -> Flow[CurrentUser]:
    """The contact and the user that an api's calls are made as, in one request."""
    site = api._backend.site if api._backend is not None else type(api).__name__
    calls = _calls(api.VERSION.NUMBER)
    answers = yield calls
    contacts = api.VERSION.read(answers[0])
    if not contacts:
        return CurrentUser(site)
    contact = contacts[0]
    told_of = [_rows(api, answer) for answer in answers[1:]]
    users, roles, permissions = told_of[0], (told_of[1] if len(told_of) > 1 else None), told_of[2:]
    told = zip(_ASKED, permissions, strict=False)
    return CurrentUser(
        site,
        int(contact["id"]),
        contact.get("display_name"),
        users[0].get("uf_name") if users else None,
        None if roles is None else tuple(str(row["role_id.name"]) for row in roles),
        {f"{entity}.{action}": bool(rows[0]["access"]) for (entity, action, _), rows in told if rows},
    )


def _calls(version: int) -> list[ApiCall]:
    if version == 3:
        who = {"sequential": 1, "return": ["id", "display_name"], "id": "user_contact_id"}
        log_in = {"sequential": 1, "return": ["uf_name"], "contact_id": "user_contact_id"}
        return [ApiCall("Contact", "get", who, 3), ApiCall("UFMatch", "get", log_in, 3)]
    me = [["contact_id", "=", "user_contact_id"]]
    return [
        ApiCall(
            "Contact", "get", {"select": ["id", "display_name"], "where": [["id", "=", "user_contact_id"]]}
        ),
        ApiCall("UFMatch", "get", {"select": ["uf_name"], "where": me}),
        ApiCall(
            "UserRole",
            "get",
            {"select": ["role_id.name"], "where": [["user_id.contact_id", "=", "user_contact_id"]]},
        ),
        *(
            ApiCall(entity, "checkAccess", {"action": action, "values": values})
            for entity, action, values in _ASKED
        ),
    ]


def _rows(api: BaseApi, answer: Answer) -> list[dict[str, Any]] | None:
    """The rows of an answer; None where the site does not tell."""
    try:
        rows: list[dict[str, Any]] = api.VERSION.read(answer)
    except ApiCallError:
        return None
    return rows
