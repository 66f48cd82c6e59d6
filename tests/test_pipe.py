"""The life of a warm pipe's processes: when one is started, kept, renewed, and how it ends."""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from civiapi import AccessDenied, CallTimeout, CommandFailed, InvalidResponse, PipeApiV4, UsageError
from civiapi.pool import Pool
from civiapi.worker import Worker

from .fakepipe import DEADLINE, api3, api4, asked, children, fake_in, is_alive, log, pid, starts, until

#: Python 3.12 warns of each fork beside threads.
FORKS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    return fake_in(tmp_path)


def test_one_process_for_many_calls(fake: Path) -> None:
    with api4(fake) as api:
        assert starts(fake) == 0
        assert len({pid(api) for _ in range(5)}) == 1
        assert api.batch([("Fake", "get", {})] * 5)[4].result().one()["pid"] == pid(api)
    assert starts(fake) == 1


@pytest.mark.parametrize("end", ["close", "with", "del"])
def test_it_ends_with_the_api(fake: Path, end: str) -> None:
    api = api4(fake)
    process = pid(api)
    assert is_alive(process)
    if end == "close":
        api.close()
    elif end == "with":
        with api:
            pass
    else:
        del api
        gc.collect()  # an api and its entities hold each other
    until(lambda: not is_alive(process), "the process ends")
    assert process not in children()


def test_a_closed_api_starts_anew(fake: Path) -> None:
    with api4(fake) as api:
        first = pid(api)
        api.close()
        assert pid(api) != first


def test_it_ends_with_python(fake: Path) -> None:
    script = (
        "import sys; from civiapi import PipeApiV4\n"
        f"api = PipeApiV4([sys.executable, {str(fake)!r}])\n"
        "print(api.Fake.get().one()['pid'])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, timeout=DEADLINE
    )
    assert (done.returncode, done.stderr) == (0, b"")
    until(lambda: not is_alive(int(done.stdout)), "the process ends")


def test_it_ends_when_idle_for_too_long(fake: Path) -> None:
    threads = set(threading.enumerate())
    with api4(fake, max_age=0.5) as api:
        process = pid(api)
        until(lambda: not is_alive(process), "the process ends by itself")
        until(lambda: process not in children(), "it is reaped")
        until(lambda: set(threading.enumerate()) <= threads, "the timer ends")
        assert pid(api) != process


def test_it_ends_at_max_age_though_used(fake: Path) -> None:
    with api4(fake, max_age=0.5) as api:
        processes: list[int] = []

        def used() -> bool:
            processes.append(pid(api))
            return len(set(processes)) >= 3

        until(used, "it is renewed")
    with api4(fake, max_age=0) as api:
        assert pid(api) != pid(api)


def test_close_ends_a_process_in_use_after_its_call(fake: Path) -> None:
    api = api4(fake)
    caller = threading.Thread(target=lambda: api.Fake.get(do="pieces"))
    caller.start()
    until(lambda: asked(fake, "Fake.get") == 1, "the call arrives")
    api.close()
    caller.join(DEADLINE)
    assert not is_alive(log(fake)[0][0])


def test_close_amid_the_return_of_a_process(fake: Path, mocker: Any) -> None:
    """It is called when a call is over and its process looked at, but not yet put back."""
    api = api4(fake)
    closing = threading.Thread(target=api.close)
    is_usable = Pool._is_usable

    def closed_then(pool: Pool, worker: Worker) -> bool:
        found = is_usable(pool, worker)
        if closing.ident is None:
            closing.start()
            until(lambda: pool._lock.locked() or not closing.is_alive(), "it is closed, or waits to be")
        return found

    mocker.patch.object(Pool, "_is_usable", closed_then)
    process = pid(api)
    closing.join(DEADLINE)
    assert not is_alive(process)


