"""Bulk writing: an outcome for each record, whatever the transport, the version, and what goes wrong."""

from __future__ import annotations

import csv
import gc
import pickle
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tenacity

from civiapi import (
    Answer,
    ApiError,
    ConnectionFailed,
    HttpApiV4,
    InvalidCall,
    InvalidResponse,
    NotFound,
    SandboxApiV3,
    SandboxApiV4,
    UsageError,
)
from civiapi.outcomes import STATUSES, Outcome, Report
from civiapi.testing import api_on

from ..wire import closed

QUICK = tenacity.Retrying(stop=tenacity.stop_after_attempt(4), wait=tenacity.wait_none())


def people(count: int, *, start: int = 0, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "contact_type": "Individual",
            "first_name": f"First {number}",
            "last_name": "Bulk",
            "external_identifier": f"bulk-{number}",
            **more,
        }
        for number in range(start, start + count)
    ]


@pytest.fixture(params=[3, 4])
def api(request: pytest.FixtureRequest, civi_template: Path, tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    kind = SandboxApiV4 if request.param == 4 else SandboxApiV3
    with kind(file) as api:
        yield api


def names(api: Any, last_name: str = "Bulk") -> list[str]:
    rows = api.Contact.get(last_name=last_name, select=["first_name"], limit=0)
    return sorted(row["first_name"] for row in rows)


def statuses(outcomes: Any) -> list[str]:
    return [outcome.status for outcome in outcomes]


@pytest.mark.parametrize("workers", [1, 3])
def test_each_record_has_an_outcome_in_order(api: Any, workers: int) -> None:
    given = people(120)
    outcomes = list(api.Contact.create_all(iter(given), workers=workers))
    assert [outcome.index for outcome in outcomes] == list(range(120))
    assert {outcome.status for outcome in outcomes} == {"created"}
    assert [outcome.record for outcome in outcomes] == given
    ids = [outcome.id for outcome in outcomes]
    assert len(set(ids)) == 120
    assert api.Contact.get(id=ids[7], select=["first_name"])[0]["first_name"] == "First 7"


@pytest.mark.parametrize("match", [["external_identifier"], ["first_name", "last_name"]])
@pytest.mark.parametrize("workers", [1, 3])
def test_saving_with_match_creates_once_and_then_changes(api: Any, match: list[str], workers: int) -> None:
    assert statuses(api.Contact.save_all(people(60), match=match, workers=workers)) == ["created"] * 60
    changed = people(70, job_title="Clerk")
    outcomes = list(api.Contact.save_all(changed, match=match, workers=workers))
    assert statuses(outcomes) == ["updated"] * 60 + ["created"] * 10
    assert len(names(api)) == 70
    assert api.Contact.get(id=outcomes[3].id, select=["job_title"])[0]["job_title"] == "Clerk"


@pytest.mark.parametrize("workers", [1, 4])
def test_a_key_given_twice_does_not_double(api: Any, workers: int) -> None:
    twice = [record for record in people(30) for _ in range(2)]
    twice += people(5) + [{**record, "external_identifier": "BULK-1 "} for record in people(1)]
    outcomes = list(api.Contact.save_all(twice, match=["external_identifier"], workers=workers))
    assert statuses(outcomes)[:60] == ["created", "updated"] * 30
    assert [outcome.index for outcome in outcomes] == list(range(len(twice)))
    assert len(names(api)) == 30


def test_a_record_without_its_key_fails(api: Any) -> None:
    records = people(3)
    records[1]["external_identifier"] = ""
    del records[2]["external_identifier"]
    outcomes = list(api.Contact.save_all(records, match=["external_identifier"]))
    assert statuses(outcomes) == ["created", "failed", "failed"]
    assert "external_identifier" in str(outcomes[1].error)
    assert names(api) == ["First 0"]


def test_several_matching_rows_fail_and_none_is_written(api: Any) -> None:
    api.Contact.create_all([*people(1), *people(1, external_identifier=None)]).report()
    for record in api.Contact.get(last_name="Bulk", select=["id"]):
        assert record["id"]
    (outcome,) = api.Contact.save_all(people(1, job_title="Clerk"), match=["first_name", "last_name"])
    assert outcome.status == "failed"
    assert "2 rows" in str(outcome.error)
    assert len(names(api)) == 2


def test_bad_records_fail_by_themselves(api: Any) -> None:
    records = people(100)
    records[13]["employer_id"] = 999_999
    records[50]["external_identifier"] = "bulk-49"
    outcomes = list(api.Contact.create_all(records))
    failed = {outcome.index: str(outcome.error) for outcome in outcomes if outcome.status == "failed"}
    assert sorted(failed) == [13, 50]
    assert all(failed.values())
    assert len(names(api)) == 98


def test_wrong_values_fail_before_they_are_sent(api: Any) -> None:
    records = people(5)
    records[1]["birth_date"] = "no date"
    records[2]["gender_id"] = "Gendre"
    records[3]["frist_name"] = "Ada"
    outcomes = list(api.Contact.save_all(records, match=["external_identifier"]))
    assert statuses(outcomes) == ["created", "failed", "failed", "failed", "created"]
    assert "first_name" in str(outcomes[3].error)
    assert all(isinstance(outcome.error, UsageError) for outcome in outcomes[1:4])
    assert names(api) == ["First 0", "First 4"]


def test_what_a_new_row_must_have_a_change_need_not(api: Any) -> None:
    api.Tag.create(name="choir", label="Choir")
    changes = [{"name": "choir", "description": "They sing"}, {"name": "band", "description": "No label"}]
    outcomes = list(api.Tag.save_all(changes, match=["name"]))
    assert outcomes[0].status == "updated"
    assert api.Tag.get(name="choir")[0]["description"] == "They sing"


def test_updates_by_id_and_rows_that_are_not_there(api: Any) -> None:
    ids = [outcome.id for outcome in api.Contact.create_all(people(3))]
    changes = [
        {"id": ids[0], "job_title": "Clerk"},
        {"id": 999_999, "job_title": "Clerk"},
        {"job_title": "x"},
    ]
    outcomes = list(api.Contact.update_all(changes))
    assert statuses(outcomes) == ["updated", "failed", "failed"]
    emails = api.Email.update_all([{"id": 999_999, "email": "nobody@example.org"}])
    (outcome,) = emails
    assert isinstance(outcome.error, NotFound)


def test_updates_by_match(api: Any) -> None:
    api.Contact.create_all(people(3)).report()
    changes = [{"external_identifier": f"bulk-{n}", "job_title": "Clerk"} for n in (0, 2, 9)]
    outcomes = list(api.Contact.update_all(changes, match=["external_identifier"]))
    assert statuses(outcomes) == ["updated", "updated", "failed"]
    assert len(names(api)) == 3


def test_match_by_a_field_of_another_entity(civi_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with SandboxApiV4(file) as api:
        records = [
            {**record, "email_primary.email": f"b{n}@example.org"} for n, record in enumerate(people(5))
        ]
        api.Contact.create_all(records).report()
        for record in records:
            record["external_identifier"] += "-new"
        assert statuses(api.Contact.save_all(records, match=["email_primary.email"])) == ["updated"] * 5
        assert len(names(api)) == 5


def test_deletes_by_ids_and_by_rows(api: Any) -> None:
    ids = [outcome.id for outcome in api.Contact.create_all(people(4))]
    outcomes = list(api.Contact.delete_all([*ids[:2], 999_999]))
    assert statuses(outcomes) == ["deleted", "deleted", "failed"]
    assert statuses(api.Contact.delete_all({"id": number} for number in ids[2:])) == ["deleted"] * 2
    assert names(api) == []


def test_a_dry_run_writes_nothing(api: Any) -> None:
    api.Contact.create_all(people(2)).report()
    report = api.Contact.save_all(
        people(5, job_title="Clerk"), match=["external_identifier"], dry_run=True
    ).report()
    assert (report.counts["updated"], report.counts["created"]) == (2, 3)
    assert report.dry_run
    assert len(names(api)) == 2


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("match", [["external_identifier"], ["first_name", "last_name"]])
def test_a_dry_run_tells_what_would_be_made_of_a_key_that_comes_twice(
    api: Any, match: list[str], workers: int
) -> None:
    api.Contact.create_all(people(1)).report()
    again = [{name: person[name] for name in match} | {"job_title": "Clerk"} for person in people(3)]
    given = [*people(2), *people(60, start=2), *again, people(1)[0], again[1]]
    told = [
        statuses(api.Contact.save_all(given, match=match, workers=workers, dry_run=is_dry))
        for is_dry in (True, False)
    ]
    assert told[0] == told[1]
    assert told[0] == ["updated"] + ["created"] * 61 + ["updated"] * 5


def test_only_changes_are_written(api: Any) -> None:
    api.Contact.create_all(people(3)).report()
    records = people(4)
    records[1]["first_name"] = "Changed"
    outcomes = api.Contact.save_all(records, match=["external_identifier"], only_changes=True)
    assert statuses(outcomes) == ["unchanged", "updated", "unchanged", "created"]


@pytest.mark.parametrize("action", ["save_all", "update_all"])
def test_a_record_of_an_id_alone_changes_nothing(api: Any, action: str) -> None:
    """As of a line whose other cells are empty."""
    (made,) = api.Contact.create_all(people(1))
    outcomes = getattr(api.Contact, action)([{"id": made.id}, {"id": 999_999}], only_changes=True)
    assert statuses(outcomes) == ["unchanged", "failed"]


def test_after_so_many_errors_the_rest_is_skipped(api: Any) -> None:
    records = people(300)
    for record in records[:4]:
        record["employer_id"] = 999_999
    outcomes = list(api.Contact.create_all(records, stop_after=3, chunk=10))
    assert [outcome.index for outcome in outcomes] == list(range(300))
    assert statuses(outcomes)[:5] == ["failed"] * 4 + ["created"]
    assert statuses(outcomes)[-1] == "skipped"
    assert len(names(api)) < 30


def test_records_are_read_as_they_are_needed_and_never_changed(api: Any) -> None:
    taken = 0

    def source() -> Iterator[dict[str, Any]]:
        nonlocal taken
        for record in people(1000):
            taken += 1
            yield record

    before = set(threading.enumerate())
    outcomes = api.Contact.create_all(source(), workers=2, chunk=10)
    assert next(outcomes).status == "created"
    outcomes.close()
    assert taken <= 60
    assert set(threading.enumerate()) <= before  # one of an earlier test may end meanwhile
    record = people(1)[0]
    copied = dict(record)
    list(api.Contact.create_all([record]))
    assert record == copied


@pytest.mark.parametrize("source", [{"first_name": "one"}, "text", 7, [("first_name", "Ada")]])
def test_what_holds_no_records_is_refused(api: Any, source: Any) -> None:
    with pytest.raises(UsageError):
        list(api.Contact.create_all(source))


@pytest.mark.parametrize("ids", [7, "7", {"id": 7}])
def test_what_holds_no_ids_is_refused(api: Any, ids: Any) -> None:
    with pytest.raises(UsageError, match="ids is a list"):
        api.Contact.delete_all(ids)


def test_a_path_is_no_records(api: Any) -> None:
    with pytest.raises(UsageError, match=r"not a str; civiapi\.files\.read reads a file"):
        api.Contact.save_all("people.csv").report()


def test_outcomes_show_how_many_were_taken(api: Any) -> None:
    outcomes = api.Contact.create_all([{"contact_type": "Individual", "last_name": "Shown"}] * 2)
    next(outcomes)
    assert repr(outcomes) == "<Outcomes 1 taken; report() takes the rest>"
    outcomes.close()


def test_what_means_nothing_is_refused(api: Any) -> None:
    with pytest.raises(UsageError, match="list of fields"):
        api.Contact.save_all([], match="external_identifier")
    with pytest.raises(UsageError, match="workers"):
        api.Contact.save_all([], workers=0)
    with api.batch() as batch, pytest.raises(UsageError, match="batch"):
        batch.Contact.save_all([])


def test_the_report_counts_and_its_file_can_be_corrected(api: Any, tmp_path: Path) -> None:
    records = people(20)
    records[3]["employer_id"] = 999_999
    report = api.Contact.create_all(records).report()
    assert report.counts == {**dict.fromkeys(STATUSES, 0), "created": 19, "failed": 1}
    assert not report.ok
    assert "record 3: failed" in str(report)
    path = tmp_path / "failed.csv"
    report.to_csv(path)
    with open(path, newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["first_name"], row["civiapi_index"], row["civiapi_status"]) == ("First 3", "3", "failed")
    assert row["civiapi_error"]


def test_a_read_only_api_writes_nothing(api: Any) -> None:
    reading = api.read_only()
    with pytest.raises(UsageError, match="read-only"):
        reading.Contact.create(people(1)[0])
    with pytest.raises(UsageError, match=r"^this api is read-only"):  # once, and not of each record
        reading.Contact.create_all(people(2)).report()
    assert statuses(reading.Contact.create_all(people(2), dry_run=True)) == ["created"] * 2
    with reading.batch() as batch:
        found = batch.Contact.get(last_name="Bulk")
        written = batch.Contact.create(people(1)[0])
    assert found.result() == []
    with pytest.raises(UsageError, match="read-only"):
        written.result()
    assert names(api) == []


def test_a_line_with_too_many_cells_fails_alone(api: Any, tmp_path: Path) -> None:
    text = "contact_type,last_name\nIndividual,Bulk,more\nIndividual,Bulk\n"
    rows = csv.DictReader(text.splitlines())
    report = api.Contact.create_all(rows, journal=tmp_path / "import.jsonl").report()
    assert (report.counts["failed"], report.counts["created"]) == (1, 1)
    assert "too many cells" in str(report)
    report.to_csv(tmp_path / "failed.csv")
    assert "more" in (tmp_path / "failed.csv").read_text()


def test_a_relationship_that_is_there_was_not_created(civi_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with SandboxApiV4(file) as api:
        one, other = (outcome.id for outcome in api.Contact.create_all(people(2)))
        record = {"contact_id_a": one, "contact_id_b": other, "relationship_type_id:name": "Spouse of"}
        (first,), (again,) = (api.Relationship.create_all([record]) for _ in range(2))
        assert (first.status, again.status, again.id) == ("created", "unchanged", first.id)


def test_one_answer_that_is_lost_is_settled(civi_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())

    class Losing(SandboxApiV4):
        def send(self, calls: Any) -> Any:
            answers = super().send(calls)
            if len(calls) > 10:
                answers[5] = Answer(calls[5], error=InvalidResponse("no answer"))
            return answers

    with Losing(file) as api:
        outcomes = list(api.Contact.save_all(people(20), match=["external_identifier"]))
        assert statuses(outcomes) == ["created"] * 4 + ["updated"] + ["created"] * 15
        assert [outcome.index for outcome in outcomes] == list(range(20))
        assert len(names(api)) == 20


@pytest.mark.parametrize("version", [3, 4])
def test_a_record_that_is_too_large_fails_alone(civi_site: Any, version: int) -> None:
    records = people(5)
    records[2]["source"] = "x" * 300_000
    with api_on(civi_site, "http", version, max_body=200_000) as api:
        outcomes = list(api.Contact.create_all(records, check=False))
        assert statuses(outcomes) == ["created", "created", "failed", "created", "created"]
        assert "bytes" in str(outcomes[2].error)


def test_a_site_that_goes_away_in_the_middle_loses_no_outcome(civi_site: Any) -> None:
    """A PHP Error, and then nobody answers: what the site is known to have is told."""
    with api_on(civi_site, "http", 4, retries=0) as api:

        class Gone(type(api)):  # type: ignore[misc]
            requests = 0

            def send(self, calls: Any) -> Any:
                if any(not call.is_read() for call in calls):
                    self.requests += 1
                    if self.requests == 3:
                        raise ConnectionFailed("not reached", handled=False)
                return super().send(calls)

        records = people(40)
        records[10]["employer_id"] = [1, 2]  # an Error in PHP; the ten before are written
        with Gone(civi_site.url, civi_site.api_key, retries=0) as gone:
            outcomes = list(gone.Contact.save_all(records, match=["external_identifier"], check=False))
        assert len(outcomes) == 40
        told = {outcome.record["first_name"] for outcome in outcomes if outcome.ok}
        assert told == set(names(api))
        assert any("not reached" in str(outcome.error) for outcome in outcomes)


def test_a_site_that_is_not_reached_ends_it() -> None:
    with (
        closed() as server,
        HttpApiV4(server.url, "key", retries=0) as api,
        pytest.raises(ConnectionFailed),
    ):
        list(api.Contact.create_all(people(2)))


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("workers", [1, 2])
def test_lost_answers_are_settled(civi_site: Any, version: int, workers: int) -> None:
    with api_on(civi_site, "http", version, retries=QUICK) as api:
        for done in (True, False):
            civi_site.faults.add("reset", nth=2, done=done, times=2)
            civi_site.faults.add("fatal", nth=90)
        civi_site.faults.add("php-error", nth=150)
        outcomes = list(
            api.Contact.save_all(people(300), match=["external_identifier"], workers=workers, check=False)
        )
        assert {outcome.status for outcome in outcomes} <= {"created", "updated"}
        civi_site.faults.clear()
        assert len(names(api)) == 300
        found = api.Contact.get(last_name="Bulk", select=["id", "external_identifier"], limit=0)
        ids = {row["external_identifier"]: int(row["id"]) for row in found}
        assert [outcome.id for outcome in outcomes] == [ids[f"bulk-{n}"] for n in range(300)]


@pytest.mark.parametrize("done", [True, False])
def test_without_match_lost_answers_are_unknown(civi_site: Any, done: bool) -> None:
    with api_on(civi_site, "http", 4, retries=0) as api:
        civi_site.faults.add("reset", nth=2, done=done)
        outcomes = list(api.Contact.create_all(people(150), check=False))
        assert statuses(outcomes) == ["created"] * 50 + ["unknown"] * 50 + ["created"] * 50
        assert len(names(api)) == (150 if done else 100)


def test_the_record_that_ends_the_request_fails_alone(civi_site: Any) -> None:
    with api_on(civi_site, "http", 4, retries=0) as api:
        records = people(40)
        records[21]["employer_id"] = [1, 2]  # a list where a number belongs is an Error in PHP
        outcomes = list(api.Contact.save_all(records, match=["external_identifier"], check=False))
        assert [outcome.index for outcome in outcomes if outcome.status == "failed"] == [21]
        assert len(names(api)) == 39


def test_a_locked_database_is_tried_again(civi_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())

    class Locked(SandboxApiV4):
        refused = 0

        def send(self, calls: Any) -> Any:
            answers = super().send(calls)
            if len(calls) > 1 and self.refused < 1:
                self.refused += 1
                one = answers[5]
                self.Contact.delete(id=one.payload["values"][0]["id"], useTrash=False)
                error = {"error_code": 0, "error_message": "Database deadlock encountered", "status": 500}
                answers[5] = type(one)(one.call, error)
            return answers

    with Locked(file) as api:
        assert statuses(api.Contact.create_all(people(10), check=False)) == ["created"] * 10
        assert len(names(api)) == 10


def test_get_or_create_and_upsert(api: Any) -> None:
    lookup = {"contact_type": "Individual", "external_identifier": "bulk-1"}
    first = api.Contact.get_or_create(lookup, {"last_name": "Bulk", "first_name": "A"})
    again = api.Contact.get_or_create(lookup, {"last_name": "Other"})
    assert int(first["id"]) == int(again["id"])
    assert again["last_name"] == "Bulk"
    saved = api.Contact.upsert(
        {**lookup, "first_name": "B", "last_name": "Bulk"}, match=["external_identifier"]
    )
    assert int(saved["id"]) == int(first["id"])
    other = api.Contact.update_or_create(
        {"external_identifier": "bulk-2"},
        {"contact_type": "Individual", "first_name": "C", "last_name": "Bulk"},
    )
    assert other["id"] != saved["id"]
    assert names(api) == ["B", "C"]
    with pytest.raises(UsageError):
        api.Contact.get_or_create({"first_name": {"LIKE": "A%"}})
    with pytest.raises(UsageError):
        api.Contact.upsert({"first_name": "D"}, match=["external_identifier"])


def test_upsert_finds_what_another_program_made_meanwhile(api: Any) -> None:
    values = {"contact_type": "Individual", "external_identifier": "race", "last_name": "Bulk"}
    sent: list[str] = []

    class Raced(type(api)):  # type: ignore[misc]
        """The other one is quicker, once: by then CiviCRM has resolved match, or the row was asked for."""

        def send(self, calls: Any) -> Any:
            sent.append(calls[0].action)
            if calls[0].action in ("save", "create") and not api.Contact.filter(last_name="Bulk").count():
                api.Contact.create(
                    {**values, "first_name": "Other"}
                    if api.VERSION.NUMBER == 3
                    else {"values": {**values, "first_name": "Other"}}
                )
                return [Answer(calls[0], error=InvalidCall("DB Error: already exists"))]
            return super().send(calls)

    with Raced(api._backend.site) as raced:
        row = raced.Contact.upsert({**values, "first_name": "Mine"}, match=["external_identifier"])
    assert names(api) == ["Mine"]
    assert int(row["id"]) == int(api.Contact.filter(last_name="Bulk").one()["id"])
    assert sent[-1] in ("save", "create")


@pytest.mark.parametrize("workers", [1, 3])
def test_a_stop_lets_what_is_under_way_finish(api: Any, workers: int) -> None:
    outcomes = api.Contact.save_all(people(40), match=["external_identifier"], chunk=5, workers=workers)
    found = [next(outcomes)]
    outcomes.stop()
    found += outcomes
    assert len(found) % 5 == 0
    assert 5 <= len(found) < 40
    assert [outcome.index for outcome in found] == list(range(len(found)))
    assert statuses(found) == ["created"] * len(found)
    assert len(names(api)) == len(found)
    assert outcomes.report().total == len(found)


def test_a_stop_before_the_first(api: Any) -> None:
    outcomes = api.Contact.create_all(people(3))
    outcomes.stop()
    assert list(outcomes) == []
    assert names(api) == []


def test_what_nobody_takes_is_not_written_and_that_is_said(api: Any) -> None:
    outcomes = api.Contact.create_all(people(2))
    with pytest.warns(RuntimeWarning, match=r"nothing was written; call .report\(\)") as told:
        del outcomes
    assert [one.filename for one in told] == [__file__]
    assert names(api) == []
    with api.Contact.create_all(people(2)):  # which was left on purpose
        pass
    api.Contact.create_all(people(2)).close()


def test_a_report_shows_itself(api: Any) -> None:
    assert repr(api.Contact.save_all([]).report()) == "<Report no records>"
    assert api.Contact.save_all([]).report()._repr_html_() == "<p>no records</p>"
    records = people(14)
    for number, record in enumerate(records[1:]):
        record["employer_id"] = f"<b>{number}"
    report = api.Contact.create_all(records).report()
    first = report.errors[0].error.message
    assert "<b>0" in first
    assert repr(report) == f"<Report 1 created, 13 failed; record 1: {first:.80}>"
    html = report._repr_html_()
    assert html.startswith("<p>1 created, 13 failed</p><table>")
    assert "<td>record 1</td><td>failed</td>" in html
    assert "&lt;b&gt;0" in html
    assert "<b>" not in html
    assert html.endswith("<p>and 3 more that went wrong: to_csv(path) writes all of them</p>")
    dry = api.Contact.create_all(people(2), dry_run=True).report()
    assert repr(dry) == "<Report nothing was written; this is what would be done: 2 created>"


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_source_gave_before_it_broke_has_its_outcomes(api: Any, workers: int) -> None:
    def source() -> Iterator[dict[str, Any]]:
        for number in range(28):
            yield {"contact_type": "Individual", "last_name": "Broken", "first_name": f"First {number}"}
        raise KeyError("own")

    told: list[Outcome] = []
    with pytest.raises(KeyError, match="own") as caught:
        told.extend(api.Contact.create_all(source(), chunk=10, workers=workers))
    assert [(one.index, one.status) for one in told] == [(number, "created") for number in range(28)]
    assert api.Contact.filter(last_name="Broken").count() == 28
    assert getattr(caught.value, "__notes__", ["after 28 of them"])[0].endswith("after 28 of them")


def test_a_source_that_breaks_is_told_although_enough_went_wrong(api: Any) -> None:
    def source() -> Iterator[dict[str, Any]]:
        yield from [{"contact_type": "Individual", "nonsense": 1}] * 3
        raise KeyError("own")

    with pytest.raises(KeyError, match="own"):
        api.Contact.create_all(source(), chunk=10, stop_after=1).report()


def test_a_report_goes_from_a_process_to_another(tmp_path: Path) -> None:
    report = Report()
    report.add(Outcome(3, "failed", error=ApiError("no such row"), record={"first_name": "Ana"}))
    told: Report = pickle.loads(pickle.dumps(report))  # of this test
    for one in (report, told):
        one.add(Outcome(4, "failed", error=ApiError("neither"), record={"first_name": "Bo"}))
        assert [facts["index"] for facts, _ in one.bad()] == [3, 4]
        assert one.counts["failed"] == 2
        one.close()
    assert not pickle.loads(pickle.dumps(Report())).total


def test_a_report_that_is_let_go_warns_of_no_file() -> None:
    report: Any = Report()
    report.itself = report
    gc.collect(0)  # now it is of an older generation than its file, at which the collector looks first
    report.add(Outcome(0, "failed", None, ApiError("no"), {"last_name": "Bulk"}))
    del report
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        gc.collect()
    assert [one for one in told if "unclosed" in str(one.message)] == []
