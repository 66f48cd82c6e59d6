"""The pytest plugin: its fixtures, and what it costs those who do not use them."""

from __future__ import annotations

import re
import sys
import textwrap
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from civiapi import AccessDenied, BaseApi, CvApiV4, HttpApiV3, HttpApiV4, SandboxApiV3
from civiapi.sandbox import Site
from civiapi.sandbox.fresh import fresh_site, make_template
from civiapi.sandbox.store import make
from civiapi.testing import api_on

pytest_plugins = ["pytester"]
DEADLINE = 600
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _registered() -> None:
    found = [point.value for point in entry_points(group="pytest11") if point.name == "civiapi"]
    assert found == ["civiapi.testing"], "install civiapi anew: pip install -e ."


@pytest.fixture
def run(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Runs tests in a pytest of its own, with warnings as errors."""

    def run(*arguments: str, **sources: str) -> pytest.RunResult:
        pytester.makepyfile(**{name: textwrap.dedent(source) for name, source in sources.items()})
        options = ("-W", "error", "--strict-markers", "-p", "no:cacheprovider")
        return pytester.runpytest_subprocess(*options, *arguments, timeout=DEADLINE)

    return run


def test_fixtures(run) -> None:
    run(
        test_it="""
        import pytest
        from civiapi import CvApiV3, HttpApiV3, HttpApiV4, SandboxApiV4

        FILES = set()

        def test_site(civi_site):
            assert civi_site.url.startswith("http://127.0.0.1:")
            assert civi_site.api_key and civi_site.site_key
            assert f"--file={civi_site.file}" in civi_site.cv
            assert len(civi_site.log) == len(civi_site.faults) == 0

        @pytest.mark.parametrize("again", range(3))
        def test_sites_are_fresh(civi_site, civi_api, again):
            assert civi_site.file not in FILES
            FILES.add(civi_site.file)
            assert civi_api.Tag.get(name="left behind") == []
            civi_api.Tag.create(name="left behind", label="x")
            civi_site.faults.add("502", times=0)

        def test_http_is_the_default(civi_api):
            assert type(civi_api) is HttpApiV4

        @pytest.mark.civi(transport="cv", version=3)
        def test_marker(civi_api, civi_site):
            assert type(civi_api) is CvApiV3
            assert civi_api.Contact.getcount(id=2) == 1
            assert civi_site.log[-1].door == "cv"

        @pytest.mark.civi("http", 3, retries=0)
        def test_marker_in_short(civi_api):
            assert type(civi_api) is HttpApiV3

        @pytest.mark.civi(version=3)
        class TestClass:
            @pytest.mark.parametrize("civi_api", ["http", ("inprocess", 4), {"retries": 1}], indirect=True)
            def test_parameters_win(self, civi_api):
                assert type(civi_api) in (HttpApiV3, SandboxApiV4)
        """
    ).assert_outcomes(passed=10)


def test_wrong_transports_are_told(run) -> None:
    told = run(
        test_it="""
        import pytest

        @pytest.mark.civi(transport="carrier pigeon")
        def test_it(civi_api):
            pass
        """
    )
    told.assert_outcomes(errors=1)
    told.stdout.fnmatch_lines(["*no api for transport 'carrier pigeon'*'http', 'cv', 'pipe', 'inprocess'*"])


def test_the_template_may_be_overridden(run) -> None:
    run(
        conftest="""
        import pytest
        from civiapi import SandboxApiV4

        @pytest.fixture(scope="session")
        def civi_template(civi_template):
            with SandboxApiV4(civi_template) as api:
                api.Tag.create(name="mine", label="Mine")
            return civi_template
        """,
        test_it="""
        def test_it(civi_api):
            assert civi_api.Tag.get(name="mine")
        """,
    ).assert_outcomes(passed=1)


LOADED = """
import sys

def test_modules():
    print("LOADED", *sorted(sys.modules))
"""


def test_nothing_is_imported_before_it_is_used(run) -> None:
    def loaded(*arguments: str) -> set[str]:
        lines = run("-s", *arguments, test_it=LOADED).outlines
        return set(next(line for line in lines if "LOADED" in line).partition("LOADED ")[2].split())

    assert loaded() - loaded("-p", "no:civiapi") == {"civiapi", "civiapi._version", "civiapi.testing"}


def test_the_documented_tests_pass(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    texts = [(ROOT / name).read_text("utf-8") for name in ("docs/testing.rst", "README.rst")]
    blocks = re.findall(r"^\.\. code-block:: python\n\n((?:    .*\n|\n)+)", "".join(texts), re.MULTILINE)
    blocks = [
        re.sub(r"(?m)^    api = (Http|Cv|Pipe)Api.*\n", "", block) for block in blocks
    ]  # no sites of ours
    assert len(blocks) >= 5
    sources = {f"test_block_{number}": block for number, block in enumerate(blocks)}
    result = run(**sources)
    assert result.parseoutcomes().keys() == {"passed"}
    assert result.parseoutcomes()["passed"] >= 10


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "site.sqlite")


def test_a_fresh_site_is_copied_and_not_made(copied: Path, tmp_path: Path, mocker: Any) -> None:
    """Which takes a fiftieth; benchmarks/sandbox.py has the milliseconds."""
    made = mocker.patch("civiapi.sandbox.site.make", side_effect=make)
    for _ in range(2):
        with fresh_site(copied) as site, HttpApiV4(site.url, site.api_key) as api:
            assert api.Tag.get(limit=1)
    assert made.call_count == 0
    make_template(tmp_path / "new.sqlite")
    assert made.call_count == 1


def test_a_fresh_site_leaves_nothing(copied: Path) -> None:
    before = copied.read_bytes()
    with fresh_site(copied) as site, api_on(site) as api:
        api.Tag.create(label="gone")
        folders = {Path(site.file).parent, Path(re.search(r"--bench=(\S+)", site.cv)[1]).parent}
        assert all(folder.exists() for folder in folders)
    assert not any(folder.exists() for folder in folders)
    assert copied.read_bytes() == before


def test_a_fresh_site_is_another_even_on_the_same_port(copied: Path) -> None:
    """What is kept of a site, its schema, is told by URL and key; ports come back."""
    with fresh_site(copied) as one, fresh_site(copied) as other, Site.open(copied) as template:
        assert len({one.api_key, other.api_key, template.api_key}) == 3
        assert len({one.site_key, other.site_key, template.site_key}) == 3
        for site in (one, other):
            for version in (3, 4):
                with api_on(site, version=version) as api:
                    assert api.Contact.get(limit=1)
        with HttpApiV4(other.url, one.api_key) as api, pytest.raises(AccessDenied):
            api.Contact.get(limit=1)


def test_an_existing_template_is_kept(copied: Path) -> None:
    with Site.open(copied) as site:
        key = site.api_key
    assert make_template(copied) == copied
    with Site.open(copied) as site:
        assert site.api_key == key


def test_time_to_boot(copied: Path) -> None:
    with fresh_site(copied, boot=30) as site, api_on(site) as api, api_on(site, "cv") as cv:
        begun = time.monotonic()
        api.Tag.get(limit=1)
        assert time.monotonic() - begun >= 0.030
        begun = time.monotonic()
        cv.Tag.get(limit=1)
        assert time.monotonic() - begun >= 0.150


def test_apis_on_a_site(copied: Path) -> None:
    with fresh_site(copied) as site:
        apis: list[BaseApi] = [
            api_on(site),
            api_on(site, "http", 3),
            api_on(site, "cv", retries=0),
            api_on(site, "inprocess", 3),
        ]
        assert [type(api) for api in apis] == [HttpApiV4, HttpApiV3, CvApiV4, SandboxApiV3]
        for api in apis:
            assert len(api.Contact.get(id=2)) == 1
            api.close()


def test_in_process_takes_what_json_takes(copied: Path) -> None:
    with fresh_site(copied) as site:
        results = []
        for transport in ("inprocess", "http"):
            with api_on(site, transport) as api:
                api.Tag.create(name=f"tuple {transport}", label="Ünï \u2028/", used_for=("civicrm_contact",))
                rows = api.Tag.get(name=(f"tuple {transport}",), select=["label", "used_for"])
                results.append([{key: value for key, value in row.items() if key != "id"} for row in rows])
                with pytest.raises((TypeError, ValueError)):
                    api.Tag.create(name=object(), label="x")
        assert results[0] == results[1] == [{"label": "Ünï \u2028/", "used_for": ["civicrm_contact"]}]


def test_python_is_the_one_that_runs(copied: Path) -> None:
    with fresh_site(copied) as site:
        assert site.cv.startswith(sys.executable)


def test_users(run) -> None:
    run(
        test_it="""
        import pytest
        from civiapi import PermissionDenied
        from civiapi.testing import api_on

        @pytest.mark.civi_users("clerk:none", "boss:all")
        @pytest.mark.parametrize("transport", ["http", "cv"])
        def test_what_who_may(civi_site, transport):
            assert [user.role for user in civi_site.users.values()] == ["none", "all"]
            with api_on(civi_site, transport, as_user="boss") as api:
                assert api.Contact.get(limit=1)
            with api_on(civi_site, transport, as_user="clerk") as api, pytest.raises(PermissionDenied):
                api.OptionValue.create(option_group_id=1, label="x")

        def test_nobody_else(civi_site):
            assert civi_site.users == {}
            with pytest.raises(ValueError, match="no user 'clerk' over http; the site has none"):
                api_on(civi_site, as_user="clerk")
        """
    ).assert_outcomes(passed=3)