@pytest.mark.parametrize(
    ("entity", "action", "params", "over"),
    [
        ("OptionValue", "create", {"values": {"label": "x"}}, True),
        ("CustomField", "update", {"values": {"label": "x"}, "where": [["id", "=", 1]]}, True),
        ("OptionValue", "get", {}, False),
        ("Contact", "create", {"values": {"first_name": "x"}}, False),
        ("Contact", "create", {"values": {"x": 1}, "chain": {"a": ["Tag", "create", {}]}}, True),
        ("Contact", "create", {"values": {"x": 1}, "chain": {"a": ["Email", "create", {}]}}, False),
        ("Contact", "get", {"chain": {"a": ["Email", "get", {"chain": {"b": ["Tag", "save", {}]}}]}}, True),
        ("CaseType", "save", {"records": [{"x": 1}]}, True),
        ("System", "flush", {}, True),
        ("Fake", "get", {"where": [["do", "=", "error"]]}, True),
        ("Fake", "create", {"values": {"do": "error"}}, True),
        ("Fake", "create", {"values": {"do": "DB Error: unknown error"}}, True),
        ("Fake", "create", {"values": {"do": "DB Error: already exists"}}, False),
        ("Fake", "create", {"values": {"do": "DB Error: constraint violation"}}, False),
    ],
)
def test_after_which_calls_it_is_renewed(
    fake: Path, entity: str, action: str, params: dict[str, Any], over: bool
) -> None:
    with api4(fake) as api:
        first = pid(api)
        api.batch([(entity, action, params)])
        assert (pid(api) != first) is over
    assert asked(fake, f"{entity}.{action}") == (3 if (entity, action) == ("Fake", "get") else 1)


@pytest.mark.parametrize(
    ("entity", "action", "params", "over"),
    [
        ("option_value", "create", {"label": "x"}, True),
        ("Contact", "create", {"x": 1, "api.option_value.create": {}}, True),
        ("Contact", "create", {"x": 1, "api.Email.create": [{}, {"api_CustomField_create": {}}]}, True),
        ("Contact", "create", {"x": 1, "api_key": "secret"}, False),
        ("Fake", "create", {"do": "error"}, True),
    ],
)
def test_after_which_calls_of_v3_it_is_renewed(
    fake: Path, entity: str, action: str, params: dict[str, Any], over: bool
) -> None:
    with api3(fake) as api:
        first = api.Fake.get().one()["pid"]
        api.batch([(entity, action, params)])
        assert (api.Fake.get().one()["pid"] != first) is over


def test_a_write_of_metadata_renews_all(fake: Path) -> None:
    """Also the processes of other threads, and those that check permissions."""
    with api4(fake, workers=3, user="admin") as api:
        first = _together(api, 3, "meet 3")
        assert len(first) == 3
        checked = pid(api.with_options(check_permissions=True))
        api.OptionValue.create(label="x")
        assert not _together(api, 3) & first
        assert pid(api.with_options(check_permissions=True)) != checked


def _together(api: PipeApiV4, count: int, do: str = "pieces") -> set[int]:
    """The processes that answer so many calls at once."""
    found: list[int] = []
    barrier = threading.Barrier(count)

    def call() -> None:
        barrier.wait(DEADLINE)
        found.append(pid(api, do=do))

    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert len(found) == count
    return set(found)


@pytest.mark.parametrize("workers", [1, 2])
def test_so_many_processes_as_workers(fake: Path, workers: int) -> None:
    with api4(fake, workers=workers) as api:
        assert len(_together(api, 6)) <= workers
        assert starts(fake) <= workers
    with pytest.raises(UsageError, match="workers"):
        api4(fake, workers=0)


def test_copies_share_the_process(fake: Path) -> None:
    with api4(fake, user="admin") as api:
        copied = api.with_options(timeout=DEADLINE + 5, retries=1)
        assert pid(copied) == pid(api)
        checked = api.with_options(check_permissions=True)
        other = pid(checked)
        assert other != pid(api)
        assert pid(checked.with_options(check_permissions=False)) == pid(api)
        again = pickle.loads(pickle.dumps(api))
        with again:
            assert pid(again) != pid(api)
    assert not is_alive(other)
    with pytest.raises(UsageError, match="with user="):
        api4(fake).with_options(check_permissions=True)
    with pytest.raises(UsageError, match="needs user="):
        api4(fake, check_permissions=True)


