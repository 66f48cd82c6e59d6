"""Unknown territory is refused: each call of each entity answers in CiviCRM's form, or says why it does not."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from civiapi.sandbox import NotSimulated, Site, SiteError

from .engine import ADMINISTRATOR

MEMBERS = {"values", "entity", "action", "debug", "version", "count", "countFetched"}
# refusals of the database that a call can only run into where the engine made its statement badly
OWN_FAULTS = re.compile(r"DB Error: (syntax error|no such|unknown)|Traceback|object has no|NoneType")
# those that a call with senseless parameters can run into on a real site too are not among these
OWN_MISTAKES = re.compile(r"no such table|Traceback|object has no|NoneType")
SAMPLES = {
    "Integer": 1,
    "Boolean": True,
    "Money": 1,
    "Float": 1,
    "Date": "2025-01-01",
    "Array": [],
    "Timestamp": "now",
}
TYPES = {"array": ["1"], "int": 1, "float": 1.5, "bool": True}


@pytest.fixture(scope="module")
def site():
    with Site.temporary() as site:
        yield site


class _Undone(Exception):
    pass


def outcome(site, call, faults=OWN_FAULTS):
    """What a call answers, its work undone again; a refusal as the text of what is wrong with it."""
    answer = None
    try:
        with site.store.transaction():
            answer = call()
            raise _Undone
    except _Undone:
        json.dumps(answer)
        return answer, ""
    except SiteError as error:
        text = error.message
        wrong = not text or faults.search(text) or (isinstance(error, NotSimulated) and error.status != 501)
        return None, f"refused with {text!r}" if wrong else ""
    except Exception as error:
        return None, repr(error)


def needed(entity):
    """Values for the fields a new record must have."""
    specs = {name: field.create_spec() for name, field in entity.fields.items()}
    required = [entity.fields[name] for name, spec in specs.items() if spec and spec.get("required")]
    return {
        field.name: ["1"] if field.serialize else SAMPLES.get(field.data_type, "text") for field in required
    }


def minimal(site, entity, action):
    """The parameters an action cannot do without, and a where that is true of one record."""
    declared = site.schema.params(entity, action) or {}
    key = (entity.primary_key or ["id"])[0]
    params = {}
    for name, spec in declared.items():
        types = spec.get("type") or "string"
        if name == "where":
            params[name] = [[key, "=", 1]]
        elif name == "values":
            params[name] = {key: 1} if action in ("update", "checkAccess") else needed(entity)
        elif name == "records":
            params[name] = [needed(entity)]
        elif spec.get("required"):
            params[name] = TYPES.get(types if isinstance(types, str) else types[0], "text")
    return params


def strange_v4(site, entity, action, params, user):
    answer, wrong = outcome(site, lambda: site.api4(entity, action, params, user=user, check=True))
    if answer is not None:
        if not {*answer} >= MEMBERS or (answer["entity"], answer["action"]) != (entity, action):
            wrong = f"answered {answer}"
        elif not isinstance(answer["values"], list) or not all(
            isinstance(row, (dict, int)) for row in answer["values"]
        ):
            wrong = f"values {answer['values']}"
    return [f"{entity}.{action} {params}: {wrong}"] if wrong else []


@pytest.mark.parametrize("user", [ADMINISTRATOR, None])
def test_every_action_of_every_entity(site, user):
    strange, calls = [], 0
    shipped = site.store.rows("SELECT name, body FROM _schema WHERE kind = 'v4'")
    for name, body in shipped:
        entity = site.schema.entity(name)
        for action in json.loads(body)["actions"]:
            for params in ({}, minimal(site, entity, action) if entity else {"limit": 1}):
                calls += 1
                strange += strange_v4(site, name, action, params, user)
    assert calls > 3500
    assert strange == []


def test_every_field_of_every_entity(site):
    """Selected, compared, sorted by, written; with and without the names of its options."""
    strange, calls = [], 0
    for name in site.schema.entity_names():
        for field in site.schema.entity(name).fields.values():
            path = f"{field.name}:label" if field.suffixes else field.name
            for params in (
                {"select": [path], "limit": 1},
                {"where": [[path, "=", "1"]], "limit": 1},
                {"where": [[field.name, "IN", [1, "x"]]], "orderBy": {path: "DESC"}, "limit": 1},
            ):
                calls += 1
                strange += strange_v4(site, name, "get", params, ADMINISTRATOR)
            if "update" in site.schema.entity(name).actions and field.name != "id":
                calls += 1
                params = {"values": {path: "1"}, "where": [["id", "=", 1]]}
                strange += strange_v4(site, name, "update", params, ADMINISTRATOR)
    assert calls > 5000
    assert strange == []


def strange_v3(site, entity, action, params):
    answer, wrong = outcome(site, lambda: site.api3(entity, action, params, user=ADMINISTRATOR, check=True))
    is_array = isinstance(answer, dict) and action not in ("getsingle", "getvalue")
    if is_array and "is_error" not in answer:
        wrong = f"answered {answer}"
    return [f"{entity}.{action} {params}: {wrong}"] if wrong else []


def test_every_action_of_every_entity_of_v3(site):
    strange, calls = [], 0
    generic = [*site.schema.v3_generic(), "get", "create", "delete"]
    asked = {"id": 1, "name": "title", "field": "title", "value": "x", "action": "create", "values": []}
    for name in site.schema.v3_names():
        facts = site.schema.v3(name)
        fields = facts.get("fields", {}).items()
        required = {key: 1 for key, spec in fields if (spec.get("create") or {}).get("api.required")}
        for action in dict.fromkeys([*generic, *facts.get("actions", ())]):
            for params in ({}, {"id": 1, "return": "id"}, {**asked, "api_action": "get"}, required):
                calls += 1
                strange += strange_v3(site, name, action, params)
    assert calls > 7500
    assert strange == []


ENTITIES = [
    "Contact",
    "Email",
    "Activity",
    "Contribution",
    "Tag",
    "OptionValue",
    "CustomField",
    "Setting",
    "Entity",
]
ACTIONS = ["get", "create", "update", "save", "replace", "delete", "getFields", "getActions", "checkAccess"]
ACTIONS_3 = [
    "get",
    "create",
    "delete",
    "getsingle",
    "getvalue",
    "getlist",
    "setvalue",
    "replace",
    "getoptions",
]
WORDS = [
    "id",
    "*",
    "",
    "0",
    "x'y",
    "AND",
    "NOT",
    "=",
    "IN",
    "BETWEEN",
    "REGEXP",
    "(",
    "this.day",
    "COUNT(id)",
    "\x00",
]
FIELDS = ["id", "contact_id", "label", "api_key", "option_group_id:name", "email_primary.email", "nothing"]
OTHERS = ["return", "options", "sequential", "api.Email.get", "values", "params", "field", "option.limit"]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
)
junk = st.recursive(
    st.one_of(scalars, st.sampled_from(WORDS), st.sampled_from(FIELDS)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS + FIELDS), inner, max_size=2)
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(entity=st.sampled_from(ENTITIES), action=st.sampled_from(ACTIONS), data=st.data())
def test_parameters_of_any_shape(site, entity, action, data):
    known = site.schema.entity(entity)
    assume(action in known.actions)
    names = sorted({*(site.schema.params(known, action) or {})} - {"checkPermissions"})
    params = data.draw(st.dictionaries(st.sampled_from(names), junk, max_size=4))
    index = data.draw(st.one_of(st.none(), junk))
    _, wrong = outcome(
        site, lambda: site.api4(entity, action, params, index, user=ADMINISTRATOR, check=True), OWN_MISTAKES
    )
    assert not wrong


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    entity=st.sampled_from(ENTITIES),
    action=st.sampled_from(ACTIONS_3),
    params=st.dictionaries(st.sampled_from(FIELDS + OTHERS), junk, max_size=4),
)
def test_parameters_of_any_shape_in_v3(site, entity, action, params):
    _, wrong = outcome(
        site, lambda: site.api3(entity, action, params, user=ADMINISTRATOR, check=True), OWN_MISTAKES
    )
    assert not wrong


@pytest.mark.parametrize("entity", ["Nothing", "Grant", "", "contact", "Custom_Nothing", "civicrm_contact"])
def test_what_is_no_entity_is_not_found(site, entity):
    with pytest.raises(SiteError, match=r"does not exist|is not enabled") as caught:
        site.api4(entity, "get", {}, user=ADMINISTRATOR, check=True)
    assert not isinstance(caught.value, NotSimulated)
