"""``transfer``: the records of one site moved to another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..guards import writable
from ..log import logger
from .ids import Ids, Known
from .order import Step, steps
from .passes import MendPass, RowsPass
from .report import PlannedStep, TransferReport
from .settle import GRACE, Lost, Target, settled
from .source import SiteSource, Source
from .survey import Survey, make_all, refusal, survey
from .translate import Translator

if TYPE_CHECKING:
    from ..base import BaseApi

#: The fields that tell a row which the other site has already, where a row has them all; each of the lists
#: by itself.  Other entities go by the unique indexes that they have.
MATCH: dict[str, list[list[str]]] = {
    "Contact": [["external_identifier"]],
    "Tag": [["name"]],
    "Group": [["name"], ["title"]],
    "Email": [["contact_id", "email", "location_type_id"]],
    "Phone": [["contact_id", "phone", "location_type_id"]],
    "Address": [["contact_id", "street_address", "location_type_id"]],
    "IM": [["contact_id", "name", "location_type_id"]],
    "Website": [["contact_id", "url"]],
    "EntityTag": [["entity_table", "entity_id", "tag_id"]],
    "GroupContact": [["group_id", "contact_id"]],
    "Relationship": [["contact_id_a", "contact_id_b", "relationship_type_id"]],
    "Note": [["entity_table", "entity_id", "note"]],
    "Contribution": [["trxn_id"], ["invoice_id"]],
}
_MISSING = ("error", "skip", "create")
Match = Mapping[str, Sequence[str] | Sequence[Sequence[str]]]
Progress = Callable[[str], None]
Stop = Callable[[], bool]


def transfer(
    src: BaseApi,
    dst: BaseApi,
    entities: Sequence[str],
    *,
    journal: str | Path = "move.db",
    match: Match | None = None,
    filter: Mapping[str, Mapping[str, Any]] | None = None,
    missing: str = "error",
    dry_run: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> TransferReport:
    """Move the records of ``entities`` from one site to another; gives a report.

    Both are APIv4, of any version and transport.  Options, types, custom fields, tags and groups are found
    by their names; ``missing`` says what becomes of those that ``dst`` lacks: an error before anything is
    written, "skip" (left out, and reported), or "create".  ``match`` is entity -> the fields that tell a row
    which is there already (``[]``: none); such a row is brought up to date, empty fields of the source
    clearing nothing.  ``filter`` is entity -> conditions, as in a get; what belongs to records that do not
    move is skipped.

    ``journal`` is the path of a file that knows which record became which.  The same call after a break goes
    on where it stopped; called again later, it moves only what is new or has changed.  ``dry_run`` writes
    nothing at all.  ``progress`` is given lines of text.  ``stop`` is asked before each chunk: once it says
    True no more is begun, what is under way is waited for, and ``report.stopped`` is True.
    """
    with_v4(src, "src")
    _two_sites(src, dst)
    source = SiteSource(src, entities, filter)
    _look_at_match(src, match or {})
    return move(
        source,
        dst,
        journal=journal,
        match=match,
        missing=missing,
        dry_run=dry_run,
        workers=workers,
        progress=progress,
        stop=stop,
    )


def _two_sites(src: BaseApi, dst: BaseApi) -> None:
    """UsageError where both are the same site, whose records would double."""
    one, other = src._backend, dst._backend
    if src is dst or (one is not None and one is other):
        raise UsageError("src and dst are the same site; its records would double")
    if one is None or other is None or one.site != other.site:
        return
    # two directories of cv may have the same words, but not the same identity
    same = getattr(one, "identity", None) == getattr(other, "identity", "")
    if same or "://" in one.site:
        raise UsageError(f"src and dst are both {one.site}; its records would double")


def _look_at_match(src: BaseApi, match: Match) -> None:
    """UsageError for a field to match by that the source has not: CiviCRM would drop it."""
    for entity, given in match.items():
        if isinstance(given, str):
            raise UsageError("match is a dict: entity -> a list of fields")
        names = [name for one in given for name in ([one] if isinstance(one, str) else one)]
        try:
            src.checked()(entity, "get", {"select": names, "limit": 1})
        except UsageError as error:
            raise UsageError(f"match: {error.message}") from None


def with_v4(api: BaseApi, name: str) -> None:
    """UsageError for an api that records cannot move with."""
    if api.VERSION.NUMBER != 4 or hasattr(api, "__aenter__"):
        raise UsageError(f"{name} must be an api of APIv4 that is not async")


def move(
    source: Source,
    dst: BaseApi,
    *,
    journal: str | Path,
    match: Match | None,
    missing: str,
    dry_run: bool,
    workers: int,
    progress: Progress | None,
    stop: Stop | None,
) -> TransferReport:
    """As transfer, from any source."""
    with_v4(dst, "dst")
    if missing not in _MISSING:
        raise UsageError(f"missing is one of {', '.join(_MISSING)}, not {missing!r}")
    if workers < 1:
        raise UsageError("workers is a number from 1 on")
    if not dry_run:
        dst._run(writable(dst, source.entities[0] if source.entities else ""))
    since = os.path.getmtime(journal) if Path(journal).exists() else 0.0
    facts = {"source": source.name, "target": dst._backend.site if dst._backend is not None else "a site"}
    ids = Ids.in_memory(journal, facts) if dry_run else Ids(journal, facts)
    try:
        mover = Mover(source, dst, ids, TransferReport(dry_run), match or {}, workers, progress, since)
        mover.stop = stop
        mover.prepare(missing)
        return mover.run()
    finally:
        ids.close()


class Mover:
    """A move under way."""

    def __init__(
        self,
        source: Source,
        dst: BaseApi,
        ids: Ids,
        report: TransferReport,
        match: Match,
        workers: int,
        progress: Progress | None,
        since: float,
    ) -> None:
        self._source, self._dst, self._ids, self.report = source, dst, ids, report
        self._match, self._workers, self._progress, self._since = match, workers, progress, since
        self._survey = Survey()
        self._steps: list[Step] = []
        self.stop: Stop | None = None

    def _is_stopped(self) -> bool:
        if self.stop is not None and not self.report.stopped:
            self.report.stopped = self.stop()
        return self.report.stopped

    def _say(self, text: str) -> None:
        logger.info("%s", text)
        if self._progress is not None:
            self._progress(text)

    def prepare(self, missing: str) -> None:
        """Find out what is missing, make it if that is wished, and set the order."""
        unmoved = self._match.keys() - set(self._source.entities)
        if unmoved:
            raise UsageError(f"match: {', '.join(sorted(unmoved))} is not among the entities")
        self._say(f"from {self._source.name} to {self._dst.current_user()}")
        self._survey = survey(self._source, self._dst)
        lacking, dry_run = self._survey.missing, self.report.dry_run
        if lacking and missing == "error" and not dry_run:
            raise refusal(lacking, self._dst._backend.site if self._dst._backend else "the other site")
        if lacking and missing == "create" and not dry_run:
            make_all(self._source, self._dst, lacking)
            self.report.made, self._survey = lacking, survey(self._source, self._dst)
            if self._survey.missing:
                raise refusal(self._survey.missing, "the other site still")
        self.report.missing = self._survey.missing
        if dry_run and missing == "create":
            self.report.made = [one for one in lacking if one.definition is not None]
            self.report.missing = [one for one in lacking if one.definition is None]
        self._steps = steps(self._survey.columns)
        for step in self._steps:
            self.report.plan.append(self._planned(step))

    def _planned(self, step: Step) -> PlannedStep:
        later = [column.name for column in step.later]
        return PlannedStep(step.entity, self._keys(step.entity), later, self._survey.left_out[step.entity])

    def run(self) -> TransferReport:
        """Move everything, one entity after the other, then mend the references that had to wait."""
        targets = {step.entity: self._target(step) for step in self._steps}
        for step in self._steps:
            if self._is_stopped():
                break
            self.report.begin(step.entity)
            self._settle(targets[step.entity])
            self._rows(targets[step.entity], step)
        for step in self._steps:
            if step.later and not self.report.dry_run:
                plan = MendPass(targets[step.entity], step.later, self.report, self._is_stopped)
                for _ in self._dst._stream(plan, self._workers):
                    pass
        return self.report

    def _rows(self, target: Target, step: Step) -> None:
        extra = self._extra(step)
        translator = Translator(step.entity, step.now, step.later, self._survey.lookups)
        floor = self._floor(target)
        with closing(self._source.rows(step.entity, extra)) as rows:
            plan = RowsPass(
                target, step, translator, rows, self.report, self._is_stopped, floor=floor, extra=extra
            )
            for _ in self._dst._stream(plan, self._workers):
                done = sum(self.report.counts[step.entity].values())
                self._say(f"{step.entity}: {done} records")

    def _settle(self, target: Target) -> None:
        """What an earlier run had sent when it ended: there, or not, or nobody can tell."""
        lost = self._ids.lost(target.entity)
        if not lost:
            return
        asked = [Lost(one.old, one.sent or {}, one.floor) for one in lost]
        result = self._dst._run(settled(target, asked, self._since))
        by_old = {one.old: one for one in asked}
        there = [
            Known(old, new, "done", None, frozenset(by_old[old].values)) for old, new in result.there.items()
        ]
        self._ids.done(target.entity, there)
        self._ids.forget(target.entity, [one.old for one in result.absent])
        self._ids.unknown(target.entity, [one.old for one in result.unknown])

    # ---- what tells a row

    def _target(self, step: Step) -> Target:
        fields = self._dst.schema.entity(step.entity).fields
        hidden = [
            (name, "IN", [True, False]) for name in ("is_deleted", "is_test", "is_template") if name in fields
        ]
        named = {column.name: column.named for column in step.now}
        keys = tuple(
            tuple(named.get(name, name) for name in names)
            for names in self._keys(step.entity)
            if self._is_known(step, names)
        )
        local = getattr(self._dst._backend, "is_local", False)
        grace = 0.0 if local else GRACE
        return Target(step.entity, self._ids, keys, tuple(hidden), self.report.dry_run, grace)

    def _keys(self, entity: str) -> list[list[str]]:
        if entity in self._match:
            given = self._match[entity]
            if isinstance(given, str):
                raise UsageError("match is a dict: entity -> a list of fields")
            lists = [list(one) for one in given if not isinstance(one, str)]
            return lists or ([[str(one) for one in given]] if given else [])
        if entity in MATCH:
            return MATCH[entity]
        unique = self._dst.schema.entity(entity).unique_keys
        return [sorted(key) for key in unique if key != frozenset({"id"})]

    def _is_known(self, step: Step, names: Sequence[str]) -> bool:
        """Whether rows have all fields of a key; UsageError where the key was asked for."""
        have = {column.name for column in step.now} | set(self._extra(step))
        if set(names) <= have:
            return True
        if step.entity in self._match:
            lack = ", ".join(sorted(set(names) - have))
            raise UsageError(f"match: rows of {step.entity} have no {lack}")
        return False

    def _extra(self, step: Step) -> list[str]:
        """Fields that rows are told by although they do not move, such as the address of a contact."""
        names = (
            [name for key in self._keys(step.entity) for name in key] if step.entity in self._match else []
        )
        have = {column.name for column in (*step.now, *step.later)}
        return [name for name in dict.fromkeys(names) if name not in have]

    def _floor(self, target: Target) -> int:
        """The highest id that the other site has now."""
        rows = self._dst(
            target.entity,
            "get",
            {
                "select": ["id"],
                "where": list(map(list, target.hidden)),
                "orderBy": {"id": "DESC"},
                "limit": 1,
            },
        )
        return int(rows[0]["id"]) if rows else 0
