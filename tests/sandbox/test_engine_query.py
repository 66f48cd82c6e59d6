"""get: select, where, joins, functions, groups, order, pages, index, chain."""

from __future__ import annotations

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError
from civiapi.sandbox.errors import PhpError

from .engine import Caller, token


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("query") / "site.sqlite", sample=False) as site:
        yield Caller(site)


@pytest.fixture(scope="module")
def family(api):
    """Ann (two e-mails), Bob (one), Cy (none), all of one name."""
    name = token()
    people = (("Ann", "dev", "1980-05-06"), ("Bob", "dev", "1985-05-06"), ("Cy", "ops", None))
    records = [
        {"first_name": first, "last_name": name, "job_title": job, "birth_date": born}
        for first, job, born in people
    ]
    rows = api("Contact", "save", {"records": records, "defaults": {"contact_type": "Individual"}})
    mails = (
        (rows[0]["id"], f"ann@{name}.org", 1),
        (rows[0]["id"], f"ann.work@{name}.org", 2),
        (rows[1]["id"], f"bob@{name}.org", 2),
    )
    keys = ("contact_id", "email", "location_type_id")
    api("Email", "save", {"records": [dict(zip(keys, mail, strict=True)) for mail in mails]})
    return name


def names(api, family, **params):
    """The first names of the family that a get finds."""
    where = [["last_name", "=", family], *params.pop("where", [])]
    params = {"select": ["first_name"], "where": where, "orderBy": {"id": "ASC"}, **params}
    return [row["first_name"] for row in api("Contact", "get", params)]


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        (["first_name", "=", "ANN"], ["Ann"]),
        (["first_name", "!=", "Ann"], ["Bob", "Cy"]),
        (["birth_date", "<", "1985-01-01"], ["Ann"]),
        (["birth_date", "BETWEEN", ["1980-01-01", "1985-05-06"]], ["Ann", "Bob"]),
        (["birth_date", "IS NULL"], ["Cy"]),
        (["birth_date", "IS EMPTY"], ["Cy"]),
        (["first_name", "IN", ["ann", "cy", "x"]], ["Ann", "Cy"]),
        (["first_name", "IN", []], []),
        (["birth_date", "NOT IN", ["1980-05-06"]], ["Bob"]),
        (["first_name", "LIKE", "%b"], ["Bob"]),
        (["first_name", "LIKE", "a%"], ["Ann"]),
        (["first_name", "CONTAINS", "n"], ["Ann"]),
        (["first_name", "NOT CONTAINS", "n"], ["Bob", "Cy"]),
        (["first_name", "CONTAINS ONE OF", ["n", "y"]], ["Ann", "Cy"]),
        (["first_name", "REGEXP", "^[ab]"], ["Ann", "Bob"]),
        (["first_name", "REGEXP BINARY", "^[ab]"], []),
        (["job_title", "=", None], []),
        (["OR", [["first_name", "=", "Ann"], ["job_title", "=", "ops"]]], ["Ann", "Cy"]),
        (["NOT", [["job_title", "=", "dev"], ["first_name", "=", "Ann"]]], ["Bob", "Cy"]),
        (["OR", []], ["Ann", "Bob", "Cy"]),
        (["YEAR(birth_date)", "=", 1985], ["Bob"]),
        (["job_title", "=", "'dev'", True], ["Ann", "Bob"]),
        (["last_name", "=", "last_name", True], ["Ann", "Bob", "Cy"]),
        (["email_primary.email", "LIKE", "bob@%"], ["Bob"]),
    ],
)
def test_where(api, family, clause, found):
    assert names(api, family, where=[clause]) == found


def test_numbers_are_compared_as_the_database_does(api):
    person = api.person(gender_id=2)
    for wanted in (2, "2", "2x", 2.0):
        assert api(
            "Contact", "get", {"select": ["id"], "where": [["id", "=", person], ["gender_id", "=", wanted]]}
        )


