"""cv's notation: what the words of a command line become."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import UsageError, v4
from civiapi.cli import notation, texts


def params(*words, entity="Contact", action="get", version=4):
    return notation.params(words, entity, action, version)


def refusal(*words, **call):
    with pytest.raises(UsageError) as refused:
        params(*words, **call)
    return str(refused.value)


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        ("id = 5", ["id", "=", "5"]),
        ("id=5", ["id", "=", "5"]),
        ("id>=5", ["id", ">=", "5"]),
        ("id <> 5", ["id", "<>", "5"]),
        ("is_deleted = 0", ["is_deleted", "=", "0"]),
        ("nick_name =", ["nick_name", "=", ""]),
        ('nick_name = ""', ["nick_name", "=", ""]),
        ("last_name like A%", ["last_name", "LIKE", "A%"]),
        ("last_name  not   like A%", ["last_name", "NOT LIKE", "A%"]),
        ("email_primary.email IS NOT NULL", ["email_primary.email", "IS NOT NULL"]),
        ("gender_id:label = Female", ["gender_id:label", "=", "Female"]),
        ("id IN [1,2]", ["id", "IN", [1, 2]]),
        ("id IN[1,2]", ["id", "IN", [1, 2]]),
        ("id NOT IN [1]", ["id", "NOT IN", [1]]),
        ("id BETWEEN [1,2]", ["id", "BETWEEN", [1, 2]]),
        ("tags CONTAINS ONE OF [1]", ["tags", "CONTAINS ONE OF", [1]]),
        ("name REGEXP BINARY ^a", ["name", "REGEXP BINARY", "^a"]),
        ('name CONTAINS "one of us"', ["name", "CONTAINS", "one of us"]),
        ("first_name = null", ["first_name", "=", "null"]),
        ("first_name = a = b", ["first_name", "=", "a = b"]),
        ("note = two\nlines", ["note", "=", "two\nlines"]),
        ("a = = b", ["a", "=", "= b"]),
    ],
)
def test_condition(condition, clause):
    for words in (["+w", condition], [f"+w={condition}"], ["+where", condition], [f"+w:{condition}"]):
        assert params(*words) == {"where": [clause]}


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "id",
        "id ==5",
        "id =>5",
        "idLIKE x",
        "a b = c",
        "id BEGINS x",
        "= 5",
        "id IS NULL 5",
        "id IN 1,2",
        "a CONTAINS one of us",
    ],
)
def test_no_condition(condition):
    assert "+w" in refusal("+w", condition)


def test_conditions_add_up():
    both = params("+w", "id > 1", 'where=[["id","<",9]]', "+w", "is_deleted = 0", "contact_type=Individual")
    assert both == {
        "where": [["id", ">", "1"], ["id", "<", 9], ["is_deleted", "=", "0"]],
        "contact_type": "Individual",
    }
    assert v4.shape("Contact", "get", both)["where"][-1] == ["contact_type", "=", "Individual"]


def test_the_other_pluses():
    assert params("+s", "id,display_name", "+s", "COUNT(DISTINCT a,b) AS n") == {
        "select": ["id", "display_name", "COUNT(DISTINCT a,b) AS n"]
    }
    assert params("+o", "last_name desc, id", "+orderBy=RAND()") == {
        "orderBy": {"last_name": "DESC", "id": "ASC", "RAND()": "ASC"}
    }
    assert params("+l", "10") == {"limit": 10}
    assert params("+limit=10@20") == {"limit": 10, "offset": 20}
    assert params("+v", "a=1", "+value", 'b={"c":2}', "+values", "d=", action="create") == {
        "values": {"a": "1", "b": {"c": 2}, "d": ""}
    }


def test_key_and_value():
    words = [
        "first_name=a=b",
        "id=[1,2]",
        'last_name="1"',
        "limit=5",
        "nick_name=",
        '{"checkPermissions":true}',
    ]
    assert params(*words) == {
        "first_name": "a=b",
        "id": [1, 2],
        "last_name": "1",
        "limit": 5,
        "nick_name": "",
        "checkPermissions": True,
    }
    assert params("select=id,first_name", "orderBy=id DESC") == {
        "select": ["id", "first_name"],
        "orderBy": {"id": "DESC"},
    }


def test_values_survive_a_later_values():
    for words in (["+v", "a=1", 'values={"b":2}'], ['values={"b":2}', "+v", "a=1"]):
        assert params(*words, action="create") == {"values": {"a": "1", "b": 2}}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["id=1", "id=2"], "id: given twice"),
        (["id=1", '{"id":2}'], "id: given twice"),
        (["+l", "5", "limit=3"], "limit: given twice"),
        (["+o", "id", "+o", "id DESC"], "id: given twice"),
        (["Contact"], "is no param"),
        (["first_name != Bob"], "can be no param's name"),
        (["id>=5"], "can be no param's name"),
        (["=5"], "can be no param's name"),
        (["+x", "1"], "+x is unknown"),
        (["+w"], "+w says nothing"),
        (["+l", "-1"], "is no limit"),
        (["+l", "5@"], "is no limit"),
        (["limit=all"], "limit is a number"),
        (["+s", " , "], "names no field"),
        (["+o", ""], "names no field"),
        (["+o", "id DOWN"], "is no order"),
        (["+v", "a=1"], "Contact.get has no values"),
        (["where=["], "bad JSON"),
        (["{"], "bad JSON"),
        (["first_name='x'"], "double quotes"),
        (['{"id":1,"id":2}'], "stands twice"),
        (["x=[NaN]"], "no number"),
        (["x=" + "[" * 200_000], "bad JSON"),
        (['x="\\ud800"'], "surrogate"),
        (["first_name=\udcff"], "not UTF-8"),
        (["+w", "first_name = \udcff"], "not UTF-8"),
    ],
)
def test_refused(words, said):
    assert said in refusal(*words)


def test_value_without_field_is_refused():
    assert "is no value" in refusal("+v", "first_name", action="create")
    assert "has no where" in refusal("+w", "id = 1", action="create")
    assert params("+w", "id = 1", action="getFields") == {"where": [["id", "=", "1"]]}


def test_apiv3():
    words = ["contact_type=Individual", "+s", "id,display_name", "+o", "sort_name DESC,id", "+l", "5@10"]
    assert params(*words, version=3) == {
        "contact_type": "Individual",
        "select": ["id", "display_name"],
        "sort": "sort_name DESC, id ASC",
        "limit": 5,
        "offset": 10,
    }
    assert "+w is APIv4's" in refusal("+w", "id = 1", version=3)
    assert "+v is APIv4's" in refusal("+v", "a=1", version=3, action="create")
    assert "not with create" in refusal("+l", "5", version=3, action="create")
    assert "limit=" in refusal("options.limit=5", version=3)
    assert "limit is a number" in refusal("limit=5x", version=3)
    assert "order once" in refusal("+o", "id", "sort=id", version=3)


@given(st.text(st.characters(codec="utf-8")).filter(lambda text: text[:1] not in ("{", "[", '"', "'")))
def test_any_text_is_its_value(text):
    assert params(f"first_name={text}") == {"first_name": text}
    assert params("+v", f"first_name=x{text}x", action="create") == {"values": {"first_name": f"x{text}x"}}
    assert params("+w", f"first_name = x{text}x") == {"where": [["first_name", "=", f"x{text}x"]]}


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_goes_as_json(text):
    assert params("+w", f"first_name = {json.dumps(text)}") == {"where": [["first_name", "=", text]]}
    assert params(f"first_name={json.dumps(text)}") == {"first_name": text}


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=4))
def test_no_words_crash_it(words):
    with contextlib.suppress(UsageError):
        assert isinstance(params(*words), dict)


def test_document():
    assert texts.document(b'\xef\xbb\xbf {"limit": 1, "name": "\xc3\xa4"}\n') == {"limit": 1, "name": "ä"}
    assert texts.document(b"{}") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"[]", "JSON array"),
        (b"null", "JSON null"),
        (b'"x"', "JSON text"),
        (b"{} {}", "bad JSON"),
        (b'{"limit":1', "bad JSON"),
        (b"\xff{}", "not UTF-8"),
    ],
)
def test_no_document(text, said):
    with pytest.raises(UsageError, match=said):
        texts.document(text)
