"""What arrives at the new site, what is said of it, and what a second run does."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from civiapi import (
    Answer,
    CallTimeout,
    HttpApiV4,
    InvalidResponse,
    SandboxApiV3,
    SandboxApiV4,
    UsageError,
    transfer,
)
from civiapi.moving.report import TransferReport
from civiapi.moving.settle import GRACE

from . import world
from .checker import canonical, differences, ids_in
from .conftest import Sites


def moved(sites: Sites, **options: Any) -> TransferReport:
    entities = options.pop("entities", world.ENTITIES)
    return transfer(sites.src, sites.dst, entities, journal=sites.journal, **options)


def is_unchanged(report: TransferReport) -> bool:
    return sum(report.totals.values()) == report.totals["unchanged"] > 0


class Counting(SandboxApiV4):
    """An api that keeps what it was asked to write."""

    writes: list[str]

    def send(self, calls: Any) -> list[Answer]:
        self.writes = [*getattr(self, "writes", []), *(str(call) for call in calls if not call.is_read())]
        return super().send(calls)


@pytest.mark.parametrize("workers", [1, 3])
def test_all_records_arrive_and_point_to_the_right_ones(sites: Sites, workers: int) -> None:
    report = moved(sites, workers=workers)
    assert report.ok, report
    assert not report.problems, report
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []
    assert {step.entity for step in report.plan} == set(world.ENTITIES)
    count = sites.src.Contact.get(select=["row_count"]).matched
    assert report.counts["Contact"] | {"created": count - 1, "updated": 1} == report.counts["Contact"]


def test_the_checker_sees_what_is_wrong(sites: Sites) -> None:
    moved(sites)
    ids = ids_in(sites.journal)
    email, note = next(iter(ids["Email"].values())), next(iter(ids["Note"].values()))
    sites.dst.Email.update(id=email, contact_id=1)
    sites.dst.Note.delete(id=note)
    wrong = differences(sites.src, sites.dst, ids)
    assert len(wrong) == 2
    assert "contact_id" in wrong[0]
    assert "is not there" in wrong[1]


def test_numbers_differ_between_the_sites(sites: Sites) -> None:
    for entity, field, name in [
        ("Contact", "gender_id", "Nonbinary"),
        ("Activity", "activity_type_id", "House visit"),
        ("Email", "location_type_id", "Cottage"),
        ("Relationship", "relationship_type_id", "Mentor of"),
        ("Contribution", "financial_type_id", "Legacy gift"),
    ]:
        ids = [api.schema.option(entity, field, name=name).id for api in (sites.src, sites.dst)]
        assert ids[0] != ids[1], (entity, field)
    groups = [api.schema.custom_groups() for api in (sites.src, sites.dst)]
    fields = [next(one for one in of if one.name == "Extra_Info").fields for of in groups]
    assert all(fields[0][name] != fields[1][name] for name in ("Colour", "Size", "Friend"))


def test_a_second_run_writes_nothing(sites: Sites) -> None:
    moved(sites)
    before = canonical(sites.dst)
    with Counting(sites.folder / "new.sqlite", schema=sites.dst.schema.known) as dst:
        again = transfer(sites.src, dst, world.ENTITIES, journal=sites.journal)
        assert is_unchanged(again), again
        assert dst.writes == []
    assert canonical(sites.dst) == before


def test_a_later_run_moves_what_is_new_or_changed(sites: Sites) -> None:
    moved(sites)
    ids = ids_in(sites.journal)
    people = sites.src.Contact.get(contact_type="Individual", select=["id", "employer_id"], limit=0)
    changed, employed = people[4]["id"], next(row["id"] for row in people if row["employer_id"])
    sites.src.Contact.update(id=changed, job_title="Clerk", nick_name="Al", middle_name="Q")
    sites.src.Contact.update(id=employed, employer_id=None)
    sites.src.Email.create(contact_id=changed, email="new@example.org", location_type_id=1)
    report = moved(sites)
    created = {entity: of["created"] for entity, of in report.counts.items() if of["created"]}
    assert created == {"Email": 1}
    assert report.counts["Contact"]["updated"] == 1
    new = sites.dst.Contact.get(id=ids["Contact"][changed], select=["job_title", "nick_name"]).one()
    assert (new["job_title"], new["nick_name"]) == ("Clerk", "Al")
    sites.src.Contact.update(id=changed, nick_name="")
    assert moved(sites).counts["Contact"]["updated"] == 1
    assert not sites.dst.Contact.get(id=new["id"], select=["nick_name"]).one()["nick_name"]
    assert (
        sites.dst.Contact.get(id=ids["Contact"][employed], select=["employer_id"]).one()["employer_id"]
        is None
    )
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []
    assert is_unchanged(moved(sites))


def test_empty_fields_clear_nothing_that_the_new_site_had(sites: Sites) -> None:
    moved(sites)
    row = sites.dst.Contact.get(external_identifier="old-1", select=["job_title", "first_name"]).one()
    assert row["job_title"] == "Baker"
    assert row["first_name"] != "Formerly"


def test_match_by_a_field_of_another_entity(sites: Sites) -> None:
    there = sites.dst.Contact.create(contact_type="Individual", first_name="Some", last_name="Body").one()[
        "id"
    ]
    sites.dst.Email.create(contact_id=there, email="twin1@example.org")
    report = moved(sites, match={"Contact": [["external_identifier"], ["email_primary.email"]]})
    assert report.ok, report
    assert sites.dst.Contact.get(id=there, select=["display_name"]).one()["display_name"] == "Jo Twin"
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []


def test_several_rows_that_match_are_left_alone(sites: Sites) -> None:
    for _ in range(2):
        sites.dst.Contact.create(
            contact_type="Individual", first_name="Jo", last_name="Twin", is_opt_out=True
        )
    match = {"Contact": [["external_identifier"], ["first_name", "last_name"]]}
    report = moved(sites, entities=["Contact"], match=match)
    assert report.counts["Contact"]["failed"] == 2, report
    assert "several rows match" in str(report.problems[0])


def test_a_dry_run_says_what_would_be_and_writes_nothing(sites: Sites) -> None:
    before = canonical(sites.dst)
    with Counting(sites.folder / "new.sqlite", schema=sites.dst.schema.known) as dst:
        planned = transfer(sites.src, dst, world.ENTITIES, journal=sites.journal, dry_run=True)
        assert dst.writes == []
    assert canonical(sites.dst) == before
    assert not sites.journal.exists()
    assert str(planned).startswith("nothing was written")
    assert planned.counts == moved(sites).counts
    contact = next(step for step in planned.plan if step.entity == "Contact")
    assert set(contact.mended) == {"employer_id", "Extra_Info.Friend"}
    assert is_unchanged(moved(sites, dry_run=True))


def test_filtered_contacts_and_what_belongs_to_them(sites: Sites) -> None:
    report = moved(sites, filter={"Contact": {"contact_type": "Individual"}})
    assert report.ok
    types = {row["contact_type"] for row in sites.dst.Contact.get(id={">": 5}, select=["contact_type"])}
    assert types == {"Individual"}
    assert report.counts["Phone"]["skipped"]
    assert "contact_id: Contact" in str(report.problems[0])
    assert "did not move" in str(report.problems[0])


def test_who_moves_is_said_first(sites: Sites) -> None:
    lines: list[str] = []
    moved(sites, entities=["Tag"], progress=lines.append)
    assert lines[0].startswith(f"from {sites.folder}")
    assert "Ada Admin (contact 2" in lines[0]
    assert lines[-1].startswith("Tag: ")


# ---- what is missing


def lacking(sites: Sites) -> None:
    """Have at the old site what the new one has not."""
    world._types(sites.src, "Guardian", "Boat", "Raffle", "Student_Extra")
    world._option(sites.src, "gender", "Agender")
    sites.src.CustomGroup.create(name="Pets", title="Pets", extends="Individual")
    options = [{"id": "c", "name": "Cat", "label": "Cat"}, {"id": "d", "name": "Dog", "label": "Dog"}]
    field = {"name": "Pet", "label": "Pet", "data_type": "String", "html_type": "Select"}
    sites.src.CustomField.create(
        {"values": {"custom_group_id.name": "Pets", **field, "option_values": options}}
    )
    colours = sites.src.CustomField.get(name="Colour", select=["option_group_id"]).one()["option_group_id"]
    blue = {"option_group_id": colours, "name": "Blue", "label": "Blue", "value": "b", "weight": 9}
    sites.src.OptionValue.create({"values": blue})
    one, two = sites.src.Contact.get(contact_type="Individual", select=["id"], limit=2).column("id")
    values: dict[str, Any] = {"gender_id:name": "Agender", "Pets.Pet:name": "Dog"}
    values["Extra_Info.Colour:name"] = "Blue"
    values["contact_sub_type:name"] = ["Student_Extra"]
    sites.src.Contact.update({"where": [["id", "=", one]], "values": values})
    boat = {"contact_id": one, "email": "boat@example.org", "location_type_id:name": "Boat"}
    sites.src.Email.create({"values": boat})
    kin = {"contact_id_a": one, "contact_id_b": two, "relationship_type_id:name": "Guardian of"}
    sites.src.Relationship.create({"values": kin})
    gift = {"contact_id": one, "financial_type_id:name": "Raffle", "total_amount": 5}
    sites.src.Contribution.create({"values": gift})


MISSING = ["'Agender'", "Pets.Pet", "'Blue'", "'Student_Extra'", "'Boat'", "'Guardian of'", "'Raffle'"]


def test_what_is_missing_is_an_error_before_anything_is_written(changing_sites: Sites) -> None:
    sites = changing_sites
    lacking(sites)
    before = canonical(sites.dst)
    with pytest.raises(UsageError) as refused:
        moved(sites)
    assert all(one in str(refused.value) for one in MISSING), refused.value
    assert "\n" not in str(refused.value)
    assert canonical(sites.dst) == before
    planned = str(moved(sites, dry_run=True))
    assert all(one in planned for one in MISSING)


def test_what_is_missing_is_made(changing_sites: Sites) -> None:
    sites = changing_sites
    lacking(sites)
    planned = moved(sites, missing="create", dry_run=True)
    assert "would be made at the other site" in str(planned)
    report = moved(sites, missing="create")
    assert (planned.made, planned.missing) == (report.made, [])
    assert report.ok, report
    assert not report.problems, report
    assert all(one in str(report) for one in MISSING)
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []
    agender = sites.dst.Contact.get({"where": [["gender_id:name", "=", "Agender"]], "select": ["id"]})
    dog = sites.dst.Contact.get({"where": [["Pets.Pet:name", "=", "Dog"]], "select": ["id"]})
    assert len(agender) == 1
    assert agender == dog
    assert is_unchanged(moved(sites))


def test_a_plan_tells_which_references_do_not_move(sites: Sites) -> None:
    steps = {step.entity: set(step.left_out) for step in moved(sites, dry_run=True).plan}
    assert "primary_contact_id" in steps["Contact"]
    assert "contribution_recur_id" in steps["Contribution"]
    assert {"parent_id", "original_id"} <= steps["Activity"]


def test_what_is_missing_is_left_out(changing_sites: Sites) -> None:
    sites = changing_sites
    lacking(sites)
    report = moved(sites, missing="skip")
    assert report.ok
    assert report.counts["Relationship"]["skipped"] == report.counts["Contribution"]["skipped"] == 1
    assert any("the other site has no 'Guardian of'" in str(one) for one in report.problems)
    wrong = differences(sites.src, sites.dst, ids_in(sites.journal))
    fields = ("gender_id", "Colour", "sub_type", "location_type", "Relationship", "Contribution")
    assert len(wrong) == 6, wrong
    assert all(any(field in one for field in fields) for one in wrong), wrong


def test_numbers_without_a_name_are_told(sites: Sites) -> None:
    database = sqlite3.connect(sites.folder / "old.sqlite", isolation_level=None)
    database.execute("UPDATE civicrm_contact SET gender_id = 77 WHERE id = 9")
    database.close()
    with pytest.raises(UsageError, match=r"Contact.gender_id has no 'number 77, which has no name'"):
        moved(sites)


# ---- what goes wrong


class Losing(SandboxApiV4):
    """An api whose n-th writing request is done, and its answer lost."""

    error: Any = None
    at = 0

    def send(self, calls: Any) -> list[Answer]:
        is_writing = any(not call.is_read() for call in calls)
        self.at -= is_writing
        answers = super().send(calls)
        if is_writing and self.at == 0:
            raise self.error
        return answers


@pytest.mark.parametrize("at", [1, 6])
@pytest.mark.parametrize("kind", [CallTimeout, InvalidResponse])
def test_a_lost_answer_doubles_and_loses_nothing(sites: Sites, at: int, kind: Any) -> None:
    with Losing(sites.folder / "new.sqlite", schema=sites.dst.schema.known) as dst:
        dst.at, dst.error = at, kind("the answer was lost")
        report = transfer(sites.src, dst, world.ENTITIES, journal=sites.journal)
        assert dst.at <= 0
    assert report.ok, report
    assert not report.problems, report
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []
    wanted = sites.src.Contact.get(select=["row_count"]).matched
    assert (
        sites.dst.Contact.get(select=["row_count"]).matched == wanted + 3
    )  # those that were there, less one
    assert sites.dst.Activity.get(select=["row_count"]).matched == len(ids_in(sites.journal)["Activity"])


class Fatal(SandboxApiV4):
    """An api at which one record ends its request, as a PHP Error does: those before it are done."""

    poison = "Tea"

    def send(self, calls: Any) -> list[Answer]:
        for number, call in enumerate(calls):
            if not call.is_read() and call.params.get("values", {}).get("subject") == self.poison:
                super().send(calls[:number])
                raise InvalidResponse("Fatal error", status=500)
        return super().send(calls)


def test_a_record_that_ends_its_request_fails_alone(sites: Sites) -> None:
    with Fatal(sites.folder / "new.sqlite", schema=sites.dst.schema.known) as dst:
        report = transfer(sites.src, dst, world.ENTITIES, journal=sites.journal)
        assert report.counts["Activity"]["failed"] == 1
        assert (
            report.counts["Activity"]["created"] == sites.src.Activity.get(select=["row_count"]).matched - 1
        )
        assert [one.why for one in report.problems if one.entity == "Activity"] == ["Fatal error"]
        dst.poison = ""
        assert transfer(sites.src, dst, world.ENTITIES, journal=sites.journal).ok
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []


@pytest.mark.parametrize(("now", "wait"), [(1010.0, GRACE - 10), (500.0, GRACE)])
def test_a_request_that_goes_on_at_the_site_is_waited_for(
    sites: Sites, now: float, wait: float, mocker: Any
) -> None:
    """Over a wire a lost answer does not say that the site is done: what is not there yet may still come.

    For as long as PHP may take, also by a clock that was put back meanwhile.
    """
    mocker.patch("civiapi.inprocess.InProcessBackend.is_local", False)
    mocker.patch("civiapi.moving.chunk.time").time.return_value = 1000.0
    clock = mocker.patch("civiapi.moving.settle.time")
    clock.time.return_value = now
    late: list[Any] = []

    class Slow(SandboxApiV4):
        def send(self, calls: Any) -> list[Answer]:
            mine = [call for call in calls if call.params.get("values", {}).get("last_name") == "Twin"]
            if not mine or late:
                return super().send(calls)
            late.extend(calls)
            raise CallTimeout("the answer was lost")

    with Slow(sites.folder / "new.sqlite", schema=sites.dst.schema.known) as dst:
        clock.sleep.side_effect = lambda _: SandboxApiV4.send(dst, late)
        report = transfer(sites.src, dst, ["Contact"], journal=sites.journal)
    clock.sleep.assert_called_once_with(wait)
    assert report.ok, report
    assert sites.dst.Contact.get(last_name="Twin", select=["row_count"]).matched == 2


def test_a_row_that_looks_like_the_lost_one_leaves_it_unknown(sites: Sites) -> None:
    """Another program wrote nearly the same while the answer was away: nobody can tell, and nothing doubles."""

    class Beside(SandboxApiV4):
        done = False

        def send(self, calls: Any) -> list[Answer]:
            mine = [call for call in calls if call.params.get("values", {}).get("last_name") == "Twin"]
            if not mine or self.done:
                return super().send(calls)
            self.done = True
            for call in mine:
                values = {**call.params["values"], "preferred_language": "fr_FR"}
                values.pop("preferred_language:name", None)
                super().send([type(call)("Contact", "create", {"values": values})])
            raise CallTimeout("the answer was lost")

    with Beside(sites.folder / "new.sqlite", schema=sites.dst.schema.known) as dst:
        report = transfer(sites.src, dst, ["Contact"], journal=sites.journal)
    assert report.counts["Contact"]["unknown"] == 2, report
    again = moved(sites, entities=["Contact"])
    assert again.counts["Contact"]["unknown"] == 2
    assert sites.dst.Contact.get(last_name="Twin", select=["row_count"]).matched == 2


def test_bad_records_fail_by_themselves(sites: Sites) -> None:
    sites.dst.Group.create(name="Other_Name", title="Inner circle")
    report = moved(sites, match={"Group": ["name"]})
    assert report.counts["Group"]["failed"] == 1
    assert report.counts["GroupContact"]["skipped"] == 4
    assert "Group" in str(report)


# ---- what is refused


def test_refused_before_anything_is_sent(sites: Sites) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"missing": "ask"}, "missing is one of error, skip, create"),
        ({"workers": 0}, "workers is a number"),
        ({"match": {"Case": ["id"]}}, "match: Case is not among the entities"),
        ({"filter": {"Case": {"id": 1}}}, "filter: Case is not among the entities"),
        ({"match": {"Contact": "external_identifier"}}, "match is a dict"),
        ({"match": {"Contact": [["emial"]]}}, "match: no field 'emial' on Contact"),
        ({"match": {"Email": ["emial"]}}, "match: no field 'emial' on Email; did you mean email?"),
        ({"entities": ["Contcat"]}, "Contcat"),
        ({"entities": "Contact"}, r"entities is a list of names; write \['Contact'\]"),
    ]
    for wrong, text in refused:
        with pytest.raises(UsageError, match=text):
            moved(sites, **wrong)
    third = SandboxApiV3(sites.folder / "new.sqlite")
    with pytest.raises(UsageError, match="dst must be an api of APIv4"):
        transfer(sites.src, third, ["Contact"], journal=sites.journal)
    assert not any(ids_in(sites.journal).values())


def test_a_site_does_not_move_into_itself(sites: Sites, civi_site: Any) -> None:
    before = sites.src.Contact.filter().count()
    with SandboxApiV4(sites.folder / "old.sqlite") as again:
        for dst in (sites.src, sites.src.with_options(), again):
            with pytest.raises(UsageError, match="would double"):
                transfer(sites.src, dst, ["Contact"], journal=sites.journal)
    assert sites.src.Contact.filter().count() == before
    http = [HttpApiV4(civi_site.url, key) for key in (civi_site.api_key, "of another user")]
    with pytest.raises(UsageError, match=f"both {civi_site.url}; its records"):
        transfer(*http, ["Contact"], journal=sites.journal)  # type: ignore[misc]


def test_a_report_shows_its_table(sites: Sites) -> None:
    report = moved(sites, entities=["Tag"])
    assert repr(report) == f"<TransferReport\n{report}>"


def test_a_journal_of_another_move_or_none(sites: Sites) -> None:
    moved(sites, entities=["Tag"])
    with pytest.raises(UsageError, match="journal of another move"):
        transfer(sites.dst, sites.src, ["Tag"], journal=sites.journal)
    other = sites.folder / "other.db"
    other.write_text("something else, and long enough to be read as something else")
    with pytest.raises(UsageError, match="no journal, or a damaged one"):
        transfer(sites.src, sites.dst, ["Tag"], journal=other)


def test_another_programs_database_is_left_as_it_is(sites: Sites) -> None:
    database = sqlite3.connect(sites.journal)
    database.execute("CREATE TABLE songs (title TEXT)")
    database.close()
    before = sites.journal.read_bytes()
    with pytest.raises(UsageError, match="no journal, but a database with other tables"):
        moved(sites)
    assert sites.journal.read_bytes() == before


def test_a_journal_in_use(sites: Sites) -> None:
    moved(sites, entities=["Tag"])
    database = sqlite3.connect(sites.journal, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(UsageError, match="in use by another process"):
            moved(sites, entities=["Tag"])
    finally:
        database.close()


class Stop:
    """Says True from the given time on that it is asked."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("workers", [1, 3])
