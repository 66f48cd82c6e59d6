"""An API in a few lines: it holds rows, and evaluates where, join, order, limit and offset in Python."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from civiapi import Answer, ApiCall, BaseApi, v3, v4
from civiapi.drive import arun, astream
from civiapi.errors import InvalidResponse
from civiapi.query import AsyncQuery

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "!=": lambda a, b: a != b,
    "IN": lambda a, b: a in [int(one) if isinstance(a, int) else one for one in b],
    "BETWEEN": lambda a, b: b[0] <= a <= b[1],
    "IS NULL": lambda a, b: a is None,
}


class FakeApi(BaseApi):
    """Contacts ``{"id", "name", "size"}``, and of each some emails; APIv4.

    ``before`` is called with each call before it is answered: it may change ``rows`` and ``emails``, or raise.
    """

    VERSION = v4

    def __init__(
        self, rows: Sequence[dict[str, Any]] = (), emails: dict[int, list[str]] | None = None
    ) -> None:
        super().__init__()
        self.rows = {row["id"]: dict(row) for row in rows}
        self.emails = emails or {}
        self.calls: list[ApiCall] = []
        self.before: Callable[[ApiCall], None] = lambda call: None
        self.hidden: set[str] = set()
        self.lock = threading.Lock()

    def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
        with self.lock:
            call = ApiCall(entity, action, params, self.VERSION.NUMBER)
            self.calls.append(call)
            self.before(call)
            return self._answer(call)

    def _answer(self, call: ApiCall) -> Any:
        params = call.params
        assert call.entity == "Contact"
        if call.action in ("update", "delete"):
            return self._write(call)
        rows = self._ordered(self._found(params), params.get("orderBy") or {})
        select = [name for name in params.get("select") or ["id", "name", "size"] if name not in self.hidden]
        if select == ["row_count"]:
            return {"values": [], "countMatched": len(rows)}
        rows = rows[params.get("offset", 0) :][: params.get("limit") or None]
        names = dict.fromkeys(["id", *(name for name in select if name != "row_count")])
        values = [{name: row[name] for name in names} for row in rows]
        return {"values": values}

    def _found(self, params: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for row in self.rows.values():
            if params.get("join"):
                assert params["join"] == [["Email AS e", "LEFT", ["e.contact_id", "=", "id"]]]
                mine = self.emails.get(row["id"]) or [None]
                rows += [{**row, "e.email": mail, "e.id": mail, "e.contact_id": row["id"]} for mail in mine]
            else:
                rows.append({**row})
        where = [clause for clause in params.get("where") or [] if clause[0] not in self.hidden]
        return [row for row in rows if all(self._holds(row, clause) for clause in where)]

    def _holds(self, row: dict[str, Any], clause: list[Any]) -> bool:
        if clause[0] in ("AND", "OR", "NOT"):
            inner = [self._holds(row, one) for one in clause[1]]
            return all(inner) if clause[0] == "AND" else any(inner) if clause[0] == "OR" else not all(inner)
        return TESTS[clause[1]](row[clause[0]], clause[2] if len(clause) > 2 else None)

    def _ordered(self, rows: list[dict[str, Any]], order: dict[str, str]) -> list[dict[str, Any]]:
        rows.sort(key=lambda row: hash(row["name"]))  # CiviCRM has no order of its own
        for name, way in reversed(order.items()):
            rows.sort(key=lambda row: row[name], reverse=way == "DESC")
        return rows

    def _write(self, call: ApiCall) -> Any:
        ids = [row["id"] for row in self._found(call.params)]
        for key in ids:
            if call.action == "delete":
                del self.rows[key]
            else:
                self.rows[key].update(call.params["values"])
        return {"values": [{"id": key, **call.params.get("values", {})} for key in ids]}

    def sizes(self) -> list[int]:
        """The limits of the calls for rows."""
        return [call.params.get("limit", 0) for call in self.calls if call.action == "get"]


class FakeApi3(FakeApi):
    """The same as APIv3 has it."""

    VERSION = v3

    def _answer(self, call: ApiCall) -> Any:
        params = dict(call.params)
        options = params.pop("options", {})
        names = params.pop("return", ["id", "name", "size"])
        fields = {name: params[name] for name in ("id", "name", "size") if name in params}
        where = [
            [name, *next(iter(value.items()))] if isinstance(value, dict) else [name, "=", value]
            for name, value in fields.items()
        ]
        rows = self._found({"where": [clause if clause[1] != "IS NULL" else clause[:2] for clause in where]})
        if call.action == "getcount":
            return len(rows)
        if call.action in ("create", "delete"):
            return self._write3(call)
        sort = [pair.split() for pair in options.get("sort", "").split(", ") if pair]
        rows = self._ordered(rows, dict(sort))
        rows = rows[options.get("offset", 0) :][: options.get("limit", 25) or None]
        kept = dict.fromkeys(["id", *names])
        values = [{name: str(row[name]) for name in kept if row.get(name) is not None} for row in rows]
        return {"is_error": 0, "version": 3, "count": len(values), "values": values}

    def _write3(self, call: ApiCall) -> Any:
        key = int(call.params["id"])
        if call.action == "delete":
            del self.rows[key]
            return {"is_error": 0, "count": 1, "values": 1}
        values = {name: value for name, value in call.params.items() if name not in ("id", "sequential")}
        self.rows[key].update(values)
        return {"is_error": 0, "count": 1, "values": [{"id": str(key), **values}]}


class Async:
    """Any of them as an async api, as far as a query needs it."""

    def __init__(self, api: FakeApi) -> None:
        self.api, self.VERSION = api, api.VERSION

    def __getattr__(self, name: str) -> Any:
        return getattr(self.api, name)

    async def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        await asyncio.sleep(0)
        return self.api.send(calls)

    async def _run(self, flow: Any) -> Any:
        return await arun(flow, self.send)

    def _stream(self, plan: Any, workers: int = 1) -> AsyncIterator[Any]:
        return astream(plan, self.send, workers)

    def _query(self, entity: str) -> AsyncQuery:
        return AsyncQuery(self, entity)


def contacts(ids: Any) -> list[dict[str, Any]]:
    return [{"id": key, "name": f"n{key * 7919 % 1000}", "size": key % 5} for key in ids]


def dies_above(rows: int) -> Callable[[ApiCall], None]:
    """A site that runs out of memory where more rows than that are asked for."""

    def check(call: ApiCall) -> None:
        limit = call.params.get("limit") or (call.params.get("options") or {}).get("limit")
        ids = next((clause[2] for clause in call.params.get("where", []) if clause[1] == "IN"), None)
        asked = len(ids) if ids is not None and limit is None else limit
        if asked is not None and asked > rows:
            raise InvalidResponse("an empty answer (HTTP 500): PHP ran out of memory or time, see its log")

    return check


def no_threads() -> list[str]:
    """The threads that a stream left behind."""
    return [
        thread.name for thread in threading.enumerate() if thread.name.startswith("civiapi_")
    ]  # not a site's
