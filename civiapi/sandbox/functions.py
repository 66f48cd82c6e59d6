"""The SQL functions of APIv4: what each takes, what it gives, how it is said in SQLite.

A new function is one entry in FUNCTIONS.
"""

from __future__ import annotations

from collections.abc import Callable

from .fragments import Sql, bound, fill

FIELD, FUNCTION, EQUATION = "SqlField", "SqlFunction", "SqlEquation"
STRING, NUMBER, NULL, BOOL, WILD = "SqlString", "SqlNumber", "SqlNull", "SqlBool", "SqlWild"
ANY = (FIELD, FUNCTION, STRING, NUMBER, NULL, BOOL)
CALCULATED = (EQUATION, FIELD, FUNCTION)
SEPARATOR = "\x01"


# Here and in the modules that every call needs there are no named tuples: to make these takes cv a twentieth
# of its start.
class Param:
    """One parameter: which kinds of expression, how many, and the words around it."""

    __slots__ = ("after", "before", "keyword", "least", "most", "must_be", "optional")

    def __init__(
        self,
        must_be: tuple[str, ...] = ANY,
        least: int = 1,
        most: int = 1,
        *,
        keyword: str = "",
        before: tuple[str, ...] = (),
        after: tuple[str, ...] = (),
        optional: bool = False,
    ) -> None:
        self.must_be, self.least, self.most = must_be, least, most
        self.keyword, self.before, self.after, self.optional = keyword, before, after, optional


class Rendered:
    """What was given for each parameter: the expressions as SQL, and the words found."""

    __slots__ = ("parts", "words")

    def __init__(self, parts: list[list[Sql]], words: list[list[str]]) -> None:
        self.parts, self.words = parts, words

    @property
    def flat(self) -> list[Sql]:
        return [part for parts in self.parts for part in parts]

    def has(self, word: str) -> bool:
        return any(word in words for words in self.words)


class Function:
    """data_type "" : that of the first field, the parameters taken in the order of typed_by.  expands: option
    suffixes of the field apply to the result.  named_by_text: in a row it is known by its whole text, as
    equations are.  binary: case counts.
    """

    __slots__ = (
        "aggregate",
        "binary",
        "data_type",
        "expands",
        "labels",
        "named_by_text",
        "params",
        "sql",
        "typed_by",
    )

    def __init__(
        self,
        params: tuple[Param, ...],
        sql: str | Callable[[Rendered], Sql],
        data_type: str = "",
        aggregate: bool = False,
        *,
        expands: bool = False,
        labels: tuple[str, ...] = (),
        named_by_text: bool = False,
        binary: bool = False,
        typed_by: tuple[int, ...] = (),
    ) -> None:
        self.params, self.sql, self.data_type = params, sql, data_type
        self.aggregate, self.expands, self.labels = aggregate, expands, labels
        self.named_by_text, self.binary, self.typed_by = named_by_text, binary, typed_by

    def render(self, rendered: Rendered) -> Sql:
        if not isinstance(self.sql, str):
            return self.sql(rendered)
        template = self.sql.replace("{distinct}", "DISTINCT " if rendered.has("DISTINCT") else "")
        return fill(template, *rendered.flat)