def test_log_in(fake: Path) -> None:
    with api4(fake, user="admin") as api:
        assert pid(api) == pid(api)
    with pytest.raises(AccessDenied, match="valid user") as caught:
        api4(fake, user="nobody").Fake.delete(id=1)
    assert caught.value.handled is False
    assert str(caught.value).startswith("Fake.delete: ")
    assert asked(fake, "Fake.delete") == 0
    assert children() == []


@FORKS
def test_a_forked_process_has_processes_of_its_own(fake: Path) -> None:
    with api4(fake) as api:
        first = pid(api)
        child = os.fork()
        if not child:
            try:
                with api:
                    os._exit(0 if pid(api) not in (first, 0) else 1)
            finally:
                os._exit(2)
        end = time.monotonic() + DEADLINE
        while not (ended := os.waitpid(child, os.WNOHANG))[0]:
            if time.monotonic() > end:
                os.kill(child, 9)
                os.waitpid(child, 0)
                pytest.fail("the child hangs")
            time.sleep(0.01)
        assert os.waitstatus_to_exitcode(ended[1]) == 0
        assert pid(api) == first


@FORKS
def test_a_fork_during_a_call_in_another_thread(fake: Path) -> None:
    """The child finds neither the lock taken nor the only worker gone."""
    with api4(fake) as api:
        pid(api)
        caller = threading.Thread(target=lambda: api.Fake.get(do="once pieces"))
        caller.start()
        until(lambda: asked(fake, "Fake.get") == 2, "the call arrives")
        child = os.fork()
        if not child:
            try:
                os._exit(0 if pid(api) else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        caller.join(DEADLINE)


@pytest.mark.parametrize(
    ("command", "kind", "words"),
    [
        (["sh", "-c", "echo 'Command \"pipe\" is not defined.' >&2; exit 1"], CommandFailed, "cv 0.3.15"),
        (
            ["sh", "-c", "echo 'Error: Call to undefined method Civi::pipe()' >&2; exit 255"],
            CommandFailed,
            "CiviCRM 5.47",
        ),
        (["sh", "-c", 'echo \'{"Civi::pipe":{"t":"trusted"}}\''], InvalidResponse, "need -i"),
        ("true", InvalidResponse, "nothing at all"),
        ("false", CommandFailed, "said nothing"),
        ("yes", InvalidResponse, "no cv pipe: pipe t pipe t"),
        ("no-such-cv", CommandFailed, "could not be started"),
        (["sh", "-c", "exec cat"], CallTimeout, "in time"),
    ],
)
def test_what_is_no_pipe(command: Any, kind: type, words: str) -> None:
    timeout = 2 if kind is CallTimeout else DEADLINE
    with pytest.raises(kind, match=words) as caught:
        PipeApiV4(command, timeout=timeout, retries=0).Contact.delete(id=5)
    assert caught.value.handled is False
    assert children() == []


#: A cv that takes 2 ms: a shell.
QUICK = r"""#!/bin/sh
echo '{"Civi::pipe":{"t":"trusted"}}'
read -r line
prefix=${line#*responsePrefix\":\"}; prefix=${prefix%%\"*}
echo "$prefix{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":0}"
while read -r line; do
    id=${line##*\"id\":}
    echo "$prefix{\"jsonrpc\":\"2.0\",\"result\":[{\"id\":1}],\"id\":$id"
done
"""


def test_nothing_is_left_of_a_thousand(tmp_path: Path) -> None:
    quick = tmp_path / "cv"
    quick.write_text(QUICK)
    quick.chmod(0o755)

    def use(times: int) -> None:
        for number in range(times):
            api = PipeApiV4(quick, timeout=DEADLINE)
            assert api.Contact.get() == [{"id": 1}]
            if number % 2:
                api.close()
            del api
        gc.collect()

    def left() -> tuple[int, int, int]:
        return len(os.listdir("/proc/self/fd")), len(children()), threading.active_count()

    use(2)
    until(lambda: not children(), "the first processes are reaped")
    before = left()
    use(1000)
    # a timer's thread that was cancelled takes a moment to go
    until(lambda: all(late <= early for late, early in zip(left(), before, strict=True)), "all is given back")
