"""Names that are nearly right, and options with labels that CiviCRM keeps as HTML."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import ApiCall, UsageError
from civiapi.checks import faults
from civiapi.schema import Action, Entity, Field, Option, Schema
from civiapi.schema.lookup import option_of
from civiapi.schema.model import Param

AGES = (Option(1, "kids", "Kinder &lt; 14"), Option(2, "youth", "Jugend"), Option(3, "old", "Jugend"))
AGE = Field("age_id", data_type="Integer", options=AGES, has_options=True, suffixes=("name", "label"))
ODD = Entity(
    "Odd",
    complete=True,
    table="odd",
    fields={"age_id": AGE},
    writable={"age_id": AGE},
    actions={
        "get": Action("get", {name: Param(name) for name in ("limit", "where")}),
        "create": Action("create"),
    },
)


def said(action: str, params: dict[str, Any], version: int = 4) -> list[str]:
    return faults(ODD, ApiCall("Odd", action, params, version), Schema(version, {"Odd": ODD}))


@pytest.mark.parametrize("label", ["Kinder < 14", "Kinder &lt; 14", "Jugend"])
def test_labels_as_html(label: str) -> None:
    assert said("create", {"values": {"age_id:label": label}}) == []


def test_a_label_that_is_none() -> None:
    (fault,) = said("create", {"values": {"age_id:label": "Kinder < 15"}})
    assert "did you mean Kinder" in fault


def test_an_option_by_its_label_as_html() -> None:
    assert option_of("Odd.age_id", AGES, "label", "Kinder < 14").id == 1
    with pytest.raises(UsageError, match="2 options"):
        option_of("Odd.age_id", AGES, "label", "jugend")


def test_a_param_that_was_taken_for_a_field() -> None:
    assert said("get", {"where": [["limti", "=", 3]]}) == ["no field 'limti' on Odd; did you mean limit?"]


def test_an_option_of_v3_that_would_be_left_out() -> None:
    assert said("get", {"options": {"limti": 3}}, 3) == ["no option 'limti'; did you mean limit?"]
    assert said("get", {"options": {"limit": 3, "or": [["a", "b"]], "get_options": ["all"]}}, 3) == []
