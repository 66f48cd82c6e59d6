"""The order in which entities move, and which references must wait.  Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .columns import Column


@dataclass(frozen=True)
class Step:
    """An entity in its turn.

    ``now`` are the columns that its rows have from the start, ``later`` those that point to records which
    may not be there yet: they are mended when all entities have moved.
    """

    entity: str
    now: tuple[Column, ...]
    later: tuple[Column, ...]


def steps(columns: Mapping[str, Sequence[Column]]) -> list[Step]:
    """Entities, those that others point to first; else in the order in which they were given."""
    left = list(columns)
    placed: list[str] = []
    while left:
        chosen = (
            _first(left, columns, placed, needed=False)
            or _first(left, columns, placed, needed=True)
            or left[0]
        )
        left.remove(chosen)
        placed.append(chosen)
    return [_step(entity, columns[entity], placed[:number]) for number, entity in enumerate(placed)]


def _first(
    left: Sequence[str], columns: Mapping[str, Sequence[Column]], placed: Sequence[str], *, needed: bool
) -> str | None:
    """The first entity all of whose (needed) references go to what is placed, or to itself."""
    for entity in left:
        targets = {
            target
            for column in columns[entity]
            if column.needed or not needed
            for target in column.targets
            if target in columns
        }
        if targets <= {*placed, entity}:
            return entity
    return None


def _step(entity: str, columns: Sequence[Column], before: Sequence[str]) -> Step:
    waiting = [
        column
        for column in columns
        if column.kind == "moved" and not column.needed and column.to not in before
    ]
    now = [column for column in columns if column not in waiting]
    return Step(entity, tuple(now), tuple(waiting))
