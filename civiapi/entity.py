"""An entity of an api and an action of an entity: the callables that base.BaseApi is filled with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from . import keyboard
from .actions import Actions
from .attachments import Attaching
from .call import Index
from .saving import Saving

if TYPE_CHECKING:
    from typing_extensions import Self

    from .base import BaseApi
    from .batch import Batch
    from .query import Query

#: A name of an entity or action.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class BaseEntity(Actions, Saving, Attaching, keyboard.Documented):
    """An entity of an api: a callable with an attribute for each action.

    A subclass sets NAME, and may list action classes of its own in ACTIONS.
    """

    NAME: str = ""
    ACTIONS: ClassVar[Iterable[type[BaseAction]]] = ()

    def __init__(self, api: BaseApi | Batch, name: str | None = None) -> None:
        if name is not None:
            self.NAME = name
        if not self.NAME:
            raise NotImplementedError(f"{type(self).__name__} must set NAME to the name of an entity")
        self.api = api
        self._add_actions()

    def __call__(
        self, action: str, params: Mapping[str, Any] | None = None, index: Index = None, /, **fields: Any
    ) -> Any:
        """Make a call on this entity; see BaseApi."""
        return self.api(self.NAME, action, params, index, **fields)

    def filter(self, params: Mapping[str, Any] | None = None, /, **fields: Any) -> Query:
        """A query for the rows whose fields have these values; without fields for all."""
        query: Query = self.api._query(self.NAME)
        return query.filter(params, **fields)

    def _add_actions(self) -> None:
        """Fill the entity with actions; attributes not set here are made on first use."""
        for action in self.ACTIONS:
            setattr(self, action.NAME, action(self))

    def __getattr__(self, name: str) -> BaseAction:
        if not NAME.fullmatch(name) or name == "api":
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        action = BaseAction(self, name)
        self.__dict__[name] = action
        return action

    def _on(self, api: Batch) -> Self:
        """The same entity, its calls going into a batch."""
        kept = {name: value for name, value in self.__dict__.items() if not isinstance(value, BaseAction)}
        copied = type(self).__new__(type(self))
        copied.__dict__.update(kept, api=api)
        copied._add_actions()
        return copied

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *keyboard.action_names(self)})

    def getdoc(self) -> str:
        """The page that help() shows: the entity's fields and actions on this site."""
        return keyboard.entity_page(self, type(self).__doc__)

    def __repr__(self) -> str:
        return f"<{self.NAME} of {self.api!r}>"


class BaseAction(keyboard.Documented):
    """An action of an entity, a callable.  A subclass sets NAME."""

    NAME: str = ""

    def __init__(self, entity: BaseEntity, name: str | None = None) -> None:
        if name is not None:
            self.NAME = name
        if not self.NAME:
            raise NotImplementedError(f"{type(self).__name__} must set NAME to the name of an action")
        self.entity = entity

    def __call__(self, params: Mapping[str, Any] | None = None, index: Index = None, /, **fields: Any) -> Any:
        """Make the call; see BaseApi."""
        return self.entity(self.NAME, params, index, **fields)

    __signature__ = keyboard.SIGNATURE

    def getdoc(self) -> str:
        """The page that help() shows: the action's fields and params on this site."""
        return keyboard.action_page(self, type(self).__doc__)

    def __repr__(self) -> str:
        return f"<{self.entity.NAME}.{self.NAME} of {self.entity.api!r}>"
