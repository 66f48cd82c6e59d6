"""Generated modules: their text, what they are at run time, what a type checker says of scripts."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import pickle
import shutil
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import civiapi
from civiapi import HttpApiV4, SandboxApiV3, SandboxApiV4, UsageError
from civiapi.cli import main
from civiapi.schema import Action, Entity, Field, Option, Schema, generate

ROOT = Path(civiapi.__file__).parent.parent
ENTITIES = ["Contact", "Activity", "Custom_Degrees", "Eck_Pet", "Entity", "Setting"]


def odd() -> Schema:
    """A site whose names and texts are as odd as names may be."""
    texts = ('say "hi"', "it's", "both ' and \"", "back\\slash", "Grüße", "zero\x00", 'three """ quotes')
    options = tuple(Option(text, text, text) for text in texts)
    long = "g" * 64 + "." + "f" * 64
    fields = {
        one.name: one
        for one in (
            Field("id", data_type="Integer", nullable=False),
            Field("class", data_type="String", required=True, options=options, has_options=True),
            Field("Größen.mit Leerzeichen", "Custom", "Money", 'a "label" \n over lines'),
            Field(long, "Custom", "String", "x" * 300, serialize=1, options=options[:1], suffixes=("name",)),
            Field("select", data_type="String"),
            Field("values", data_type="Timestamp"),
            Field("chain", data_type=None),
            Field("1st", data_type="Integer", fk_entity="Contact", required=True),
        )
    }
    actions = {name: Action(name) for name in ("get", "create", "update", "save", "delete", "import", "a-b")}
    strange = Entity("Custom_Größe", complete=True, fields=fields, writable=fields, actions=actions)
    long_name = replace(strange, name="Custom_" + "n" * 64)
    return Schema(
        4, {one.name: one for one in (strange, long_name, Entity("Known-by-name"), Entity("Tag"))}, 'a"""\\'
    )


