"""What all tests share: an environment of their own, and sites to talk to."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from civiapi.context import Context
from civiapi.sandbox import Site
from civiapi.sandbox.fresh import copy_site
from civiapi.sandbox.serve import Running, running

from . import fakepipe
from .remote import server

# A busy machine is no failure: the tests that may hang have deadlines of their own.  The examples are the same each time, but
# where somebody asks for so many of them to look for new ones.
settings.register_profile(
    "tests",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CIVIAPI_TEST_EXAMPLES" not in os.environ,
)
settings.load_profile("tests")

# Where the shell that started the tests has Ctrl-C ignored, as in the background, all processes would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


#: What a shell or CI may say of its terminal, and programs heed that are started here.
OF_A_TERMINAL = {
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "TTY_COMPATIBLE",
    "CV_OUTPUT",
}

_OWN_PLACE = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Have all files in a place of this run's own.

    In the usual one pytest removes at its end what earlier runs have left.  It fails, as a warning is an error
    here, where another run does the same just then, or what an earlier one left running still writes there.
    """
    if config.option.basetemp is None:
        config.option.basetemp = config.stash[_OWN_PLACE] = tempfile.mkdtemp(prefix="civi-tests-")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    own = session.config.stash.get(_OWN_PLACE, None)
    if own is not None and exitstatus != pytest.ExitCode.TESTS_FAILED:  # then somebody may look at it
        shutil.rmtree(own, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what belongs to the user: variables, home, data directory."""
    home = tmp_path_factory.mktemp("home")
    short = "/tmp" if os.path.isdir("/tmp") else None  # the path of a socket may have a hundred letters
    with (
        tempfile.TemporaryDirectory(prefix="civi-", dir=short) as runtime,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in list(os.environ):
            # ssh's own: keys of an agent, and a window that answers its questions
            if (
                name.startswith(("CIVIAPI_", "SSH_"))
                or name.lower().endswith("_proxy")
                or name in OF_A_TERMINAL
            ):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_RUNTIME_DIR", runtime)
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        # nor the keyring of a desktop
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test keeps of a site is not offered to the next, whose site may have the same port."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _others() -> None:
    """What runs already is no child of a test's doing."""
    fakepipe.others.clear()
    fakepipe.others.update(fakepipe.all_children())


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's file with sample data, to be copied."""
    file = tmp_path_factory.mktemp("template") / "site.sqlite"
    Site.open(file).close()
    return file


@pytest.fixture(scope="session")
def new_site(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes fresh sites: each call gives the file of another."""

    def make() -> Path:
        file = tmp_path_factory.mktemp("site") / "site.sqlite"
        copy_site(template, file)
        return file

    return make


@pytest.fixture(scope="module")
def served(new_site: Callable[[], Path]) -> Iterator[Running]:
    """A fresh site behind HTTP and cv, one for a module of tests."""
    with Site.open(new_site()) as site, running(site) as described:
        yield described


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """A real OpenSSH server on the loopback."""
    if not server.has_sshd():
        pytest.skip("there is no sshd; install openssh-server")
    with server.running(tmp_path_factory.mktemp("sshd")) as listening:
        yield listening


@pytest.fixture(scope="session")
def ssh_context(ssh_server: server.Server) -> Context:
    """How to run a command there."""
    return ssh_server.context()
