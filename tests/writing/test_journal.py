"""The journal: an import that was broken goes on where it stopped, nothing lost and nothing doubled."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import AsyncHttpApiV4, ConnectionFailed, SandboxApiV4, UsageError
from civiapi.journal import Journal
from civiapi.outcomes import Outcome
from civiapi.testing import api_on

from . import importer

#: How often an import is killed, and how many records it has; more of both on request.
KILLS = int(os.environ.get("CIVIAPI_TEST_KILLS", "3"))
COUNT = int(os.environ.get("CIVIAPI_TEST_RECORDS", "1000"))
FAULTS = ("429:retry_after=0", "503:", "reset:done=1", "reset:done=0", "cut:", "notice:")


@pytest.fixture
def api(civi_template: Path, tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with SandboxApiV4(file) as api:
        yield api


def records(count: int = 120) -> list[dict[str, Any]]:
    return list(importer.people(count))


def started(site: Any, match: str, workers: int, journal: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.writing.importer", site.url, site.api_key, str(COUNT), match]
    return subprocess.Popen(
        [*words, str(workers), str(journal)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def killed_and_ended(site: Any, match: str, workers: int, journal: Path) -> dict[str, Any]:
    """What the import tells at last, after it was killed at random moments and started again."""
    dice = random.Random(COUNT + workers)
    for _ in range(KILLS):
        process = started(site, match, workers, journal)
        mark = (journal.stat().st_size if journal.exists() else 0) + dice.randrange(200, 3000)
        while process.poll() is None and (not journal.exists() or journal.stat().st_size < mark):
            time.sleep(0.002)
        process.kill()
        process.communicate()
    process = started(site, match, workers, journal)
    output, errors = process.communicate(timeout=600)
    assert process.returncode == 0, errors
    told: dict[str, Any] = json.loads(output)
    return told


def found(site: Any) -> list[str]:
    site.faults.clear()
    with api_on(site) as api:
        rows = api.Contact.get(last_name="Journal", select=["first_name"], limit=0)
    return [row["first_name"] for row in rows]


@pytest.mark.parametrize("workers", [1, 3])
def test_killed_again_and_again_with_match(civi_site: Any, tmp_path: Path, workers: int) -> None:
    for seed, fault in enumerate(FAULTS):
        civi_site.faults.add(f"{fault},probability=0.05,seed={seed}".replace(":,", ":"))
    told = killed_and_ended(civi_site, "external_identifier", workers, tmp_path / "import.jsonl")
    assert set(told["counts"]) <= {"created", "updated"}
    assert sorted(found(civi_site)) == sorted(f"First {number}" for number in range(COUNT))


@pytest.mark.parametrize("workers", [1, 3])
def test_killed_again_and_again_without_match(civi_site: Any, tmp_path: Path, workers: int) -> None:
    for seed, fault in enumerate(FAULTS):
        civi_site.faults.add(f"{fault},probability=0.02,seed={seed}".replace(":,", ":"))
    told = killed_and_ended(civi_site, "", workers, tmp_path / "import.jsonl")
    times = Counter(found(civi_site))
    assert set(told["counts"]) <= {"created", "unknown"}
    for number, status in enumerate(told["told"]):
        assert times[f"First {number}"] == 1 if status == "created" else times[f"First {number}"] <= 1
    assert told["counts"]["created"] > COUNT / 3


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_is_sent_than_was_under_way_at_each_kill(
    civi_site: Any, tmp_path: Path, workers: int
) -> None:
    killed_and_ended(civi_site, "external_identifier", workers, tmp_path / "import.jsonl")
    assert sorted(found(civi_site)) == sorted(f"First {number}" for number in range(COUNT))
    calls = [call for request in civi_site.log for call in request.calls if not call.action.startswith("get")]
    assert COUNT <= len(calls) <= COUNT + KILLS * workers * 50


def test_a_journal_is_taken_up_without_a_request(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    first = list(api.Contact.save_all(records(), match=["external_identifier"], journal=journal))
    sent: list[Any] = []

    class Silent(type(api)):  # type: ignore[misc]
        def send(self, calls: Any) -> Any:
            sent.extend(calls)
            return super().send(calls)

    again = Silent(api._backend.site)
    assert list(again.Contact.save_all(records(), match=["external_identifier"], journal=journal)) == first
    assert not sent
    more = list(again.Contact.save_all(records(130), match=["external_identifier"], journal=journal))
    assert [one.status for one in more] == ["created"] * 130
    assert sum(call.action == "save" for call in sent) == 10
    again.close()


def test_failed_records_are_told_again(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    given = records(3)
    given[1]["employer_id"] = 999_999
    told = [
        list(api.Contact.save_all(given, match=["external_identifier"], journal=journal)) for _ in range(2)
    ]
    for outcomes in told:
        assert [one.status for one in outcomes] == ["created", "failed", "created"]
    assert str(told[0][1].error.message) == str(told[1][1].error.message)


@pytest.mark.parametrize("change", ["another", "missing", "fewer"])
def test_a_source_that_has_changed_is_refused(api: Any, tmp_path: Path, change: str) -> None:
    journal = tmp_path / "import.jsonl"
    api.Contact.save_all(records(), match=["external_identifier"], journal=journal).report()
    given = records()
    if change == "another":
        given[60]["first_name"] = "Another"
    elif change == "missing":
        del given[60]
    else:
        given = given[:20]
    with pytest.raises(UsageError, match="not those of the journal"):
        api.Contact.save_all(given, match=["external_identifier"], journal=journal).report()


def test_a_journal_of_another_job_is_refused(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    api.Contact.save_all(records(3), match=["external_identifier"], journal=journal).report()
    with pytest.raises(UsageError, match="another job"):
        api.Contact.create_all(records(3), journal=journal)
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text("no journal\n")
    with pytest.raises(UsageError, match="no journal"):
        api.Contact.create_all(records(3), journal=foreign)
    assert foreign.read_text() == "no journal\n"


@pytest.mark.parametrize("text", ['[{"first_name": "Ana"}]', "a,b", '{"civiapi": 1, "site": "other'])
def test_a_file_of_one_line_without_an_end_is_left_as_it_is(api: Any, tmp_path: Path, text: str) -> None:
    precious = tmp_path / "people.json"
    precious.write_text(text)
    with pytest.raises(UsageError, match="no journal"):
        api.Contact.create_all(records(3), journal=precious)
    assert precious.read_text() == text


@pytest.mark.parametrize("lost", ['"sent"', '"size"'])
def test_a_journal_that_lacks_lines_is_refused(api: Any, tmp_path: Path, lost: str) -> None:
    journal = tmp_path / "import.jsonl"
    api.Contact.create_all(records(3), journal=journal).report()
    lines = journal.read_text().splitlines(keepends=True)
    kept = [line.replace('"size"', '"six"') if lost == '"size"' else line for line in lines]
    journal.write_text("".join(line for line in kept if lost != '"sent"' or lost not in line))
    with pytest.raises(UsageError, match="damaged"):
        api.Contact.create_all(records(3), journal=journal)


def test_a_journal_in_use_is_refused(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    job = {"site": api._site, "entity": "Contact", "action": "create", "match": [], "version": 4}
    open_journal = Journal(journal, job)
    with pytest.raises(UsageError, match="in use"):
        api.Contact.create_all(records(3), journal=journal)
    open_journal.close()
    assert api.Contact.create_all(records(3), journal=journal).report().counts["created"] == 3


def test_a_line_that_was_being_written_is_left_out(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    api.Contact.save_all(records(100), match=["external_identifier"], journal=journal).report()
    whole = journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    for end in (len(lines[0]) - 3, len(lines[0]) + 5, len(whole) - 1):
        journal.write_bytes(whole[:end])
        outcomes = list(api.Contact.save_all(records(100), match=["external_identifier"], journal=journal))
        assert {one.status for one in outcomes} <= {"created", "updated"}
        assert len(outcomes) == 100
    assert len(api.Contact.get(last_name="Journal", select=["id"])) == 100


def test_a_chunk_that_was_under_way_is_settled(api: Any, tmp_path: Path) -> None:
    """Half of it was written when the run ended."""
    journal = tmp_path / "import.jsonl"
    given = records(40)
    for match in (["external_identifier"], ["first_name", "last_name"], None):
        for contact in api.Contact.get(last_name="Journal", select=["id"]):
            api.Contact.delete(id=contact["id"], useTrash=False)
        api.Contact.create_all(given[:20]).report()
        action = "save" if match else "create"
        facts = {"site": api._site, "entity": "Contact", "action": action, "match": match or []}
        journal.unlink(missing_ok=True)
        book = Journal(journal, {**facts, "version": 4})
        book.sent(0, given)
        book.close()
        write = api.Contact.save_all if match else api.Contact.create_all
        options = {"match": match} if match else {}
        outcomes = list(write(given, journal=journal, **options))
        if match == ["external_identifier"]:
            assert [one.status for one in outcomes] == ["updated"] * 20 + ["created"] * 20
        elif match:
            assert [one.status for one in outcomes] == ["updated"] * 20 + ["unknown"] * 20
        else:
            assert [one.status for one in outcomes] == ["unknown"] * 40
        assert len(api.Contact.get(last_name="Journal", select=["id"])) == (
            40 if match == ["external_identifier"] else 20
        )


def test_a_journal_holds_no_values(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    api.Contact.save_all(records(3), match=["external_identifier"], journal=journal).report()
    assert "First" not in journal.read_text()
    assert "example.org" not in journal.read_text()


def test_a_journal_of_another_site_is_refused(api: Any, civi_template: Path, tmp_path: Path) -> None:
    journal, other = tmp_path / "import.jsonl", tmp_path / "other.sqlite"
    api.Contact.create_all(records(3), journal=journal).report()
    other.write_bytes(civi_template.read_bytes())
    with SandboxApiV4(other) as another, pytest.raises(UsageError, match="another job or site"):
        another.Contact.create_all(records(3), journal=journal)


def test_a_journal_is_let_go_where_nothing_was_taken(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    with api.Contact.create_all(records(3), journal=journal):
        pass
    assert api.Contact.create_all(records(3), journal=journal).report().counts["created"] == 3


def test_what_never_left_is_sent_by_the_next_run(api: Any, tmp_path: Path) -> None:
    """With two workers: the first chunk does not reach the site, the second does."""
    journal = tmp_path / "import.jsonl"
    is_written = threading.Event()

    class Away(type(api)):  # type: ignore[misc]
        away = True

        def send(self, calls: Any) -> Any:
            writes = [call for call in calls if call.action == "create"]
            if self.away and any("First 0" in str(call.params) for call in writes):
                assert is_written.wait(60)
                raise ConnectionFailed("not reached", handled=False)
            answers = super().send(calls)
            if writes:
                is_written.set()
            return answers

    with Away(tmp_path / "site.sqlite") as away:
        with pytest.raises(ConnectionFailed):
            away.Contact.create_all(records(), journal=journal, workers=2, chunk=40).report()
        assert len(api.Contact.get(last_name="Journal", select=["id"])) in (40, 80)
        away.away = False
        again = list(away.Contact.create_all(records(), journal=journal, workers=2, chunk=30))
    assert [one.status for one in again] == ["created"] * 120
    assert len(api.Contact.get(last_name="Journal", select=["id"])) == 120


def test_what_is_told_as_unsent_does_not_leave(tmp_path: Path, mocker: Any) -> None:
    """As after one Ctrl-C too many: the journal is closed while a worker is about to send."""
    path = tmp_path / "import.jsonl"
    journal = Journal(path, {"site": "here"})
    for first in (0, 1):
        journal.sent(first, [{"first_name": "Ana"}])
        journal.unsent(first)
    write, refused = journal._write, []

    def written(line: Any) -> None:
        try:
            journal.leaving(1)
        except UsageError as error:
            refused.append(error)
        write(line)

    mocker.patch.object(journal, "_write", written)
    journal.close()
    assert path.read_bytes().endswith(b'{"unsent": 0}\n{"unsent": 1}\n')
    assert len(refused) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_says_nothing_of_what_its_parent_sends(tmp_path: Path) -> None:
    path = tmp_path / "import.jsonl"
    journal = Journal(path, {"site": "here"})
    journal.sent(0, [{"first_name": "Ana"}])
    journal.unsent(0)
    before = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork with threads
        child = os.fork()
    if not child:
        journal.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert path.read_bytes() == before
    journal.close()
    assert path.read_bytes() == before + b'{"unsent": 0}\n'


def test_what_was_under_way_at_a_break_is_noted(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"

    def broken() -> Iterator[dict[str, Any]]:
        yield from records(100)
        raise OSError("the file ends here")

    told = []
    outcomes = api.Contact.create_all(broken(), journal=tmp_path / "broken.jsonl", workers=2, chunk=30)
    with pytest.raises(OSError, match="ends here"):
        told.extend(outcome.status for outcome in outcomes)
    assert told == ["created"] * 100
    for contact in api.Contact.get(last_name="Journal", select=["id"]):
        api.Contact.delete(id=contact["id"], useTrash=False)
    outcomes = api.Contact.create_all(records(200), journal=journal, workers=3, chunk=20)
    next(outcomes)
    outcomes.close()
    again = list(api.Contact.create_all(records(200), journal=journal, workers=2))
    assert [one.status for one in again] == ["created"] * 200
    assert len(api.Contact.get(last_name="Journal", select=["id"])) == 200


def test_what_was_written_is_told_although_enough_went_wrong(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    given = records(120)
    facts = {"site": api._site, "entity": "Contact", "action": "create", "match": [], "version": 4}
    book = Journal(journal, facts)
    book.sent(0, given[:10])  # on its way when the run ended, so that nobody knows
    book.sent(10, given[10:60])
    book.done(10, [Outcome(at, "created", 7) for at in range(10, 60)])
    book.close()
    again = list(api.Contact.create_all(given, journal=journal, stop_after=1))
    assert [one.status for one in again] == ["unknown"] * 10 + ["created"] * 50 + ["skipped"] * 60


@pytest.mark.parametrize("workers", [1, 3])
def test_errors_of_an_earlier_run_do_not_stop_this_one(api: Any, tmp_path: Path, workers: int) -> None:
    journal = tmp_path / "import.jsonl"
    given = records(120)
    for record in (given[0], given[3], given[110]):
        record["employer_id"] = 999_999
    first = api.Contact.create_all(given, journal=journal, stop_after=2, chunk=5).report()
    assert first.counts["failed"] == 2
    assert first.counts["skipped"] > 100
    report = api.Contact.create_all(given, journal=journal, stop_after=2, workers=workers).report()
    assert (report.counts["failed"], report.counts["created"], report.counts["skipped"]) == (3, 117, 0)
    report = api.Contact.create_all(given, journal=journal, stop_after=1).report()
    assert (report.counts["failed"], report.counts["created"]) == (3, 117)


def test_what_is_taken_up_is_checked_as_well(api: Any, tmp_path: Path) -> None:
    journal = tmp_path / "import.jsonl"
    given = records(3)
    given[1]["frist_name"] = given[1].pop("first_name")
    match = ["external_identifier"]
    facts = {"site": api._site, "entity": "Contact", "action": "save", "match": match, "version": 4}
    book = Journal(journal, facts)
    book.sent(0, given)
    book.close()
    outcomes = list(api.Contact.save_all(given, match=match, journal=journal))
    assert [one.status for one in outcomes] == ["created", "failed", "created"]


def test_what_was_broken_off_before_it_wrote_is_sent_by_the_next_run(civi_site: Any, tmp_path: Path) -> None:
    """The site is still being asked for its schema when the import is cancelled."""
    journal = tmp_path / "import.jsonl"

    async def cancelled() -> None:
        async with AsyncHttpApiV4(civi_site.url, civi_site.api_key) as api:
            asking = asyncio.Event()
            posted = api.send

            async def send(calls: Any) -> Any:
                asking.set()
                await asyncio.sleep(0.05)
                return await posted(calls)

            api.send = send  # type: ignore[method-assign]
            outcomes = api.Contact.create_all(records(30), journal=journal, workers=2, chunk=10)
            task = asyncio.ensure_future(outcomes.report())
            await asking.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await outcomes.aclose()

    asyncio.run(cancelled())
    with api_on(civi_site) as api:
        assert api.Contact.create_all(records(30), journal=journal).report().counts["created"] == 30