def test_a_long_list_is_found(api):
    person = api.person()
    where = [["id", "IN", [*range(100000, 101000), person]]]
    assert api("Contact", "get", {"select": ["id"], "where": where}) == [{"id": person}]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"where": [["nope", "=", 1]]}, "Invalid field 'nope'"),
        ({"where": [["id", "~~", 1]]}, "Illegal operator"),
        ({"where": [["first_name", "like", "x"]]}, "Illegal operator"),
        ({"where": [["groups", "=", 1]]}, "Illegal operator for groups ="),
        ({"orderBy": {"id": "desc"}}, "Invalid sort direction. Cannot order by id desc"),
        ({"orderBy": {"nope": "ASC"}}, "Invalid field 'nope'"),
        ({"groupBy": ["nope"]}, "Invalid field 'nope'"),
        ({"join": [["Email AS mail", "OUTER"]]}, "Illegal value for join side: 'OUTER'."),
        (
            {"select": ["first_name AS x"]},
            "Aliasing field names is not allowed, only expressions can have an alias.",
        ),
        ({"select": ["upper(first_name)"]}, "Sql function must be uppercase."),
        ({"select": ["NOPE(first_name) AS x"]}, "Unable to parse sql expression: NOPE(first_name) AS x"),
        ({"select": ["UPPER(LOWER(first_name)) AS x"]}, "Illegal sql expression."),
        (
            {"select": ["id"], "having": [["x", "=", 1]]},
            "Invalid expression in HAVING clause: 'x'. Must use a value from SELECT clause.",
        ),
        ({"limit": -1}, "DB Error: syntax error"),
        ({"limit": "few"}, 'Parameter "limit" is not of the correct type. Expecting int.'),
        ({"where": "x"}, 'Parameter "where" is not of the correct type. Expecting array.'),
        ({"colour": 1}, "Unknown api parameter: setColour"),
    ],
)
def test_wrong_calls_are_refused_in_civicrms_words(api, params, message):
    with pytest.raises(SiteError) as caught:
        api("Contact", "get", params)
    assert caught.value.message == message


@pytest.mark.parametrize("clause", [["id", "IN", 1], ["id", "=", [1]], []])
def test_what_php_cannot_do_is_an_error_of_php(api, clause):
    with pytest.raises(PhpError):
        api("Contact", "get", {"where": [clause]})


def test_what_is_not_simulated_is_refused(api):
    with pytest.raises(NotSimulated) as caught:
        api("Contact", "get", {"where": [["BINARY(first_name)", "LIKE", "A%"]]})
    assert caught.value.status == 501


def test_unknown_names(api):
    with pytest.raises(SiteError, match=r"API \(Nothing, get\) does not exist"):
        api("Nothing", "get")
    with pytest.raises(SiteError, match=r"Api Contact explode version 4 does not exist\."):
        api("Contact", "explode")
    assert api.answer("Contact", "GET", {"limit": 1})["action"] == "get"


def test_select_wildcards_and_unknown_items(api):
    person = api.person(gender_id=1)
    where = [["id", "=", person]]
    row = api(
        "Contact", "get", {"where": where, "select": ["do_not_*", "no_such", "gender_id:label", "nope.x"]}
    )[0]
    assert set(row) == {
        "id", "do_not_email", "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "gender_id:label",
    }  # fmt: skip
    assert row["gender_id:label"] == "Female"
    assert row["do_not_email"] is False


def test_fields_foreign_to_a_contacts_type_are_taken_out_of_its_row(api):
    person = api.person()
    row = api("Contact", "get", {"where": [["id", "=", person]]})[0]
    assert "household_name" not in row
    assert "legal_name" not in row
    plain = api("Contact", "get", {"where": [["id", "=", person]], "select": ["household_name"]})[0]
    assert plain == {"id": person, "household_name": None}


@pytest.mark.parametrize(
    ("side", "clauses", "found"),
    [
        ("LEFT", [], ["Ann", "Ann", "Bob", "Cy"]),
        ("INNER", [], ["Ann", "Ann", "Bob"]),
        (True, [], ["Ann", "Ann", "Bob"]),
        ("EXCLUDE", [], ["Cy"]),
        ("EXCLUDE", [["mail.location_type_id:name", "=", "'Home'"]], ["Bob", "Cy"]),
        ("INNER", [["id", "=", "mail.contact_id"], ["mail.is_primary", "=", True]], ["Ann", "Bob"]),
        ("INNER", [["mail.location_type_id", "IN", [2, 3]]], ["Ann", "Bob"]),
    ],
)
def test_joins(api, family, side, clauses, found):
    assert names(api, family, join=[["Email AS mail", side, *clauses]]) == found


def test_join_over_a_bridge(api, family):
    who = api("Contact", "get", {"where": [["last_name", "=", family], ["first_name", "=", "Bob"]]})[0]["id"]
    tag = api("Tag", "create", {"values": {"label": f"Tag {family}"}})[0]["id"]
    api(
        "EntityTag",
        "create",
        {"values": {"entity_table": "civicrm_contact", "entity_id": who, "tag_id": tag}},
    )
    join = [["Tag AS tag", "LEFT", "EntityTag", ["tag.id", "=", tag]]]
    params = {"select": ["first_name", "tag.label"], "join": join, "orderBy": {"first_name": "ASC"}}
    rows = api("Contact", "get", {**params, "where": [["last_name", "=", family]]})
    assert [row["tag.label"] for row in rows] == [None, f"Tag {family}", None]


