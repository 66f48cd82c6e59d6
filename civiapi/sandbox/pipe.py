"""The pipe door: Civi::pipe's dialogue of JSON lines, as `cv pipe` opens it on standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from . import phpjson
from .api3_spec import camel
from .auth import Keys, Principal, Rejected, admit, by_credential, by_name
from .calls import api4_error, api4_values, debugged, error_array
from .errors import PhpError, Printed, SiteError

if TYPE_CHECKING:
    from .site import Site

DEFAULT_FLAGS = "vtl"
PARSE_ERROR = (-32700, "Parse error")
INVALID_REQUEST = (-32600, "Invalid Request")
METHOD_NOT_FOUND = (-32601, "Method not found")
INVALID_PARAMS = (-32602, "Invalid params")
OTHER_ERROR = -32099


class JsonRpcError(Exception):
    """A request that ends in a JSON-RPC error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class PipeSession:
    """One dialogue: its options, its user, its methods."""

    def __init__(self, site: Site, keys: Keys, flags: str = DEFAULT_FLAGS) -> None:
        self.site, self.keys, self.flags = site, keys, flags
        self.user: Principal | None = None
        self.options: dict[str, Any] = {
            "apiCheckPermissions": True,
            "apiError": "exception",
            "bufferSize": 524288,
            "responsePrefix": None,
        }
        self.methods: dict[str, Callable[[Any], Any]] = {
            "api3": self._api3,
            "api4": self._api4,
            "echo": lambda params: params,
            "login": self._login,
            "options": self._options,
        }
        if "t" in flags and "u" in flags:
            raise SiteError("Cannot modify PipeSession::$trusted after initialization")
        self.trusted = True if "t" in flags else False if "u" in flags else None

    def run(self, lines: IO[bytes], out: IO[bytes]) -> None:
        """Answer until the input ends."""
        self._write(out, phpjson.line({"Civi::pipe": {flag: self._flag(flag) for flag in self.flags}}))
        # a line longer than the buffer comes in pieces, each of which is taken for a line
        while piece := lines.readline(self.options["bufferSize"]):
            text = piece.decode("utf-8", "replace").rstrip("\n")
            if text not in ("", "0"):
                answer = phpjson.line(self.answer(text))
                self._write(out, (self.options["responsePrefix"] or "") + answer)

    def _flag(self, flag: str) -> Any:
        told = {
            "v": self.site.version,
            "j": ["jsonrpc-2.0"],
            "l": ["login"],
            "t": "trusted",
            "u": "untrusted",
        }
        return told.get(flag)

    @staticmethod
    def _write(out: IO[bytes], text: str) -> None:
        out.write(text.encode() + b"\n")
        out.flush()

    def answer(self, text: str) -> Any:
        """The answer to one line: an object, or for a list of requests a list."""
        request = phpjson.decoded(text)
        if request is None:
            return _failed({}, *PARSE_ERROR)
        if isinstance(request, str):
            # PHP goes over the text as if it were a list of requests, and finds none
            warning = "foreach() argument must be of type array|object, string given at JsonRpc.php:47"
            sys.stderr.write(f"[PHP Warning] {warning}\n")
            return []
        if not isinstance(request, list) or not request:
            return self._one(request if isinstance(request, dict) else {})
        for item in request:
            if not isinstance(item, dict):
                must = f"Argument #1 ($request) must be of type array, {_type(item)} given"
                return _failed({}, OTHER_ERROR, f"Civi\\Pipe\\JsonRpc::createResponseError(): {must}")
        return [self._one(item) for item in request]

    def _one(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            result = self._dispatch(request)
        except JsonRpcError as error:
            return _failed(request, error.code, error.message)
        except Printed:
            raise
        except SiteError as error:
            return _failed(request, OTHER_ERROR, error.message)
        return {"jsonrpc": "2.0", "result": phpjson.as_arrays(result), **_id(request)}

    def _dispatch(self, request: dict[str, Any]) -> Any:
        method = request.get("method")
        if request.get("jsonrpc") != "2.0" or not isinstance(method, str):
            raise JsonRpcError(*INVALID_REQUEST)
        params = request.get("params", [])
        if not isinstance(params, (list, dict)):
            raise JsonRpcError(*INVALID_PARAMS)
        run = self.methods.get(method.replace(".", "_"))
        if run is None:
            raise JsonRpcError(*METHOD_NOT_FOUND)
        return run(params)

    def _api4(self, params: Any) -> Any:
        self._check_mode()
        entity, action, values, index = _call(params, "civicrm_api4")
        check = self._checks(values, "checkPermissions")
        if self.options["apiError"] == "array":
            index = None
        try:
            return api4_values(self.site, entity, action, values, index, user=self._contact, check=check)
        except SiteError as error:
            return self._error(error, api4_error(self.site, error, entity, action))

    def _api3(self, params: Any) -> Any:
        self._check_mode()
        entity, action, values, _ = _call(params, "civicrm_api3")
        check = self._checks(values, "check_permissions")
        try:
            result = self.site.api3(entity, action, values, user=self._contact, check=check)
        except SiteError as error:
            told = error_array(error, camel(self.site, entity), action.lower())
            return self._error(error, debugged(told, error, values))
        if isinstance(result, dict) and result.get("is_error") and self.options["apiError"] == "exception":
            raise JsonRpcError(OTHER_ERROR, result["error_message"])
        return result

    @property
    def _contact(self) -> int | None:
        return self.user.contact_id if self.user else None

    def _checks(self, values: dict[str, Any], name: str) -> bool:
        """Whether a call's permissions are checked: always for untrusted callers."""
        wanted = values.pop(name, self.options["apiCheckPermissions"])
        values.pop("version", None)
        if self.trusted is None:
            raise SiteError(
                "Civi\\Pipe\\PipeSession::isTrusted(): Return value must be of type bool, null returned"
            )
        return not self.trusted or bool(wanted)

    def _check_mode(self) -> None:
        mode = self.options["apiError"]
        if mode not in ("array", "exception"):
            raise SiteError(f"Invalid API error-handling mode: {mode}")

    def _error(self, error: SiteError, told: dict[str, Any]) -> Any:
        """What a failed call answers: its error as an array, or the error itself."""
        if isinstance(error, (PhpError, Printed)) or self.options["apiError"] == "exception":
            raise error
        return told

    def _login(self, params: Any) -> dict[str, Any]:
        asked = params if isinstance(params, dict) else {}
        credential = asked.get("cred")
        if credential is None and not {"contactId", "userId", "user"} & {*asked}:
            raise Rejected("Cannot authenticate. Must specify principal/credentials.")
        if credential is not None:
            principal = by_credential(self.site, self.keys, str(credential))
        elif self.trusted:
            principal = by_name(self.site, asked)
        else:
            raise Rejected("Session is not trusted.")
        principal = admit(self.site, self.keys, principal, "pipe", None)
        if self.user is not None and self.user.contact_id != principal.contact_id:
            raise Rejected("Cannot login. A mismatched session is already active.")
        self.user = principal
        return {"contactId": principal.told_contact, "userId": principal.user_id}

    def _options(self, params: Any) -> dict[str, Any]:
        asked = params if isinstance(params, dict) else {}
        if not asked or (not self.trusted and {*asked} == {"apiCheckPermissions"}):
            return self.options
        known = {key: value for key, value in asked.items() if key in self.options}
        if not self.trusted:
            known.pop("apiCheckPermissions", None)
        size = known.get("bufferSize", 1)
        if not isinstance(size, int) or isinstance(size, bool):
            method = "Civi\\Pipe\\PipeSession::setBufferSize()"
            raise SiteError(f"{method}: Argument #1 ($bufferSize) must be of type int, {_type(size)} given")
        self.options.update(known)
        return known


def _call(params: Any, function: str) -> tuple[str, str, dict[str, Any], Any]:
    given = [*(params.values() if isinstance(params, dict) else params)]
    entity, action, values, index = [*given, *[[], [], {}, None][len(given) :]][:4]
    for position, name, value in ((1, "entity", entity), (2, "action", action)):
        if not isinstance(value, str):
            message = f"Argument #{position} (${name}) must be of type string, {_type(value)} given"
            raise SiteError(f"{function}(): {message}")
    params = phpjson.as_params(values)
    if params is None:
        raise SiteError(f"{function}(): Argument #3 ($params) must be of type array, {_type(values)} given")
    return entity, action, {**params}, index


def _failed(request: dict[str, Any], code: int, message: str) -> dict[str, Any]:
    error = {"code": code, "message": message, "data": None}
    return {"jsonrpc": request.get("jsonrpc", "2.0"), "error": error, **_id(request)}


def _id(request: dict[str, Any]) -> dict[str, Any]:
    return {"id": request["id"]} if "id" in request else {}


def _type(value: Any) -> str:
    """PHP's name of a value's type."""
    names = {"NoneType": "null", "str": "string", "list": "array", "dict": "array"}
    return names.get(type(value).__name__, type(value).__name__)
