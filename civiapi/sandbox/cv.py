"""The cv door: the executable civiapi-cv, which answers like CiviCRM's command `cv` on a sandbox file.

It starts in milliseconds: nothing is imported here that a call does not need.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from . import cvargs, phpjson
from .cvout import TABULAR, error_block, formatted
from .errors import DatabaseError, NotSimulated, PhpError, Printed, SiteError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .site import Site

VERSION = "0.3.71.0"
_OUTPUT = "[--in IN] [--out OUT] [--flat [FLAT]] [-T|--out=table] [-I|--out=list] [-J|--out=json-pretty]"
_META = "[-M|--enable-meta] [-m|--select-meta SELECT-META] [-N|--dry-run]"
_CALL = "[--] <Entity.action> [<key=value>...]"
USAGES = {
    "api4": f"api4 {_OUTPUT} {_META} {_CALL}",
    "api3": f"api3 {_OUTPUT} {_CALL}",
    "api": f"api3 {_OUTPUT} {_CALL}",
    "api:batch": "api:batch [--defaults DEFAULTS]",
    "pipe": "pipe [<connection-flags>]",
}
_BATCH_DEFAULTS: dict[str, dict[str, Any]] = {
    "v3": {"version": 3},
    "v4": {"version": 4, "checkPermissions": False},
}


class CommandLine:
    """One run of cv: its words, its options, and the site it works on."""

    def __init__(self, words: list[str]) -> None:
        arguments, self.options = cvargs.split(words)
        self.command = arguments[0] if arguments else ""
        self.arguments = arguments[1:]
        self.file = self.options.get("file") or os.environ.get("CIVIAPI_SANDBOX_FILE") or None
        if self.file:
            self.file = os.path.abspath(self.file)
        self.form = self.options.get("out") or os.environ.get("CV_OUTPUT") or "json-pretty"
        self.out: Any = sys.stdout.buffer
        self.site: Site

    def show(self, text: str) -> None:
        """Print a line, unless told to be quiet."""
        if not self.options.get("quiet"):
            self.out.write(text.encode() + b"\n")
            self.out.flush()

    @staticmethod
    def complain(*lines: str) -> None:
        """Write what PHP warns of to standard error."""
        sys.stderr.write("".join(f"{line}\n" for line in lines))

    def user(self) -> int | None:
        """The contact of --user."""
        if not self.options.get("user"):
            return None
        from .auth import by_name

        return by_name(self.site, {"user": self.options["user"]}).contact_id

    def called(self) -> tuple[str, str]:
        """The entity and the action of the first argument."""
        entity, dot, action = (self.arguments or [""])[0].partition(".")
        if not dot:
            self.complain("[PHP Warning] Undefined array key 1 at Api4Command.php:150")
            raise PhpError("civicrm_api4(): Argument #2 ($action) must be of type string, null given")
        return entity, action

    def stdin_params(self) -> dict[str, Any]:
        """The parameters on standard input."""
        text = _text(sys.stdin.buffer.read())
        params = phpjson.as_params(phpjson.decoded(text)) if text else {}
        if params is None:
            raise PhpError("array_merge(): Argument #2 must be of type array, null given")
        return params

    def tell(self, entity: str, action: str, params: dict[str, Any]) -> None:
        """What is going to be called."""
        self.show(f"Entity: {entity}\nAction: {action}\nParams: {phpjson.pretty(params)}")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def api4(line: CommandLine) -> int:
    """`cv api4`: prints the bare values, or with -M the envelope."""
    entity, action = line.called()
    given = (
        line.stdin_params() if line.options.get("in") == "json" else cvargs.api4_params(line.arguments[1:])
    )
    params = {"version": 4, "checkPermissions": False, **given}
    if line.options["verbose"] or line.options.get("dry-run"):
        line.tell(entity, action, params)
    if line.options.get("dry-run"):
        return 0
    del params["version"]
    check = params.pop("checkPermissions") in (True, 1, "1")
    result = line.site.api4(entity, action, params, user=line.user(), check=check)
    shown = _members(result, line.options)
    line.show(formatted(shown, line.form))
    if line.form in ("shell", "table", "csv"):
        from .cvphp import complaints

        line.complain(*complaints(shown, line.form))
    return 0


def _members(result: dict[str, Any], options: dict[str, Any]) -> Any:
    wanted = options.get("select-meta")
    if wanted is None and not options.get("enable-meta"):
        return result["values"]
    names = (
        wanted.split(",") if wanted else ["entity", "action", "version", "values", "count", "countFetched"]
    )
    if "countMatched" in names and "countMatched" not in result:
        message = (
            "countMatched can only be used if there was no limit set or if row_count was included in the"
        )
        raise SiteError(f"{message} select fields.")
    return {name: result.get(name) for name in names}


def api3(line: CommandLine) -> int:
    """`cv api3`: prints the whole result, an error too."""
    from .calls import api3_result

    entity, action = line.called()
    if line.options.get("in") == "json":
        params = line.stdin_params()
    else:
        words = line.arguments[1:]
        params = dict(word.split("=", 1) for word in words if "=" in word)
        missed = [f"[PHP Warning] Undefined array key {key} at ApiCommand.php:114" for key in (1, 2)]
        line.complain(*(text for word in words if "=" not in word for text in missed))
    debug = {"debug": 1} if line.options["verbose"] > 1 else {}
    params = {**debug, **params}
    if line.options["verbose"]:
        line.tell(entity, action, {"version": 3, **params})
    check = params.pop("check_permissions", 0) in (True, 1, "1")
    result = api3_result(line.site, entity, action, params, user=line.user(), check=check)
    failed = isinstance(result, dict) and bool(result.get("is_error"))
    if failed and debug and "trace" in result:
        trace = result.pop("trace").replace("\n", "\n  ")
        line.complain(f"Error: {result['error_message']}\n  {trace}\n")
    line.show(_api3_text(line, action, params, result))
    return 1 if failed else 0


def _api3_text(line: CommandLine, action: str, params: dict[str, Any], result: Any) -> str:
    if line.form not in TABULAR:
        return formatted(result, line.form)
    if action != "get" or not isinstance(result, dict) or "values" not in result:
        note = f'The output format "{line.form}" only works with tabular data. Try using a "get" API.'
        sys.stderr.write(f'{note} Forcing format to "json-pretty".\n')
        return formatted(result, "json-pretty")
    wanted = params.get("return")
    return formatted(result["values"], line.form, wanted.split(",") if isinstance(wanted, str) else wanted)


def batch(line: CommandLine) -> int:
    """`cv api:batch`: a line of calls in, a line of answers out."""
    gc.enable()
    wanted = line.options.get("defaults") or "v3"
    defaults = _BATCH_DEFAULTS.get(wanted) or phpjson.decoded(wanted)
    if not isinstance(defaults, dict):
        raise SiteError(f"Unrecognized defaults: {wanted}")
    for number, raw in enumerate(sys.stdin.buffer, 1):
        calls = phpjson.decoded(_text(raw))
        if not isinstance(calls, (dict, list)):
            sys.stderr.write(f"JSON cannot be decoded (line {number})")
            calls = []
        keys = calls if isinstance(calls, dict) else range(len(calls))
        answers = {key: _batch_item(line, calls[key], defaults, number) for key in keys}
        line.show(phpjson.line(answers if isinstance(calls, dict) and calls else [*answers.values()]))
    return 0


def _batch_item(line: CommandLine, item: Any, defaults: dict[str, Any], number: int) -> Any:
    from .calls import api3_result, api4_error, api4_values

    if not isinstance(item, list) or len(item) < 2:
        message = f"JSON data is structured incorrectly (line {number})"
        sys.stderr.write(message + "\n")
        return {"is_error": 1, "error_message": message}
    if len(item) < 3:
        line.complain("[PHP Warning] Undefined array key 2 at ApiBatchCommand.php:111")
    entity, action, given = ([*item, {}])[:3]
    params = {**defaults, **(phpjson.as_params(given) or {})}
    version = params.pop("version", 3)
    if version != 4:
        check = bool(params.pop("check_permissions", False))
        return api3_result(line.site, entity, action, params, user=line.user(), check=check)
    check = bool(params.pop("checkPermissions", True))
    try:
        return api4_values(line.site, entity, action, params, None, user=line.user(), check=check)
    except (PhpError, Printed):
        raise
    except SiteError as error:
        return api4_error(line.site, error, entity, action)


def pipe(line: CommandLine) -> int:
    """`cv pipe`: a dialogue until the input ends."""
    from .auth import Keys
    from .pipe import DEFAULT_FLAGS, PipeSession

    flags = line.arguments[0] if line.arguments else DEFAULT_FLAGS
    gc.enable()
    PipeSession(line.site, Keys.of(line.site), flags).run(sys.stdin.buffer, line.out)
    return 0


COMMANDS: dict[str, Callable[[CommandLine], int]] = {
    "api": api3,
    "api3": api3,
    "api4": api4,
    "api:batch": batch,
    "pipe": pipe,
}


def main(argv: list[str] | None = None) -> int:
    """Run cv with these words (without the program's own name); its exit code."""
    words = sys.argv[1:] if argv is None else argv
    usage = next((USAGES[word] for word in words if word in USAGES), "")
    try:
        line = CommandLine(words)
    except SiteError as error:
        return _failed(error, usage, place=None)
    try:
        _enter(line)
    except SiteError as error:
        return _failed(error, "")
    try:
        return _run(line)
    except Printed as file:
        line.out.write(file.text.encode())
        line.out.flush()
        return 0
    except SiteError as error:
        return _failed(error, usage, verbose=bool(line.options["verbose"]))
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # so that the last flush finds a reader
        return 1
    except KeyboardInterrupt:
        return 130


def program() -> int:
    """main, for a process of its own: it lives too short for its garbage to be worth collecting."""
    gc.disable()
    code = main()
    gc.freeze()
    return code


def _failed(
    error: SiteError, usage: str, place: str | None = "Sandbox.php line 1", verbose: bool = False
) -> int:
    """Tell an error (verbose: with its class and a trace); the exit code that goes with it."""
    info = f"Debug Info:\n  {error.info}" if isinstance(error, DatabaseError) and error.info else ""
    told = [info] if info else []
    title = ""
    if verbose:
        from .traces import as_console, class_of

        title = f"[{class_of(error)}]"
        told.append(as_console(error))
    sys.stderr.write(error_block(error.message, usage, place, told, title))
    if isinstance(error, PhpError):
        return 255
    return error.code % 256 if isinstance(error.code, int) and error.code > 0 else 1


def _enter(line: CommandLine) -> None:
    """Go to the working directory of --cwd."""
    folder = line.options.get("cwd")
    if folder is not None:
        if not os.path.isdir(folder):
            raise SiteError(f"Invalid working directory specified, {folder} does not exist.")
        os.chdir(folder)


def _run(line: CommandLine) -> int:
    if line.options.get("version"):
        line.show(f"cv {VERSION}")
        return 0
    if not line.command or line.options.get("help"):
        line.show("\n".join(USAGES.values()))
        return 0
    alias = line.options.get("site-alias")
    if alias or line.command not in COMMANDS:
        from .cvothers import refuse

        raise refuse(f"@{alias}" if alias else line.command)
    if line.options.get("flat"):
        raise NotSimulated("cv's option --flat")
    with _opened(line) as line.site:
        return COMMANDS[line.command](line)


def _opened(line: CommandLine) -> Site:
    """The site; with --bench, --fault or --boot, or variables that say the same, one that misbehaves."""
    from .site import Site

    boot = line.options.get("boot") or os.environ.get("CIVIAPI_SANDBOX_BOOT")
    if boot:
        from .trouble import boot as wait

        wait(boot)
    site = Site.open(line.file)
    if not (line.options.keys() & {"bench", "fault"} or os.environ.get("CIVIAPI_SANDBOX_FAULTS")):
        return site
    from .trouble import entered

    watched = entered(site, line.command, line.options, line.out)
    line.out = watched.out
    return watched


if __name__ == "__main__":
    sys.exit(program())