def test_unknown_join_is_skipped_and_unknown_column_is_not(api, family):
    assert len(names(api, family, join=[["Nothing AS no", "LEFT"]])) == 3
    with pytest.raises(SiteError, match=r"Invalid field 'mail\.nope'"):
        names(api, family, join=[["Email AS mail", "LEFT", ["mail.nope", "=", 1]]])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("UPPER(first_name)", "ANN"),
        ("CONCAT(first_name, ' & ', job_title)", "Ann & dev"),
        ("CONCAT_WS('-', first_name, nick_name, job_title)", "Ann-dev"),
        ("LEFT(first_name, 2)", "An"),
        ("RIGHT(first_name, 1)", "n"),
        ("SUBSTRING(first_name, 2, 1)", "n"),
        ("REPLACE(first_name, 'n', 'm')", "Amm"),
        ("YEAR(birth_date)", 1980),
        ("MONTH(birth_date)", 5),
        ("QUARTER(birth_date)", 2),
        ("DAYOFWEEK(birth_date)", 3),
        ("EXTRACT(YEAR_MONTH FROM birth_date)", 198005),
        ("DATE_ADD(birth_date, INTERVAL 1 MONTH)", "1980-06-06"),
        ("DATE_SUB(birth_date, INTERVAL 6 DAY)", "1980-04-30"),
        ("DATEDIFF('1980-05-08', birth_date)", 2),
        ("TIMESTAMPDIFF(YEAR, birth_date, '2000-05-05')", 19),
        ("COALESCE(nick_name, first_name)", "Ann"),
        ("IFNULL(nick_name, 'none')", "none"),
        ("NULLIF(first_name, 'ann')", None),
        ("IF((job_title = 'dev'), 'yes', 'no')", "yes"),
        ("ISNULL(nick_name)", True),
        ("GREATEST(communication_style_id, 7)", 7),
        ("ROUND(communication_style_id, 1)", 1),
        ("(communication_style_id * 10 + 1)", 11),
        ("(communication_style_id / 2)", 0.5),
        ("(communication_style_id = 1)", True),
        ("(nick_name IS NULL)", True),
        ("(nick_name <=> NULL)", True),
        ("(nick_name = 'x')", None),
        ("(nick_name + 1)", 1),
        ("(2 - nick_name)", 2),
        ("BINARY(first_name)", "Ann"),
        ("CONCAT('#', UPPER(first_name))", "#ANN"),
        ("'hello'", "hello"),
        ("42", "42"),
    ],
)
def test_functions(api, family, expression, value):
    where = [["last_name", "=", family], ["first_name", "=", "Ann"]]
    row = api("Contact", "get", {"select": [f"{expression} AS x"], "where": where})[0]
    assert row["x"] == value
    assert type(row["x"]) is type(value)


def test_a_function_without_alias_has_a_key_of_its_own(api, family):
    params = {"where": [["last_name", "=", family]], "limit": 1, "orderBy": {"id": "ASC"}}
    row = api("Contact", "get", {"select": ["UPPER(first_name)", "MONTH(birth_date):label"], **params})[0]
    assert row["UPPER:first_name"] == "ANN"
    assert row["MONTH:birth_date:label"] == "May"


def test_other_expressions_have_their_text_as_key(api, family):
    select = ["(communication_style_id * 10 - nick_name)", "UPPER(job_title) AS the  job__title"]
    row = api("Contact", "get", {"select": select, "where": [["last_name", "=", family]], "limit": 1})[0]
    assert list(row) == ["id", "communication_style_id_10_nick_name", "the_job__title"]


def test_binary_compares_case(api, family):
    for text, count in (("Ann", 1), ("ann", 0)):
        where = [["last_name", "=", family], ["BINARY(first_name)", "=", text]]
        assert len(api("Contact", "get", {"select": ["id"], "where": where})) == count


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.limit", "5"),
        ("limit", "5"),
        ("$.flag", "true"),
        ("$.none", "null"),
        ("$.text.a", 'é/"q"'),
        ("$.select[1]", "name"),
        ("$.text", '{"a":"é/\\"q\\""}'),
        ("$.missing", None),
    ],
)
def test_json_extract(api, family, path, value):
    params = {"limit": 5, "flag": True, "none": None, "select": ["id", "name"], "text": {"a": 'é/"q"'}}
    values = {"name": f"json{path}", "label": "J", "api_entity": "Contact", "api_params": params}
    search = api("SavedSearch", "create", {"values": values})[0]["id"]
    where = [["id", "=", search]]
    row = api("SavedSearch", "get", {"select": [f'JSON_EXTRACT(api_params, "{path}") AS x'], "where": where})[
        0
    ]
    assert row["x"] == value
    broken = api("SavedSearch", "get", {"select": ['JSON_EXTRACT(name, "$.limit")'], "where": where})[0]
    assert broken == {"id": search, "JSON_EXTRACT_name_limit_": None}