def test_stopped_and_called_again(sites: Sites, workers: int) -> None:
    report = moved(sites, stop=Stop(0))
    assert report.stopped
    assert not report.counts
    assert "stopped before the first record" in str(report)
    done = 0
    for after in (40, 200):
        report = moved(sites, stop=Stop(after), workers=workers)
        assert report.stopped
        assert report.ok, report
        assert "stopped before all was looked at" in str(report)
        assert sum(report.totals.values()) > done
        done = sum(report.totals.values())
    report = moved(sites, workers=workers)
    assert not report.stopped
    assert report.totals["created"]
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []


def test_stopped_before_references_are_mended(sites: Sites) -> None:
    said: list[str] = []

    def employed() -> int | None:
        where = [["employer_id", "IS NOT NULL"]]
        return sites.dst.Contact.get(where=where, select=["row_count"]).matched

    before = employed()
    last = moved(sites, dry_run=True).plan[-1].entity
    report = moved(sites, progress=said.append, stop=lambda: said[-1].startswith(f"{last}: "))
    assert report.stopped
    assert report.totals["created"] > 50
    assert employed() == before
    assert moved(sites).ok
    assert employed() != before
    assert differences(sites.src, sites.dst, ids_in(sites.journal)) == []


def test_what_would_come_twice_or_has_no_place_there_is_refused(changing_sites: Sites) -> None:
    with pytest.raises(UsageError, match="Individual: Contact has these as well"):
        moved(changing_sites, entities=["Contact", "Individual"])
    group = {"name": "Jobs", "title": "Jobs", "extends": "Individual", "is_multiple": True}
    changing_sites.src.CustomGroup.create({"values": group})
    with pytest.raises(UsageError, match=r"the other site: no entity 'Custom_Jobs'.*make its custom group"):
        moved(changing_sites, entities=["Contact", "Custom_Jobs"], missing="create")
