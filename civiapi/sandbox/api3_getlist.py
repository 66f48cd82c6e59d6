"""APIv3's getlist: records by what is typed, each with a label and a few words below it.

As in CiviCRM's api/v3/Generic/Getlist.php.  How an entity's records are listed is one entry in LISTINGS, or
made of its fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from .api3_request import Request, success
from .errors import NotSimulated
from .options import Options
from .values import to_text

Row = dict[str, Any]
Get = Callable[[Row], list[Row]]
LABELS = ("sort_name", "title", "label", "name", "subject")
PAGE_SIZE, WILDCARD, SHOWN_OF_CONTACTS = (
    "search_autocomplete_count",
    "includeWildCardInName",
    "contact_autocomplete_options",
)
ID_TYPED = re.compile(r"[1-9][0-9]*")
# value of the option group contact_autocomplete_options => its name
OF_CONTACTS = {
    "1": "sort_name", "2": "email", "3": "phone", "4": "street_address", "5": "city",
    "6": "state_province", "7": "country", "8": "postal_code",
}  # fmt: skip
ADDRESS = ("street_address", "city", "state_province", "country")


class Listing(NamedTuple):
    """What is particular in the lists of an entity."""

    label: str | None = None
    below: tuple[str, ...] | None = None
    """The fields of the words below; None: the description, if it has one."""
    filters: Row = {}
    otherwise: str | None = None
    """The field that is searched where the label does not give a whole page."""
    key: str = "id"


ACTIVE = {"is_active": 1}
REACHABLE = {
    "on_hold": 0,
    **{f"contact_id.{name}": 0 for name in ("is_deleted", "is_deceased", "do_not_email")},
}
LISTINGS: dict[str, Listing] = {
    "ContributionPage": Listing(below=("intro_text",), filters=ACTIVE),
    "Email": Listing("contact_id.sort_name", ("email",), REACHABLE, "email"),
    "OptionValue": Listing(key="value"),
    "Survey": Listing(below=("campaign_id",), filters=ACTIVE),
}
REFUSED = ("Activity", "Campaign", "Case", "Event", "PaymentProcessor", "RelationshipType", "UFGroup")
"""Entities that list their records in a way of their own."""


def getlist(request: Request, get: Get) -> Row:
    """The records whose label has the text `input` in it (or of the given ids), a page at a time; a number is
    also the id of the first one.
    """
    asked = _Asked(request, get)
    typed = to_text(request.params.get("input") or "")
    page = _page(request.params.get("page_num"))
    by_number = not request.params.get("id") and ID_TYPED.fullmatch(typed) is not None
    if request.params.get("id"):
        found, first = asked.by_id(request.params["id"]), []
    else:
        found = asked.search(typed, page - 1 if by_number else page)
        first = asked.by_id(typed) if by_number and page == 1 else []
    known = [row["id"] for row in first]
    longest = asked.limit + (1 if first and not any(row["id"] in known for row in found) else 0)
    items = [asked.item(row) for row in [*first, *(row for row in found if row["id"] not in known)]]
    if by_number and page == 1:
        items = [
            {**item, "description": [f"ID: {item['id']}", *item.get("description", [])]} for item in items
        ]
    more = {} if request.params.get("id") else {"more_results": len(items) > longest}
    return success(request, items[:longest] if more else items, page_num=page, **more)


def _page(given: Any) -> int:
    text = to_text(given) if given is not None else "1"
    return int(text) if text.isdecimal() and int(text) else 1


class _Asked:
    """One call: what is searched, and what is shown of a record."""

    def __init__(self, request: Request, get: Get) -> None:
        given = request.params
        if request.entity in REFUSED or not isinstance(given.get("params") or {}, dict):
            raise NotSimulated(f"getlist of {request.entity}, or with parameters of another form")
        self.request, self.get = request, get
        self.fields = {field.name: field for field in request.spec.for_get.values()}
        self.listing = LISTINGS.get(request.entity, Listing())
        label = given.get("label_field") or self.listing.label or self._label()
        self.label, self.key = str(label), str(given.get("id_field") or self.listing.key)
        self.searched = str(given.get("search_field") or self.listing.label or self._label())
        self.is_contact = request.spec.entity.is_contact
        self.below = self._below(given.get("description_field"))
        self.shown = [*self.below, *(["contact_type"] if self.is_contact else [])]
        self.color = "color" if "color" in self.fields and not self.is_contact else None
        self.extra = [str(name) for name in given.get("extra") or []]
        self.limit = int(request.site.setting(PAGE_SIZE))
        if given.get("image_field") or "add_wildcard" in given:
            raise NotSimulated("getlist with image_field or add_wildcard")

    def _label(self) -> str:
        found = next((name for name in LABELS if name in self.fields), None)
        if found is None:
            raise NotSimulated(f"getlist of {self.request.entity}")
        return found

    def _below(self, given: Any) -> list[str]:
        if self.is_contact:
            chosen = map(str, self.request.site.setting(SHOWN_OF_CONTACTS) or [])
            shown = [OF_CONTACTS[one] for one in chosen if one in OF_CONTACTS]
            own = {"contact_id": "id"}.get(self.searched, self.searched.replace("_numeric", ""))
            return [*shown, *([] if own in shown else [own])]
        if given is not None:
            return [str(name) for name in (given if isinstance(given, list) else [given])]
        usual = ("description",) if "description" in self.fields else ()
        return list(usual if self.listing.below is None else self.listing.below)

    def _params(self, **options: Any) -> Row:
        given = self.request.params.get("params") or {}
        returned = [self.key, self.label, self.color, *self.shown, *self.extra]
        given_options = given.get("options") or {}
        return {
            **self.listing.filters,
            **given,
            "return": list(dict.fromkeys(name for name in returned if name)),
            "options": {**options, **given_options},
            "sequential": 1,
        }

    def by_id(self, ids: Any) -> list[Row]:
        """The records of these ids (of several as a list, or parted by commas)."""
        wanted = ids.strip(", ").split(",") if isinstance(ids, str) and ids.find(",") > 0 else ids
        one = {"IN": wanted} if isinstance(wanted, list) else wanted
        sort = {"sort": self.label} if self.is_contact else {}
        return self.get({**self._params(limit=0, **sort), self.key: one})

    def search(self, typed: str, page: int) -> list[Row]:
        """A page, and one more record if there is one, of those that have the text."""
        offset = max(page - 1, 0) * self.limit
        params = self._params(sort=self.label, limit=self.limit + 1, offset=offset)
        if not typed:
            return self.get(params)
        start = "%" if self.request.site.setting(WILDCARD) else ""
        if self.is_contact and not start:
            raise NotSimulated(f"getlist of contacts without {WILDCARD}")
        pattern = {"LIKE": f"{start}{typed}%"}
        found = self.get({self.searched: typed if self.is_contact else pattern, **params})
        other, lacking = self.listing.otherwise, self.limit + 1 - len(found)
        if other is None or not lacking or self.searched != self.listing.label:
            return found
        again = {**params, self.searched: {"NOT LIKE": pattern["LIKE"]}, other: pattern}
        return found + self.get({**again, "options": {**params["options"], "sort": other, "limit": lacking}})

    def item(self, row: Row) -> Row:
        """A record as it is listed."""
        item: Row = {"id": row.get(self.key), "label": row.get(self.label)}
        if self.is_contact:
            item |= {"description": self._of_contact(row), "icon_class": row.get("contact_type")}
        elif self.below:
            item["description"] = [self._worded(name, row[name]) for name in self.below if row.get(name)]
        if self.color and row.get(self.color) is not None:
            item["color"] = row[self.color]
        if self.extra:
            item["extra"] = {name: row.get(name) for name in self.extra}
        return item | {name: row[name] for name in row if name.startswith("api.")}

    def _of_contact(self, row: Row) -> list[Any]:
        plain = [name for name in self.below if "_name" not in name[1:] and name not in ADDRESS]
        address = [row[name] for name in ADDRESS if name in self.below and row.get(name)]
        return [row[name] for name in plain if row.get(name)] + ([" ".join(address)] if address else [])

    def _worded(self, name: str, value: Any) -> Any:
        field = self.fields.get(name)
        if field is None or field.v4 is None or "pseudoconstant" not in field.spec:
            return value
        options = Options(self.request.site.store, self.request.site.schema).of(field.v4) or []
        return next((option["label"] for option in options if str(option["id"]) == str(value)), value)