def test_lists_of_unique_records(api, family):
    """They are known to be of ids; a list of other values comes with the ids beside it."""
    where = [["last_name", "=", family]]
    row = api("Contact", "get", {"select": ["GROUP_CONCAT(UNIQUE id) AS ids"], "where": where})[0]
    assert len(row["ids"]) == 3
    with pytest.raises(NotSimulated, match="unique records"):
        api("Contact", "get", {"select": ["GROUP_CONCAT(UNIQUE first_name) AS x"], "where": where})


def test_groups_aggregates_and_having(api, family):
    select = ["job_title", "COUNT(*) AS n", "GROUP_CONCAT(first_name ORDER BY first_name DESC) AS who"]
    params = {"select": select, "where": [["last_name", "=", family]], "groupBy": ["job_title"]}
    rows = api("Contact", "get", {**params, "orderBy": {"n": "DESC"}})
    assert rows == [
        {"job_title": "dev", "n": 2, "who": ["Bob", "Ann"]},
        {"job_title": "ops", "n": 1, "who": ["Cy"]},
    ]
    assert [row["n"] for row in api("Contact", "get", {**params, "having": [["n", ">", 1]]})] == [2]
    counted = api.answer("Contact", "get", {**params, "select": ["row_count"]})
    assert (counted["count"], counted["countFetched"], counted["countMatched"]) == (2, 0, 2)


def test_first_nth_and_separated_values(api, family):
    select = [
        "GROUP_FIRST(first_name ORDER BY birth_date DESC) AS youngest",
        "GROUP_NTH(first_name N= -1 ORDER BY first_name) AS last",
        "GROUP_CONCAT(DISTINCT job_title SEPARATOR '/') AS jobs",
        "COUNT(DISTINCT job_title) AS kinds",
    ]
    row = api("Contact", "get", {"select": select, "where": [["last_name", "=", family]]})[0]
    assert row == {"youngest": "Bob", "last": "Cy", "jobs": "dev/ops", "kinds": 2}


@pytest.mark.parametrize(
    ("limit", "offset", "fetched", "count"),
    [(0, 0, 3, 3), (2, 0, 2, 2), (2, 1, 2, 2), (0, 2, 1, 3), (2, 9, 0, 9), ("2", 0, 2, 2), (None, 0, 3, 3)],
)
def test_counts_of_pages(api, family, limit, offset, fetched, count):
    where = [["last_name", "=", family]]
    answer = api.answer("Contact", "get", {"where": where, "limit": limit, "offset": offset})
    assert (answer["countFetched"], answer["count"]) == (fetched, count)
    assert "countMatched" not in answer


@pytest.mark.parametrize(
    ("index", "values"),
    [
        (0, {"first_name": "Ann", "job_title": "dev"}),
        ("-1", {"first_name": "Cy", "job_title": "ops"}),
        (7, None),
        (["first_name"], ["Ann", "Bob", "Cy"]),
        ({"first_name": "job_title"}, {"Ann": "dev", "Bob": "dev", "Cy": "ops"}),
    ],
)
def test_index(api, family, index, values):
    select = ["first_name", "job_title"]
    where = [["last_name", "=", family]]
    found = api("Contact", "get", {"select": select, "where": where, "orderBy": {"id": "ASC"}}, index)
    if isinstance(found, dict):
        found.pop("id", None)
    assert found == values


def test_index_by_a_field_keeps_the_last_row_of_each_value(api, family):
    params = {"select": ["first_name"], "where": [["last_name", "=", family]], "orderBy": {"id": "ASC"}}
    answer = api.answer("Contact", "get", params, "job_title")
    assert {key: row["first_name"] for key, row in answer["values"].items()} == {"dev": "Bob", "ops": "Cy"}
    assert all("job_title" not in row for row in answer["values"].values()), "it was read for the index alone"
    assert (answer["count"], answer["countFetched"]) == (3, 2)
    with pytest.raises(SiteError, match="Key nope not found in api results"):
        api("Contact", "get", params, "nope")


