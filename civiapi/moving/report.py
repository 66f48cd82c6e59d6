"""What a move did, or would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .survey import Missing

STATUSES = ("created", "updated", "unchanged", "failed", "unknown", "skipped")
_FIRST = 100


@dataclass(frozen=True)
class Problem:
    """A record that did not move: its entity and id at the source, what became of it, and why."""

    entity: str
    id: int
    status: str
    why: str

    def __str__(self) -> str:
        return f"{self.entity} {self.id}: {self.status}: {self.why}"


@dataclass(frozen=True)
class PlannedStep:
    """An entity in its turn: the fields that tell rows which are there already (each tuple one way), the
    references that are mended at the end, and the fields that cannot move."""

    entity: str
    match: Sequence[Sequence[str]]
    mended: Sequence[str]
    left_out: Sequence[str]


@dataclass
class TransferReport:
    """Counts by entity and status, and the first hundred records that did not move.

    ``counts`` is entity -> status -> number, with the statuses created, updated, unchanged, failed, unknown
    and skipped.  ``missing`` is what the other site lacks and was left out (or, in a dry run, would be
    missing); ``made`` what was made there (or, in a dry run, would be: what needs it counts as skipped there,
    as nothing can point to it yet); ``plan`` the entities in the order in which they move.  A record
    whose references could not be mended counts as failed a second time.  ``stopped``: it ended before all
    was looked at, as ``stop`` asked for it; the same call goes on.
    """

    dry_run: bool = False
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    made: list[Missing] = field(default_factory=list)
    plan: list[PlannedStep] = field(default_factory=list)
    stopped: bool = False

    def add(self, entity: str, status: str, old: int = 0, why: str | None = None) -> None:
        """Count one more."""
        self.counts[entity][status] += 1
        if why is not None and len(self.problems) < _FIRST:
            self.problems.append(Problem(entity, old, status, why))

    def begin(self, entity: str) -> None:
        """Have counts for an entity."""
        self.counts[entity] = dict.fromkeys(STATUSES, 0)

    @property
    def totals(self) -> Mapping[str, int]:
        """Counts over all entities."""
        return {status: sum(of[status] for of in self.counts.values()) for status in STATUSES}

    @property
    def ok(self) -> bool:
        """Whether nothing failed and nothing is unknown."""
        return not (self.totals["failed"] or self.totals["unknown"])

    def __repr__(self) -> str:
        return f"<TransferReport\n{self}>"

    def __str__(self) -> str:
        lines = ["nothing was written; this is what would be done:"] if self.dry_run else []
        if self.stopped:
            lines.append(
                f"stopped before {'all was looked at; so far:' if self.counts else 'the first record'}"
            )
        lines += _table(self.counts) if self.counts else []
        if self.missing:
            lines.append("the other site lacks:" if self.dry_run else "left out, as the other site lacks it:")
            lines += [f"  {one}" for one in self.missing]
        if self.made:
            would = "would be made at the other site; what needs it is not counted as created here:"
            lines.append(would if self.dry_run else "made at the other site:")
            lines += [f"  {one}" for one in self.made]
        for step in self.plan:
            if step.left_out and self.dry_run:
                lines.append(f"fields of {step.entity} that cannot move: {', '.join(step.left_out)}")
        shown = self.problems[:10]
        lines += [str(one) for one in shown]
        if len(self.problems) > len(shown):
            lines.append("... and more; see .problems")
        return "\n".join(lines)


def _table(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    width = max((len(entity) for entity in counts), default=0)
    lines = [" ".join([" " * width, *(f"{status:>9}" for status in STATUSES)]).rstrip()]
    for entity, of in counts.items():
        numbers = (f"{of[status]:>9}" for status in STATUSES)
        lines.append(" ".join([entity.ljust(width), *numbers]))
    return lines
