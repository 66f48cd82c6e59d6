"""The checks of a site through cv, in order: functions of the facts, None where they say nothing.  Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median

from ..errors import ApiCallError, CallTimeout, CommandFailed, InvalidResponse, excerpt
from .lines import Line, fail, milliseconds, ok, version_of, warn
from .local import Facts, Probe

#: Seconds that a process may take to start and answer.
SLOW = 3.0
#: The first cv and the first CiviCRM with a pipe.
OLDEST_CV, OLDEST = (0, 3, 15), (5, 47)
_NOWHERE = re.compile(r"(?i)no site here|working directory|civicrm\.settings")
_UNREACHED = re.compile(r"(?i)connection (refused|timed out)|could not resolve|no route|unreachable")
_NO_CONTAINER = re.compile(
    r"(?i)no such container|container \S+ is not running|service \S+ is not running|pods? \S+ not found"
)
_MISSING = re.compile(r"(?i)not found|no such (command|file)|could not be started")


def command(facts: Facts) -> Line | None:
    """Whether there is cv, where the context leads."""
    error, done = facts.cv.error, facts.cv.value
    if error is None and done.returncode == 0:
        return ok("cv", f"{_said(done)}, started in {milliseconds(facts.cv.seconds)}")
    place = "the context" if facts.config.settings.get("context") else "this machine"
    if isinstance(error, CallTimeout):
        return fail("cv", "cv --version did not end", "does ssh or sudo ask a question there?")
    said = error.message if error is not None else _said(done)
    if done is not None and done.returncode == 255 and "ssh" in facts.argv[0]:
        return fail("context", f"ssh failed: {said}", _ssh_advice(said))
    if _NO_CONTAINER.search(said):
        advice = "look at the container's name, and whether it runs: docker ps, kubectl get pods"
        return fail("context", f"there is no such container: {said}", advice)
    if _MISSING.search(said) or (done is not None and done.returncode in (126, 127)):
        return fail("cv", f"there is no cv on {place}: {said}", "install cv there, or give cv, its full path")
    return fail("cv", f"cv --version failed: {said}", "run the same by hand and see what it says")


def _ssh_advice(said: str) -> str:
    if _UNREACHED.search(said):
        return "look at the host's name, the port, and whether ssh listens there"
    return "log in by hand once; it must go by a key, unasked"


def _said(done: object) -> str:
    output = getattr(done, "stdout", b"") + b" " + getattr(done, "stderr", b"")
    return excerpt(output.decode("utf-8", "replace"))


def age(facts: Facts) -> Line | None:
    """Whether cv is one that has a pipe."""
    if facts.cv.value is None or facts.cv.value.returncode:
        return None
    found = version_of(_said(facts.cv.value))
    if not found or found >= OLDEST_CV:
        return None
    return fail("cv", "this cv is too old", "install cv 0.3.15 or later")


def stdin(facts: Facts) -> Line | None:
    """Whether cv reads what is written to it."""
    probe = facts.calls.get("v4")
    if probe is None:
        return None
    if isinstance(probe.error, InvalidResponse) and "standard input" in probe.error.message:
        return fail(
            "stdin",
            "cv starts and its standard input is lost on the way",
            "docker exec and kubectl exec need -i; look for a script in the context that closes it",
        )
    return ok("stdin", "arrives") if probe.error is None else None


def place(facts: Facts) -> Line | None:
    """Whether cv finds the site."""
    probe = facts.calls.get("v4")
    if probe is None or not isinstance(probe.error, CommandFailed):
        return ok("site", "found") if probe is not None and probe.error is None else None
    said = probe.error.message
    if _NOWHERE.search(said):
        where = facts.config.settings.get("cwd", "the directory that cv starts in")
        return fail(
            "cwd", f"there is no site in {where}: {excerpt(said)}", "give cwd, a directory of the site"
        )
    return None


def who(facts: Facts) -> Line | None:
    """As whom calls run."""
    probe = facts.calls.get("v4")
    if probe is None or probe.error is not None:
        return None
    settings = facts.config.settings
    if "user" not in settings:
        return ok("who", "nobody is logged in, and permissions are not checked")
    checks = "are" if settings.get("check_permissions") else "are not"
    return ok("who", f"{settings['user']}, whose permissions {checks} checked")


def civicrm(facts: Facts) -> Line | None:
    """Which CiviCRM it is."""
    rows = [facts.calls[name].value for name in ("v4", "v3") if name in facts.calls]
    found = next((str(row["version"]) for row in rows if row and row.get("version")), None)
    if found is None:
        return None
    if version_of(found) < OLDEST:
        return fail("CiviCRM", f"version {found}", "a pipe takes CiviCRM 5.47 or later")
    return ok("CiviCRM", f"version {found}")


def _is_told(error: ApiCallError | None) -> bool:
    """Whether an earlier check says the same better."""
    lost = isinstance(error, InvalidResponse) and "standard input" in error.message
    return lost or (isinstance(error, CommandFailed) and bool(_NOWHERE.search(error.message)))


def _call(name: str, shown: str, advice: str) -> Callable[[Facts], Line | None]:
    """Whether a kind of call is answered."""

    def check(facts: Facts) -> Line | None:
        probe: Probe | None = facts.calls.get(name)
        if probe is None or _is_told(probe.error):
            return None
        if probe.error is None:
            return ok(shown, f"answers in {milliseconds(probe.seconds)}")
        return fail(shown, excerpt(probe.error.message), advice)

    return check


def speed(facts: Facts) -> Line | None:
    """How long answers take."""
    times = [probe.seconds for probe in (facts.cv, *facts.calls.values()) if probe.error is None]
    if not facts.calls or not times:
        return None
    text = f"{milliseconds(median(times))} in the middle, {milliseconds(max(times))} at most"
    if median(times) > SLOW:
        return warn("speed", f"slow: {text}", 'look at the way there, and try transport = "pipe"')
    return ok("speed", text)


_LOOK = "run cv by hand there and see what it says"
#: The checks in the order in which they are told.
CHECKS: list[Callable[[Facts], Line | None]] = [
    *(command, age, stdin, place, who, civicrm),
    *(_call("v4", "APIv4", _LOOK), _call("v3", "APIv3", _LOOK), _call("batch", "batch", _LOOK)),
    speed,
]
