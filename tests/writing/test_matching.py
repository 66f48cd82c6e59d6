"""Which row a record goes to: by its id, or by keys that the site gives in another form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest

from civiapi import Answer, ApiError, InvalidCall, Result, SandboxApiV3, SandboxApiV4, UsageError
from civiapi.chunks import written
from civiapi.drive import run
from civiapi.jobs import Item, Job, call_for
from civiapi.lookup import is_equal, key_of

PERSON = {"contact_type": "Individual", "last_name": "Match"}


@pytest.fixture(params=[3, 4])
def api(request: pytest.FixtureRequest, civi_template: Path, tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    kind = SandboxApiV4 if request.param == 4 else SandboxApiV3
    with kind(file) as api:
        yield api


def statuses(outcomes: Any) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_an_update_by_a_unique_key_creates_nothing(api: Any) -> None:
    api.Tag.create(name="choir", label="Choir")
    changes = [{"name": "choir", "label": "They sing"}, {"name": "band", "label": "Band"}]
    assert statuses(api.Tag.update_all(changes, match=["name"])) == ["updated", "failed"]
    assert len(api.Tag.get(name="band")) == 0
    assert api.Tag.get(name="choir")[0]["label"] == "They sing"


@pytest.mark.parametrize("only_changes", [False, True])
def test_saving_without_match_goes_to_the_id_where_there_is_one(api: Any, only_changes: bool) -> None:
    (first,) = api.Contact.create_all([{**PERSON, "first_name": "Ida"}])
    records = [
        {"id": first.id, "job_title": "Clerk"},
        {**PERSON, "first_name": "New"},
        {"id": 999_999, "job_title": "Clerk"},
        {"id": str(first.id), "job_title": "Cook"},
    ]
    outcomes = list(api.Contact.save_all(records, only_changes=only_changes))
    assert statuses(outcomes) == ["updated", "created", "failed", "updated"]
    assert [outcome.index for outcome in outcomes] == [0, 1, 2, 3]
    assert len(api.Contact.get(last_name="Match")) == 2
    assert api.Contact.get(id=first.id, select=["job_title"])[0]["job_title"] == "Cook"


def test_an_id_that_is_none_touches_no_row(api: Any) -> None:
    """CiviCRM reads the number at the beginning of any text as an id."""
    (first,) = api.Contact.create_all([{**PERSON, "first_name": "Ida"}])
    for wrong in (f"{first.id}x", f"{first.id} (old)", True, f"-{first.id}"):
        assert statuses(api.Contact.update_all([{"id": wrong, "job_title": "x"}], check=False)) == ["failed"]
        assert statuses(api.Contact.delete_all([wrong])) == ["failed"]
    assert len(api.Contact.get(last_name="Match")) == 1
    for wrong in (str(first.id), {"id": first.id}):
        with pytest.raises(UsageError, match="ids is a list"):
            api.Contact.delete_all(wrong)


def test_an_id_besides_match_or_for_a_new_row_is_refused(api: Any) -> None:
    (first,) = api.Contact.create_all([{**PERSON, "first_name": "Ida", "external_identifier": "m-1"}])
    record = {"id": first.id, **PERSON, "external_identifier": "m-2"}
    for match in (["external_identifier"], ["last_name"]):
        assert statuses(api.Contact.save_all([record], match=match)) == ["failed"]
    assert statuses(api.Contact.create_all([record], check=False)) == ["failed"]
    assert len(api.Contact.get(last_name="Match")) == 1


@pytest.mark.parametrize(
    ("field", "forms"),
    [
        ("birth_date", ["1990-01-02", "19900102", "2 January 1990", dt.date(1990, 1, 2)]),
        ("birth_date", ["1990-01-02", dt.datetime(1990, 1, 2), "1990-01-02T00:00:00"]),
        ("first_name", ["Zoe", "zo\u00eb ", "ZOE"]),
    ],
)
@pytest.mark.parametrize("chunk", [1, 50])
def test_a_key_in_another_form_does_not_double(api: Any, field: str, forms: list[Any], chunk: int) -> None:
    for form in forms:
        record = {**PERSON, field: form}
        (outcome,) = api.Contact.save_all([record], match=["last_name", field], chunk=chunk)
        assert outcome.status == ("created" if form == forms[0] else "updated")
    assert len(api.Contact.get(last_name="Match")) == 1


@pytest.mark.parametrize("amount", [10, 10.0, "10.00", Decimal("10.0")])
def test_amounts_and_times_match(api: Any, amount: Any) -> None:
    (person,) = api.Contact.create_all([{**PERSON, "first_name": "Ida"}])
    match = ["contact_id", "total_amount", "receive_date"]
    for date in ("2024-01-05", "2024-01-05 00:00:00", "20240105"):
        gift = {"contact_id": person.id, "financial_type_id": 1, "total_amount": amount, "receive_date": date}
        (outcome,) = api.Contribution.save_all([gift], match=match)
        assert outcome.status == ("created" if date == "2024-01-05" else "updated"), outcome.error
    assert len(api.Contribution.get(contact_id=person.id)) == 1


def test_what_a_unique_key_finds_in_the_trash_is_told_as_updated(civi_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with SandboxApiV4(file) as api:
        (first,) = api.Contact.create_all([{**PERSON, "external_identifier": "trash"}])
        api.Contact.delete(id=first.id)
        records = [{**PERSON, "external_identifier": name} for name in ("trash", "other")]
        for match in (["external_identifier"], ["external_identifier", "last_name"]):
            outcomes = list(api.Contact.save_all(records, match=match))
            assert (outcomes[0].status, outcomes[0].id) == ("updated", first.id)


def test_rows_without_the_key_that_was_asked_for_end_it_before_a_write() -> None:
    """CiviCRM drops a condition on a field that the user may not see, and gives all rows."""
    job = Job(4, "Contact", "save", ("nick_name",))
    record = {"nick_name": "Ida"}
    sent: list[Any] = []

    def send(calls: Any) -> Any:
        sent.extend(calls)
        return [Answer(call, {"values": [{"id": 1}, {"id": 2}]}) for call in calls]

    with pytest.raises(UsageError, match="nick_name"):
        run(written(job, [Item(0, record, key_of(record, job.match), call_for(job, record))]), send)
    assert [call.action for call in sent] == ["get"]


def test_long_numbers_that_differ_are_not_equal() -> None:
    assert not is_equal({"code": 12345678901234567}, {"code": "12345678901234568"})
    assert is_equal({"code": "10.00"}, {"code": 10})


def test_a_blank_is_no_key() -> None:
    assert key_of({"first_name": "  "}, ["first_name"]) is None
    assert key_of({"a": "007"}, ["a"]) == key_of({"a": 7.0}, ["a"])
    assert key_of({"a": 0}, ["a"]) == ("0",)


def test_a_key_that_the_site_refuses_fails_alone(civi_template: Path, tmp_path: Path) -> None:
    """APIv3 takes no value of a contact with the letters "select"."""
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())

    class Refusing(SandboxApiV3):
        def send(self, calls: Any) -> Any:
            error = {"is_error": 1, "error_message": "invalid string"}
            return [
                Answer(answer.call, error) if "select" in str(answer.call.params).lower() else answer
                for answer in super().send(calls)
            ]

    with Refusing(file) as api:
        records = [{**PERSON, "first_name": name} for name in ("Adaxa", "Selecta", "Boxa")]
        outcomes = list(api.Contact.save_all(records, match=["first_name"], check=False))
        assert statuses(outcomes) == ["created", "failed", "created"]
        with pytest.raises(ApiError, match="invalid string"):
            list(api.Contact.save_all(records[1:2], match=["first_name"], check=False))


@pytest.mark.parametrize(
    "match", ["id,x", "id", b"id", [1], [None], [""], [["id"]], {"id": 1}, 5, True], ids=repr
)
def test_what_is_no_list_of_fields_to_match_by(api: Any, match: Any) -> None:
    for save in (api.Contact.save_all, api.Contact.update_all):
        with pytest.raises(UsageError, match="match is a list of fields"):
            save([PERSON], match=match)
    with pytest.raises(UsageError, match="match is a list of fields"):
        api.Contact.upsert(PERSON, match=match)


@pytest.mark.parametrize(
    ("name", "number"), [("workers", "2"), ("workers", 0), ("chunk", 1.5), ("stop_after", 0)]
)
def test_what_is_no_number(api: Any, name: str, number: Any) -> None:
    with pytest.raises(UsageError, match=f"{name} is a number from 1 on"):
        api.Contact.save_all([PERSON], **{name: number})


@pytest.mark.parametrize("workers", [1, 3])
def test_a_field_to_match_by_that_there_is_not(api: Any, workers: int) -> None:
    records = [{**PERSON, "external_identifer": f"m-{number}"} for number in range(120)]
    outcomes = api.Contact.save_all(iter(records), match=["external_identifer"], workers=workers)
    with pytest.raises(
        UsageError, match="match: no field 'external_identifer' on Contact; did you mean external_identifier"
    ):
        next(outcomes)
    assert len(api.Contact.get(last_name="Match")) == 0


def test_other_names_to_match_by_are_none_of_our_business(api: Any) -> None:
    records = [{**PERSON, "external_identifier": "m-1"}]
    names = (name for name in ["external_identifier", "external_identifier"])
    assert statuses(api.Contact.save_all(records, match=names)) == ["created"]
    assert statuses(api.Contact.save_all(records, match={"external_identifier"}, check=False)) == ["updated"]
    assert list(api.Contact.save_all([], match=["nosuch"])) == []


def test_a_name_to_match_by_is_asked_for_with_the_rest(civi_template: Path, tmp_path: Path) -> None:
    class Counting(SandboxApiV4):
        def send(self, calls: Any) -> list[Answer]:
            self.__dict__.setdefault("sent", []).append([str(call) for call in calls])
            return super().send(calls)

    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with Counting(file) as api:
        outcomes = api.Contact.save_all(
            [{**PERSON, "external_identifier": "m"}], match=["external_identifier"]
        )
        assert statuses(outcomes) == ["created"]
        described, written = api.sent
        assert "Contact.getFields" in described
        assert written == ["Contact.get", "Contact.save"]


def test_what_is_said_of_a_record_without_an_id(api: Any) -> None:
    for outcomes, said in (
        (api.Contact.delete_all([{}, None]), "no id to delete by"),
        (api.Contact.save_all([PERSON], match=["id"]), "no id to save by"),
        (api.Contact.update_all([PERSON]), "no id; update_all needs one in each record, or match=[...]"),
    ):
        assert {outcome.error.message for outcome in outcomes} == {said}


def test_delete_all_of_a_query_reads_the_ids_as_its_delete_does(api: Any, mocker: Any) -> None:
    """CiviCRM drops a condition on a field that the user may not see: all rows would come, and go."""
    api.Contact.create_all([{**PERSON, "first_name": f"N{number}"} for number in range(60)]).report()
    before = api.Contact.filter(is_deleted=False).count()
    for wrong, why in (
        (api.Contact.filter(), "without a condition"),
        (api.Email.filter(id=1), "no ids of Contact"),
        (api.Contact.filter().limit(2), "without a condition"),
    ):
        with pytest.raises(UsageError, match=why):
            api.Contact.delete_all(wrong).report()
    with pytest.raises(UsageError, match="no journal could go on"):
        api.Contact.delete_all(api.Contact.filter(last_name="Match"), journal="never.jsonl")
    read = api.VERSION.read
    blind = Result([{"id": 1}])
    patched = mocker.patch.object(
        api.VERSION, "read", lambda answer: blind if "last_name" in str(answer.call.params) else read(answer)
    )
    with pytest.raises(InvalidCall, match="last_name: a row came without"):
        api.Contact.delete_all(api.Contact.filter(last_name="Match")).report()
    mocker.stop(patched)
    assert api.Contact.filter(is_deleted=False).count() == before
    query = api.Contact.filter(last_name="Match")
    assert statuses(api.Contact.delete_all(query, dry_run=True)) == ["deleted"] * 60
    assert statuses(api.Contact.delete_all(query, workers=2)) == ["deleted"] * 60
    assert (query.count(), api.Contact.filter(is_deleted=False).count()) == (0, before - 60)
    api.Note.delete_all(api.Note.filter(), everything=True).report()
    assert api.Note.filter().count() == 0


def test_values_of_pandas_in_dicts(api: Any) -> None:
    """NaT is a datetime whose text would be stored, and by which all rows without a key would match."""
    for nothing in (pandas.NaT, pandas.NA, float("nan")):
        record = {**PERSON, "external_identifier": "m-1", "first_name": nothing}
        assert statuses(api.Contact.save_all([record], match=["external_identifier"])) == ["failed"]
        record = {**PERSON, "external_identifier": nothing}
        assert statuses(api.Contact.save_all([record], match=["external_identifier"])) == ["failed"]
        for write in (api.Contact.save_all, api.Contact.update_all):
            assert statuses(write([{"id": nothing, **PERSON}])) == ["failed"]
    assert len(api.Contact.get(last_name="Match")) == 0
    record = {**PERSON, "birth_date": pandas.Timestamp("1990-01-02"), "gender_id": numpy.int64(2)}
    (made,) = api.Contact.create_all([record])
    assert str(api.Contact.get(id=numpy.int64(made.id), select=["gender_id"])[0]["gender_id"]) == "2"
    assert statuses(api.Contact.delete_all(numpy.array([made.id]))) == ["deleted"]


def test_a_frame_of_dates_that_the_site_has_changes_nothing(api: Any) -> None:
    """Pandas keeps a date as the midnight of that day."""
    born = pandas.to_datetime(["1990-01-02", None])
    people = pandas.DataFrame({**PERSON, "external_identifier": ["f-1", "f-2"], "birth_date": born})
    save = {"match": ["external_identifier"], "only_changes": True}
    assert statuses(api.Contact.save_all(people, **save)) == ["created", "created"]
    assert statuses(api.Contact.save_all(people, **save)) == ["unchanged", "unchanged"]
    later = people.assign(birth_date=born + pandas.Timedelta(days=1))
    assert statuses(api.Contact.save_all(later, **save)) == ["updated", "unchanged"]
    assert not is_equal({"when": dt.datetime(1990, 1, 2, 0, 0, 1)}, {"when": "1990-01-02"})
