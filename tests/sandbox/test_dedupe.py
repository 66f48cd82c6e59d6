"""Whom the rules of a stock site take for the same."""

from __future__ import annotations

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError

from .engine import Caller


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("dedupe") / "site.sqlite", sample=False) as site:
        yield Caller(site)


@pytest.fixture(scope="module")
def ann(api):
    return api.person(first_name="Ann", last_name="Same", **{"email_primary.email": "ann@same.example.org"})


def found(api, rule, entity="Contact", **values):
    values = {name.replace("__", "."): value for name, value in values.items()}
    return [row["id"] for row in api(entity, "getDuplicates", {"dedupeRule": rule, "values": values})]


def test_an_email_is_enough_without_supervision(api, ann):
    same = {"email_primary__email": "ANN@same.example.org"}
    for rule in ("Individual.Unsupervised", "IndividualUnsupervised"):
        assert found(api, rule, **same) == [ann]
        assert found(api, rule, "Individual", **same) == [ann]
    assert found(api, "Individual.Unsupervised", first_name="Ann", last_name="Same") == []
    assert found(api, "Organization.Unsupervised", **same) == [], "it is a person's"


def test_the_weights_of_a_rule_add_up(api, ann):
    name = {"first_name": "Ann", "last_name": "Same"}
    rule = "Individual.Supervised"
    assert found(api, rule, **name, email_primary__email="ann@same.example.org") == [ann]
    assert found(api, rule, **name) == []
    assert found(api, rule, first_name="Ann", email_primary__email="ann@same.example.org") == []


def test_names_of_organizations(api):
    made = [
        api("Contact", "create", {"values": {"contact_type": "Organization", "organization_name": "Dup Ltd"}})
        for _ in range(2)
    ]
    ids = [rows[0]["id"] for rows in made]
    assert found(api, "Organization.Unsupervised", organization_name="dup ltd") == ids
    api("Contact", "delete", {"where": [["id", "=", ids[0]]]})
    assert found(api, "Organization.Unsupervised", organization_name="dup ltd") == ids[1:], "no trash"


def test_a_rule_of_ones_own(api):
    group = {"contact_type": "Individual", "used": "General", "threshold": 5, "name": "Begin", "title": "B"}
    group_id = api("DedupeRuleGroup", "create", {"values": group})[0]["id"]
    rule = {"rule_table": "civicrm_contact", "rule_field": "last_name", "rule_length": 3, "rule_weight": 5}
    api("DedupeRule", "create", {"values": {**rule, "dedupe_rule_group_id": group_id}})
    like = api.person(last_name="Xyzander")
    assert found(api, "Begin", last_name="Xyzzy") == [like]


def test_what_is_refused(api, ann):
    with pytest.raises(SiteError, match="Mismatched contact type"):
        found(api, "Individual.Unsupervised", contact_type="Household")
    for rule in ("IndividualGeneral", "Nobody", 4):
        with pytest.raises(NotSimulated, match=f"the rule {rule}"):
            found(api, rule)
