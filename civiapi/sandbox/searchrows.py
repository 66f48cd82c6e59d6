"""The rows of a search as SearchKit gives them: the data, and the columns as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import NotSimulated
from .functions import FIELD
from .searchkit import ROW_NUMBER, USER, has_value, tokens
from .shown import DATES, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .searchkit import Json, Search

# members of a column that put more into a row than is simulated
OTHER_MEMBERS = ("link", "links", "editable", "image", "cssRules", "subsearch")
# member of a column => the class of its cells, if it is no class itself
CLASSES = {"alignment": "", "nowrap": "nowrap", "show_linebreaks": "crm-search-field-show-linebreaks"}
SIDES = ("left", "right")
SMARTY = "{"


class Rows:
    """Makes rows of a search's records.

    raw_dates: whether dates stay as they are stored; offset: how many rows were passed over.
    """

    def __init__(self, search: Search, *, raw_dates: bool = False, offset: int = 0) -> None:
        self.search = search
        self.shown = Shown(search.call.site)
        self.raw_dates = raw_dates
        self.offset = offset
        for place, column in enumerate(search.columns):
            if search.is_enabled(place):
                _check(column)

    def made(self, records: Iterable[Json]) -> list[Json]:
        """Each record as {"data", "columns", "key"}; a column that is switched off is None."""
        return [self._row(number, record) for number, record in enumerate(records, 1)]

    def _row(self, number: int, record: Json) -> Json:
        data = {key: self._datum(key, number, record) for key in self.search.selected}
        columns = [
            self._column(column, data) if self.search.is_enabled(place) else None
            for place, column in enumerate(self.search.columns)
        ]
        row: Json = {"data": data, "columns": columns}
        key = self._key()
        if record.get(key) is not None:
            row["key"] = record[key]
        return row

    def _key(self) -> str:
        """What a row is known by: the id, or one of another entity by which the rows are grouped."""
        for path in self.search.groups:
            column = self.search.column(path)
            if column is not None and column.source.entity.primary_key[:1] == [column.field.name]:
                return path
        return self.search.entity.primary_key[0]

    def _datum(self, key: str, number: int, record: Json) -> Any:
        if key == ROW_NUMBER:
            return number + self.offset
        if key == USER:
            return self.search.call.user
        item = self.search.selected[key]
        files = [column for column in item.columns.values() if column.field.fk_entity == "File"]
        if record.get(key) and item.expr.kind == FIELD and files:
            raise NotSimulated("the addresses of files")
        return record.get(key)

    def _column(self, column: Json, data: Json) -> Json:
        cell: Json = {"dataType": None}
        if column.get("type") == "field":
            cell.update(self._field(column, data))
        if has_value(column.get("title")):
            cell["title"] = self._replaced(column["title"], data)
        classes = [name or str(column[member]) for member, name in CLASSES.items() if column.get(member)]
        if classes:
            cell["cssClass"] = " ".join(classes)
        if column.get("icons"):
            cell["icons"] = _icons(column["icons"], data, cell.get("val"))
        return cell

    def _field(self, column: Json, data: Json) -> Json:
        key = str(column.get("key") or "")
        raw = data.get(key)
        if not has_value(raw) and column.get("empty_value") is not None:
            cell: Json = {"dataType": "String", "val": self._replaced(column["empty_value"], data)}
        elif column.get("rewrite"):
            cell = {"dataType": "String", "val": self._replaced(column["rewrite"], data)}
        else:
            data_type = self._type(key)
            cell = {"dataType": data_type, "val": self._shown(key, raw, data, column.get("format"))}
        label = column.get("label")
        if has_value(label) and (column.get("forceLabel") or has_value(cell["val"])):
            cell["label"] = self._replaced(label, data)
        return cell

    def _type(self, key: str) -> str | None:
        item = self.search.selected.get(key)
        return item.data_type if item is not None else None

    def _shown(self, key: str, value: Any, data: Json, date_format: Any = None) -> Any:
        """A value as it is shown; of a list each member."""
        if isinstance(value, dict):
            return {name: self._shown(key, one, data, date_format) for name, one in value.items()}
        if isinstance(value, list):
            return [self._shown(key, one, data, date_format) for one in value]
        data_type = self._type(key)
        if (":" in key and "(" not in key) or (self.raw_dates and data_type in DATES):
            return "" if value is None else value
        if date_format and not (data_type in DATES and isinstance(date_format, str)):
            raise NotSimulated(f"the format of the column {key}")
        currency = data.get(self.search.currency_of(key) or "")
        return self.shown.value(value, data_type, currency=currency, date_format=date_format or None)

    def _replaced(self, text: Any, data: Json) -> str:
        """A text with the values of its tokens; those that are empty leave nothing."""
        found = str(text)
        if SMARTY in found:
            raise NotSimulated("texts of a display that are Smarty templates")
        for token in tokens(found):
            value = data.get(token)
            shown = "" if value is None else self._shown(token, value, data)
            members = shown if isinstance(shown, list) else [shown]
            found = found.replace(f"[{token}]", ", ".join(map(str, members)))
        return found


def _check(column: Json) -> None:
    """Raise NotSimulated for a column of another kind."""
    kind = column.get("type")
    if kind not in ("field", None):
        raise NotSimulated(f"columns of the type {kind}")
    other = next((member for member in OTHER_MEMBERS if column.get(member)), None)
    if other:
        raise NotSimulated(f"columns with {other}")


def _icons(icons: list[Json], data: Json, value: Any) -> Json:
    """The first icon there is on each side; of several values one each."""
    if isinstance(value, list) or any(icon.get("if") for icon in icons):
        raise NotSimulated("icons that depend on conditions or on one of several values")
    found = {}
    for side in SIDES:
        names = (_icon(icon, data) for icon in icons if icon.get("side", "left") == side)
        name = next((name for name in names if name), None)
        if name is not None:
            found[side] = [name]
    return found


def _icon(icon: Json, data: Json) -> Any:
    value = data.get(icon.get("field") or "")
    names = value if isinstance(value, list) else [value]
    return next((name for name in names if name), icon.get("icon"))