def test_order_by_label_and_function(api):
    name = token()
    for prefix in (3, 1, 4, None):
        api.person(last_name=name, prefix_id=prefix)
    params = {"select": ["prefix_id:label"], "where": [["last_name", "=", name]]}
    rows = api("Contact", "get", {**params, "orderBy": {"prefix_id:label": "ASC"}})
    assert [row["prefix_id:label"] for row in rows] == [None, "Dr.", "Mr.", "Mrs."]


def test_deleted_records_show_only_when_meant(api):
    person = api.person()
    api("Contact", "delete", {"where": [["id", "=", person]]})
    last = api("Contact", "get", {"where": [["id", "=", person]], "select": ["last_name", "is_deleted"]})[0]
    assert last["is_deleted"] is True
    by_name = [["last_name", "=", last["last_name"]]]
    assert api("Contact", "get", {"where": by_name}) == []
    assert len(api("Contact", "get", {"where": [*by_name, ["is_deleted", "=", True]]})) == 1
    assert len(api("Contact", "get", {"where": [*by_name, ["OR", [["is_deleted", "IS NOT NULL"]]]]})) == 1


def test_contact_types_are_entities(api):
    person = api.person()
    assert api("Individual", "get", {"where": [["id", "=", person]], "select": ["id"]}) == [{"id": person}]
    assert api("Household", "get", {"where": [["id", "=", person]], "select": ["id"]}) == []


def test_special_values(api):
    for wanted in ("user_contact_id", "@user:admin"):
        assert api("Contact", "get", {"where": [["id", "=", wanted]], "select": ["id"]}) == [{"id": 2}]
    with pytest.raises(SiteError) as caught:
        api("Contact", "get", {"where": [["id", "=", "@user:nobody"]]})
    assert caught.value.code == 2002
    assert len(api("Domain", "get", {"where": [["id", "=", "current_domain"]]})) == 1


def test_groups_and_tags_as_filters(api):
    inside, outside = api.person(), api.person()
    group = api("Group", "create", {"values": {"title": token()}})[0]["id"]
    for contact, status in ((inside, "Added"), (outside, "Removed")):
        values = {"group_id": group, "contact_id": contact, "status": status}
        api("GroupContact", "create", {"values": values})
    select = {"select": ["id"]}
    assert api("Contact", "get", {"where": [["groups", "IN", [group]]], **select}) == [{"id": inside}]
    where = [["groups", "NOT IN", [group]], ["id", "IN", [inside, outside]]]
    assert api("Contact", "get", {"where": where, **select}) == [{"id": outside}]


def test_anonymous_callers(api):
    site = api.site
    assert site.api4("Contact", "get", {}, user=None, check=True)["values"] == []
    with pytest.raises(SiteError) as caught:
        site.api4("Tag", "create", {"values": {"label": "x"}}, user=None, check=True)
    assert (caught.value.status, caught.value.message) == (
        403,
        "Authorization failed: CiviCRM APIv4 (Tag::create)",
    )
    assert site.api4("Contact", "get", {"limit": 1}, user=None, check=False)["values"]
    with pytest.raises(SiteError):
        site.api4("Setting", "get", {"checkPermissions": True}, user=None, check=False)


def test_chains(api):
    person = api.person(first_name="Chain")
    mail = ["Email", "create", {"values": {"contact_id": "$id", "email": "chain@example.org"}}]
    chain = {
        "mail": mail,
        "first": ["Email", "get", {"where": [["id", "=", "$mail.0.id"]], "select": ["email"]}, 0],
        "names": ["Email", "get", {"where": [["contact_id", "=", "$id"]]}, {"email": "is_primary"}],
        "literal": ["Contact", "get", {"where": [["last_name", "=", "$nothing"]]}],
    }
    row = api("Contact", "get", {"where": [["id", "=", person]], "select": ["id"], "chain": chain})[0]
    assert row["first"]["email"] == "chain@example.org"
    assert row["names"] == {"chain@example.org": True}
    assert row["literal"] == []


def test_an_error_in_a_chain_leaves_the_main_work_done(api):
    name = token()
    values = {"contact_type": "Individual", "last_name": name}
    chain = {"x": ["Email", "get", {"where": [["contact_id", "=", "$id"]]}, 0]}
    with pytest.raises(SiteError, match="Index 0 not found in api results"):
        api("Contact", "create", {"values": values, "chain": chain})
    assert len(api("Contact", "get", {"where": [["last_name", "=", name]]})) == 1
