"""APIv3's values: what it accepts for a field, and the texts in which it answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .api3_spec import BOOLEAN, DATE, DATETIME, INT, MONEY, TIMESTAMP, Field3
from .calls import PlainError
from .dates import strtotime
from .errors import SiteError
from .formatting import LOGIN, UNRESOLVABLE
from .options import Options
from .users import account
from .values import serialized, to_text

if TYPE_CHECKING:
    from .site import Site

DATES = (DATE, DATETIME, TIMESTAMP)


def answered(field: Field3, value: Any) -> Any:
    """A value of APIv4 as APIv3 gives it: a text, money with its cents; a list of a custom field stays."""
    if field.v4 is None or isinstance(value, dict):
        return value
    if isinstance(value, list):
        is_list = field.v4.type == "Custom" or field.v4.table == "civicrm_contact"
        return [to_text(item) for item in value] if is_list else serialized(field.v4.serialize, value)
    if value is not None and field.v4.data_type == "Money":
        return f"{value:.2f}"
    if field.v4.data_type == "Boolean" and value is not None:
        return "1" if value else "0"
    return to_text(value)


class Reader:
    """Reads the parameters of one call."""

    def __init__(self, site: Site, user: int | None) -> None:
        self.site, self.user = site, user

    def checked(self, field: Field3, value: Any) -> Any:
        """A given value in the form APIv4 takes, or the error of one that is none; of a list each member."""
        if isinstance(value, list):
            return [self.checked(field, item) for item in value]
        if field.type == INT and (contact := self._contact(field, value)) is not value:
            return contact
        if field.has_options and field.v4 is not None:
            value = self._option(field, value)
        if field.type == INT and not _is_whole(value):
            message = f"{field.key} is not a valid integer"
            raise SiteError(message, 2001, error_field=field.key, type="integer")
        if field.type == BOOLEAN:
            return (
                to_text(value) in ("1", "true") if isinstance(value, bool) else to_text(value) not in _FALSE
            )
        if field.type in DATES:
            return self._date(field, value)
        if field.type == MONEY:
            return _amount(field, value)
        _check_length(field, value)
        return value

    def _contact(self, field: Field3, value: Any) -> Any:
        """The contact of `user_contact_id` or `@user:NAME`, in any field of whole numbers
        (utils.php::_civicrm_api3_validate_integer); other values are left as they are.
        """
        if value == "user_contact_id":
            return self.user
        if not isinstance(value, str) or not value.startswith(LOGIN):
            return value
        known = account(self.site.store, "username", value.removeprefix(LOGIN))
        if known is None:
            message = f'"{field.key}" "{value}" cannot be resolved to a contact ID'
            raise SiteError(message, UNRESOLVABLE, error_field=field.key, type="integer")
        return known.contact_id

    def _option(self, field: Field3, value: Any) -> Any:
        """The value of an option given by its value or name; the label serves for those of option groups."""
        if field.v4 is None:
            return value
        options = Options(self.site.store, self.site.schema).of(field.v4)
        if options is None:
            return value
        text = to_text(value)
        if any(str(option["id"]) == text for option in options):
            return value
        in_group = "option_group" in (field.spec.get("pseudoconstant") or {})
        for known_as in ("name", "label") if in_group else ("name",):
            for option in options:
                if str(option[known_as]).lower() == text.lower():
                    return option["id"]
        raise SiteError(f"'{text}' is not a valid option for field {field.key}", 2001, error_field=field.key)

    @staticmethod
    def _date(field: Field3, value: Any) -> Any:
        if strtotime(to_text(value)) is None:
            raise PlainError(f"{field.key} is not a valid date: {value}")
        return value


def _amount(field: Field3, value: Any) -> Any:
    """An amount without what stands between its thousands (CRM/Utils/Rule.php::cleanMoney)."""
    text = re.sub(r"[\s,]", "", to_text(value))
    if text and not re.fullmatch(r"-?\d+\.?\d*|-?\.\d+", text):
        raise PlainError(f"{field.key} is  not a valid amount: {value}")
    return text if isinstance(value, str) else value


_FALSE = ("", "0", "false", "true")  # the text "true" is no truth for APIv3


def _is_whole(value: Any) -> bool:
    return isinstance(value, (bool, int)) or to_text(value).strip().lstrip("-").isdigit()


def _check_length(field: Field3, value: Any) -> None:
    longest = field.spec.get("maxlength")
    if longest and isinstance(value, str) and len(value) > longest:
        message = (
            f"Value for {field.key} is {len(value)} characters  - This field has a maxlength of {longest}"
        )
        raise SiteError(f"{message} characters.", 2100, field=field.key)