@pytest.fixture(scope="module")
def modules(whole: Schema, whole3: Schema, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with generated modules."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "crm.py").write_text(generate(whole, ENTITIES), encoding="utf-8")
    (folder / "whole.py").write_text(generate(whole), encoding="utf-8")
    (folder / "crm3.py").write_text(generate(whole3), encoding="utf-8")
    (folder / "odd.py").write_text(generate(odd()), encoding="utf-8")
    return folder


@pytest.fixture
def load(modules: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports one of them."""

    def loaded(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, modules / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return loaded


# ---- the text


def test_the_same_schema_gives_the_same_bytes(whole: Schema) -> None:
    again = Schema.from_json(whole.to_json())
    turned = replace(again, entities=dict(reversed(again.entities.items())))
    assert generate(whole) == generate(again) == generate(turned)


@pytest.mark.skipif(shutil.which("ruff", path=str(Path(sys.executable).parent)) is None, reason="needs ruff")
def test_ruff_would_change_nothing(modules: Path) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    told = subprocess.run([ruff, "format", "--isolated", "--diff", modules], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[:2000]


def test_custom_fields_and_entities_are_there(modules: Path) -> None:
    text = (modules / "crm.py").read_text()
    assert '"Facts.Colour": str | None,' in text
    assert "Custom_Degrees: Custom_DegreesEntity" in text
    assert "Eck_Pet: Eck_PetEntity" in text
    assert '"Care.Food": str | None,' in text
    assert "Year" in text
    assert '"activity_type_id": int,  # Activity Type' in text
    assert '"source_contact_id": t.Required[t.ContactId],' in text
    assert "Tag: BaseEntity" in text  # by name alone


def test_what_is_refused(whole: Schema) -> None:
    with pytest.raises(UsageError, match="no entity 'Contct'; did you mean Contact"):
        generate(whole, ["Contct"])
    with pytest.raises(UsageError, match="does not describe Tag; load all of it"):
        generate(odd(), ["Tag"])
    with pytest.raises(UsageError, match="describes no entity"):
        generate(Schema(4, {"Contact": Entity("Contact")}))


# ---- at run time


def test_types_are_made_when_asked_for(load: Callable[[str], ModuleType]) -> None:
    crm = load("crm")
    assert "ContactRow" not in vars(crm)
    row = crm.ContactRow
    assert row is crm.ContactRow
    assert row.__annotations__["Facts.Colour"] == str | None
    assert typing.get_args(crm.Contact_contact_type) == ("Household", "Individual", "Organization")
    assert crm.ContactValues(first_name="Ada") == {"first_name": "Ada"}
    assert crm.ContactEntity is civiapi.BaseEntity
    assert crm.ContactQuery is civiapi.Query
    for name in ("Contct", "__path__", "t2"):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
            getattr(crm, name)


def test_every_type_of_the_whole_site_can_be_made(load: Callable[[str], ModuleType], whole: Schema) -> None:
    module = load("whole")
    for name, entity in whole.entities.items():
        shown = [one for one in entity.fields.values() if one.type != "Filter"]
        assert {one.name for one in shown} <= set(getattr(module, f"{name}Row").__annotations__)


def test_odd_names(load: Callable[[str], ModuleType]) -> None:
    made = load("odd")
    assert "Größen.mit Leerzeichen" in made.Custom_GrößeRow.__annotations__
    assert len(typing.get_args(made.Custom_Größe_class)) == 7
    assert typing.get_args(made.Custom_Größe_class)[2] == "both ' and \""


def test_apis(load: Callable[[str], ModuleType], custom_file: Path) -> None:
    crm, crm3 = load("crm"), load("crm3")
    with SandboxApiV4(custom_file) as api:
        assert crm.Api.of(api) is api
        with pytest.raises(UsageError, match="types of APIv3, and the api is one of APIv4"):
            crm3.Api.of(api)
        with pytest.raises(UsageError, match=r"AsyncApi\.of takes an async api, not a SandboxApiV4"):
            crm.AsyncApi.of(api)
        with pytest.raises(UsageError, match=r"Api.of takes an api that is not async, not a str"):
            crm.Api.of("sandbox")

    class Ours(crm.Api, SandboxApiV4):  # type: ignore[misc,name-defined]
        """Ours."""

    with Ours(custom_file) as ours:
        assert ours.Contact.get(limit=1).one()["id"]
        assert ours.Custom_Degrees.filter(Year=[1]).count() == 0
        assert pickle.loads(pickle.dumps(HttpApiV4("https://crm.example.org", "key"))).Contact
    with SandboxApiV3(custom_file) as api3:
        assert crm3.Api.of(api3).Contact.getcount() > 0


def test_async(load: Callable[[str], ModuleType]) -> None:
    pytest.importorskip("httpx")
    from civiapi.aio import AsyncHttpApiV4

    crm = load("crm")

    async def used() -> None:
        async with AsyncHttpApiV4("https://crm.example.org", "key") as api:
            assert crm.AsyncApi.of(api) is api
            with pytest.raises(UsageError, match=r"Api\.of takes an api that is not async"):
                crm.Api.of(api)

    asyncio.run(used())


def test_connect(load: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with load("crm").Api.connect("sandbox") as api:
        assert isinstance(api, SandboxApiV4)
    with load("crm3").Api.connect("sandbox") as api:
        assert isinstance(api, SandboxApiV3)


# ---- to a type checker

RIGHT = """
from __future__ import annotations

import crm
import crm3
import odd
from typing_extensions import assert_type

from civiapi import HttpApiV4, Result
from civiapi.aio import AsyncHttpApiV4


class Ours(crm.Api, HttpApiV4):
    pass


api = crm.Api.connect("sandbox")
rows = api.Contact.get(first_name="Ada", select=["id", "first_name"], limit=5)
assert_type(rows, Result[crm.ContactRow])
for row in rows:
    name: str | None = row["first_name"]
    print(name, row["Facts.Colour"], row["gender_id:name"])
api.Contact.get({"Facts.Colour": "red", "select": ["id"]})
api.Contact.get(id=[1, 2], last_name={"LIKE": "A%"})
made = Ours("https://crm.example.org", "key").Contact.create(first_name="Ada", birth_date="1815-12-10")
api.Contact.create({"contact_type": "Individual", "Facts.Colour": "red"})
api.Contact.create(values={"first_name": "x"})
api.Contact.update(id=made.one()["id"], last_name="L")
api.Contact.update(values={"last_name": "L"}, where=[["id", "=", 7]])
api.Contact.save(records=[{"id": 1, "first_name": "x"}], match=["id"])
api.Contact.delete(id=7)
api.Activity.create(activity_type_id=1, source_contact_id="user_contact_id", subject="x")
api.Custom_Degrees.create(entity_id=7, Year=2001)
api.Eck_Pet.create({"title": "Rex", "subtype": "dog", "Care.Food": "bones"})
query = api.Contact.filter({"Facts.Colour": "red"}, last_name={"LIKE": "A%"}).order_by("id").filter(id=7)
assert_type(query.all(), Result[crm.ContactRow])
for one in query:
    assert_type(one, crm.ContactRow)
api.Contact.mergeDuplicates(contactId=1, duplicateId=2, mode="safe")
api.Tag.get(limit=1)
values: crm.ContactValues = {"first_name": "Ada", "Facts.Colour": "x"}
api.Contact.create(values)
api.Contact.get_or_create({"first_name": "x"})["last_name"]
api.with_options(retries=0).Contact.get()
crm3.Api.connect().Contact.duplicatecheck(match={"email": "x"})
odd.Api.connect().Custom_Größe.get({"Größen.mit Leerzeichen": 7, "limit": 5, "class": "it's"})


async def main(client: AsyncHttpApiV4) -> None:
    site = crm.AsyncApi.of(client)
    assert_type(await site.Contact.get(first_name="A"), Result[crm.ContactRow])
    async for row in site.Contact.filter(first_name="A"):
        assert_type(row, crm.ContactRow)
    await site.Contact.create(first_name="A")
"""
#: Each of these lines is wrong.
WRONG = """
api.Contact.get(frist_name="Ada")
api.Contact.get()[0]["frist_name"]
api.Contact.create(frist_name="x")
api.Contact.create({"frist_name": "x"})
api.Contact.create(values={"Facts.Color": "x"})
api.Contact.create(contact_type="Alien")
api.Contact.create(birth_date=7)
api.Contact.update(id=7, frist_name="x")
api.Contact.save(records=[{"frist_name": "x"}])
api.Contact.delete(frist_name="x")
api.Contact.filter(frist_name="x")
api.Contact.filter({"Facts.Color": "x"})
api.Contact.filter(id=7).filter(frist_name="x")
api.Activity.create(subject="its type and source are missing")
api.Custom_Degrees.create(entity_id=7, Yaer=2001)
api.Eck_Pet.create(titel="Rex", subtype="dog")
api.Eck_Pet.get(titel="Rex")
api.Contact.mergeDuplicates(contactid=1)
api.Contct.get()
api.Contact.gett()
api.Entity.create(name="x")
api3.Contct.get()
api3.Contact.gett()
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with right.py and wrong.py, and no modules, which other tests look at."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "right.py").write_text(RIGHT)
    wrong = f"import crm\nimport crm3\napi = crm.Api.connect()\napi3 = crm3.Api.connect(){WRONG}"
    (folder / "wrong.py").write_text(wrong)
    return folder


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def checked(request: pytest.FixtureRequest, scripts: Path, modules: Path) -> dict[str, set[int]]:
    """The lines of each script in which a type checker, strictly, finds errors."""
    found: dict[str, set[int]] = {}
    for file, number in {"mypy": by_mypy, "pyright": by_pyright}[request.param](scripts, modules):
        found.setdefault(Path(file).name, set()).add(number)
    return found


def by_mypy(scripts: Path, modules: Path) -> Iterator[tuple[str, int]]:
    api = pytest.importorskip("mypy.api")
    config = scripts / "mypy.ini"
    config.write_text(
        f"[mypy]\nstrict = True\nmypy_path = {ROOT}:{modules}\ncache_dir = {scripts / 'cache'}\n"
        "[mypy-civiapi.*]\nfollow_imports = silent\n"
    )
    given = [str(scripts / f"{name}.py") for name in ("right", "wrong")]
    said, error, _ = api.run(["--config-file", str(config), "--no-error-summary", "--no-pretty", *given])
    assert not error
    for line in said.splitlines():
        place, _, text = line.partition(": error: ")
        if text and "library stub" not in text and "Library stubs" not in text:
            file, number = place.rsplit(":", 1)
            yield file, int(number)


def by_pyright(scripts: Path, modules: Path) -> Iterator[tuple[str, int]]:
    pytest.importorskip("pyright", reason="pyright is not installed; see the tox env typing")
    config = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT), str(modules)]}
    (scripts / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    told = subprocess.run(command, cwd=scripts, capture_output=True, text=True, timeout=300)
    report = json.loads(told.stdout)
    assert report["summary"]["filesAnalyzed"] == 2
    for one in report["generalDiagnostics"]:
        if one["severity"] == "error":
            yield one["file"], one["range"]["start"]["line"] + 1


def test_a_right_script_passes(checked: dict[str, set[int]]) -> None:
    assert {name: lines for name, lines in checked.items() if name != "wrong.py"} == {}


def test_every_wrong_line_is_found(checked: dict[str, set[int]]) -> None:
    first = 5
    assert checked["wrong.py"] == set(range(first, first + len(WRONG.strip().splitlines())))


# ---- the command


@pytest.fixture
def home(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own sandbox, and an empty folder to work in."""
    (tmp_path / "data" / "civiapi").mkdir(parents=True)
    shutil.copyfile(template, tmp_path / "data" / "civiapi" / "sandbox.sqlite")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command(home: Path, capsys: Any) -> None:
    words = ["generate", "--site", "sandbox", "--out", "ours.py", "--entities", "Contact, Tag"]
    assert main(words) == 0
    text = (home / "ours.py").read_text()
    assert "import ours" in text
    assert 'ours.Api.connect("sandbox")' in text
    assert "ours.py is written; import ours" in capsys.readouterr().err
    assert main(words) == 0  # it is written anew
    assert (home / "ours.py").read_text() == text
    assert main(["--site", "sandbox", "generate", "-3", "--out", "-", "--entities", "Contact"]) == 0
    assert "class Api(t.SiteApiV3):" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "crm.txt"], "--out is a Python module"),
        (["--out", "my-crm.py"], "--out is a Python module"),
        (["--out", "nowhere/crm.py"], "there is no folder nowhere"),
        (["--out", "mine.py"], "is no module that civiapi generate made"),
        (["--out", "crm.py", "--entities", "Contct"], "did you mean Contact?"),
        ([], "--out"),
    ],
)
def test_the_command_refuses(home: Path, capsys: Any, words: list[str], said: str) -> None:
    (home / "mine.py").write_text("print('mine')\n")
    assert main(["generate", "--site", "sandbox", *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert (home / "mine.py").read_text() == "print('mine')\n"
    assert not (home / "crm.py").exists()
