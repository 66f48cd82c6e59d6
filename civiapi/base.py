"""The api, a callable; entity.py has its entities and their actions.

``api("Contact", "get", params)``, ``api.Contact("get", params)`` and ``api.Contact.get(params)`` are the
same call.  Subclass any of the three and add to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, overload

from . import index as indexing
from . import keyboard
from .actions import SavedSearches
from .audit import audited
from .batch import Batch, Pending, send_all
from .call import Answer, ApiCall, Index
from .content import refuse_upload
from .copies import Copies
from .drive import run, stream
from .entity import NAME, BaseAction, BaseEntity
from .errors import ApiCallError, InvalidCall, UsageError
from .flows import Flow, Plan
from .guards import Guard, merged_answers, passed
from .log import logged, switch_on
from .protocols import Backend, Version
from .result import Result
from .retry import deliver

if TYPE_CHECKING:
    from tenacity import Retrying
    from typing_extensions import Self

    from .query import Query
    from .schema.site import Given, SiteSchema
    from .typed import Rules
    from .whoami import CurrentUser

__all__ = ["BaseAction", "BaseApi", "BaseEntity", "Version"]

_ENTITY = re.compile(r"[A-Z][A-Za-z0-9_]*")
#: Actions that write the rows which their conditions say.
_NARROWED = frozenset({"update", "delete", "replace"})
#: How the guards of a copy are told.
_NOTES = {"checked": "checked", "reads_only": "read-only"}

T = TypeVar("T")


class BaseApi(Copies, SavedSearches):
    """An api: a callable with an attribute for each entity.

    A subclass sets VERSION (the module v3 or v4), and a backend or ``_perform_api_call``.  ``ENTITIES``
    lists entity classes of your own, which then stand for their NAME::

        class Contact(BaseEntity):
            NAME = "Contact"
            def newest(self): return self.get(orderBy={"id": "DESC"}, limit=1).first()

        class MyApi(HttpApiV4):
            ENTITIES = [Contact]
    """

    VERSION: Version = None  # type: ignore[assignment]
    ENTITIES: ClassVar[Iterable[type[BaseEntity]]] = ()

    def __init__(
        self,
        backend: Backend | None = None,
        *,
        retries: int | Retrying = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        if self.VERSION is None:
            raise NotImplementedError(f"{type(self).__name__} must set VERSION to civiapi.v3 or civiapi.v4")
        switch_on()
        keyboard.trust_in_ipython()
        self._backend = backend
        self._retries = retries
        self._guards: tuple[Guard, ...] = ()
        self._schema_given, self._schema_ttl = schema, schema_ttl
        self._typed: Rules | None = None
        self._audit: Path | None = None
        self._add_entities()

    def __call__(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None = None,
        index: Index = None,
        /,
        **fields: Any,
    ) -> Any:
        """Make a call: its rows as a Result, or what its index or action gives.

        ``params`` are APIv4's (or APIv3's) own, and fields; keywords are part of them.  Raises an
        ApiCallError: ApiError where the API refused, UsageError where the call was refused here.
        """
        return self._run(self._one(self._call(entity, action, params, index, fields)))

    def _one(self, call: ApiCall) -> Flow[Any]:
        (answer,) = yield [call]
        return (yield from self._read(answer))

    def _read(self, answer: Answer) -> Flow[Any]:
        """What a call gave, or its error raised; a flow, as reading may need to know more of the site."""
        try:
            given = self.VERSION.read(answer)
        except InvalidCall as error:
            self._explain(error)
            raise
        if self._typed is not None:
            given = yield from self._typed.read(self, answer, given)
        if answer.call.version == 3:
            from .checks.dropped import warn

            warn(answer.call, given, self.schema)
        if "_schema" in self.__dict__ and isinstance(given, Result):
            found = self.schema.loaded(answer.call.entity)
            given.fields = found.fields if found is not None else None
        return given

    def _explain(self, error: InvalidCall) -> None:
        """Add the name that was meant, as far as that is known without a request."""
        from .hints import explain

        explain(error, self.schema)

    def _run(self, flow: Flow[T]) -> T:
        """Drive a procedure of several calls; an async api gives an awaitable here."""
        return run(flow, self.send)

    def _query(self, entity: str) -> Query:
        """What to read of an entity; an async api gives an AsyncQuery here."""
        from .query import Query

        return Query(self, entity)

    def _stream(self, plan: Plan[T], workers: int = 1) -> Iterator[T]:
        """What the pieces of a plan give, in order; an async api gives an async iterator here."""
        return stream(plan, self.send, workers)

    def _call(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None,
        index: Any,
        fields: Mapping[str, Any],
    ) -> ApiCall:
        """The call as it is sent; UsageError for what is none."""
        for name in (entity, action):
            if not isinstance(name, str) or not NAME.fullmatch(name):
                raise UsageError(f"{name!r} can be no name of an entity or action")
        if index is not None:
            if self.VERSION.NUMBER != 4:
                raise UsageError("only APIv4 has an index")
            index = indexing.normal(index)
        given = _merged(params, fields)
        try:
            shaped = self.VERSION.shape(entity, action, given)
        except UsageError as error:
            error.call = ApiCall(entity, action, given, self.VERSION.NUMBER, index)
            raise
        call = ApiCall(entity, action, shaped, self.VERSION.NUMBER, index)
        if action.lower() in _NARROWED:
            self._refuse_dropped(call)
        return call

    def _refuse_dropped(self, call: ApiCall) -> None:
        """UsageError for a condition that the site would drop, as far as that is known without a request."""
        from .checks import checked
        from .checks.dropped import refuse

        if checked not in self._guards:  # which asks again before it refuses
            refuse(call, self.schema)

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """The one exit: every call leaves through here, and comes back as an Answer.

        Override it to count, refuse or record calls; each call comes once, whatever the retries.
        """
        if not self._guards:
            return self._logged(calls)
        refused = run(self._examined(calls), self.send)
        return merged_answers(calls, refused, self._logged(passed(calls, refused)))

    def _examined(self, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
        """What the guards say of calls: for each an error, or None where it may leave."""
        found: list[ApiCallError | None] = [None] * len(calls)
        for guard in self._guards:
            said = yield from guard(self, calls)
            found = [first or second for first, second in zip(found, said, strict=True)]
        return found

    def _logged(self, calls: Sequence[ApiCall]) -> list[Answer]:
        with logged(calls), audited(self._audit, self._site, calls) as heard:
            return heard(self._performed(calls))

    def _performed(self, calls: Sequence[ApiCall]) -> list[Answer]:
        if type(self)._perform_api_call is BaseApi._perform_api_call:
            return self._deliver(calls)
        return [self._performed_alone(call, len(calls) == 1) for call in calls]

    def _performed_alone(self, call: ApiCall, is_only: bool) -> Answer:
        try:
            refuse_upload(call)
            payload = self._perform_api_call(call.entity, call.action, dict(call.params))
        except ApiCallError as error:
            if is_only:
                raise
            return Answer(call, error=error)
        return Answer(call, indexing.applied(payload, call))

    @overload
    def batch(self) -> Batch: ...

    @overload
    def batch(self, calls: Iterable[Sequence[Any]]) -> list[Pending]: ...

    def batch(self, calls: Iterable[Sequence[Any]] | None = None) -> Batch | list[Pending]:
        """Many calls in one request, each with its own result or its own error.

        Without calls, what collects them in a ``with`` block, called as the api is; with a list of
        ``(entity, action, params?, index?)`` they are sent at once, and come back in order.
        """
        return Batch(self) if calls is None else send_all(self, calls)

    def _deliver(self, calls: Sequence[ApiCall]) -> list[Answer]:
        if self._backend is None:
            raise NotImplementedError(f"{type(self).__name__} has neither a backend nor _perform_api_call")
        try:
            return deliver(self._backend.send, calls, self._retries)
        finally:
            self._note(calls)

    def _note(self, calls: Sequence[ApiCall]) -> None:
        """After calls that changed what the site says of itself, no schema from before is believed."""
        if any(call.changes_metadata() for call in calls):
            from .schema import cache

            cache.mark(*cache.owner(self._backend))

    @property
    def schema(self) -> SiteSchema:
        """What the site says of itself: its entities, fields, actions and options."""
        made: SiteSchema | None = self.__dict__.get("_schema")
        if made is None:
            from .schema.site import SiteSchema

            made = self._schema = SiteSchema(self, self._schema_given, self._schema_ttl)
        return made

    def current_user(self) -> CurrentUser:
        """Who calls are made as: contact, user, roles, some permissions, as far as the site tells."""
        from .whoami import current_user

        return self._run(current_user(self))

    def download(self, attachment: Any, path: str | PathLike[str]) -> Path:
        """Download an attachment, an id or a row, to a file; gives its path.

        ``path`` is the file's, which is replaced if it is there, or a folder's: then the file gets the
        attachment's name.  It comes piece by piece, into a file beside it that takes its place when whole.
        """
        from .attachments import downloaded

        return downloaded(self, attachment, path)

    def _perform_api_call(self, entity: str, action: str, params: Mapping[str, Any]) -> Any:
        """One call as the API answers it, undecoded; where a subclass overrides it, send uses it."""
        answer = self._deliver([ApiCall(entity, action, params, self.VERSION.NUMBER)])[0]
        if answer.error is not None:
            raise answer.error
        return answer.payload

    def _add_entities(self) -> None:
        """Fill the api with entities; attributes not set here are made on first use."""
        for entity in self.ENTITIES:
            setattr(self, entity.NAME, entity(self))

    def __getattr__(self, name: str) -> BaseEntity:
        if not _ENTITY.fullmatch(name):
            raise AttributeError(
                f"{type(self).__name__} has no attribute {name!r}; entities begin with a capital"
            )
        entity = BaseEntity(self, name)
        self.__dict__[name] = entity
        return entity

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *keyboard.entity_names(self)})

    def __repr__(self) -> str:
        names = (getattr(one, "__name__", "") for one in self._guards)
        notes = [_NOTES[name] for name in names if name in _NOTES]
        return f"<{type(self).__name__} {', '.join([self._site or 'without a site', *notes])}>"

    @property
    def _site(self) -> str:
        return self._backend.site if self._backend is not None else ""

    def close(self) -> None:
        """Close the connection, also that of copies made by with_options."""
        if self._backend is not None:
            self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _merged(params: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Params and keywords together."""
    if params is None:
        return fields
    if not isinstance(params, Mapping):
        raise UsageError(
            f"params is a dict, not a {type(params).__name__}; give fields by their names, as id=3"
        )
    twice = fields.keys() & params.keys()
    if twice:
        raise UsageError(f"{', '.join(sorted(twice))}: given twice, in params and as a keyword")
    for name in params:
        if not isinstance(name, str) or not name.isprintable():
            raise UsageError(f"{name!r} can be no name of a param or field")
    return {**params, **fields}
