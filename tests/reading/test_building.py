"""What a query says: the exact params, for either version, and what it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from civiapi import UsageError
from civiapi.clauses import fields_of, names_in
from civiapi.query import Q

from ..support import EchoApi, EchoApi3

four = EchoApi()
three = EchoApi3()
contacts = four.Contact.filter()
contacts3 = three.Contact.filter()
ALL3 = {"sequential": 1, "options": {"limit": 0}}


def test_an_issue_in_one_piece() -> None:
    query = (
        four.Contact.filter(contact_type="Individual", birth_date={">=": dt.date(1990, 1, 1)})
        .select("id", "display_name", "email_primary.email", "Donor_Profile.Donor_Rank:label")
        .where(Q(first_name="Ana") | ~Q(last_name={"LIKE": "S%"}))
        .join("Email", on={"contact_id": "id"}, how="left", alias="email")
        .order_by("-id")
        .limit(500)
    )
    assert query.params == {
        "select": ["id", "display_name", "email_primary.email", "Donor_Profile.Donor_Rank:label"],
        "join": [["Email AS email", "LEFT", ["email.contact_id", "=", "id"]]],
        "where": [
            ["contact_type", "=", "Individual"],
            ["birth_date", ">=", "1990-01-01"],
            ["OR", [["first_name", "=", "Ana"], ["NOT", [["last_name", "LIKE", "S%"]]]]],
        ],
        "orderBy": {"id": "DESC"},
        "limit": 500,
    }


@pytest.mark.parametrize(
    ("query", "params"),
    [
        (contacts, {}),
        (contacts.filter(id=[]), {"where": [["id", "IN", []]]}),
        (contacts.filter(id=None), {"where": [["id", "IS NULL"]]}),
        (contacts.filter({"a.b": 1}, c=2), {"where": [["a.b", "=", 1], ["c", "=", 2]]}),
        (contacts.filter(id={">": 1, "<": 5}), {"where": [["id", ">", 1], ["id", "<", 5]]}),
        (contacts.where(["id", "in", (1, 2)]), {"where": [["id", "IN", [1, 2]]]}),
        (contacts.where(["a", "=", "b", True]), {"where": [["a", "=", "b", True]]}),
        (contacts.where(["NOT", ["a", "IS NULL"]]), {"where": [["NOT", [["a", "IS NULL"]]]]}),
        (
            contacts.where(["OR", [Q(a=1), ["b", "=", 2]]]),
            {"where": [["OR", [["a", "=", 1], ["b", "=", 2]]]]},
        ),
        (
            contacts.where(Q(a=1, b=2) & Q(c=3)),
            {"where": [["AND", [["a", "=", 1], ["b", "=", 2], ["c", "=", 3]]]]},
        ),
        (contacts.select("a").select("b", "c"), {"select": ["b", "c"]}),
        (contacts.select("a").select(), {}),
        (contacts.order_by("a", "-b").order_by("-c", "id"), {"orderBy": {"c": "DESC", "id": "ASC"}}),
        (contacts.limit(5).limit(None).offset(3), {"offset": 3}),
        (contacts[10:20], {"limit": 10, "offset": 10}),
        (contacts[10:][5:][:3], {"limit": 3, "offset": 15}),
        (contacts.limit(10)[5:], {"limit": 5, "offset": 5}),
        (contacts.limit(10)[5:99], {"limit": 5, "offset": 5}),
        (
            contacts.select("x", "COUNT(id) AS n").group_by("x").having(["n", ">", 3]),
            {"select": ["x", "COUNT(id) AS n"], "groupBy": ["x"], "having": [["n", ">", 3]]},
        ),
        (
            contacts.join("GroupContact", bridge="X", how="inner", alias="g"),
            {"join": [["GroupContact AS g", "INNER", "X"]]},
        ),
        (
            contacts.join("Email", [{"contact_id": "id"}, Q(is_primary=True) | Q(email="x")], "exclude"),
            {
                "join": [
                    [
                        "Email AS email",
                        "EXCLUDE",
                        ["email.contact_id", "=", "id"],
                        ["OR", [["email.is_primary", "=", True, False], ["email.email", "=", "x", False]]],
                    ]
                ]
            },
        ),
        (
            contacts.join("Email", [["a", "=", "'x'"]]),
            {"join": [["Email AS email", "LEFT", ["a", "=", "'x'"]]]},
        ),
        (
            contacts.chain(mails=["Email", "get", {"where": [["contact_id", "=", "$id"]]}]),
            {"chain": {"mails": ["Email", "get", {"where": [["contact_id", "=", "$id"]]}]}},
        ),
        (contacts.extra(language="de_DE"), {"where": [], "language": "de_DE"}),
        (four.Mailing.filter(language="de"), {"where": [["language", "=", "de"]]}),
        (
            four.Mailing.filter(language="de").extra(language="fr"),
            {"where": [["language", "=", "de"]], "language": "fr"},
        ),
        (contacts3, ALL3),
        (contacts3.filter(id=[1, 2]), {**ALL3, "id": {"IN": [1, 2]}}),
        (contacts3.filter(last_name=None), {**ALL3, "last_name": {"IS NULL": 1}}),
        (contacts3.where(Q(a=1, b={"LIKE": "x%"})), {**ALL3, "a": 1, "b": {"LIKE": "x%"}}),
        (
            contacts3.select("a", "b").order_by("-a", "id").limit(5).offset(6),
            {
                "sequential": 1,
                "return": ["a", "b"],
                "options": {"limit": 5, "offset": 6, "sort": "a DESC, id ASC"},
            },
        ),
        (contacts3.extra(**{"api.Email.get": {}}), {**ALL3, "api.Email.get": {}}),
    ],
)
def test_params(query: Any, params: dict[str, Any]) -> None:
    assert query.params == params


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (lambda: Q(), "no condition"),
        (lambda: Q({"a": 1}, a=2), "given twice"),
        (lambda: Q(a={}), "empty dict"),
        (lambda: Q(a=1) | None, "joined with Q"),
        (lambda: Q(["a", "=", 1]), "a dict or keywords"),
        (lambda: contacts.where(), "no condition"),
        (lambda: contacts.where(["OR", []]), "at least one clause"),
        (lambda: contacts.where(["AND", [["OR", []]]]), "at least one clause"),
        (lambda: contacts.where("a = 1"), "where takes Q"),
        (lambda: contacts.where(["a"]), "is \\['field'"),
        (lambda: contacts.where(["a", "="]), "takes a value"),
        (lambda: contacts.where(["a", "LIKES", 1]), "no operator"),
        (lambda: contacts.where(["a", "=", [1]]), "takes one value"),
        (lambda: contacts.filter(limit=5), r"use \.limit\("),
        (lambda: contacts.filter(orderBy="x"), r"use \.order_by\("),
        (lambda: contacts.filter(language="x"), r"use \.extra\("),
        (lambda: contacts.limit(-1), "0 or more"),
        (lambda: contacts.limit("5"), "0 or more"),
        (lambda: contacts.limit(True), "0 or more"),
        (lambda: contacts.offset(None), "0 or more"),
        (lambda: contacts[-1], "0 or more"),
        (lambda: contacts[::2], "no step"),
        (lambda: contacts[-3:], "0 or more"),
        (lambda: contacts.select(7), "takes texts"),
        (lambda: contacts.select("row_count"), r"use \.count"),
        (lambda: contacts.order_by("-"), "takes texts"),
        (lambda: contacts.order_by("a", "-a"), "given twice"),
        (lambda: contacts.join("Email", alias="a"), "alias"),
        (lambda: contacts.join("Email").join("Email"), "alias"),
        (lambda: contacts.join("Email", how="outer"), "it is 'left'"),
        (lambda: contacts.join("Email", on="contact_id"), "on is a dict"),
        (lambda: contacts.chain(x="Email"), "a list"),
        (lambda: contacts.extra(limit=3), r"use \.limit"),
        (lambda: contacts.extra(foo=3), "no param of get"),
        (lambda: contacts.having(), "no condition"),
        (lambda: contacts.limit(0).params, "no rows"),
        (lambda: bool(contacts), r"use \.exists"),
        (lambda: contacts3.where(Q(a=1) | Q(b=1)), "AND only"),
        (lambda: contacts3.where(~Q(a=1)), "AND only"),
        (lambda: contacts3.filter(a={">": 1}).filter(a={"<": 5}), "only the first"),
        (lambda: contacts3.filter(id=[]), "empty list"),
        (lambda: contacts3.filter(a={"IS EMPTY": True}), "no operator IS EMPTY"),
        (lambda: contacts3.filter(a={"REGEXP": "x"}), "no operator REGEXP"),
        (lambda: contacts3.where(["a", "=", "b", True]), "not with expressions"),
        (lambda: contacts3.filter(options={"=": 1}), "no field in APIv3"),
        (lambda: contacts3.filter(limit=5), "no field in APIv3"),
        (lambda: contacts3.filter({"api.Email.get": 1}), "no field in APIv3"),
        (lambda: contacts3.filter({"return": "x"}), "no field in APIv3"),
        (lambda: contacts3.join("Email"), "no joins"),
        (lambda: contacts3.group_by("a"), "no groupBy"),
        (lambda: contacts3.having(["a", "=", 1]), "no having"),
        (lambda: contacts3.chain(x=["Email", "get"]), "chains by params"),
        (lambda: contacts3.extra(sequential=0), "no param of get"),
        (lambda: contacts3.extra(options={"limit": 5}), r"use \.limit"),
        (lambda: four.batch().Contact.filter(), "makes its own calls"),
        (lambda: contacts.select("id, display_name"), r"each field is a text of its own, select\('id', "),
        (
            lambda: contacts.select("id,email_primary.email,gender_id:label"),
            "each field is a text of its own",
        ),
        (lambda: contacts.order_by("-last_name, id"), "each field is a text of its own"),
        (lambda: contacts.filter(Q(id=1)), r"not a Q; where\(...\) takes it"),
        (lambda: contacts.order_by("id", "desc"), "put - before the field's name to descend, as in '-id'"),
        (lambda: contacts.order_by("id desc"), r"order_by\('id desc'\): write '-id'"),
        (lambda: contacts.order_by("-id", "last_name ASC"), "write 'last_name'"),
    ],
)
def test_refused(step: Any, text: str) -> None:
    with pytest.raises(UsageError, match=text):
        step()


def test_a_step_changes_nothing() -> None:
    where = ["id", "IN", [1, 2]]
    query = contacts.where(where)
    q = Q(a=[1])
    q.clause[2].append(9)
    query.params["where"][0][2].append(9)
    query.filter(a=1).select("b").limit(3)
    where[2].append(3)  # type: ignore[attr-defined]
    assert query.params == {"where": [["id", "IN", [1, 2]]]}
    assert q == Q(a=[1])
    assert hash(q) == hash(Q(a=[1]))
    assert q != Q(a=[2])
    assert (Q(a=1) & Q(b=2)) == Q(a=1, b=2)


def test_a_query_shows_what_it_is() -> None:
    assert repr(contacts.filter(id=1)) == "<Query Contact {'where': [['id', '=', 1]]}>"
    assert repr(contacts[3:3]) == "<Query Contact no rows>"
    assert repr(Q(id=1)) == "<Q ['id', '=', 1]>"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (contacts, "by id: each"),
        (contacts.order_by("-id", "last_name"), "by id: each"),
        (contacts.join("Email", how="exclude"), "by id: each"),
        (contacts.join("Email"), "by id; of each full page"),
        (contacts.order_by("last_name"), "by ids first: all"),
        (contacts.join("Email").order_by("last_name"), "in one call: a joined"),
        (contacts.group_by("a"), "in one call, as groups"),
        (contacts.select("MAX(id) AS n"), "in one call: an aggregate"),
        (four.Afform.filter(), "in one call: Afform is no table"),
        (four.SK_Donors.filter(), "in one call: SK_Donors is no table"),
        (contacts[2:2], "not at all"),
        (contacts3, "by id: each"),
        (contacts3.filter(id={">": 2}), "by ids first: APIv3"),
        (contacts3.filter(contact_id=2), "by ids first: APIv3"),
        (three.ActivityContact.filter(activity_contact_id=2), "by ids first: APIv3"),
        (three.Setting.filter(), "in one call: Setting"),
    ],
)
def test_how_it_is_read(query: Any, text: str) -> None:
    assert query.paging.startswith(text)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("first_name", ["first_name"]),
        ("gender_id:label", ["gender_id:label"]),
        ("LOWER(a.b)", ["a.b"]),
        ("IF((x > 3), 'some text', Group.Field)", ["x", "Group.Field"]),
        ("DATE_ADD(birth_date, INTERVAL 1 DAY)", ["birth_date"]),
        ("COUNT(DISTINCT contact_id)", ["contact_id"]),
    ],
)
def test_the_fields_of_an_expression(expression: str, names: list[str]) -> None:
    assert names_in(expression) == names


def test_the_fields_of_conditions() -> None:
    clauses = [["OR", [["a", "=", "x"], ["NOT", [["LOWER(b)", "IS NULL"]]]]], ["c", "=", "d", True]]
    assert fields_of(clauses) == ["a", "b", "c", "d"]


def test_commas_within_an_expression_are_no_list() -> None:
    expressions = ("IF(is_deleted, 'yes', 'no') AS gone", "CONCAT(first_name, last_name)", "'a, b' AS text")
    assert contacts.select(*expressions).params["select"] == list(expressions)
