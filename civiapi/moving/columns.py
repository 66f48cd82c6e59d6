"""Which fields of an entity move, and how each is read and written.  Pure.

A portable row says what a record is without the numbers of its site: options by their name, rows of small
entities (countries, campaigns) by their key.  The ids of records that move along stay those of the source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..schema.model import Entity, Field

Kind = Literal["plain", "option", "key", "moved", "dynamic"]

#: What belongs to a site, or is worked out there.
OWN = frozenset({"id", "hash", "api_key", "user_unique_id", "created_date", "modified_date", "modified_id"})
#: Read-only by CiviCRM's own word, as no form changes them; a new record takes them.
GIVEN_ONCE = frozenset(
    {("Contact", "contact_type"), ("Contribution", "trxn_id"), ("Contribution", "invoice_id")}
)
#: Fields that CiviCRM works out on reading, and takes on writing.
WORKED_OUT = {"Activity": frozenset({"source_contact_id", "target_contact_id", "assignee_contact_id"})}
#: Entities whose rows are the same everywhere, or nearly, and what tells one.
KEYS: dict[str, tuple[str, ...]] = {
    "Country": ("iso_code",),
    "StateProvince": ("name", "country_id.iso_code"),
    "County": ("name", "state_province_id.name", "state_province_id.country_id.iso_code"),
}
#: Entities whose rows are those of Contact.
CONTACT_TYPES = frozenset({"Individual", "Household", "Organization"})
#: A row without its owner means nothing; Note.contact_id is but its author.
OWNERS = frozenset({"contact_id", "contact_id_a", "contact_id_b", "entity_id", "activity_id", "group_id"})
#: Where the value is missing at the other site, the row would be another thing without it.
DEFINING = frozenset(
    """
    contact_type activity_type_id relationship_type_id financial_type_id membership_type_id event_type_id
    contribution_status_id status_id participant_status_id case_type_id tag_id group_id record_type_id status
    """.split()
)


@dataclass(frozen=True)
class Column:
    """A field that moves.

    ``kind`` is plain; option (told by its name); key (a row of entity ``to``, told by the fields ``keys``);
    moved (the id of a record of ``to`` that moves as well); dynamic (an id, of the entity that another field
    tells: ``tables`` is table -> entity).  A row cannot do without one that is ``needed``; ``many``: a list.
    """

    name: str
    kind: Kind = "plain"
    to: str | None = None
    keys: tuple[str, ...] = ()
    tables: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    many: bool = False
    custom: bool = False
    data_type: str | None = None
    label: str = ""

    @property
    def select(self) -> tuple[str, ...]:
        """What is to be read for it."""
        if self.kind == "option":
            return (self.name, self.named)
        return (self.name, *self.paths)

    @property
    def named(self) -> str:
        """The key under which a record has it."""
        return f"{self.name}:name" if self.kind == "option" else self.name

    @property
    def paths(self) -> tuple[str, ...]:
        """The keys under which a portable row has what tells a row of another entity."""
        return tuple(f"{self.name}.{key}" for key in self.keys)

    @property
    def table(self) -> str:
        """The field that tells the entity of a dynamic one."""
        return self.name.removesuffix("_id") + "_table"

    @property
    def targets(self) -> tuple[str, ...]:
        """The entities whose ids it may hold."""
        if self.kind == "moved" and self.to is not None:
            return (self.to,)
        return tuple(dict.fromkeys(entity for _, entity in self.tables))

    def to_json(self) -> dict[str, Any]:
        """As a dict, without what is as usual."""
        usual = asdict(Column(self.name))
        return {"name": self.name} | {
            name: value for name, value in asdict(self).items() if value != usual[name]
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Column:
        """The column in such a dict; TypeError or KeyError where it is none."""
        lists = {"keys": tuple(told.get("keys", ()))}
        tables = tuple((str(table), str(entity)) for table, entity in told.get("tables", ()))
        return cls(**{**told, **lists, "tables": tables})


def columns(
    entity: Entity, moved: Collection[str], known: Mapping[str, Entity]
) -> tuple[list[Column], list[str]]:
    """The columns of an entity where those in ``moved`` move along, and the fields that are left out.

    ``known`` are all entities of the site, by name at least.
    """
    found: list[Column] = []
    left_out: list[str] = []
    for field in entity.fields.values():
        if not _moves(entity.name, field):
            if field.readonly and field.fk_entity and field.type == "Field" and field.name not in OWN:
                left_out.append(field.name)  # it may be a link of records that move
            continue
        column = _column(entity, field, moved, known)
        if column is None:
            left_out.append(field.name)
        else:
            found.append(column)
    return found, left_out


def _moves(entity: str, field: Field) -> bool:
    if not (field.get and field.create) or field.name in OWN or field.type == "Filter":
        return False
    if field.type == "Extra":
        return field.name in WORKED_OUT.get(entity, ())
    return not field.readonly or (entity, field.name) in GIVEN_ONCE


def _column(
    entity: Entity, field: Field, moved: Collection[str], known: Mapping[str, Entity]
) -> Column | None:
    owner = field.name in OWNERS and (entity.name, field.name) != ("Note", "contact_id")
    facts: dict[str, Any] = {
        "needed": field.required or owner or field.name in DEFINING,
        "many": bool(field.serialize),
        "custom": field.custom,
        "data_type": field.data_type,
        "label": field.label,
    }
    if field.fk_entities:
        tables = [(known[one].table or "", one) for one in field.fk_entities if one in moved and one in known]
        return Column(field.name, "dynamic", tables=tuple(tables), **facts) if tables else None
    target = "Contact" if field.fk_entity in CONTACT_TYPES else field.fk_entity
    if target in moved:
        return Column(field.name, "moved", target, **facts)
    if field.name.endswith("_table"):
        return Column(field.name, **facts)
    if field.has_options and "name" in field.suffixes and target not in KEYS:
        return Column(field.name, "option", target, **facts)
    if target is not None:
        keys = key_fields(known.get(target))
        return Column(field.name, "key", target, keys, **facts) if keys and not field.serialize else None
    return Column(field.name, **facts)


def key_fields(entity: Entity | None) -> tuple[str, ...]:
    """The fields that tell a row of an entity on any site; empty where there are none."""
    if entity is None:
        return ()
    return KEYS.get(entity.name) or (("name",) if "name" in entity.match_fields else ())


def portable(row: Mapping[str, Any], of: Iterable[Column]) -> dict[str, Any]:
    """A row as it was read, without the numbers of options that have a name."""
    given = dict(row)
    for column in of:
        if column.kind == "option" and column.named in given:
            if given[column.named] is not None or given.get(column.name) is None:
                given.pop(column.name, None)
            else:
                del given[column.named]
        elif column.kind == "key" and column.name in given:
            number = given.pop(column.name)
            if number is not None and all(given.get(path) is None for path in column.paths):
                given[column.name] = number  # nothing tells it; not to be taken for empty
    return given
