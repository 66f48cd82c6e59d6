"""What can go wrong with a warm pipe: the process dies, hangs, talks nonsense; and how much it can carry."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiCallError, ApiError, CallTimeout, CommandFailed, InvalidResponse, PipeApiV4

from .fakepipe import (
    DEADLINE,
    api3,
    api4,
    asked,
    children,
    end_all,
    fake_in,
    is_alive,
    log,
    pid,
    starts,
    until,
)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[Path]:
    made = fake_in(tmp_path)
    yield made
    end_all(made)


#: Seconds until a call that hangs is given up: where the machine is too busy for it to get that far, longer.
MORE_AND_MORE = (0.5, 4, 15)

LOST = ["kill", "exit", "half", "garbage", "wrong id", "other form", "keep open"]


@pytest.mark.parametrize("fault", LOST)
def test_a_read_goes_on_with_another_process(fake: Path, fault: str) -> None:
    with api4(fake) as api:
        first = pid(api)
        row = api.Fake.get(do=f"once {fault}").one()
        assert row["asked"] == "Fake.get"
        assert row["pid"] == pid(api) != first
        assert not is_alive(first)
    assert starts(fake) == 2


@pytest.mark.parametrize("fault", LOST)
def test_a_write_in_flight_is_unknown_and_never_repeated(fake: Path, fault: str) -> None:
    with api4(fake, retries=3) as api:
        first = pid(api)
        with pytest.raises((CommandFailed, InvalidResponse)) as caught:
            api.Fake.create(do=fault)
        assert caught.value.handled is None
        assert str(caught.value).startswith("Fake.create: ")
        assert pid(api) != first
    assert asked(fake, "Fake.create") == 1


def test_a_read_that_kills_every_process_ends(fake: Path) -> None:
    with api4(fake) as api, pytest.raises(CommandFailed, match=r"without an answer \(exit -9\)"):
        api.Fake.get(do="kill")
    assert starts(fake) == 2


def test_killed_between_calls(fake: Path) -> None:
    with api4(fake) as api:
        first = pid(api)
        os.kill(first, signal.SIGKILL)
        until(lambda: not is_alive(first), "it ends")
        assert api.Fake.create(x=1).one()["pid"] != first
    assert asked(fake, "Fake.create") == 1


@pytest.mark.parametrize("fault", ["deaf", "die later"])
def test_a_write_that_was_cut_goes_to_another_process(fake: Path, fault: str) -> None:
    """The process ends, or stops to read, before it has the whole line: it cannot have run it."""
    with api4(fake) as api:
        first = pid(api, do=fault)
        row = api.Fake.create(text="x" * 5_000_000).one()
        assert row["pid"] != first
        assert row["bytes"] > 5_000_000
    assert asked(fake, "Fake.create") == 1


def test_a_lost_database_is_found_again_by_another_process(fake: Path) -> None:
    with api4(fake) as api:
        first = pid(api)
        assert api.Fake.get(do="once DB Error: unknown error").one()["pid"] != first
        second = pid(api)
        with pytest.raises(ApiError, match="unknown error"):
            api.Fake.create(do="DB Error: unknown error")
        assert pid(api) not in (first, second)
    assert asked(fake, "Fake.create") == 1


@pytest.mark.parametrize("context", [None, "sh -c", ["sh", "-c"], "env A=1", [["sh", "-c"], "nice -n 1"]])
def test_a_timeout_ends_the_process_and_its_children(fake: Path, context: Any) -> None:
    with api4(fake, context=context) as api:
        first = pid(api)
        begun = time.monotonic()
        for seconds in MORE_AND_MORE:
            with pytest.raises(CallTimeout) as caught:
                api.with_options(timeout=seconds).Fake.create(do="hang")
            if begotten := [entry[0] for entry in log(fake) if entry[1] == "child"]:
                break
        assert time.monotonic() - begun < sum(MORE_AND_MORE) + DEADLINE
        assert caught.value.handled is None
        (child,) = begotten
        until(lambda: not is_alive(first) and not is_alive(child), "both end")
        assert pid(api) != first
    assert 1 <= asked(fake, "Fake.create") <= MORE_AND_MORE.index(seconds) + 1
    assert children() == []


def test_a_timeout_of_a_read(fake: Path) -> None:
    with api4(fake) as api:
        with pytest.raises(CallTimeout):
            api.with_options(timeout=0.3).Fake.get(do="hang")
        assert pid(api)


def test_a_call_that_waited_for_a_process_was_not_sent(fake: Path) -> None:
    with api4(fake) as api:
        pid(api)
        busy = threading.Thread(target=api.Fake.get, kwargs={"do": "wait"})
        busy.start()
        until(lambda: asked(fake, "Fake.get") == 2, "the call arrives")
        with pytest.raises(CallTimeout, match="workers=") as caught:
            api.with_options(timeout=0.2).Fake.create(x=1)
        assert caught.value.handled is False
        fake.with_name("go on").touch()
        busy.join(DEADLINE)
        assert pid(api)
    assert asked(fake, "Fake.create") == 0


def test_ctrl_c_leaves_nothing_behind(fake: Path) -> None:
    script = (
        "import os, sys; from civiapi import PipeApiV4\n"
        f"api = PipeApiV4([sys.executable, {str(fake)!r}])\n"
        "try: api.Fake.create(do='hang')\n"
        "except KeyboardInterrupt: print('stopped'); sys.stdout.flush(); os.kill(os.getpid(), 9)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    until(lambda: asked(fake, "Fake.create") == 1 and len(log(fake)) == 3, "the call arrives")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=DEADLINE)[0] == b"stopped\n"
    until(lambda: not any(is_alive(entry[0]) for entry in log(fake)), "all end")


def test_noise(fake: Path) -> None:
    with api4(fake) as api:
        got = api.Fake.get(do="noise")
        assert got.one()["asked"] == "Fake.get"
        assert got.warnings == ["Notice: x", "\ufffd\ufffd{", "[PHP Warning] careless"]
        assert api.Fake.get().warnings == ["<pre>late</pre>"]
        assert api.Fake.get(do="pieces").one()["asked"] == "Fake.get"
        assert api.Fake.get().warnings == []


def test_greetings_become_warnings(fake: Path) -> None:
    with api4(fake, context=["sh", "-c", 'echo Welcome; echo hints >&2; exec "$0" "$@"']) as api:
        assert api.Fake.get().warnings == ["Welcome", "hints"]
        assert api.Fake.get().warnings == []


def test_hard_texts(fake: Path) -> None:
    hard = '\'; $(id) `ls` \\n \n\r\t\x00\x7f ü🎉 \u2028 civiapi-{ "id":5}'
    with api4(fake) as api:
        assert api.Fake.get(text=hard).one()["params"]["where"] == [["text", "=", hard]]
    assert all(entry[2] == ["pipe", "t"] for entry in log(fake) if entry[1] == "start")


def test_large_lines(fake: Path) -> None:
    with api4(fake) as api:
        first = pid(api)
        assert api.Fake.create(text="ü" * 2_500_000).one()["bytes"] > 5_000_000
        assert len(api.Fake.get(do="answer 20000000").one()["text"]) == 20_000_000
        assert pid(api) == first


def test_a_failure_in_the_middle_of_a_batch(fake: Path) -> None:
    """A process that dies takes one call with it; one that hangs stops the rest."""
    with api4(fake) as api:
        outcomes = api.batch([("Fake", "create", {"do": do}) for do in ("", "kill", "", "error", "")])
        assert [_outcome(one) for one in outcomes] == ["done", None, "done", True, "done"]
        assert pid(api)
        for number, seconds in enumerate(MORE_AND_MORE):
            slow = api.with_options(timeout=seconds)
            outcomes = slow.batch([(f"Slow{number}", "create", {"do": do}) for do in ("", "hang", "", "")])
            if (sent := asked(fake, f"Slow{number}.create")) == 2:
                break
        assert [_outcome(one) for one in outcomes] == ["done", None, False, False]
        assert sent == 2


def _outcome(pending: Any) -> Any:
    try:
        pending.result()
    except ApiCallError as error:
        return error.handled
    return "done"


def test_a_batch_without_a_site() -> None:
    api = PipeApiV4("no-such-cv")
    outcomes = api.batch([("Fake", "create", {"values": {"x": n}}) for n in range(120)])
    assert {_outcome(one) for one in outcomes} == {False}


def test_v3_after_an_error_in_php(fake: Path) -> None:
    with api3(fake) as api:
        outcomes = api.batch([("Fake", "create", {"do": do}) for do in ("", "error", "", "")])
        assert [_outcome(one) for one in outcomes] == ["done", True, "done", "done"]
        processes = [entry[0] for entry in log(fake) if entry[1] == "Fake.create"]
        assert processes[1] not in processes[2:]


#: The calls of each thread, writes all, that kill their process.
KILLED = (5, 19, 31)


@pytest.mark.parametrize("workers", [1, 4])
def test_eight_threads(fake: Path, workers: int) -> None:
    """Each answer is that of its question, while processes die under the calls."""
    wrong: list[Any] = []
    counts = {"done": 0, "lost": 0}

    def use(api: PipeApiV4, thread: int) -> None:
        for number in range(40):
            mark = f"{thread}/{number}"
            fault = "kill" if number in KILLED else "pieces" if number % 5 == 0 else ""
            try:
                if number % 2:
                    row = api.Fake.create(mark=mark, do=fault).one()
                    got = row["params"]["values"]["mark"]
                else:
                    row = api.Fake.get(mark=mark, do=fault).one()
                    got = row["params"]["where"][0][2]
            except CommandFailed as error:
                counts["lost"] += 1
                if fault != "kill" or error.handled is not None:
                    wrong.append(error)
            else:
                counts["done"] += 1
                if got != mark or fault == "kill":
                    wrong.append((mark, row))

    with api4(fake, workers=workers) as api:
        threads = [threading.Thread(target=use, args=(api, number), daemon=True) for number in range(8)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + 300
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
            assert not thread.is_alive(), "a thread hangs"
    assert wrong == []
    assert counts == {"done": 8 * (40 - len(KILLED)), "lost": 8 * len(KILLED)}
    assert children() == []
