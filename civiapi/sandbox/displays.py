"""SearchDisplay.run and SearchDisplay.download: the rows of a saved search as its display shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .cvout import csv_line, text
from .errors import NotSimulated, Printed, SiteError, Unauthorized
from .result import Result
from .searchkit import Json, Search
from .searchrows import Rows

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity

PAGE = re.compile(r"(page|scroll):(\d+)")
ALONE = ("id", "row_count")
"""Values of `return` that need no display."""
TYPES = ("table", "list", "grid")
ADMINISTER = "administer search_kit"
EVERYTHING = "all CiviCRM permissions and ACLs"
# members that go with a column's looks, which a file has not
LOOKS = ("link", "editable", "icons", "cssClass")
NAME_LENGTH = 63
BYTE_ORDER_MARK = "\ufeff"


def run(call: Call, entity: Entity, params: Params) -> Result:
    """SearchDisplay.run: {"data", "columns", "key"} of each row, or what `return` says."""
    search = _loaded(call, params)
    wanted = params.get("return")
    search.augment()
    search.filter(params.get("filters"))
    if wanted in ALONE:
        return _alone(search, wanted)
    if wanted in ("tally", "draggableWeight"):
        raise NotSimulated(f"the return {wanted} of SearchDisplay.run")
    return paged(search, wanted, params.get("limit"), params.get("sort") or [])


def paged(search: Search, wanted: str | None, limit: int | None = None, sort: Any = ()) -> Result:
    """The rows of one page (`page:2`; `scroll:1`, which tells whether there are more), or all."""
    settings, pager = search.settings, search.settings.get("pager", False)
    page = PAGE.fullmatch(wanted or "") if pager is not False and pager is not None else None
    exposes = isinstance(pager, dict) and pager.get("expose_limit")
    size = int((limit if page and exposes else None) or settings.get("limit") or 0)
    offset = size * (int(page[2]) - 1) if page else 0
    ahead = 1 if page and page[1] == "scroll" and size else 0
    search.params.update(limit=size + ahead, offset=offset, orderBy=search.order(sort))
    found = search.get()
    result = _result(Rows(search, offset=offset).made(found.rows[: size or None]), found)
    if page and page[1] == "scroll":
        result.matched = len(found.rows)
    else:
        result.extras["toolbar"] = []
    return result


def _result(rows: list[Any], found: Result) -> Result:
    """Rows with what the inner get said of itself."""
    result = Result(rows, editable=[], labels=[], toolbar=None)
    result.count, result.sql = found.count, found.sql
    return result


def _alone(search: Search, wanted: str) -> Result:
    """All ids, or only how many there are."""
    name = search.entity.primary_key[0] if wanted == "id" else wanted
    kept = search.params["select"] if search.params.get("having") else []
    search.params.update(select=list(dict.fromkeys([*kept, name])), orderBy={}, limit=0)
    found = search.get()
    rows = [row[name] for row in found.rows if name in row] if wanted == "id" else found.rows
    return _result(rows, found)


def download(call: Call, entity: Entity, params: Params) -> Result:
    """SearchDisplay.download: the columns' titles, then each row; csv is a file, raised as Printed."""
    kind = params.get("format")
    if kind not in ("array", "csv"):
        raise NotSimulated(f"the format {kind} of SearchDisplay.download")
    search = _loaded(call, params)
    settings = search.settings
    search.columns = [
        {key: value for key, value in column.items() if key not in LOOKS} for column in search.columns
    ]
    places = [
        place for place, column in enumerate(search.columns) if search.is_enabled(place) and column.get("key")
    ]
    search.toggle(places)
    if not settings.get("actions"):
        raise NotSimulated("the download of a display whose actions are off")
    if settings.get("pager") is None and settings.get("limit"):
        search.params["limit"] = int(settings["limit"])
    search.params["orderBy"] = search.order(params.get("sort") or [])
    search.augment()
    search.filter(params.get("filters"))
    found = search.get()
    rows = Rows(search, raw_dates=kind == "csv").made(found.rows)
    titles = [search.columns[place].get("label") or "" for place in places]
    cells = [[row["columns"][place]["val"] for place in places] for row in rows]
    if kind == "array":
        return Result([titles, *cells], editable=[], labels=[], toolbar=None)
    raise _file(str(search.display.get("label") or ""), [titles, *cells])


def _file(label: str, lines: list[list[Any]]) -> Printed:
    """What a browser is sent: a file named after the display."""
    name = re.sub(r"\W", "_", label)[:NAME_LENGTH] + ".csv"
    plain = "".join(char for char in name if char.isascii())
    disposition = f'attachment;filename="{plain}"'
    if plain != name:
        coded = "".join(char if char.isascii() else quote(char).lower() for char in name)
        disposition += f";filename*=UTF-8''{coded}"
    body = "".join(csv_line([_cell(value) for value in line]) + "\n" for line in lines)
    return Printed(BYTE_ORDER_MARK + body, "text/csv;charset=UTF-8", disposition)


def _cell(value: Any) -> str:
    return ", ".join(map(text, value)) if isinstance(value, list) else text(value)


def _loaded(call: Call, params: Params) -> Search:
    """The search and the display that are named, or given."""
    saved, display = params["savedSearch"], params.get("display")
    if (
        call.check
        and any(isinstance(given, (dict, list)) for given in (saved, display))
        and not call.has(ADMINISTER)
    ):
        raise Unauthorized("Access denied")
    if params.get("afform"):
        raise NotSimulated("displays that are part of a form")
    if params.get("seed") is not None:
        raise NotSimulated("the seed of a random order")
    if isinstance(saved, str):
        saved = _single(call, "SavedSearch", [["name", "=", saved]], ["*"])
    if isinstance(display, str):
        display = _stored(call, display, saved.get("id"))
    elif display is None:
        if params.get("return") not in ALONE:
            raise NotSimulated("the default display of a search, whose titles are not among its facts")
        display = {"settings": {}}
    if not isinstance(saved, dict) or not isinstance(display, dict):
        raise NotSimulated("searches and displays that are lists")
    if display.get("acl_bypass") and call.check and not call.has(EVERYTHING):
        raise Unauthorized("Access denied")
    return Search(call, saved, display, params.get("toggleColumns") or [])


def _stored(call: Call, name: str, search_id: Any) -> Json:
    where = [["name", "=", name], ["saved_search_id", "=", search_id]]
    display = _single(call, "SearchDisplay", where, ["*"])
    if display.get("type") not in TYPES:
        raise NotSimulated(f"displays of the type {display.get('type')}")
    return display


def _single(call: Call, entity: str, where: list[Any], select: list[str]) -> Json:
    rows = call.rows(entity, {"where": where, "select": select})
    if len(rows) != 1:
        many = "multiple" if rows else "zero"
        raise SiteError(f"Expected to find one {entity} record, but there were {many}.")
    return rows[0]
