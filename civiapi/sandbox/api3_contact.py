"""APIv3's get for Contact and others that CiviCRM's search engine answers.

Their rows differ from those of plain entities: empty fields stay, as empty texts; a field brings others
along; fields that are filtered by come back too; and fields of the primary address, phone and e-mail are the
contact's.
"""

from __future__ import annotations

from typing import Any

from .api3_filters import CONTROL, LISTS, Clause, condition, conditions, operation, refuse_legacy
from .api3_request import Request, Wanted
from .api3_spec import DATE
from .api3_values import answered
from .errors import NotSimulated, PhpError, SiteError
from .options import Options
from .store import quoted
from .values import to_text

ADDRESS_COLUMNS = (
    "street_address", "supplemental_address_1", "supplemental_address_2", "supplemental_address_3", "city",
    "postal_code_suffix", "postal_code", "geo_code_1", "geo_code_2", "state_province_id", "country_id",
)  # fmt: skip
# key of a row => path in APIv4; what is not here and no address column has the path of its column
CONTACT_PATHS = {
    "contact_id": "id",
    "contact_is_deleted": "is_deleted",
    "current_employer": "employer_id.display_name",
    "address_id": "address_primary.id",
    **{name: f"address_primary.{name}" for name in ADDRESS_COLUMNS},
    "state_province_name": "address_primary.state_province_id.name",
    "state_province": "address_primary.state_province_id.abbreviation",
    "country": "address_primary.country_id.name",
    "worldregion_id": "address_primary.country_id.region_id",
    "world_region": "address_primary.country_id.region_id.name",
    "phone_id": "phone_primary.id",
    "phone_type_id": "phone_primary.phone_type_id",
    "phone": "phone_primary.phone",
    "email_id": "email_primary.id",
    "email": "email_primary.email",
    "on_hold": "email_primary.on_hold",
    "im_id": "im_primary.id",
    "provider_id": "im_primary.provider_id",
    "im": "im_primary.name",
    "languages": "preferred_language:label",
    "individual_prefix": "prefix_id:label",
    "individual_suffix": "suffix_id:label",
    "communication_style": "communication_style_id:label",
    "gender": "gender_id:label",
}
# a field that is asked for => fields that come along
COMPANIONS = {
    **dict.fromkeys((*ADDRESS_COLUMNS, "state_province_name"), ("address_id",)),
    "state_province": ("address_id", "state_province_id", "state_province_name"),
    "country": ("address_id", "country_id"),
    "world_region": ("address_id", "country_id", "worldregion_id"),
    "phone": ("phone_id", "phone_type_id"),
    "email": ("email_id",),
    "on_hold": ("email_id",),
    "im": ("im_id", "provider_id"),
    "prefix_id": ("individual_prefix",),
    "suffix_id": ("individual_suffix",),
    "gender_id": ("gender",),
    "communication_style_id": ("communication_style",),
    "preferred_language": ("languages",),
}
# what a row has when nothing is asked for
CONTACT_DEFAULTS = (
    "contact_id", "contact_type", "contact_sub_type", "sort_name", "display_name", "do_not_email",
    "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "is_opt_out", "legal_identifier",
    "external_identifier", "nick_name", "legal_name", "image_URL", "preferred_communication_method",
    "preferred_language", "first_name", "middle_name", "last_name", "prefix_id", "suffix_id",
    "formal_title", "communication_style_id", "job_title", "gender_id", "birth_date", "is_deceased",
    "deceased_date", "household_name", "organization_name", "sic_code", "contact_is_deleted",
    "current_employer", "address_id", "street_address", "supplemental_address_1",
    "supplemental_address_2", "supplemental_address_3", "city", "postal_code_suffix", "postal_code",
    "geo_code_1", "geo_code_2", "state_province_id", "country_id", "phone_id", "phone_type_id",
    "phone", "email_id", "email", "on_hold", "im_id", "provider_id", "im", "worldregion_id",
    "world_region", "languages", "individual_prefix", "individual_suffix", "communication_style",
    "gender", "state_province_name", "state_province", "country",
)  # fmt: skip
SUBSTRING_FILTERS = ("sort_name", "display_name", "email")
MEMBERSHIPS = {"group": "groups", "tag": "tags"}
"""Filters by what a contact is in => the filter field of APIv4."""


