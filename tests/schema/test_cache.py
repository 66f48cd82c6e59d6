"""Where schemas are kept: how long, by how many, and what is not believed."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from civiapi import HttpApiV4, SandboxApiV4
from civiapi.sandbox.serve import Running
from civiapi.schema import Entity, Schema, cache
from civiapi.testing import api_on

from .conftest import add_groups, forget

SITE = "https://crm.example.org"
FULL = Entity("Contact", complete=True)


def schema_of(*entities: Entity, age: float = 0.0) -> Schema:
    return Schema(4, {one.name: one for one in entities}, SITE, fetched=time.time() - age)


def shelf() -> cache.Shelf:
    return cache.shelf(SITE, 4, "somebody")


def the_file(folder: Path) -> Path:
    (file,) = folder.glob("*.json")
    return file


@pytest.mark.parametrize("version", [3, 4])
def test_over_http(civi_site: Running, version: int) -> None:
    with api_on(civi_site, "http", version) as api:
        assert api.schema.load().is_complete()
        assert len(civi_site.log) <= 5
        known = len(civi_site.log)
        assert api.schema.search("postal")
        forget()  # another process
        with api_on(civi_site, "http", version) as other:
            assert other.schema.loaded("Contact") is not None
            assert other.schema.load().is_complete()
        assert len(civi_site.log) == known


def test_an_entity_over_http(civi_site: Running) -> None:
    with api_on(civi_site, "http") as api:
        add_groups(api)
        written = len(civi_site.log)
        assert "Facts.Colour" in api.schema.fields("Contact")
        assert len(civi_site.log) == written + 1
        assert api.schema.entity("Custom_Degrees").writable["Year"].required
        assert len(civi_site.log) == written + 2


@pytest.mark.parametrize("transport", ["cv", "pipe"])
def test_over_commands(civi_site: Running, transport: str) -> None:
    with api_on(civi_site, transport) as api:
        assert api.schema.option("Contact", "gender_id", label="Male").id == 2
    forget()
    with api_on(civi_site, transport) as other:
        assert other.schema.loaded("Contact") is not None


READ = """
import sys
from civiapi import HttpApiV4
with HttpApiV4(sys.argv[1], sys.stdin.read()) as api:
    print(api.schema.option("Contact", "gender_id", label="Male").id)
"""


def test_a_second_process_asks_nothing(civi_site: Running, folder: Path) -> None:
    with api_on(civi_site, "http") as api:
        api.schema.entity("Contact")
    known = len(civi_site.log)
    told = subprocess.run(
        [sys.executable, "-c", READ, civi_site.url],
        input=civi_site.api_key,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert told.stdout == "2\n"
    assert len(civi_site.log) == known


WRITE = """
import os, time
from civiapi.schema import Entity, Schema, cache

def write(number):
    for round in range(5):
        shelf = cache.shelf("https://crm.example.org", 4, "somebody")
        one = Entity(f"E{number}", label="x" * 20_000, complete=True)
        names = {f"E{other}": Entity(f"E{other}") for other in range(20)}
        shelf.put(Schema(4, {**names, one.name: one}, "https://crm.example.org", fetched=time.time()), 60)
        assert one.name in shelf.get(60).entities

children = []
for number in range(20):
    child = os.fork()
    if not child:
        try:
            write(number)
            os._exit(0)
        finally:
            os._exit(1)
    children.append(child)
assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 20
"""


def test_twenty_processes_at_once(folder: Path) -> None:
    watched = set()
    with subprocess.Popen([sys.executable, "-c", WRITE]) as writers:
        is_over = False
        while not is_over:
            is_over = writers.poll() is not None  # looked at once more after that
            for file in folder.glob("*.json"):
                watched.add(len(Schema.from_json(file.read_bytes()).entities))  # whole at any time
            time.sleep(0.005)
    assert writers.returncode == 0
    assert watched == {20}
    assert [file.suffix for file in folder.iterdir()] == [".json"]
    assert any(one.complete for one in Schema.from_json(the_file(folder).read_bytes()).entities.values())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lambda text: text[: len(text) // 2], id="cut"),
        pytest.param(lambda text: "", id="empty"),
        pytest.param(lambda text: "\x00\x01 something else", id="foreign"),
        pytest.param(lambda text: json.dumps({**json.loads(text), "format": 99}), id="newer"),
        pytest.param(lambda text: text.replace(SITE, "https://other.example.org"), id="of another site"),
        pytest.param(lambda text: text.replace('"version":4', '"version":3'), id="of another version"),
    ],
)
def test_a_file_that_is_not_believed(folder: Path, text: object) -> None:
    shelf().put(schema_of(FULL), 60)
    whole = the_file(folder).read_text()
    the_file(folder).write_text(text(whole))  # type: ignore[operator]
    forget()
    assert shelf().get(60) is None
    kept = shelf().put(schema_of(FULL), 60)
    forget()
    assert shelf().get(60) == kept


def test_age(folder: Path) -> None:
    shelf().put(schema_of(FULL, age=500), 3600)
    assert shelf().get(1000) is not None
    assert shelf().get(499) is None
    forget()
    assert shelf().get(499) is None
    assert shelf().get(1000) is not None


def test_the_oldest_part_counts() -> None:
    shelf().put(schema_of(FULL, Entity("Tag"), age=100), 3600)
    both = shelf().put(schema_of(Entity("Contact"), Entity("Tag", complete=True)), 3600)
    assert both.is_complete()
    assert shelf().get(99) is None


def test_what_another_process_reads_is_taken_in() -> None:
    first = shelf()
    first.put(schema_of(FULL, Entity("Tag")), 60)
    cache._shelves.clear()
    shelf().put(schema_of(Entity("Contact"), Entity("Tag", complete=True)), 60)
    assert not first.get(60).is_complete()  # type: ignore[union-attr]
    assert first.reread(60).is_complete()  # type: ignore[union-attr]


def test_two_writes_within_a_tick_of_the_clock_are_two(folder: Path) -> None:
    """Files of the same time, as on most systems are those of the same few milliseconds."""
    first = shelf()
    first.put(schema_of(FULL, Entity("Tag")), 60)
    moment = the_file(folder).stat().st_mtime_ns
    forget()
    shelf().put(schema_of(Entity("Contact"), Entity("Tag", complete=True)), 60)
    os.utime(the_file(folder), ns=(moment, moment))
    assert first.reread(60).is_complete()  # type: ignore[union-attr]


def test_a_mark_reaches_other_processes() -> None:
    shelf().put(schema_of(FULL), 60)
    forget()
    other = shelf()
    assert other.get(60) is not None
    cache.mark(SITE, "an admin")
    cache._marks.clear()
    assert other.get(60) is None  # by the file that was left
    assert other.put(schema_of(FULL), 60) == other.get(60)


@pytest.mark.parametrize("identity", ["somebody", ""])
def test_a_mark_in_memory(identity: str) -> None:
    kept = cache.shelf(SITE, 4, identity)
    kept.put(schema_of(FULL), 60)
    assert kept.get(60) is not None
    cache.mark(SITE, identity)
    assert kept.get(60) is None


def test_what_is_refused_is_not_written(folder: Path) -> None:
    shelf().put(Schema(4, refused="no", site=SITE, fetched=time.time()), 60)
    assert shelf().get(60).refused == "no"  # type: ignore[union-attr]
    assert not folder.exists()


def test_one_file_for_each_user_and_version(folder: Path) -> None:
    for version, identity in ((4, "a"), (4, "b"), (3, "a")):
        one = cache.shelf(SITE, version, identity)
        assert one.get(60) is None
        one.put(Schema(version, {"Contact": FULL}, SITE, fetched=time.time()), 60)
    assert len(list(folder.glob("*.json"))) == 3


def test_nobody_else_may_read_it(folder: Path) -> None:
    shelf().put(schema_of(FULL), 60)
    cache.mark(SITE, "a")
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_no_secret_on_disk(civi_site: Running, folder: Path) -> None:
    canary = "canary-htaccess"
    api = HttpApiV4(civi_site.url, civi_site.api_key, (canary, canary), site_key=civi_site.site_key)
    with api:
        api.schema.entity("Contact")
    (file,) = folder.iterdir()
    for secret in (civi_site.api_key, civi_site.site_key, canary):
        assert secret not in file.read_text()
        assert secret not in file.name


def test_who_asks() -> None:
    def identity(*args: str, **options: str) -> str:
        with HttpApiV4(*args, **options) as api:  # type: ignore[arg-type]
            return str(api._backend.identity)  # type: ignore[union-attr]

    one = identity(SITE, "key")
    assert one == identity(SITE, "key")
    assert (
        len({one, identity(SITE, "other"), identity(SITE, "key", site_key="k"), identity(f"{SITE}/x", "key")})
        == 4
    )
    assert len(one) == 16


def test_without_platformdirs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    shelf().put(schema_of(FULL), 60)
    assert shelf().get(60) is not None
    cache.mark(SITE, "a")
    assert shelf().get(60) is None
    assert not folder.exists()


def test_a_disk_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    shelf().put(schema_of(FULL), 60)
    assert shelf().get(60) is not None
    assert "not kept on disk" in caplog.text


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        cache.write_whole(tmp_path / "x.json", "text")
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_uses_any_more_is_removed(folder: Path) -> None:
    folder.mkdir(parents=True)
    ages = {"old.json": 31, "old.changed": 31, ".cut.json.x": 31, "new.json": 29}
    for name, days in ages.items():
        folder.joinpath(name).touch()
        then = time.time() - days * 24 * 3600
        os.utime(folder / name, (then, then))
    shelf().put(schema_of(FULL), 60)
    assert {file.name for file in folder.iterdir()} & set(ages) == {"new.json"}


def test_interactive(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not cache.is_interactive()
    monkeypatch.setattr(builtins, "__IPYTHON__", True, raising=False)
    assert cache.is_interactive()


def test_default_ages(custom_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SandboxApiV4(custom_file) as api:
        api.schema.entity("Contact")
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 3600)
        assert api.schema.loaded("Contact") is not None
        assert api.with_options(schema_ttl=60).schema.loaded("Contact") is None
        monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
        assert api.schema.loaded("Contact") is None
        assert api.with_options(schema_ttl=7200).schema.loaded("Contact") is not None


def test_another_site_in_the_place_of_a_sandbox(tmp_path: Path, custom_file: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(custom_file.read_bytes())
    with SandboxApiV4(file) as api:
        assert "Facts.Colour" in api.schema.fields("Contact")
    for left in tmp_path.glob("site.sqlite*"):
        left.unlink()
    with SandboxApiV4(file) as api:
        assert "Facts.Colour" not in api.schema.fields("Contact")
