"""A site as a folder of files, and a site out of one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civiapi import SandboxApiV4, UsageError, export_site, import_site, transfer

from . import world
from .checker import canonical, differences, ids_in
from .conftest import Sites
from .test_transfer import MISSING, is_unchanged, lacking


@pytest.fixture
def folder(sites: Sites) -> Path:
    return export_site(sites.src, sites.folder / "export")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_there_and_back(sites: Sites, folder: Path) -> None:
    report = import_site(sites.dst, folder)
    assert report.ok
    assert not report.problems
    journal = sites.folder / "export.move.db"
    assert differences(sites.src, sites.dst, ids_in(journal)) == []
    assert is_unchanged(import_site(sites.dst, folder))


def test_it_is_as_a_transfer(sites: Sites, folder: Path) -> None:
    copied = sites.folder / "copied.sqlite"
    shutil.copyfile(sites.folder / "new.sqlite", copied)
    with SandboxApiV4(copied, schema=sites.dst.schema.known) as other:
        transfer(sites.src, other, world.ENTITIES, journal=sites.journal)
        import_site(sites.dst, folder, match={"Contact": [["external_identifier"]]})
        assert canonical(sites.dst) == canonical(other)


def test_a_later_export_moves_what_changed(sites: Sites, folder: Path) -> None:
    import_site(sites.dst, folder, journal=sites.journal)
    sites.src.Contact.update(id=20, job_title="Clerk")
    later = export_site(sites.src, sites.folder / "later")
    report = import_site(sites.dst, later, journal=sites.journal)
    assert (report.totals["created"], report.totals["updated"]) == (0, 1)
    assert is_unchanged(transfer(sites.src, sites.dst, world.ENTITIES, journal=sites.journal))


def test_one_can_read_it(sites: Sites, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    contacts = lines(folder / "Contact.jsonl")
    assert manifest["entities"]["Contact"]["rows"] == len(contacts)
    assert manifest["site"] == str(sites.folder / "old.sqlite")
    assert manifest["civicrm"]
    nonbinary = [one for one in contacts if one.get("gender_id:name") == "Nonbinary"]
    assert nonbinary
    assert all("gender_id" not in one for one in contacts)
    assert any(one["email_primary.email"] for one in contacts)
    addresses = lines(folder / "Address.jsonl")
    assert any(one["state_province_id.name"] == "Oregon" for one in addresses)
    assert not any("state_province_id" in one for one in addresses)
    whole = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for row in sites.src.Contact.get(select=["hash", "api_key"], limit=0):
        assert row["hash"] not in whole
        assert not row["api_key"] or row["api_key"] not in whole
    assert not list(sites.folder.glob(".*partial"))


def test_some_entities_and_some_records(sites: Sites) -> None:
    given = {"Contact": {"contact_type": "Individual"}}
    folder = export_site(sites.src, sites.folder / "some", ["Contact", "Email", "Phone"], filter=given)
    assert {one["contact_type:name"] for one in lines(folder / "Contact.jsonl")} == {"Individual"}
    assert not (folder / "Note.jsonl").exists()
    report = import_site(sites.dst, folder, ["Contact", "Email"])
    assert set(report.counts) == {"Contact", "Email"}
    with pytest.raises(UsageError, match="has no Note; it has Contact, Email, Phone"):
        import_site(sites.dst, folder, ["Note"])


def test_match_by_the_email_in_it(sites: Sites, folder: Path) -> None:
    there = sites.dst.Contact.create(contact_type="Individual", first_name="Some", last_name="Body").one()[
        "id"
    ]
    sites.dst.Email.create(contact_id=there, email="twin1@example.org")
    match = {"Contact": [["external_identifier"], ["email_primary.email"]]}
    assert import_site(sites.dst, folder, match=match).ok
    assert sites.dst.Contact.get(id=there, select=["display_name"]).one()["display_name"] == "Jo Twin"
    with pytest.raises(UsageError, match=r"rows of Contact in .* have no im_primary.name"):
        import_site(sites.dst, folder, match={"Contact": ["im_primary.name"]}, dry_run=True)


def test_what_is_missing_is_made_from_the_folder(changing_sites: Sites) -> None:
    sites = changing_sites
    lacking(sites)
    folder = export_site(sites.src, sites.folder / "export")
    with pytest.raises(UsageError) as refused:
        import_site(sites.dst, folder)
    assert all(one in str(refused.value) for one in MISSING)
    report = import_site(sites.dst, folder, missing="create")
    assert report.ok
    assert not report.problems
    assert differences(sites.src, sites.dst, ids_in(sites.folder / "export.move.db")) == []


def edited(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / "manifest.json"
        manifest = json.loads(path.read_bytes())
        change(manifest)
        path.write_text(json.dumps(manifest), encoding="utf-8")

    return edit


def shortened(folder: Path) -> None:
    path = folder / "Email.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def altered(folder: Path) -> None:
    path = folder / "Email.jsonl"
    path.write_bytes(path.read_bytes().replace(b"twin0@", b"twin9@"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda folder: (folder / "manifest.json").unlink(),
            "is no export of a site: it has no manifest.json",
        ),
        (
            lambda folder: (folder / "manifest.json").write_bytes(b'{"civiapi"'),
            "manifest.json cannot be read",
        ),
        (lambda folder: (folder / "manifest.json").write_bytes(b"[]"), "is no export of a site, or one of"),
        (lambda folder: (folder / "Phone.jsonl").unlink(), "is incomplete: Phone.jsonl is not there"),
        (
            lambda folder: (folder / "definitions.jsonl").unlink(),
            "incomplete: definitions.jsonl is not there",
        ),
        (shortened, "is damaged: Email.jsonl has 52 lines, not 53"),
        (altered, "is damaged: Email.jsonl is not as it was written"),
        (edited(lambda manifest: manifest.pop("definitions")), "manifest.json is not whole"),
        (edited(lambda manifest: manifest.update(civiapi=99)), "another version of civiapi"),
        (edited(lambda manifest: manifest.update(entities=["Contact"])), "does not say what there is"),
        (
            edited(lambda manifest: manifest.update(entities={"../x": manifest["entities"]["Contact"]})),
            "does not say what there is",
        ),
        (
            edited(lambda manifest: manifest["entities"]["Contact"].update(columns=[{"names": 1}])),
            "does not say what is what",
        ),
    ],
)
def test_a_damaged_folder_is_refused(
    two_sites: tuple[Path, Path], schemas: tuple[Any, Any], tmp_path: Path, damage: Any, said: str
) -> None:
    with SandboxApiV4(two_sites[0], schema=schemas[0]) as src:
        folder = export_site(src, tmp_path / "export", ["Contact", "Email", "Phone"])
    damage(folder)
    shutil.copyfile(two_sites[1], tmp_path / "new.sqlite")
    with SandboxApiV4(tmp_path / "new.sqlite") as dst:
        with pytest.raises(UsageError) as refused:
            import_site(dst, folder)
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)
        assert len(dst.Contact.get(select=["id"])) == 4
    assert not (tmp_path / "export.move.db").exists()


def test_nothing_is_written_over(sites: Sites, folder: Path) -> None:
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        export_site(sites.src, folder)
    assert (folder / "manifest.json").read_bytes() == before


def test_an_export_that_fails_leaves_nothing(sites: Sites, mocker: Any) -> None:
    mocker.patch("civiapi.moving.folder.definition_of", side_effect=OSError("disk full"))
    with pytest.raises(OSError, match="disk full"):
        export_site(sites.src, sites.folder / "export")
    assert not list(sites.folder.glob("*export*"))
