"""APIv4 calls against the schema: params, and the values that are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..schema.model import Action, Entity, Field, Param
from ..schema.nearest import unknown
from . import reads4, values
from .look import Look, Scope, plain
from .required import missing

Params = Mapping[str, Any]

#: Params that every action takes, whether the site lists them or not.
_ALWAYS = frozenset({"version", "language", "chain", "checkPermissions", "debug"})
_UNLISTED = {"autocomplete": frozenset({"filters", "exclude", "quickEdit"})}
_METADATA = frozenset({"getfields", "getactions"})
_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)
_KINDS: dict[str, tuple[type, ...]] = {"string": (str,), "array": (list, tuple, dict)}
_SUFFIXES = ("name", "label", "abbr")
#: Read-only fields that CiviCRM works out itself, whatever is given.  It takes other ones marked so, such as
#: contact_type and trxn_id.
_COMPUTED = frozenset(
    """
    display_name sort_name email_greeting_display postal_greeting_display addressee_display phone_numeric
    """.split()
)


def is_computed(field: Field) -> bool:
    """Whether CiviCRM works a field out of others, whatever is written there."""
    return field.readonly and field.name in _COMPUTED


def is_metadata(entity: str, action: str) -> bool:
    """Whether a call only asks what the site has."""
    return action.lower() in _METADATA or (entity == "Entity" and action.lower().startswith("get"))


def check(
    look: Look, entity: Entity | None, name: str, action_name: str, params: Params, above: str = ""
) -> None:
    """Note what is wrong with a call, and with those chained to it (``above`` is the way to it)."""
    before = len(look.faults)
    if entity is not None and not is_metadata(name, action_name):
        _known(look, entity, action_name, params)
    elif entity is None:
        reads4.unknown_entity(look, name)
    if above:
        look.faults[before:] = [f"chain {above}: {fault}" for fault in look.faults[before:]]
    _chain(look, params.get("chain"), above)


def _known(look: Look, entity: Entity, action_name: str, params: Params) -> None:
    action = _action(look, entity, action_name)
    if action is None:
        return
    if action.params:
        _params(look, entity, action, params)
    if not entity.fields:
        return
    if action.name in ("get", "delete", "update", "replace"):
        reads4.check(look, entity, params)
    writer = _WRITERS.get(action.name)
    if writer is not None and entity.writable:
        writer(_Writer(look, entity), params)


def _action(look: Look, entity: Entity, name: str) -> Action | None:
    """The action, whose name CiviCRM takes in any case; None where nothing is known."""
    if not entity.actions or values.is_filled_in(name):
        return None
    for known in entity.actions.values():
        if known.name == name or known.name.lower() == name.lower():
            return known
    look.say(unknown("action", name, entity.actions, entity.name))
    return None


def _params(look: Look, entity: Entity, action: Action, params: Params) -> None:
    allowed = _UNLISTED.get(action.name, frozenset())
    for name, value in params.items():
        spec = action.params.get(name)
        if spec is not None:
            look.say(_mistyped(spec, value))
        elif name not in _ALWAYS and name not in allowed:
            look.say(unknown("param", name, action.params, f"{entity.name}.{action.name}"))
    for name, spec in action.params.items():
        if spec.required and params.get(name, spec.default) in _EMPTY:
            look.say(f"{action.name} needs {name}")


def _mistyped(spec: Param, value: Any) -> str | None:
    """The fault of a param of a wrong type; numbers and truth values may be texts."""
    if value is None or not spec.types or "mixed" in spec.types or values.is_filled_in(value):
        return None
    if any(_is(value, kind) for kind in spec.types):
        return None
    return f"{spec.name} is {' or '.join(map(_worded, spec.types))}, not {values.shown(value)}"


def _is(value: Any, kind: str) -> bool:
    if kind == "bool":
        return isinstance(value, bool) or (isinstance(value, int | str) and str(value) in ("0", "1"))
    if kind in ("int", "float"):
        return isinstance(value, int | float) or (isinstance(value, str) and _is_number(value))
    return isinstance(value, _KINDS.get(kind, (object,)))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _worded(kind: str) -> str:
    return {"array": "a list or dict", "int": "a number", "float": "a number", "bool": "True or False"}.get(
        kind, f"a {kind}"
    )


def _chain(look: Look, chain: Any, above: str) -> None:
    for key, link in chain.items() if isinstance(chain, Mapping) else ():
        place = f"{above}.{key}" if above else str(key)
        parts = list(link) if isinstance(link, list | tuple) else []
        if len(parts) < 2 or not isinstance(parts[0], str) or not isinstance(parts[1], str):
            look.say(f"chain {place}: a chained call is a list [entity, action, params]")
            continue
        inner = parts[2] if len(parts) > 2 else {}
        if not values.is_filled_in(parts[0]) and isinstance(inner, Mapping):
            check(look, look.entity(parts[0]), parts[0], parts[1], inner, place)


class _Writer:
    """Looks at the values of records of one entity."""

    def __init__(self, look: Look, entity: Entity) -> None:
        self.look, self.entity = look, entity
        self.scope = Scope(look, entity)

    def create(self, params: Params) -> None:
        record = _record(params.get("values"))
        if record.get("id"):
            self.look.say("create makes its own id; use update or save to change a record")
        self._values(record)
        self._required(record)

    def update(self, params: Params) -> None:
        self._values(_record(params.get("values")))

    def save(self, params: Params) -> None:
        defaults, match = _record(params.get("defaults")), params.get("match") or []
        for clause in params.get("where") or []:  # of replace
            if isinstance(clause, list | tuple) and len(clause) > 2 and clause[1] == "=":
                defaults = {str(clause[0]): clause[2], **defaults}
        records = params.get("records")
        self._match(match)
        for record in records.values() if isinstance(records, Mapping) else records or []:
            whole = {**defaults, **_record(record)}
            self._values(_record(record))
            if not whole.get("id") and not (match and all(whole.get(name) is not None for name in match)):
                self._required(whole)
        self._values(_record(params.get("defaults")))

    def _match(self, match: Any) -> None:
        for name in match if isinstance(match, list | tuple) else []:
            if isinstance(name, str) and name not in self.entity.fields:
                self.look.say(unknown("field", name, self.entity.fields, f"{self.entity.name} to match by"))

    def _required(self, record: Params) -> None:
        lacking = list(missing(self.entity, record))
        if lacking:
            self.look.say(f"{self.entity.name} needs {', '.join(lacking)}")

    def _values(self, record: Params) -> None:
        computed: list[str] = []
        for key, value in record.items():
            path, _, suffix = key.partition(":")
            field = self.entity.writable.get(path)
            if field is None:
                field = self._elsewhere(key, path)
            elif is_computed(field):
                computed.append(path)
            elif value is None and not field.nullable and field.default is None and field.type == "Field":
                self.look.say(f"{path} cannot be empty")
            if field is not None:
                fault = _written(field, suffix, value)
                self.look.say(f"{key}: {fault}" if fault else None)
        if computed:
            verb = "is" if len(computed) == 1 else "are"
            self.look.say(f"{', '.join(computed)} {verb} worked out by CiviCRM and cannot be set")

    def _elsewhere(self, key: str, path: str) -> Field | None:
        """The field of a value that is not the record's own, such as ``email_primary.email``."""
        if path in self.entity.fields:
            self.look.say(f"{path} can be read and not written")
            return None
        if "." not in path:
            self.look.say(self._foreign_param(path))
            if self.look.faults and self.look.faults[-1].startswith(repr(path)):
                return None
        field = self.scope.field(path) if plain(key) or "." not in path else None
        head = self.entity.writable.get(path.partition(".")[0])
        return field if head is not None and head.type == "Extra" else None

    def _foreign_param(self, name: str) -> str | None:
        having = sorted(action.name for action in self.entity.actions.values() if name in action.params)
        return f"{name!r} is a param of {', '.join(having)}, and no field" if having else None


def _written(field: Field, suffix: str, value: Any) -> str | None:
    if not suffix:
        return values.written(field, value)
    if suffix not in _SUFFIXES:
        return f"values are given by {', '.join(f':{one}' for one in _SUFFIXES)}, not :{suffix}"
    return values.written_by_name(field, suffix, value)


def _record(value: Any) -> Params:
    return value if isinstance(value, Mapping) else {}


_WRITERS: dict[str, Callable[[_Writer, Params], None]] = {
    "create": _Writer.create,
    "update": _Writer.update,
    "save": _Writer.save,
    "replace": _Writer.save,
}