TEXT = Param((FIELD, STRING))
TEXTS = Param((FIELD, STRING, FUNCTION), most=99)
VALUES = Param(most=99)
COMPARED = Param(least=2, most=99)
CALCULATED_TEXT = Param((FIELD, FUNCTION, EQUATION))
NUMERIC = Param((FIELD, NUMBER))
DIGITS = Param((NUMBER,))
DISTINCT = Param((FIELD,), before=("DISTINCT",))
LISTED = Param((FIELD, FUNCTION, EQUATION), before=("DISTINCT", "UNIQUE"))
ORDER = Param((FIELD,), keyword="ORDER BY", after=("ASC", "DESC"), optional=True)
UNITS = ("SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
INTERVAL = Param((NUMBER,), before=("INTERVAL",), after=UNITS)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def _group_concat(rendered: Rendered) -> Sql:
    value, order, separator = rendered.parts[0], rendered.parts[1], rendered.parts[2]
    parts = (
        value[0],
        order[0] if order else Sql("NULL"),
        Sql("1" if rendered.has("DESC") else "0"),
        separator[0] if separator else bound(SEPARATOR),
        Sql("1" if rendered.has("DISTINCT") or rendered.has("UNIQUE") else "0"),
    )
    return fill("civi_group_concat({*})", *parts)


def _group_first(rendered: Rendered) -> Sql:
    value, order = rendered.parts[0], rendered.parts[1]
    descending = Sql("1" if rendered.has("DESC") else "0")
    return fill("civi_group_nth({0}, {1}, {2}, 1)", value[0], order[0] if order else Sql("NULL"), descending)


def _group_nth(rendered: Rendered) -> Sql:
    value, place, order = rendered.parts[0], rendered.parts[1], rendered.parts[2]
    descending = Sql("1" if rendered.has("DESC") else "0")
    by = order[0] if order else Sql("NULL")
    return fill("civi_group_nth({0}, {1}, {2}, {3})", value[0], by, descending, place[0])


def _interval(sign: str) -> Callable[[Rendered], Sql]:
    def render(rendered: Rendered) -> Sql:
        unit = next((word for word in rendered.words[1] if word in UNITS), "DAY")
        return fill(f"civi_date_add({{0}}, {sign}{{1}}, {{2}})", *rendered.flat[:2], bound(unit))

    return render


def _with_unit(name: str) -> Callable[[Rendered], Sql]:
    def render(rendered: Rendered) -> Sql:
        unit = rendered.words[0][0] if rendered.words[0] else "DAY"
        return fill(f"{name}({{*}})", bound(unit), *rendered.flat)

    return render


def _json_extract(rendered: Rendered) -> Sql:
    """A value of a JSON document as text; the path may do without its `$.`."""
    document, path = rendered.flat
    text = str(path.args[0])
    path = path if "$" in text else bound(f'$."{text}"')
    words = "WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'null' THEN 'null'"
    value = f"CASE json_type({{0}}, {{1}}) {words} ELSE CAST(json_extract({{0}}, {{1}}) AS TEXT) END"
    return fill(f"CASE WHEN json_valid({{0}}) THEN {value} END", document, path)


def part_of_date(unit: str) -> str:
    return f"civi_extract('{unit}', {{0}})"


FUNCTIONS: dict[str, Function] = {
    "ABS": Function((NUMERIC,), "ABS({0})", "Integer"),
    "AVG": Function((DISTINCT,), "AVG({distinct}{0})", "Float", True),
    "BINARY": Function((TEXT,), "CAST({0} AS TEXT) COLLATE BINARY", binary=True),
    "COALESCE": Function((VALUES,), "COALESCE({*}, NULL)", "String"),
    "CONCAT": Function((TEXTS,), "civi_concat({*})", "String"),
    "CONCAT_WS": Function((Param((STRING,)), TEXTS), "civi_concat_ws({*})", "String"),
    "COUNT": Function((Param((FIELD, WILD), before=("DISTINCT",)),), "COUNT({distinct}{0})", "Integer", True),
    "CURDATE": Function((), "civi_today()", "Date"),
    "DATE": Function((Param(),), "substr({0}, 1, 10)", "Date"),
    "DATEDIFF": Function((Param(least=2, most=2),), "civi_datediff({*})", "Integer"),
    "DATE_ADD": Function((Param((FIELD, FUNCTION)), INTERVAL), _interval(""), "Date"),
    "DATE_SUB": Function((Param((FIELD, FUNCTION)), INTERVAL), _interval("-"), "Date"),
    "DAYOFWEEK": Function((Param(),), part_of_date("DAYOFWEEK"), "Integer", labels=WEEKDAYS),
    "DAYSTOANNIV": Function((Param((FIELD,)),), "civi_daystoanniv({0})", "Integer"),
    "EXTRACT": Function(
        (Param((), 0, 0, before=(*UNITS, "YEAR_MONTH")), Param((FIELD,), keyword="FROM")),
        _with_unit("civi_extract"),
        "Integer",
    ),
    "GREATEST": Function((COMPARED,), "civi_greatest({*})", expands=True),
    "GROUP_CONCAT": Function(
        (LISTED, ORDER, Param((STRING,), keyword="SEPARATOR", optional=True)),
        _group_concat,
        aggregate=True,
        expands=True,
    ),
    "GROUP_FIRST": Function((LISTED, ORDER), _group_first, aggregate=True, expands=True),
    "GROUP_NTH": Function(
        (LISTED, Param((NUMBER,), keyword="N="), ORDER), _group_nth, aggregate=True, expands=True
    ),
    "IF": Function(
        (Param(CALCULATED), Param(), Param()),
        "CASE WHEN civi_truth({0}) THEN {1} ELSE {2} END",
        expands=True,
        typed_by=(1, 2, 0),
    ),
    "IFNULL": Function((Param(CALCULATED), Param()), "IFNULL({0}, {1})"),
    "ISNOTNULL": Function((Param(),), "({0} IS NOT NULL)", "Boolean"),
    "ISNULL": Function((Param(),), "({0} IS NULL)", "Boolean"),
    "JSON_EXTRACT": Function((CALCULATED_TEXT, Param((STRING,))), _json_extract, named_by_text=True),
    "LEAST": Function((COMPARED,), "civi_least({*})", expands=True),
    "LEFT": Function((TEXT, DIGITS), "civi_left({*})", "String"),
    "LOWER": Function((TEXT,), "civi_lower({0})", "String"),
    "MAX": Function((DISTINCT,), "MAX({0})", aggregate=True, expands=True),
    "MIN": Function((DISTINCT,), "MIN({0})", aggregate=True, expands=True),
    "MONTH": Function((Param(),), part_of_date("MONTH"), "Integer", labels=MONTHS),
    "NEXTANNIV": Function((Param((FIELD,)),), "civi_nextanniv({0})", "Date"),
    "NOW": Function((), "civi_now()", "Timestamp"),
    "NULLIF": Function((Param(least=2, most=2),), "NULLIF({*})", expands=True),
    "QUARTER": Function((Param(),), part_of_date("QUARTER"), "Integer"),
    "RAND": Function((), "(abs(random()) / 9223372036854775808.0)", "Float"),
    "REPLACE": Function((TEXT, TEXT, TEXT), "replace({0}, {1}, {2})", "String"),
    "RIGHT": Function((TEXT, DIGITS), "civi_right({*})", "String"),
    "ROUND": Function((NUMERIC, Param((NUMBER,), optional=True)), "civi_round({*})", "Float"),
    "SUBSTRING": Function((TEXT, DIGITS, Param((NUMBER,), optional=True)), "substr({*})", "String"),
    "SUM": Function((DISTINCT,), "SUM({distinct}{0})", aggregate=True),
    "TIME": Function((Param(),), "civi_time({0})", "String"),
    "TIMESTAMPDIFF": Function(
        (Param(before=UNITS, most=3), Param(optional=True)),
        _with_unit("civi_timestampdiff"),
        "Integer",
    ),
    "UPPER": Function((TEXT,), "civi_upper({0})", "String"),
    "YEAR": Function((Param(),), part_of_date("YEAR"), "Integer"),
}
