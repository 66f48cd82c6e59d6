"""What an api shows to who types: the names that Tab completes, signatures, pages of help.

It is the site's own where its schema is at hand.  Where somebody types and it is not, the site is asked
once; in a script nothing here makes a request.
"""

from __future__ import annotations

import inspect
import keyword
import sys
import time
from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from .log import logger

if TYPE_CHECKING:
    from .base import BaseApi
    from .entity import BaseAction, BaseEntity
    from .schema.model import Entity
    from .schema.site import SiteSchema

T = TypeVar("T")
#: Seconds in which a site that could not say what it has is not asked again.
PATIENCE = 60.0

#: Whose __getattr__ has no effect but a new object.
_TRUSTED = {("civiapi", "base", "BaseApi"), ("civiapi", "base", "BaseEntity")}

_failed: WeakKeyDictionary[SiteSchema, float] = WeakKeyDictionary()


class PerInstance:
    """An attribute that is made anew for an instance; asked of a class it is what the class wrote itself."""

    def __init__(self, make: Callable[[Any], Any], of_class: Callable[[], Any]) -> None:
        self._make, self._of_class = make, of_class

    def __get__(self, one: Any, kind: type) -> Any:
        return self._of_class() if one is None else self._make(one)


class Documented:
    """Its instances have a page of help, and what a class says of itself stands at its top."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = cls.__dict__.get("__doc__")
        cls.__doc__ = PerInstance(lambda one: one.getdoc(), lambda: own)  # type: ignore[assignment]

    def getdoc(self) -> str:
        """The page that help() shows; IPython asks for it by this name."""
        raise NotImplementedError


def _no_signature() -> Any:
    raise AttributeError("__signature__")


#: Of an action: what inspect.signature gives.
SIGNATURE = PerInstance(lambda action: signature(action), _no_signature)


def entity_names(api: BaseApi) -> set[str]:
    """The names of the site's entities, else a stock site's."""
    schema = _schema(api)
    known = schema.known if schema is not None else None
    names = known.entities if known is not None else _asked(schema, lambda asked: asked.entities())
    return {name for name in names or api.VERSION.ENTITIES if _is_written(name)}


def action_names(entity: BaseEntity) -> set[str]:
    """The names of an entity's actions on the site, else those that a stock site's entities have."""
    found = described(entity)
    names = found.actions if found is not None else ()
    return {name for name in names or entity.api.VERSION.ACTIONS if _is_written(name)}


def _is_written(name: str) -> bool:
    """Whether a name can stand behind a dot."""
    return name.isidentifier() and not keyword.iskeyword(name)


def described(entity: BaseEntity) -> Entity | None:
    """What the site says of an entity; None where that is not at hand."""
    schema = _schema(getattr(entity.api, "_api", entity.api))  # a batch has the api itself
    found = schema.loaded(entity.NAME) if schema is not None else None
    return found or _asked(schema, lambda asked: asked.entity(entity.NAME))


def _schema(api: BaseApi) -> SiteSchema | None:
    return _without_errors(lambda: api.schema)


def _asked(schema: SiteSchema | None, ask: Callable[[SiteSchema], T]) -> T | None:
    """What the site says where somebody types; an async api cannot be asked from here."""
    from .schema.cache import is_interactive

    if schema is None or not is_interactive():
        return None
    if time.monotonic() - _failed.get(schema, -PATIENCE) < PATIENCE:
        return None
    found = _without_errors(lambda: ask(schema))
    if isinstance(found, Coroutine):
        found.close()
        return None
    if found is None:
        _failed[schema] = time.monotonic()
    return found


def _without_errors(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - Tab must go on, whatever a backend raises
        logger.debug("what the site has is not known here: %s: %s", type(error).__name__, error)
        return None


def entity_page(entity: BaseEntity, kind: str | None) -> str:
    """The page of an entity; ``kind`` is the docstring of its class."""
    from . import manual

    actions, version = sorted(action_names(entity)), entity.api.VERSION.NUMBER
    return manual.entity(_title(entity, kind), entity.NAME, described(entity), actions, version)


def action_page(action: BaseAction, kind: str | None) -> str:
    """The page of an action; ``kind`` is the docstring of its class."""
    from . import manual

    version = action.entity.api.VERSION.NUMBER
    title = _title(action, kind)
    return manual.action(title, action.entity.NAME, action.NAME, described(action.entity), version)


def _title(one: Any, kind: str | None) -> str:
    """The first lines of a page: what it is, and what a class of one's own says."""
    own = inspect.cleandoc(kind) if kind and type(one).__module__ != "civiapi.entity" else ""
    return "\n\n".join(filter(None, [repr(one)[1:-1], own]))


def signature(action: BaseAction) -> inspect.Signature:
    """The signature of an action: its fields and params as keywords, those that are required first."""
    from . import manual

    version = action.entity.api.VERSION.NUMBER
    return manual.signature(action.entity.NAME, action.NAME, described(action.entity), version)


def trust_in_ipython() -> None:
    """Let IPython complete ``api.Contact.``: it looks through no __getattr__ that it does not know.

    Ours makes an object, and no call.
    """
    if "IPython" not in sys.modules:
        return
    try:
        policies = import_module("IPython.core.guarded_eval").EVALUATION_POLICIES
    except ImportError:  # an IPython before 8.8, which looks through all
        return
    policies["limited"].allowed_getattr_external |= _TRUSTED
