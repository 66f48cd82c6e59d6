"""The HTTP door: the routes of a CiviCRM site as a Starlette application."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from . import pages, web_api4, web_file, web_legacy, web_rest
from .attachments import BASE
from .auth import Keys, Rejected
from .errors import NotSimulated, PhpError, Printed
from .visit import Redirect, Sessions, Visit
from .web import HTML, Reply, Request, json_reply, page_reply

if TYPE_CHECKING:
    from .site import Site

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


def application(site: Site, keys: Keys) -> Starlette:
    """The site's web application."""
    sessions = Sessions()

    async def endpoint(request: HttpRequest) -> Response:
        asked = Request(
            method=request.method,
            path=request.url.path,
            headers={name.lower(): value for name, value in request.headers.items()},
            query_text=request.url.query,
            body=await request.body(),
            client=request.client.host if request.client else "",
        )
        reply = await run_in_threadpool(answer, Visit(site, keys, sessions, asked))
        response = Response(reply.body, reply.status)
        response.headers["Content-Type"] = reply.content_type
        for name, value in reply.headers:
            response.headers.append(name, value)
        return response

    return Starlette(routes=[Route("/{path:path}", endpoint, methods=METHODS)])


def answer(visit: Visit) -> Reply:
    """The answer to one request."""
    segments = visit.request.segments
    if not segments:
        return Reply(302, HTML, "", (("Location", "/civicrm/home"),))
    if segments[0] != "civicrm" and segments[-2:] != web_legacy.PATH:
        return page_reply("Path not found", status=404)
    token = BASE.set(f"http://{visit.request.headers.get('host', 'localhost')}")
    try:
        return visit.finished(_routed(visit, segments))
    finally:
        BASE.reset(token)


def _routed(visit: Visit, segments: list[str]) -> Reply:
    try:
        visit.authenticate()
        return _route(segments)(visit)
    except Rejected as error:
        return visit.rejected(error.message)
    except Redirect as redirect:
        return redirect.reply
    except Printed as file:
        return Reply(200, file.content_type, file.text, file.headers)
    except PhpError as error:
        return Reply(500, HTML, pages.fatal(error.message))
    except NotSimulated as error:
        return json_reply({"error_code": 0, "error_message": error.message, "status": 501}, 501)


def _route(segments: list[str]) -> Callable[[Visit], Reply]:
    if segments[-2:] == web_legacy.PATH:
        return web_legacy.answer
    for length in (2, 1):
        if tuple(segments[1 : length + 1]) in _ROUTES:
            return _ROUTES[tuple(segments[1 : length + 1])]
    return _home


def _identity(visit: Visit) -> Reply:
    return json_reply(visit.identity._asdict())


def _logout(visit: Visit) -> Reply:
    visit.log_out()
    return json_reply([])


def _login_page(visit: Visit) -> Reply:
    return page_reply("Log in")


def _home(visit: Visit) -> Reply:
    if not visit.permitted("access CiviCRM"):
        return page_reply("Log in", "This page needs a login.", 403)
    return page_reply("CiviCRM Home")


_ROUTES: dict[tuple[str, ...], Callable[[Visit], Reply]] = {
    ("ajax", "api4"): web_api4.answer,
    ("ajax", "rest"): web_rest.answer,
    ("authx", "id"): _identity,
    ("authx", "login"): _identity,
    ("authx", "logout"): _logout,
    ("file",): web_file.answer,
    ("login",): _login_page,
}
