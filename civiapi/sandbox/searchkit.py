"""A saved search on its way to its get: what its display needs besides, filters, order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from .api4 import run
from .errors import NotSimulated, SiteError
from .expr import Expr, parse_selected
from .functions import FIELD
from .joins import add_join
from .operators import OPERATORS
from .render import HiddenField, render
from .selection import is_pattern
from .sources import Column, Sources

if TYPE_CHECKING:
    from .call import Call
    from .result import Result
    from .schema import Entity

Json = dict[str, Any]
TOKEN = re.compile(r"\[([^\]]+)\]")
# texts of a column in which tokens stand
TEXTS = ("rewrite", "title", "empty_value")
FILTER_SUFFIXES = ("", ":name", ":label", ":abbr")
BY_EQUALITY = ("Integer", "Boolean", "Date", "Timestamp")
CURRENCIES = "table:currency"
# settings of a display that change its rows in ways that are not simulated
OTHER_SETTINGS = ("draggable", "hierarchical", "parent_field", "cssRules", "toolbar")
# what SearchKit works out besides the fields
ROW_NUMBER, USER = "result_row_num", "user_contact_id"


class Selected(NamedTuple):
    """One item of a search's select: its expression, its fields by their paths, the type of its values."""

    expr: Expr
    columns: dict[str, Column]
    data_type: str | None


def tokens(text: str) -> list[str]:
    """What stands in square brackets, each once."""
    return list(dict.fromkeys(TOKEN.findall(text)))


def has_value(value: Any) -> bool:
    """Whether a filter filters: lists of nothing do not."""
    if isinstance(value, (list, dict)):
        members = value.values() if isinstance(value, dict) else value
        return any(map(has_value, members))
    return value is not None and value != ""


