"""sites.toml, a project's pyproject.toml and the environment: what is read, what counts, what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from civiapi import CvApiV4, HttpApiV3, HttpApiV4, PipeApiV3, PipeApiV4, SandboxApiV4, UsageError, connect
from civiapi.config import load, project_file

from ..support import API_KEY, PASSWORD, SITE_KEY, URL

CRM = f"""
[sites.crm]
url = "{URL}"
api_key = {{env = "CRM_KEY"}}
site_key = {{env = "CRM_SITE_KEY"}}
timeout = 7
retries = 5
cwd = "/var/www"
context = "ssh crm"
"""


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_KEY", API_KEY)
    monkeypatch.setenv("CRM_SITE_KEY", SITE_KEY)


def backend(api: Any) -> Any:
    return api._backend


def test_a_site_by_its_name(user_sites: Any) -> None:
    user_sites(CRM)
    api = connect("crm")
    assert type(api) is HttpApiV4
    site = backend(api)._site
    assert (site.base, site.api_key, site.site_key) == (URL, API_KEY, SITE_KEY)
    assert (backend(api)._timeout, api._retries) == (7, 5)


def test_what_connect_says_counts_more_than_the_file(
    user_sites: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_sites(CRM + "version = 3\n")
    assert type(connect("crm")) is HttpApiV3
    monkeypatch.setenv("CIVIAPI_VERSION", "4")
    assert type(connect("crm")) is HttpApiV4
    assert type(connect("crm", version=3)) is HttpApiV3
    assert backend(connect("crm", timeout=1))._timeout == 1
    assert connect("crm", retries=0)._retries == 0
    assert backend(connect("crm", api_key="other"))._site.api_key == "other"


def test_another_transport(user_sites: Any) -> None:
    user_sites(CRM)
    api = connect("crm", version=3, transport="pipe")
    assert type(api) is PipeApiV3
    assert backend(api)._argv == ["ssh", "crm", "cv", "--cwd=/var/www", "pipe", "t"]
    assert backend(api)._timeout == 7
    assert type(connect("crm", transport="cv")) is CvApiV4


@pytest.mark.parametrize(
    ("text", "transport", "words"),
    [
        ('cv = "cv"', "http", "has no url"),
        ('url = "https://crm.example.org"', "pipe", "no cv, cwd or context"),
        ('cv = "cv"', "ftp", "no transport 'ftp'"),
        ('url = "https://crm.example.org"', "http", "has no api_key"),
        (
            'url = "https://crm.example.org"\napi_key = {env="CRM_KEY"}\njwt = {env="CRM_KEY"}',
            "http",
            "one is enough",
        ),
        ('url = "https://crm.example.org"\npassword = {env="CRM_KEY"}', "http", "a password and no user"),
    ],
)
def test_what_a_transport_needs(user_sites: Any, text: str, transport: str, words: str) -> None:
    user_sites(f"[sites.x]\n{text}")
    with pytest.raises(UsageError, match=words):
        connect("x", transport=transport)


def test_all_that_a_site_may_have(user_sites: Any) -> None:
    user_sites(
        '[sites.a]\ntransport = "pipe"\nversion = 4\ncv = ["php", "cv.phar"]\ncwd = "/srv"\n'
        'context = [["ssh", "a host"], "sudo -u www-data"]\nuser = 7\ncheck_permissions = true\n'
        f'[sites.b]\nurl = "{URL}"\nroute = "wordpress"\nverify_ssl = false\nhtaccess_user = "front"\n'
        'htaccess_password = {env = "CRM_KEY"}\nuser = "ada"\npassword = {env = "CRM_SITE_KEY"}\n'
    )
    api = connect("a")
    assert type(api) is PipeApiV4
    assert (backend(api)._user, backend(api)._check) == (7, True)
    assert "php cv.phar --cwd=/srv pipe t" in " ".join(backend(api)._argv)
    http = backend(connect("b"))
    assert (http._verify, http._site.route, http._auth.username, http._auth.password) == (
        False,
        "wordpress",
        "front",
        API_KEY,
    )
    assert (http._login.user, http._login.password) == ("ada", SITE_KEY)


def test_a_project_counts_more_than_the_user(user_sites: Any, project_sites: Any) -> None:
    user_sites('default = "mine"\n' + CRM + '[sites.mine]\ncv = "mine"')
    project_sites(
        '[project]\nname = "x"\n[tool.civiapi]\ndefault = "crm"\n[tool.civiapi.sites.crm]\ncv = "theirs"'
    )
    assert backend(connect("crm"))._argv[0] == "theirs"
    assert backend(connect())._argv[0] == "theirs"
    assert backend(connect("mine"))._argv[0] == "mine"
    # a site is one or the other: the key of one file never goes to the address of another
    assert "api_key" not in load().site("crm").settings
    assert load().names == ["crm", "mine", "sandbox"]


def test_the_environment_counts_more_than_files(
    user_sites: Any, project_sites: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_sites('default = "a"\n[sites.a]\ncv = "a"\n[sites.b]\ncv = "b"')
    assert backend(connect())._argv[0] == "a"
    monkeypatch.setenv("CIVIAPI_SITE", "b")
    assert backend(connect())._argv[0] == "b"
    assert backend(connect("a"))._argv[0] == "a"
    monkeypatch.setenv("CIVIAPI_SITE", "sandbox")
    assert type(connect()) is SandboxApiV4
    monkeypatch.setenv("CIVIAPI_CV", "c")
    with pytest.raises(UsageError, match="both set"):
        connect()
    monkeypatch.delenv("CIVIAPI_SITE")
    assert backend(connect())._argv[0] == "c"
    assert backend(connect("a"))._argv[0] == "a"


def test_the_environment_speaks_of_its_own_site_alone(
    user_sites: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_sites(CRM)
    monkeypatch.setenv("CIVIAPI_API_KEY", "another site's")
    assert backend(connect("crm"))._site.api_key == API_KEY


def test_a_project_is_looked_for_up_to_the_repository(tmp_path: Path, project_sites: Any) -> None:
    file = project_sites("[tool.civiapi]\n")
    assert project_file() == file
    (tmp_path / "pyproject.toml").write_text("[tool.civiapi]\n")
    file.write_text("[tool.other]\n")
    assert project_file() is None
    (tmp_path / "project" / ".git").rmdir()
    file.write_text("[tool.civiapi]\n")
    assert project_file() is None  # no repository: this directory alone
    assert project_file(tmp_path / "project") == file


@pytest.mark.skipif(os.name != "posix", reason="owners are POSIX's")
def test_a_strangers_project_is_not_believed(project_sites: Any, mocker: Any) -> None:
    project_sites('[tool.civiapi.sites.x]\ncv = "rm"')
    mocker.patch("os.geteuid", return_value=os.geteuid() + 1)
    if os.geteuid() - 1 == 0:  # what is root's is believed
        os.chown("../../pyproject.toml", 12345, -1)
    with pytest.raises(UsageError, match="belongs to another user"):
        connect("x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[sites.x]\nurll = 'a'", "no setting 'urll'; did you mean url?"),
        ("[sites.x]\napi_kye = {env = 'A'}", "did you mean api_key?"),
        ("[sites.x]\nread_only = 1", "read_only in site x in .* is true or false, not 1"),
        ("[sites.x]\nversion = 5", "version .* is 3 or 4, not 5"),
        ("[sites.x]\ntimeout = 0", "a number of seconds"),
        ("[sites.x]\nretries = -1", "a whole number"),
        ("[sites.x]\ntransport = 'ftp'", "one of http, cv, pipe"),
        ("[sites.x]\ncontext = [1]", "a list of words"),
        ("[sites.x]\nuser = 0", "a contact's id"),
        ("[sites.x]\nurl = 'https://a:b@crm.example.org'", "holds a user or a password"),
        ("[site.x]\nurl = 'a'", "no setting 'site'; did you mean sites?"),
        ("sites = 1", "are tables"),
        ("default = 1", "default in .* is the name of a site"),
        ("[sites.'a b']", "is no site's name"),
        ("[sites.sandbox]", "no name for another"),
        ("[sites.x", "is no TOML: .*declaration"),
    ],
)
def test_what_is_refused(user_sites: Any, text: str, words: str) -> None:
    user_sites(text)
    with pytest.raises(UsageError, match=words):
        connect("x")


@pytest.mark.parametrize("name", ["api_key", "site_key", "jwt", "password", "htaccess_password"])
def test_a_secret_itself_is_refused_and_not_shown(user_sites: Any, name: str) -> None:
    user_sites(f'[sites.x]\n{name} = "{PASSWORD}"')
    with pytest.raises(UsageError, match="not the secret itself") as caught:
        connect("x")
    assert PASSWORD not in str(caught.value)


def test_no_such_site(user_sites: Any) -> None:
    with pytest.raises(UsageError, match=r"no site 'crn'.*civiapi site add crn"):
        connect("crn")
    user_sites(CRM)
    with pytest.raises(UsageError, match=r"did you mean crm.*there are crm, sandbox"):
        connect("crn")
    with pytest.raises(UsageError, match="site add makes one"):
        connect()


def test_without_platformdirs(user_sites: Any, mocker: Any) -> None:
    user_sites(CRM)
    mocker.patch.dict("sys.modules", platformdirs=None)
    with pytest.raises(UsageError, match=r"pip install 'civiapi\[cli\]'"):
        connect("crm")


def test_read_only(user_sites: Any) -> None:
    user_sites('[sites.x]\ncv = "cv"\nread_only = true')
    with pytest.raises(UsageError, match="read-only"):
        connect("x").Contact.delete(id=1)
    assert connect("x", read_only=False)._guards == ()


def test_a_protected_site(user_sites: Any) -> None:
    user_sites('[sites.x]\ncv = "no-such-command"\nprotected = true')
    api = connect("x", retries=0)
    for write in (
        lambda: api.Contact.delete(id=1),
        lambda: api.batch([("Contact", "delete", {"where": [["id", "=", 1]]})])[0].result(),
        lambda: api.Contact.get(limit=1, chain={"x": ["Contact", "delete", {"where": [["id", "=", 1]]}]}),
    ):
        with pytest.raises(UsageError, match=r"x is protected; connect\(\.\.\., protected=False\)"):
            write()
    with pytest.raises(Exception, match="could not be started"):  # a read leaves
        api.Contact.get(limit=1)
    with pytest.raises(Exception, match="could not be started"):
        connect("x", retries=0, protected=False).Contact.delete(id=1)
