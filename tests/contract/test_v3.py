"""APIv3: the same calls, the same answers and the same errors over every transport."""

from __future__ import annotations

import pytest

from civiapi import ApiError, BaseApi, InvalidCall, NotFound, UsageError

NAMES = {"id": {"IN": [1, 2]}, "return": ["display_name"], "options": {"sort": "id"}}


def test_three_equal_ways(api3: BaseApi) -> None:
    rows = api3("Contact", "get", NAMES)
    assert [row["id"] for row in rows] == ["1", "2"]
    assert rows == api3.Contact("get", NAMES) == api3.Contact.get(NAMES) == api3.Contact.get(**NAMES)


def test_a_quick_call_reads_as_in_v4(api3: BaseApi) -> None:
    assert api3.Contact.get(id=[1, 2], select=["display_name"], sort="id") == api3.Contact.get(NAMES)
    assert len(api3.Contact.get(limit=1)) == 1
    assert api3.Contact.get(limit=1, offset=1, sort="id", select="id")[0]["id"] == "2"


def test_life_of_a_contact(api3: BaseApi) -> None:
    number = api3.Contact.create(contact_type="Individual", first_name="Zoë", last_name='O\'Neil\n"x"').one()[
        "id"
    ]
    row = api3.Contact.getsingle(id=number, select=["first_name", "last_name"])
    assert (row["id"], row["first_name"], row["last_name"]) == (number, "Zoë", 'O\'Neil\n"x"')
    api3.Contact.create(id=number, nick_name="$(id) `ls` \\n")
    assert api3.Contact.getvalue({"id": number, "return": "nick_name"}) == "$(id) `ls` \\n"
    assert api3.Contact.delete(id=number) == 1
    assert api3.Contact.getcount(id=number) == 0
    assert api3.Contact.delete(id=number, skip_undelete=1) == 1


def test_scalars(api3: BaseApi) -> None:
    assert api3.Contact.getcount(id=[1, 2]) == 2
    assert api3.Contact.getcount(id=999_999) == 0
    assert api3.Contact.getvalue({"id": 2, "return": "display_name"}) == "Ada Admin"
    assert api3.Contact.getvalue({"id": 2, "return": "nick_name"}) == ""
    assert api3.Contact.getvalue({"id": 2, "return": "is_opt_out"}) == "0"


def test_shapes(api3: BaseApi) -> None:
    assert list(api3.Contact.get(NAMES | {"sequential": 0})) == ["1", "2"]
    assert api3.Contact.get({"id": 999_999, "sequential": 0}) == {}
    assert api3.Contact.get({"id": 999_999}) == []
    assert {"key": 1, "value": "Female"} in [
        {**option, "key": int(option["key"])} for option in api3.Contact.getoptions(field="gender_id")
    ]


def test_chain(api3: BaseApi) -> None:
    row = api3.Contact.get({"id": 2, "return": ["id"], "api.Email.get": {"return": ["email"]}}).one()
    assert [email["email"] for email in row["api.Email.get"]["values"]] == ["admin@example.org"]


def test_errors(api3: BaseApi) -> None:
    with pytest.raises(InvalidCall, match="does not exist") as unknown:
        api3.Nosuch.get()
    assert unknown.value.code == "not-found"
    with pytest.raises(InvalidCall, match="does not exist"):
        api3.Contact.nosuch()
    with pytest.raises(InvalidCall, match="Mandatory key") as missing:
        api3.Contact.create(foo=1)
    assert missing.value.fields == ["contact_type"]
    with pytest.raises(InvalidCall, match="not a valid integer"):
        api3.Email.create(contact_id="not-a-number", email="x@example.org")
    with pytest.raises(NotFound):
        api3.Tag.delete(id=999_999)
    with pytest.raises(ApiError, match="Expected one Contact but found 2"):
        api3.Contact.getsingle(id=[1, 2])
    with pytest.raises(NotFound, match="Expected one Contact but found 0"):
        api3.Contact.getsingle(id=999_999)


def test_conditions_that_v3_would_drop_are_refused(api3: BaseApi) -> None:
    for wrong in ({"id": None}, {"id": []}, {"id": {">": 1, "<": 5}}, {"id": {}}):
        with pytest.raises(UsageError):
            api3.Contact.get(wrong)


def test_all_transports_give_the_same(all3: dict[str, BaseApi]) -> None:
    calls = [
        ("Contact", "get", {"limit": 5, "sort": "id"}),
        ("Email", "get", {"limit": 5, "sort": "id"}),
        ("Contact", "getcount", {}),
        ("Contact", "getsingle", {"id": 1}),
        ("Contact", "getfields", {"api_action": "create"}),
        ("Tag", "getactions", {}),
    ]
    for call in calls:
        answers = {name: api(*call) for name, api in all3.items()}
        first = answers.pop("inprocess")
        assert first
        for name, rows in answers.items():
            assert rows == first, (name, call)
