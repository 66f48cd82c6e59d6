"""The sandbox's attachments: what CiviCRM's API and its page civicrm/file say of files, and to whom."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from civiapi.sandbox import Site, attachments
from civiapi.sandbox.errors import SiteError
from civiapi.sandbox.serve import Running
from civiapi.sandbox.users import add_users

DEADLINE = 120
TRUSTED: dict[str, Any] = {"user": None, "check": False}
ADMIN: dict[str, Any] = {"user": 2, "check": True}
GIVEN = {"entity_table": "civicrm_contact", "entity_id": 2, "name": "a.txt", "mime_type": "text/plain"}


@pytest.fixture(scope="module")
def site(served: Running) -> Iterator[Site]:
    with Site.open(served.file) as site:
        yield site


def made(site: Site, who: dict[str, Any] = ADMIN, **given: Any) -> dict[str, Any]:
    answer = site.api3("Attachment", "create", {**GIVEN, "content": "hello", **given}, **who)
    (row,) = answer["values"].values()
    assert answer["id"] == int(row["id"])
    return row


def refused(site: Site, action: str, params: dict[str, Any], who: dict[str, Any] = ADMIN) -> str:
    with pytest.raises(SiteError) as caught:
        site.api3("Attachment", action, params, **who)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Größe (2).PDF", "Gr_e_2.PDF"),
        ("a.b-c.txt", "a_b_c.txt"),
        ("run.php", "run_php.unknown"),
        ("README", "README.unknown"),
    ],
)
def test_names(site: Site, name: str, stored: str) -> None:
    row = made(site, TRUSTED, name=name)
    assert row["name"] == stored
    assert Path(row["path"]).read_text() == "hello"
    assert Path(row["path"]).parent == Path(f"{site.file}.files")
    assert made(site, TRUSTED, name=name)["path"] != row["path"]


def test_rows(site: Site) -> None:
    row = made(site, description="new")
    assert row.keys() == {
        *"id name mime_type description upload_date entity_table entity_id created_id url".split()
    }
    assert (row["entity_id"], row["created_id"], row["description"]) == ("2", "2", "new")
    (file,) = site.api4("File", "get", {"where": [["id", "=", row["id"]]]}, **ADMIN)["values"]
    assert (file["mime_type"], file["description"], str(file["created_id"])) == ("text/plain", "new", "2")
    (link,) = site.api4("EntityFile", "get", {"where": [["file_id", "=", row["id"]]]}, **ADMIN)["values"]
    assert (link["entity_table"], link["entity_id"]) == ("civicrm_contact", 2)
    (found,) = site.api3("Attachment", "get", {"id": row["id"], "return": ["content"]}, **ADMIN)[
        "values"
    ].values()
    assert found["content"] == "hello"


def test_moved(site: Site, tmp_path: Path) -> None:
    source = tmp_path / "up"
    source.write_bytes(bytes(range(256)))
    moving = {**GIVEN, "options": {"move-file": str(source)}}
    assert refused(site, "create", moving) == "options.move-file is only supported on secure calls"
    both = {**moving, "content": "x"}
    assert (
        refused(site, "create", both, TRUSTED) == "'content' and 'options.move-file' are mutually exclusive"
    )
    (row,) = site.api3("Attachment", "create", moving, **TRUSTED)["values"].values()
    assert Path(row["path"]).read_bytes() == bytes(range(256))
    assert not source.exists()
    assert "Cannot copy uploaded file" in refused(site, "create", moving, TRUSTED)


@pytest.mark.parametrize(
    ("action", "params", "said"),
    [
        ("create", {**GIVEN, "entity_table": "civicrm_note", "content": ""}, "Unrecognized target entity table (civicrm_note)"),
        ("create", {**GIVEN, "name": "../a.txt", "content": ""}, "Malformed name"),
        ("create", {**GIVEN, "name": "", "content": ""}, "Mandatory key(s) missing from params array: name"),
        ("create", GIVEN, "missing from params array: 'id' or 'content' or 'options.move-file'"),
        ("create", {**GIVEN, "content": "<SCRIPT>x</SCRIPT>"}, "Input contains illegal SCRIPT tag."),
        ("create", {**GIVEN, "id": 1}, "does not simulate changed attachments"),
        ("create", {**GIVEN, "name": "a.html", "content": ""}, "does not simulate files whose names end in .html"),
        ("create", {**GIVEN, "entity_id": 4711, "content": ""}, "Authorization failed on (Contact,4711)"),
        ("get", {}, "missing from params array: 'id' or 'entity_table'"),
        ("get", {"entity_table": "civicrm_contact"}, "Authorization failed on (Contact): Missing entity_id"),
        ("get", {"entity_table": "civicrm_contact", "entity_id": 2, "name": "a"}, "Get by name is not currently supported"),
        ("delete", {"id": 4711}, "Failed to run permission check"),
    ],
)  # fmt: skip
def test_refusals(site: Site, action: str, params: dict[str, Any], said: str) -> None:
    assert said in refused(site, action, params)


def test_delete(site: Site) -> None:
    rows = [made(site, TRUSTED, entity_id=1) for _ in range(3)]
    assert site.api3("Attachment", "delete", {"id": rows[0]["id"]}, **ADMIN)["values"] == []
    assert [os.path.exists(row["path"]) for row in rows] == [False, True, True]
    with pytest.raises(SiteError, match="constraint violation"):
        site.api4("File", "delete", {"where": [["id", "=", rows[1]["id"]]]}, **ADMIN)
    site.api4("EntityFile", "delete", {"where": [["file_id", "=", rows[1]["id"]]]}, **ADMIN)
    assert refused(site, "get", {"id": rows[1]["id"]}) == "Failed to match record to related entity"
    site.api4("File", "delete", {"where": [["id", "=", rows[1]["id"]]]}, **ADMIN)
    assert not os.path.exists(rows[1]["path"])
    owner = {"entity_table": "civicrm_contact", "entity_id": 1}
    site.api3("Attachment", "delete", owner, **ADMIN)
    assert site.api3("Attachment", "get", owner, **ADMIN)["count"] == 0
    assert not os.path.exists(rows[2]["path"])


def test_files_of_apiv4_are_not_simulated(site: Site) -> None:
    with pytest.raises(SiteError, match="does not simulate files made by APIv4's File"):
        site.api4("File", "create", {"values": {"mime_type": "text/plain", "content": "x"}}, **ADMIN)
    with pytest.raises(SiteError, match="Setting file URI is not permitted"):
        site.api4("File", "create", {"values": {"mime_type": "text/plain", "uri": "../x"}}, **ADMIN)


def test_page(site: Site, served: Running) -> None:
    row = made(site, name="a.pdf", mime_type="application/pdf")
    url = row["url"].replace("http://localhost", served.url)
    user = add_users(site, ["nobody:none"])["nobody"]

    def got(url: str, key: str = served.api_key) -> requests.Response:
        return requests.get(
            url, headers={"X-Civi-Auth": f"Bearer {key}"}, allow_redirects=False, timeout=DEADLINE
        )

    page = got(url)
    assert (page.status_code, page.content) == (200, b"hello")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    for wrong in (url[:-4], url.replace(f"id={row['id']}&", "id=4711&"), url.partition("&fcs")[0]):
        assert got(wrong).status_code == 302
    assert requests.get(url, timeout=DEADLINE).status_code == 403
    assert got(url, user.api_key).status_code == 403
    assert got(f"{url}&action=delete").status_code == 501


def test_address_is_good_for_a_while(site: Site, mocker: Any) -> None:
    token = attachments.address(site, 7).partition("fcs=")[2]
    assert attachments.is_token(site, 7, token)
    assert not attachments.is_token(site, 8, token)
    assert not attachments.is_token(site, 7, f"{token}9")  # that would live longer
    assert not attachments.is_token(site, 7, "")
    mocker.patch("time.time", return_value=time.time() + attachments.LIFE * 3600 + 60)
    assert not attachments.is_token(site, 7, token)


def test_bytes_in_a_form(served: Running, site: Site) -> None:
    """A field that is a file goes to another place of PHP's, and is none of the call's."""
    fields = {**{name: (None, str(value)) for name, value in GIVEN.items()}, "json": (None, "1")}
    fields |= {"entity": (None, "Attachment"), "action": (None, "create")}
    content = b"\r\n--" + bytes(range(256)) + b"\r\n"

    def sent(name: str | None) -> Any:
        files: Any = {**fields, "content": (name, content)}
        headers = {"X-Civi-Auth": f"Bearer {served.api_key}"}
        return requests.post(
            f"{served.url}/civicrm/ajax/rest", files=files, headers=headers, timeout=DEADLINE
        ).json()

    (row,) = sent(None)["values"].values()
    (found,) = site.api3("Attachment", "get", {"id": row["id"]}, **TRUSTED)["values"].values()
    assert Path(found["path"]).read_bytes() == content
    assert "'content'" in sent("a.txt")["error_message"]