class Search:
    """A search with its display.

    saved: {"api_entity", "api_params"}; display: {"settings": {...}, "acl_bypass"}; toggled: the places of
    the columns that are wanted, empty for all.
    """

    def __init__(self, call: Call, saved: Json, display: Json, toggled: list[Any]) -> None:
        self.call = call.with_check(not display.get("acl_bypass"))
        name = str(saved.get("api_entity"))
        entity = call.schema.entity(name)
        if entity is None or not entity.table:
            raise NotSimulated(f"a search of {name}")
        self.entity: Entity = entity
        self.display = display
        self.settings: Json = _settings(display)
        self.columns: list[Json] = list(self.settings.get("columns") or [])
        self._toggled = {str(place) for place in toggled}
        given: Json = dict(saved.get("api_params") or {})
        self.params = {**given, "select": [], "where": list(given.get("where") or [])}
        self.groups: list[str] = list(given.get("groupBy") or [])
        self.sources = Sources(self.call, entity)
        for join in given.get("join") or []:
            add_join(self.sources, join)
        self.selected: dict[str, Selected] = {}
        for text in given.get("select") or []:
            self.add(str(text))

    def toggle(self, places: list[int]) -> None:
        """Show these columns alone."""
        self._toggled = {str(place) for place in places}

    def is_enabled(self, place: int) -> bool:
        return not self._toggled or str(place) in self._toggled

    def column(self, path: str) -> Column | None:
        """The field of a path, whatever its suffix; None if there is none."""
        return self.sources.column(path.partition(":")[0])

    def add(self, text: str) -> None:
        """Select something too, unless it is."""
        if is_pattern(text):
            raise NotSimulated("searches that select by wildcards")
        expr = parse_selected(text)
        if expr.key in self.selected:
            return
        columns = {path: self.column(path) for path in expr.fields}
        known = {path: column for path, column in columns.items() if column is not None}
        self.params["select"].append(text)
        self.selected[expr.key] = Selected(expr, known, self._type(expr, len(known) == len(columns)))

    def _type(self, expr: Expr, is_known: bool) -> str | None:
        try:
            return render(self.sources, expr).data_type if is_known else None
        except HiddenField:
            return None

    def augment(self) -> None:
        """Select what the columns show, and what their values depend on."""
        texts = ""
        for place, column in enumerate(self.columns):
            if not self.is_enabled(place):
                continue
            texts += "".join(str(column.get(name) or "") for name in TEXTS)
            if column.get("key"):
                self.add(str(column["key"]))
            for icon in column.get("icons") or []:
                if icon.get("field"):
                    self._refuse_groups("icons")
                    self.add(icon["field"])
        for token in tokens(texts):
            self.add(token)
        for key in list(self.selected):
            self._add_dependencies(key)

    def _refuse_groups(self, what: str) -> None:
        if self.groups:
            raise NotSimulated(f"{what} of grouped searches")

    def _add_dependencies(self, key: str) -> None:
        """The currency of money; the field that an option's name depends on (the country of a state)."""
        currency = self.currency_of(key)
        if currency is not None and not self.can_aggregate(currency):
            self.add(currency)
        item = self.selected[key]
        if item.expr.kind != FIELD or ":" not in key or not item.columns:
            return
        column = next(iter(item.columns.values()))
        control = column.field.spec.get("control_field")
        if control and f"{column.prefix}{control}:label" not in self.selected:
            self.add(f"{column.prefix}{control}")

    def currency_of(self, key: str) -> str | None:
        """The path of the currency of an item; None if it is no money, or the site's own currency."""
        item = self.selected.get(key)
        if item is None or item.data_type != "Money" or not item.columns:
            return None
        path, column = next(iter(item.columns.items()))
        if column.field.type == "Custom":
            return None
        prefix = path.partition(":")[0].removesuffix(column.field.name)
        own = self._currency_field(column.field.entity)
        if own is None and column.prefix:
            raise NotSimulated("amounts of joined records without a currency of their own")
        if own is not None:
            return prefix + own
        links = (field for field in self.entity.fields.values() if field.fk_entity and field.stored)
        found = ((field.name, self._currency_field(field.fk_entity or "")) for field in links)
        return next((f"{name}.{currency}" for name, currency in found if currency), None)

    def _currency_field(self, entity_name: str) -> str | None:
        entity = self.call.schema.entity(entity_name)
        fields = entity.fields.values() if entity is not None else ()
        return next((field.name for field in fields if field.options == CURRENCIES), None)

    def can_aggregate(self, path: str) -> bool:
        """Whether a field has many values in a row, as the search is grouped by others."""
        base = path.partition(":")[0]
        column = self.column(base)
        if not self.groups or column is None or base in self.groups:
            return False
        if column.prefix and self.column(column.prefix[:-1]) is not None:
            base = column.prefix[:-1]
            column = self.column(base) or column
        return base.removesuffix(column.field.name) + "id" not in self.groups

    def filter(self, filters: Any) -> None:
        """Add the filters as far as they are of selected items; others are passed over."""
        names = {text.rpartition(" AS ")[2].partition(":")[0] for text in self.params["select"]}
        allowed = {name + suffix for name in names for suffix in FILTER_SUFFIXES}
        for key, value in filters.items() if isinstance(filters, dict) else ():
            if has_value(value) and ({key} <= allowed or {*key.split(",")} <= allowed):
                self._filter(key.split(","), value)

    def _filter(self, paths: list[str], value: Any) -> None:
        excluded = [
            str(join[0]).rpartition(" AS ")[2] for join in self.params.get("join") or [] if "EXCLUDE" in join
        ]
        if paths[0].partition(".")[0] in excluded:
            raise NotSimulated("filters of joins that exclude")
        clauses = [self._condition(path, value) for path in paths]
        place = "where" if self.column(paths[0]) is not None else "having"
        added = clauses[0] if len(clauses) == 1 else ["OR", clauses]
        self.params[place] = [*(self.params.get(place) or []), added]

    def _condition(self, path: str, value: Any) -> list[Any]:
        """One filter as a condition: a list is any of these, an object operators and values."""
        column = self.column(path)
        field = column.field if column is not None else None
        if field is not None and field.type == "Filter":
            raise NotSimulated(f"the filter {path} of a search")
        is_list = field is not None and bool(field.serialize)
        if isinstance(value, dict) and {*value} <= {*OPERATORS}:
            return ["AND", [[path, name, one] for name, one in value.items() if has_value(one)]]
        if isinstance(value, (list, dict)):
            members = [
                one for one in (value.values() if isinstance(value, dict) else value) if has_value(one)
            ]
            return ["OR", [[path, "CONTAINS", one] for one in members]] if is_list else [path, "IN", members]
        if not is_list and field is not None and (field.options or field.data_type in BY_EQUALITY):
            return [path, "=", value]
        if is_list or self.call.site.setting("includeWildCardInName"):
            return [path, "CONTAINS", value]
        return [path, "LIKE", f"{value}%"]

    def order(self, sort: list[Any]) -> dict[str, Any]:
        """orderBy: the asked for order as far as it is by sortable columns, else the display's own."""
        sortable = {
            column.get("key")
            for place, column in enumerate(self.columns)
            if self.is_enabled(place) and column.get("sortable") is not False
        }
        pairs = [pair for pair in sort if isinstance(pair, list) and pair and pair[0] in sortable]
        found = pairs or self.settings.get("sort") or []
        return {key: way for key, way in found if not self.can_aggregate(key)}

    def get(self) -> Result:
        """The rows of the get, or the error that it ends in."""
        return run(self.call, self.entity.name, "get", self.params)[2]


def _settings(display: Json) -> Json:
    settings = display.get("settings") or {}
    if not isinstance(settings, dict):
        raise SiteError('Parameter "display" is not of the correct type.')
    other = [name for name in OTHER_SETTINGS if settings.get(name)]
    if settings.get("columnMode") == "auto":
        other.append("columnMode auto")
    if (settings.get("addButton") or {}).get("path"):
        other.append("addButton")
    if other:
        raise NotSimulated(f"displays with the setting {other[0]}")
    return settings
