"""Async apis: the same calls, awaited.

``await api.Contact.get(limit=5)``; entities, actions, batches and queries hand on what the api gives, and so
have no colour.  Only what sends is written twice: the drivers, and the backend on httpx in aclient.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar, overload

from . import index as indexing
from . import v3, v4
from .address import site_of
from .attachments import adownloaded
from .audit import audited
from .auth import Auth
from .base import BaseApi
from .batch import Batch, Pending, send_all
from .call import Answer, ApiCall
from .content import refuse_upload
from .drive import arun, astream
from .errors import ApiCallError
from .flows import Flow, Plan
from .guards import merged_answers, passed
from .log import logged
from .posting import MAX_BODY, Htaccess, Timeout
from .retry import adeliver

if TYPE_CHECKING:
    import httpx
    from tenacity import Retrying
    from typing_extensions import Self

    from .aentity import AsyncEntity
    from .query import AsyncQuery
    from .schema.site import Given
    from .searchkit import AsyncDisplay

T = TypeVar("T")


class AsyncBackend(Protocol):
    """What carries calls to a site: as base.Backend, but ``send`` and ``aclose`` are awaited."""

    @property
    def site(self) -> str: ...

    async def send(self, calls: Sequence[ApiCall]) -> list[Answer]: ...

    def with_options(self, *args: Any, **options: Any) -> AsyncBackend: ...

    async def aclose(self) -> None: ...


class AsyncApi(BaseApi):
    """An api whose calls are awaited; otherwise as BaseApi.

    A subclass sets VERSION, and a backend or an ``async def _perform_api_call``.
    """

    def __init__(
        self,
        backend: AsyncBackend | None = None,
        *,
        retries: int | Retrying = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        given: Any = backend
        super().__init__(given, retries=retries, schema=schema, schema_ttl=schema_ttl)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> AsyncEntity: ...  # type: ignore[override]

        def saved_search(self, name: str) -> Coroutine[Any, Any, AsyncQuery]: ...  # type: ignore[override]

        def search_display(  # type: ignore[override]
            self, search: str, display: str, filters: Mapping[str, Any] | None = None, *, raw: bool = False
        ) -> Coroutine[Any, Any, AsyncDisplay]: ...

    def _run(self, flow: Flow[T]) -> Coroutine[Any, Any, T]:  # type: ignore[override]
        return arun(flow, self.send)

    def _stream(self, plan: Plan[T], workers: int = 1) -> AsyncIterator[T]:  # type: ignore[override]
        return astream(plan, self.send, workers)

    def _query(self, entity: str) -> Any:
        from .query import AsyncQuery

        return AsyncQuery(self, entity)

    async def send(self, calls: Sequence[ApiCall]) -> list[Answer]:  # type: ignore[override]
        """The one exit: every call leaves through here, and comes back as an Answer.

        Override it to count, refuse or record calls; each call comes once, whatever the retries.
        """
        if not self._guards:
            return await self._logged(calls)
        refused = await arun(self._examined(calls), self.send)
        return merged_answers(calls, refused, await self._logged(passed(calls, refused)))

    async def _logged(self, calls: Sequence[ApiCall]) -> list[Answer]:  # type: ignore[override]
        with logged(calls), audited(self._audit, self._site, calls) as heard:
            return heard(await self._performed(calls))

    async def _performed(self, calls: Sequence[ApiCall]) -> list[Answer]:  # type: ignore[override]
        if type(self)._perform_api_call is AsyncApi._perform_api_call:
            return await self._deliver(calls)
        return [await self._performed_alone(call, len(calls) == 1) for call in calls]

    async def _performed_alone(self, call: ApiCall, is_only: bool) -> Answer:  # type: ignore[override]
        try:
            refuse_upload(call)
            payload = await self._perform_api_call(call.entity, call.action, dict(call.params))
        except ApiCallError as error:
            if is_only:
                raise
            return Answer(call, error=error)
        return Answer(call, indexing.applied(payload, call))

    async def _deliver(self, calls: Sequence[ApiCall]) -> list[Answer]:  # type: ignore[override]
        backend: Any = self._backend
        if backend is None:
            raise NotImplementedError(f"{type(self).__name__} has neither a backend nor _perform_api_call")
        try:
            return await adeliver(backend.send, calls, self._retries)
        finally:
            self._note(calls)

    async def download(self, attachment: Any, path: str | PathLike[str]) -> Path:  # type: ignore[override]
        """Download an attachment, an id or a row, to a file; gives its path.

        ``path`` is the file's, which is replaced if it is there, or a folder's: then the file gets the
        attachment's name.  It comes piece by piece, into a file beside it that takes its place when whole.
        """
        return await adownloaded(self, attachment, path)

    async def _perform_api_call(self, entity: str, action: str, params: Mapping[str, Any]) -> Any:
        """One call as the API answers it, undecoded; where a subclass overrides it, send uses it."""
        answer = (await self._deliver([ApiCall(entity, action, params, self.VERSION.NUMBER)]))[0]
        if answer.error is not None:
            raise answer.error
        return answer.payload

    @overload  # type: ignore[override]
    def batch(self) -> AsyncBatch: ...

    @overload
    def batch(self, calls: Iterable[Sequence[Any]]) -> Coroutine[Any, Any, list[Pending]]: ...

    def batch(
        self, calls: Iterable[Sequence[Any]] | None = None
    ) -> AsyncBatch | Coroutine[Any, Any, list[Pending]]:
        """Many calls in one request, each with its own result or its own error.

        Without calls, what collects them in an ``async with`` block, called as the api is; with a list of
        ``(entity, action, params?, index?)`` they are sent at once, and come back in order.
        """
        sent: Any = None if calls is None else send_all(self, calls)
        return AsyncBatch(self) if calls is None else sent

    async def aclose(self) -> None:
        """Close the connection, also that of copies made by with_options."""
        backend: Any = self._backend
        if backend is not None:
            await backend.aclose()

    async def close(self) -> None:  # type: ignore[override]
        """Close the connection, also that of copies made by with_options."""
        await self.aclose()

    def __enter__(self) -> NoReturn:
        raise _not_with(self)

    def __exit__(self, *error: object) -> NoReturn:
        raise _not_with(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()


class AsyncBatch(Batch):
    """Collects calls, made as on an api, and sends them at the end of its ``async with`` block.

    Where the block ends in an exception nothing is sent.
    """

    def send(self) -> Coroutine[Any, Any, list[Pending]]:  # type: ignore[override]
        """Send what was collected, and give it in order."""
        sent: Any = super().send()
        return sent  # type: ignore[no-any-return]

    def __enter__(self) -> NoReturn:
        raise _not_with(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, *error: object) -> None:
        if kind is None:
            await self.send()


def _not_with(one: object) -> TypeError:
    return TypeError(f"{type(one).__name__} is async: write 'async with'")


class AsyncHttpApi(AsyncApi):
    """What AsyncHttpApiV3 and AsyncHttpApiV4 share."""

    def __init__(
        self,
        url: str,
        api_key: str | None,
        site_key: str | None,
        *,
        auth: Auth | None,
        htaccess: Htaccess,
        route: str | None,
        retries: Any,
        schema: Given,
        schema_ttl: float | None,
        **options: Any,
    ) -> None:
        try:
            from .aclient import AsyncHttpBackend
        except ModuleNotFoundError as error:
            if error.name != "httpx":
                raise
            needs = f"{type(self).__name__} needs httpx: pip install 'civiapi[async]'"
            raise ImportError(needs, name="httpx") from error
        site, user = site_of(self.VERSION.NUMBER, url, api_key, site_key, route, auth)
        backend = AsyncHttpBackend(site, auth=auth, htaccess=htaccess or user, **options)
        super().__init__(backend, retries=retries, schema=schema, schema_ttl=schema_ttl)


class AsyncHttpApiV4(AsyncHttpApi):
    """APIv4 of a site at ``url``, awaited; needs httpx (``pip install "civiapi[async]"``).

    The arguments are those of HttpApiV4; for ``session`` there is ``client``, an httpx.AsyncClient of your
    own, and ``limit`` is how many calls may be under way at once.  A callable as ``auth`` may be awaited too.
    """

    VERSION = v4

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        *,
        site_key: str | None = None,
        auth: Auth | None = None,
        route: str | None = None,
        headers: Mapping[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
        client: httpx.AsyncClient | None = None,
        limit: int = 10,
        max_body: int = MAX_BODY,
        check_permissions: bool | None = None,
        retries: Any = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        super().__init__(
            url,
            api_key,
            site_key,
            auth=auth,
            htaccess=htaccess,
            verify_ssl=verify_ssl,
            timeout=timeout,
            route=route,
            headers=headers,
            proxies=proxies,
            cert=cert,
            client=client,
            limit=limit,
            max_body=max_body,
            check_permissions=check_permissions,
            retries=retries,
            schema=schema,
            schema_ttl=schema_ttl,
        )


class AsyncHttpApiV3(AsyncHttpApi):
    """APIv3 of a site at ``url``, awaited; the arguments are those of AsyncHttpApiV4."""

    VERSION = v3

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        site_key: str | None = None,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        *,
        auth: Auth | None = None,
        route: str | None = None,
        headers: Mapping[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
        client: httpx.AsyncClient | None = None,
        limit: int = 10,
        max_body: int = MAX_BODY,
        check_permissions: bool | None = None,
        retries: Any = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        super().__init__(
            url,
            api_key,
            site_key,
            auth=auth,
            htaccess=htaccess,
            verify_ssl=verify_ssl,
            timeout=timeout,
            route=route,
            headers=headers,
            proxies=proxies,
            cert=cert,
            client=client,
            limit=limit,
            max_body=max_body,
            check_permissions=check_permissions,
            retries=retries,
            schema=schema,
            schema_ttl=schema_ttl,
        )
