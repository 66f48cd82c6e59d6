"""What a query asks, as a value, and the params that say it to either version of the API.  Pure."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import v3, v4
from .clauses import Clause
from .errors import UsageError
from .params import EMPTY

_AGGREGATE = re.compile(r"\b(AVG|COUNT|GROUP_CONCAT|GROUP_FIRST|GROUP_NTH|MAX|MIN|SUM)\s*\(")
#: Entities that SearchKit and the importer make of tables, whose key is another than ``id``.
_KEYLESS = ("SK_", "Import_")
#: Those of APIv3 that are no tables with an id.
_KEYLESS3 = frozenset(
    """
    Afform Constant CustomSearch CustomValue Entity Exception Extension Logging MailingContact
    MailingEventResubscribe Profile ReportTemplate Setting System
    """.split()
)


@dataclass(frozen=True)
class Asked:
    """A reading call.

    ``limit`` 0 is no row, None all; ``order`` are pairs of an expression and ASC or DESC.
    """

    entity: str
    version: int
    select: tuple[str, ...] = ()
    join: tuple[list[Any], ...] = ()
    where: tuple[Clause, ...] = ()
    group_by: tuple[str, ...] = ()
    having: tuple[Clause, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    offset: int = 0
    chain: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def but(self, **changes: Any) -> Asked:
        """The same with changes."""
        return dataclasses.replace(self, **changes)

    def params(self) -> dict[str, Any]:
        """The params of the call; UsageError for what this version of the API cannot say."""
        return _params4(self) if self.version == 4 else _params3(self)

    @property
    def is_table(self) -> bool:
        """Whether its rows are those of a table with an integer id."""
        if self.version == 3:
            return self.entity not in _KEYLESS3
        return self.entity not in v4.ARRAY_BACKED and not self.entity.startswith(_KEYLESS)

    @property
    def is_aggregate(self) -> bool:
        """Whether a row stands for several of the table."""
        return bool(self.group_by) or any(_AGGREGATE.search(item) for item in self.select)

    @property
    def joins_many(self) -> bool:
        """Whether an id may have several rows."""
        return any(join[1] != "EXCLUDE" for join in self.join)

    @property
    def aliases(self) -> list[str]:
        """The names of what is joined."""
        return [str(join[0]).rpartition(" AS ")[2] for join in self.join]

    @property
    def filters_id(self) -> bool:
        """Whether its conditions name the id; APIv3 calls it also contact_id and the like."""
        own = re.sub(r"(?<!^)(?=[A-Z])", "_", self.entity).lower() + "_id"
        return any(clause[0] in ("id", own) for clause in self.where)

    @property
    def descends(self) -> bool:
        """Whether it wants the highest id first."""
        return self.order[:1] == (("id", "DESC"),)

    def digest(self) -> str:
        """A short text that differs for another query."""
        told = json.dumps(dataclasses.asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _params4(asked: Asked) -> dict[str, Any]:
    said = {
        "select": list(asked.select),
        "join": list(asked.join),
        "where": list(asked.where),
        "groupBy": list(asked.group_by),
        "having": list(asked.having),
        "orderBy": dict(asked.order),
        "limit": asked.limit,
        "offset": asked.offset,
        "chain": dict(asked.chain),
    }
    if asked.limit == 0:
        raise UsageError("a limit of 0 is no limit to CiviCRM; no call says: no rows")
    # with a where beside it, a param that is a field's name too is the param
    kept = {key: value for key, value in said.items() if value or (key == "where" and asked.extra)}
    return v4.shape(asked.entity, "get", {**kept, **asked.extra})


def _params3(asked: Asked) -> dict[str, Any]:
    for what, given in (("joins", asked.join), ("groupBy", asked.group_by), ("having", asked.having)):
        if given:
            raise UsageError(f"APIv3 has no {what}; use APIv4")
    if asked.chain:
        raise UsageError("APIv3 chains by params: .extra(**{'api.Email.get': {...}})")
    if asked.limit == 0:
        raise UsageError("a limit of 0 is no limit to CiviCRM; no call says: no rows")
    options: dict[str, Any] = {"limit": asked.limit or 0}
    if asked.offset:
        options["offset"] = asked.offset
    if asked.order:
        options["sort"] = ", ".join(f"{name} {direction}" for name, direction in asked.order)
    said: dict[str, Any] = dict(asked.extra)
    if asked.select:
        said["return"] = list(asked.select)
    said["options"] = {**options, **said.get("options", {})}
    return v3.shape(asked.entity, "get", {**conditions3(asked.where), **said})


def conditions3(where: tuple[Clause, ...]) -> dict[str, Any]:
    """Conditions as APIv3's params; UsageError for what they cannot say."""
    said: dict[str, Any] = {}
    for clause in _anded(where):
        name, sign = clause[:2]
        if v3.is_no_field(name):
            raise UsageError(f"{name} is no field in APIv3, but a param of its own; use .extra({name}=...)")
        if name in said:
            raise UsageError(f"{name}: APIv3 applies only the first of several conditions on a field")
        if len(clause) == 4 and clause[3]:
            raise UsageError(f"{name}: APIv3 compares with values only, not with expressions")
        if sign in EMPTY:
            said[name] = {sign: 1}
        else:
            said[name] = clause[2] if sign == "=" else {sign: clause[2]}
    return said


def _anded(where: tuple[Clause, ...] | list[Clause]) -> list[Clause]:
    found: list[Clause] = []
    for clause in where:
        if clause[0] in ("OR", "NOT"):
            raise UsageError(f"APIv3 joins conditions with AND only, it has no {clause[0]}; use APIv4")
        found += _anded(clause[1]) if clause[0] == "AND" else [clause]
    return found
