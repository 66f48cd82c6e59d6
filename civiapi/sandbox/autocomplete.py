"""The action autocomplete: records by what is typed, each as one line and a few words below it.

How an entity's records look is its display: one entry in DISPLAYS, or made of the entity's own facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .displays import paged
from .errors import NotSimulated, SiteError
from .result import Result
from .searchkit import Json, Search, tokens

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity

INTEGER = re.compile(r"-?\d+")
PAGE_SIZE = "search_autocomplete_count"
NOT_SIMULATED = ("savedSearch", "display", "formName", "fieldName", "values", "quickEdit")
# entity => the field that says what kind of record it is, where that is not its financial type
KINDS = {
    "Campaign": "campaign_type_id",
    "Membership": "membership_type_id",
}
USUAL_KIND = "financial_type_id"


def _column(key: str, **more: Any) -> Json:
    return {"type": "field", "key": key, **more}


def _by_facts(entity: Entity) -> Json:
    """The display of an entity by what is known of it: its label, its kind, its status, its description."""
    searched: list[str] = entity.spec.get("search_fields") or []
    if not searched or entity.primary_key != ["id"]:
        raise NotSimulated(f"{entity.name}.autocomplete")
    fields = entity.fields
    status = next((n for n in ("status_id", f"{entity.name.lower()}_status_id") if n in fields), None)
    kinds = [n for n in (KINDS.get(entity.name, USUAL_KIND), status) if n in fields and fields[n].options]
    below = [label for label in (f"{name}:label" for name in kinds) if label not in searched]
    below += ["description"] if "description" in fields else []
    first = _column(searched[0])
    if len(searched) > 1:
        first["rewrite"] = " - ".join(f"[{name}]" for name in searched)
    second = _column(below[0] if below else "id", empty_value="#[id]")
    second["rewrite"] = f"#[id] [{below[0]}]" if below else "#[id]"
    order = entity.spec.get("order_by") or searched
    sort = [[name, "ASC"] for name in (order if isinstance(order, list) else [order])]
    settings = {"sort": sort, "columns": [first, second, *map(_column, below[1:])]}
    return {**settings, "extra": {"color": "color"}} if "color" in fields else settings


def _contact(entity: Entity) -> Json:
    icons = [{"field": "contact_sub_type:icon"}, {"field": "contact_type:icon"}]
    below = _column(
        "contact_sub_type:label",
        rewrite="#[id] [contact_sub_type:label]",
        empty_value="#[id] [contact_type:label]",
    )
    return {"sort": [["sort_name", "ASC"]], "columns": [_column("sort_name", icons=icons), below]}


def _phone(entity: Entity) -> Json:
    """By whose number it is."""
    name = "contact_id.sort_name"
    first = _column(name, rewrite=f"[{name}]: [phone]", empty_value="[phone]")
    second = _column("location_type_id:label", rewrite="[location_type_id:label] ([phone_type_id:label])")
    return {"sort": [[name, "ASC"], ["phone_numeric", "ASC"]], "columns": [first, second]}


def _option_value(entity: Entity) -> Json:
    columns = [_column("label", icons=[{"field": "icon"}]), _column("description")]
    sort = [["weight", "ASC"], ["label", "ASC"]]
    return {"sort": sort, "extra": {"color": "color"}, "columns": columns}


def _country(entity: Entity) -> Json:
    return {"sort": [["name", "ASC"]], "columns": [_column("name"), _column("iso_code")]}


def _state(entity: Entity) -> Json:
    return {"sort": [["name", "ASC"]], "columns": [_column("name"), _column("country_id.name")]}


def _refused(entity: Entity) -> Json:
    raise NotSimulated(f"{entity.name}.autocomplete")


DISPLAYS: dict[str, Callable[[Entity], Json]] = {
    "Contact": _contact,
    "Country": _country,
    "OptionValue": _option_value,
    "Phone": _phone,
    "StateProvince": _state,
    # a display of their own that is not known for sure
    **dict.fromkeys(("Individual", "Household", "Organization", "ContactType", "Activity", "Case"), _refused),
    **dict.fromkeys(("Address", "Contribution", "ContributionRecur", "Event", "Participant"), _refused),
    **dict.fromkeys(("Pledge", "Relationship", "Entity", "Afform", "User", "SiteEmailAddress"), _refused),
}


def autocomplete(call: Call, entity: Entity, params: Params) -> Result:
    """Entity.autocomplete: {"id", "label", "icon", "description"} of each record."""
    given = next((name for name in NOT_SIMULATED if params.get(name)), None)
    if given:
        raise NotSimulated(f"autocomplete with {given}")
    if entity.custom_group:
        raise NotSimulated(f"{entity.name}.autocomplete")
    settings = DISPLAYS.get(entity.name, _by_facts)(entity)
    fields = _search_fields(settings)
    wanted = str(params.get("searchField") or fields[0])
    keys = [entity.primary_key[0], *(entity.spec.get("match_fields") or [])]
    key = params["key"] if params.get("key") in keys else keys[0]
    asked = _Asked(call, entity, settings, fields, key, params)
    if params.get("ids"):
        result = asked.get(None, {key: {"IN": params["ids"]}})
    else:
        wanted, result = asked.first(wanted)
    rows = [_item(row, key, settings) for row in result.rows]
    found = Result(rows, searchFields=fields, searchField=wanted)
    found.count, found.sql = result.count, result.sql
    found.matched = result.count if result.matched is None else result.matched
    return found


def _search_fields(settings: Json) -> list[str]:
    """What is searched, one after the other: the id, and what the first line is made of."""
    first = settings["columns"][0]
    return ["id", *(tokens(first["rewrite"]) if first.get("rewrite") else [first["key"]])]


def _item(row: Json, key: str, settings: Json) -> Json:
    first, *others = row["columns"]
    icons = first.get("icons") or {}
    extra = {name: row["data"].get(field) for field, name in (settings.get("extra") or {}).items()}
    return {
        "id": row["data"].get(key),
        "label": first["val"],
        "icon": next(iter(icons.get("left") or []), None),
        "description": [other["val"] for other in others],
        **extra,
    }


class _Asked:
    """One call: each search is a saved search with the entity's display."""

    def __init__(
        self, call: Call, entity: Entity, settings: Json, fields: list[str], key: str, params: Params
    ) -> None:
        self.call, self.entity, self.fields, self.params = call, entity, fields, params
        self.key = key
        self.settings = {"limit": call.site.setting(PAGE_SIZE), "pager": {}, **settings}

    def get(self, page: str | None, more: Json) -> Result:
        """A page (None: all) of the records that the filters leave."""
        excluded = self.params.get("exclude")
        saved = {
            "api_entity": self.entity.name,
            "api_params": {"where": [[self.key, "NOT IN", excluded]] if excluded else []},
        }
        settings = {**self.settings, **({} if page else {"limit": None, "pager": None})}
        display = {"settings": settings, "acl_bypass": not self.call.check}
        search = Search(self.call, saved, display, [])
        extra = list(self.settings.get("extra") or {})
        order = [name for name, _ in self.settings["sort"]]
        for name in dict.fromkeys([self.key, *self._shown(), *self.fields, *extra, *order]):
            search.add(name)
        search.augment()
        search.filter({**(self.params.get("filters") or {}), **more})
        return paged(search, page)

    def _shown(self) -> list[str]:
        columns = self.settings["columns"]
        return [name for one in columns for name in (one["key"], *tokens(one.get("rewrite") or ""))]

    def first(self, wanted: str) -> tuple[str, Result]:
        """The first search field, from the wanted one on, by which something is found: it, and what."""
        if wanted not in self.fields:
            raise SiteError(f"Invalid searchField: {wanted}")
        text = self.params.get("input") or ""
        result = Result([], 0)
        for name in self.fields[self.fields.index(wanted) :]:
            if self._is_searchable(name, text):
                result = self.get("scroll:1", {name: text})
            if result.rows:
                return name, result
        return self.fields[-1], result

    def _is_searchable(self, name: str, text: str) -> bool:
        """Whether a text may be a value of a field: words are no numbers."""
        field = self.entity.fields.get(name)
        is_number = field is not None and field.data_type == "Integer"
        return not text or not is_number or INTEGER.fullmatch(text) is not None
