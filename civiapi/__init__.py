"""civiapi: a composable toolkit for CiviCRM's APIv3 and APIv4.

>>> from civiapi import connect
>>> api = connect("sandbox")
>>> api.Contact.get(contact_type="Organization", select=["display_name"], limit=1).first()
{'id': 1, 'display_name': 'Default Organization'}
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING
from typing import Any as _Any

from ._version import __version__

if TYPE_CHECKING:
    from . import v3, v4
    from .aio import AsyncApi, AsyncHttpApiV3, AsyncHttpApiV4
    from .auth import Jwt, Password
    from .base import BaseAction, BaseApi, BaseEntity
    from .batch import Batch, Pending
    from .call import Answer, ApiCall
    from .cv import CvApiV3, CvApiV4
    from .errors import (
        AccessDenied,
        ApiCallError,
        ApiError,
        CallTimeout,
        CommandFailed,
        ConnectionFailed,
        GatewayError,
        InvalidCall,
        InvalidResponse,
        NotFound,
        NotSingle,
        PermissionDenied,
        RateLimited,
        TransportError,
        Unavailable,
        UsageError,
    )
    from .http import HttpApiV3, HttpApiV4
    from .inprocess import SandboxApiV3, SandboxApiV4
    from .moving.folder import export_site, import_site
    from .moving.run import transfer
    from .pipe import PipeApiV3, PipeApiV4
    from .query import AsyncPage, AsyncQuery, Page, Q, Query
    from .result import Result
    from .sites import connect
    from .streams import AsyncStream, Stream

# Names are imported on first use: who only runs the sandbox's cv pays for nothing else.
_HOMES = {
    "v3": "",
    "v4": "",
    **dict.fromkeys(("AsyncApi", "AsyncHttpApiV3", "AsyncHttpApiV4"), "aio"),
    **dict.fromkeys(("Jwt", "Password"), "auth"),
    **dict.fromkeys(("BaseAction", "BaseApi", "BaseEntity"), "base"),
    **dict.fromkeys(("Batch", "Pending"), "batch"),
    **dict.fromkeys(("Answer", "ApiCall"), "call"),
    "connect": "sites",
    **dict.fromkeys(("CvApiV3", "CvApiV4"), "cv"),
    **dict.fromkeys(
        (
            *("AccessDenied", "ApiCallError", "ApiError", "CallTimeout", "CommandFailed", "ConnectionFailed"),
            *("GatewayError", "InvalidCall", "InvalidResponse", "NotFound", "NotSingle", "PermissionDenied"),
            *("RateLimited", "TransportError", "Unavailable", "UsageError"),
        ),
        "errors",
    ),
    **dict.fromkeys(("HttpApiV3", "HttpApiV4"), "http"),
    **dict.fromkeys(("PipeApiV3", "PipeApiV4"), "pipe"),
    **dict.fromkeys(("AsyncPage", "AsyncQuery", "Page", "Q", "Query"), "query"),
    **dict.fromkeys(("AsyncStream", "Stream"), "streams"),
    **dict.fromkeys(("SandboxApiV3", "SandboxApiV4"), "inprocess"),
    "Result": "result",
    **dict.fromkeys(("export_site", "import_site"), "moving.folder"),
    "transfer": "moving.run",
}

__all__ = [
    "AccessDenied",
    "Answer",
    "ApiCall",
    "ApiCallError",
    "ApiError",
    "AsyncApi",
    "AsyncHttpApiV3",
    "AsyncHttpApiV4",
    "AsyncPage",
    "AsyncQuery",
    "AsyncStream",
    "BaseAction",
    "BaseApi",
    "BaseEntity",
    "Batch",
    "CallTimeout",
    "CommandFailed",
    "ConnectionFailed",
    "CvApiV3",
    "CvApiV4",
    "GatewayError",
    "HttpApiV3",
    "HttpApiV4",
    "InvalidCall",
    "InvalidResponse",
    "Jwt",
    "NotFound",
    "NotSingle",
    "Page",
    "Password",
    "Pending",
    "PermissionDenied",
    "PipeApiV3",
    "PipeApiV4",
    "Q",
    "Query",
    "RateLimited",
    "Result",
    "SandboxApiV3",
    "SandboxApiV4",
    "Stream",
    "TransportError",
    "Unavailable",
    "UsageError",
    "__version__",
    "connect",
    "export_site",
    "import_site",
    "transfer",
    "v3",
    "v4",
]


def __getattr__(name: str) -> _Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'civiapi' has no attribute {name!r}")
    home = _HOMES[name]
    found = (
        getattr(_import_module(f"{__name__}.{home}"), name) if home else _import_module(f"{__name__}.{name}")
    )
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
