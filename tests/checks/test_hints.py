"""The name that was meant, in errors of the site; what it costs: nothing."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from civiapi import Answer, InvalidCall, SandboxApiV3, SandboxApiV4

V4: list[tuple[str, str, dict[str, Any], str]] = [
    ("Contat", "get", {}, "not enabled); did you mean Contact?"),
    ("Contact", "gat", {}, "Api Contact gat version 4 does not exist; did you mean get?"),
    ("Contact", "getFields", {"selct": []}, "Unknown api parameter: setSelct; did you mean select?"),
    (
        "Contact",
        "get",
        {"where": [["frist_name", "=", 1]]},
        "Invalid field 'frist_name'; did you mean first_name?",
    ),
    (
        "Contact",
        "get",
        {"where": [["employer_id.frist_name", "=", 1]]},
        "Invalid field 'employer_id.frist_name'; did you mean employer_id.first_name?",
    ),
    (
        "Contact",
        "get",
        {"id": 2, "chain": {"e": ["Email", "get", {"where": [["emial", "=", 1]]}]}},
        "Invalid field 'emial'; did you mean email?",
    ),
]
V4 += [("Contact", name, {}, f"did you mean Contact.filter().{name}?") for name in ("one", "count", "to_csv")]
V4 += [
    ("Contact", "getsingle", {"id": 2}, "did you mean Contact.get(...).one()?"),
    ("Contact", "getcount", {}, "did you mean Contact.filter(...).count()?"),
    ("Contact", "get", {"last_name__like": "S%"}, "did you mean last_name={'LIKE': ...}?"),
]
V3: list[tuple[str, str, dict[str, Any], str]] = [
    ("Contat", "get", {}, "did you mean Contact?"),
    ("Contact", "gat", {}, "did you mean get?"),
    ("Contact", "count", {}, "did you mean Contact.filter().count?"),
    ("Email", "get", {"sort": "emial"}, "Cannot order by 'emial'; did you mean email?"),
    ("Contact", "create", {"contact_type": "Individal"}, "for field contact_type; did you mean Individual?"),
]


def refused(api: Any, entity: str, action: str, params: dict[str, Any]) -> InvalidCall:
    with pytest.raises(InvalidCall) as caught:
        api(entity, action, params)
    return caught.value


@pytest.mark.parametrize(("entity", "action", "params", "said"), V4, ids=lambda one: str(one)[:40])
def test_v4(api4: SandboxApiV4, entity: str, action: str, params: dict[str, Any], said: str) -> None:
    for name in ("Contact", "Email"):
        api4.schema.entity(name)
    error = refused(api4, entity, action, params)
    assert error.message.endswith(said)
    assert str(error) == f"{entity}.{action}: {error.message}"
    assert "did you mean" not in error.data["error_message"]
    assert pickle.loads(pickle.dumps(error)).message == error.message


@pytest.mark.parametrize(("entity", "action", "params", "said"), V3, ids=lambda one: str(one)[:40])
def test_v3(api3: SandboxApiV3, entity: str, action: str, params: dict[str, Any], said: str) -> None:
    for name in ("Contact", "Email"):
        api3.schema.entity(name)
    assert refused(api3, entity, action, params).message.endswith(said)


def test_in_a_batch(api4: SandboxApiV4) -> None:
    api4.schema.entity("Contact")
    (wrong,) = api4.batch([("Contact", "get", {"where": [["frist_name", "=", 1]]})])
    with pytest.raises(InvalidCall, match="did you mean first_name"):
        wrong.result()


class Counting(SandboxApiV4):
    sent = 0

    def _logged(self, calls: Sequence[Any]) -> list[Answer]:
        self.sent += 1
        return super()._logged(calls)


def test_never_a_request(new_site: Callable[[], Path]) -> None:
    """Without a schema at hand the stock entities and actions serve; of fields nothing is known."""
    with Counting(new_site()) as api:
        assert refused(api, "Contat", "get", {}).message.endswith("did you mean Contact?")
        assert refused(api, "Contact", "creat", {}).message.endswith("did you mean create?")
        where = {"where": [["frist_name", "=", 1]]}
        assert refused(api, "Contact", "get", where).message == "Invalid field 'frist_name'"
        assert refused(api, "Contact", "getFields", {"selct": []}).message.endswith("setSelct")
        assert api.sent == 4


def test_what_is_like_nothing_gets_no_name(api4: SandboxApiV4) -> None:
    assert "did you mean" not in refused(api4, "Xyzzy", "get", {}).message
