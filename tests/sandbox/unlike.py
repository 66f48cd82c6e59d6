"""Every recording to which the sandbox's answer is not the same, byte for byte, and why.

What is never the same twice (moments, hashes, names of errors) does not count.  The tests see to it that
each entry is as unlike as it says here, and no more and no less, and that docs/fidelity.rst says the same.  Not
among the recordings at all are those that do not show a stock site: PHP or a web server set up otherwise, or careless
code put in its way.
"""

from __future__ import annotations

from .likeness import ORDER, SHAPE, VALUES

_ROWS = (VALUES, "without an order rows come as a database finds them: the recorded one by an index of names")
_FACTS = (
    SHAPE,
    "titles, labels, help texts, PHP classes, what is imported and exported, and since when a field is there"
    " are not among the facts that the sandbox ships",
)
_KEYS = (ORDER, "the order of a field's members")
_SQL = (VALUES, "the statement of another database")
_TRACE = (SHAPE, "the trace has the sandbox's own functions, and is not of as many lines")
_FOLDER = (SHAPE, "cv looks for a site's folder; the sandbox is one file, which is always found")
_PHP = (SHAPE, "refused: there is no PHP to evaluate; say it as API calls")
_DATABASE = (
    SHAPE,
    "the sandbox is one file, with no server, password or name of a database that could be wrong",
)
_SETTINGS = (SHAPE, "the sandbox has no settings file that could be missing or broken")

HTTP = {
    "v4-big-value": (ORDER, "the order of an activity's members"),
    "v4-calls-object": _ROWS,
    "v4-calls-array": _ROWS,
    "v4-calls-one-failing": _ROWS,
    "v4-debug": _SQL,
    "v4-error-duplicate-debug": _SQL,
    "v4-getFields": _KEYS,
    "v4-getFields-options-map": _KEYS,
    "v4-GET-get": _ROWS,
    "v4-GET-query-params": _ROWS,
    "v3-getfield": _FACTS,
    "v3-getfields": _FACTS,
    "v3-getrefcount": (VALUES, "a real site also counts rows of its log and of its accounts"),
    "v3-error-debug": (VALUES, "the trace has the sandbox's own functions"),
    "v3-error-duplicate": _SQL,
    "db-table-missing": (SHAPE, "no table of the sandbox can be missing"),
}
CV = {
    "api4-error-verbose": _TRACE,
    "api4-error-no-dot": (SHAPE, "a path of the recorded machine stands in the middle of the wrapped text"),
    "api3-error-debug": _TRACE,
    "batch-v4": _ROWS,
    "cwd": _ROWS,
    "not-in-a-site": _FOLDER,
    "not-in-a-site-batch": _FOLDER,
    "settings-env-missing": _FOLDER,
    "vars-show": (SHAPE, "refused: the sandbox is one file; say --file or CIVIAPI_SANDBOX_FILE"),
    "ev": _PHP,
    "ev-echo": _PHP,
    "boot-db-password": _DATABASE,
    "boot-db-missing": _DATABASE,
    "boot-settings-syntax": _SETTINGS,
    "boot-not-installed": _SETTINGS,
    "php-fatal": _PHP,
    "php-fatal-displayed": _PHP,
}
PIPE = {
    "trusted-default-checks": _ROWS,
    "api4-results": _ROWS,
    "error-api-array": _ROWS,
    "not-in-a-site": _FOLDER,
}