class ContactQuery:
    """Contact.get for one call."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.spec = request.spec

    def rows(self, asked: Wanted) -> list[dict[str, Any]]:
        """The rows that fit."""
        paths = {key: path for key in self.keys(asked.returns) if (path := self.path(key)) is not None}
        params = {
            "select": ["id", *dict.fromkeys(paths.values())],
            "where": self.where(),
            "orderBy": self._order(asked.sort),
            "limit": asked.limit,
            "offset": asked.offset,
        }
        return [self._row(row, paths) for row in self.request.v4_values("get", params)]

    def where(self) -> list[Clause]:
        """The filters as conditions; contacts in the trash do not show unless asked for."""
        refuse_legacy(self.request.params)
        where: list[Clause] = []
        given = {"contact_is_deleted": 0, **self.request.params}
        if "is_deleted" in given:
            given["contact_is_deleted"] = given.pop("is_deleted")
        for name, value in given.items():
            if name in CONTROL or value is None:
                continue
            if "select" in str(value).lower():
                raise SiteError("invalid string")
            clause = self._clause(name, value)
            where += [clause] if clause else []
        return where

    def path(self, key: str) -> str | None:
        """The APIv4 path of a key of the rows."""
        if key in CONTACT_PATHS:
            return CONTACT_PATHS[key]
        field = self.spec.find(self.spec.for_get, key)
        return field.v4.name if field and field.v4 else None

    def keys(self, returns: list[str]) -> list[str]:
        """The keys of a row, in their order."""
        keys = set(returns or CONTACT_DEFAULTS) - {"is_deleted"} | {"contact_id"}
        for name in self.request.params:
            field = self.spec.find(self.spec.for_get, name) if name not in CONTROL else None
            keys |= {field.key} if field and name not in MEMBERSHIPS else set()
        if not {"id", "contact_id"} & {*self.request.params}:
            keys.add("contact_is_deleted")
        for key in [*keys]:
            keys.update(COMPANIONS.get(key, ()))
        ordered = dict.fromkeys((*CONTACT_DEFAULTS, *self.spec.for_get, *sorted(keys)))
        return [key for key in ordered if key in keys and key != "id"]

    def _clause(self, name: str, value: Any) -> Clause | None:
        if name in MEMBERSHIPS:
            return _membership(self.request, MEMBERSHIPS[name], value)
        field = self.spec.find(self.spec.for_get, name)
        path = self.path(name)
        if field is None or path is None:
            return None
        if field.type == DATE and isinstance(value, dict) and ("BETWEEN" in value or "NOT BETWEEN" in value):
            raise PhpError("strtotime(): Argument #1 ($datetime) must be of type string, array given")
        if field.key in SUBSTRING_FILTERS and not isinstance(value, (dict, list)):
            return [path, "LIKE", f"%{value}%"]
        return condition(self.request, path, field, value)

    def _order(self, sort: list[str]) -> dict[str, str]:
        ordered = {}
        for item in sort:
            name, _, direction = item.partition(" ")
            path = self.path(name)
            if path is None:
                raise SiteError("DB Error: no such field")
            ordered[path] = "DESC" if direction.strip().upper() == "DESC" else "ASC"
        return ordered

    def _row(self, row: dict[str, Any], paths: dict[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, path in paths.items():
            field = self.spec.for_get.get(key)
            if field and field.v4 and field.v4.table:
                values.setdefault(f"{field.v4.table}_id", self._custom_row(field.v4.table, row["id"]))
            values[key] = self._text(key, row.get(path))
        return {**values, "id": str(row["id"])}

    def _custom_row(self, table: str, record_id: Any) -> str:
        """The id of a record's row in a custom group's table; an empty text if it has none."""
        sql = f"SELECT id FROM {quoted(table)} WHERE entity_id = ?"  # noqa: S608
        found = self.request.site.store.value(sql, (record_id,))
        return "" if found is None else str(found)

    def _text(self, key: str, value: Any) -> Any:
        field = self.spec.for_get.get(key)
        if value is None:
            return ""
        if key in AS_LISTS and isinstance(value, list):
            return value
        return answered(field, value) if field and field.v4 else to_text(value)


class RecordQuery(ContactQuery):
    """get of an entity whose records belong to contacts: Contribution, Participant."""

    def where(self) -> list[Clause]:
        return conditions(self.request)

    def path(self, key: str) -> str | None:
        if key in (self._own_id, "id"):
            return "id"
        field = self.spec.find(self.spec.for_get, key)
        return field.v4.name if field and field.v4 else None

    def keys(self, returns: list[str]) -> list[str]:
        known = [name for name in returns if self.spec.find(self.spec.for_get, name)]
        always = [name for name in ("is_template",) if name in self.spec.for_get]
        keys = dict.fromkeys(["contact_id", self._own_id, *(known or self.spec.for_get), *always])
        return [key for key in keys if key != "id"]

    @property
    def _own_id(self) -> str:
        return f"{self.request.entity.lower()}_id"


def _membership(request: Request, name: str, value: Any) -> Clause:
    """A filter by groups or tags, given by id, by name, or with an operator."""
    field = request.spec.entity.fields[name]
    options = Options(request.site.store, request.site.schema).of(field) or []

    def ids(operand: Any) -> list[Any]:
        items = operand if isinstance(operand, (list, dict)) else [operand]
        texts = {str(item).lower() for item in items}
        return [o["id"] for o in options if {str(o["id"]), str(o["name"]).lower()} & texts] or [0]

    if isinstance(value, dict) and value:
        operator, operand = next(iter(value.items()))
        if operator not in ("=", *LISTS):
            raise NotSimulated(f"the filter by {name} with {operator}")
        operator = "IN" if operator == "=" else operator
        return operation(name, operator, operand if isinstance(operand, list) else [operand], ids)
    return [name, "IN", ids(value)]


AS_LISTS = ("contact_sub_type",)
"""Keys whose values get takes apart (CRM/Contact/BAO/Query.php::store)."""
QUERY_OBJECTS: dict[str, type[ContactQuery]] = {
    "Contact": ContactQuery,
    "Contribution": RecordQuery,
    "Participant": RecordQuery,
}
