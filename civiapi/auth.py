"""Ways to log in over HTTP besides an api key.

``auth=Jwt(token)``, ``auth=Password(user, password)``, or any callable that gives a credential
("Bearer ..."), sent as X-Civi-Auth, or a mapping of headers.  How they are used: session.py.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from . import codec
from .errors import UsageError

#: CiviCRM takes a cookie, or an Authorization header, from a script only with this.
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@dataclass(frozen=True)
class Jwt:
    """A token that the site made, as AuthxCredential.create gives it; with or without its "Bearer "."""

    token: str = field(repr=False)

    def __call__(self) -> str:
        return f"Bearer {self.token.removeprefix('Bearer ').strip()}"


@dataclass(frozen=True)
class Password:
    """A user's name and password, shown once: what follows goes by a session, which is renewed when it ends.

    The site's setting authx_login_cred has to allow "pass"; its guard wants the permission "authenticate with
    password", or ``site_key``.
    """

    user: str
    password: str = field(repr=False)

    @property
    def credential(self) -> str:
        """The credential that the log-in shows."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


Auth: TypeAlias = "Password | Callable[[], Any]"


def kind_of(auth: Auth | None) -> str:
    """What AuthX calls the credential, as far as it is known here."""
    return "pass" if isinstance(auth, Password) else "jwt" if isinstance(auth, Jwt) else "api_key"


def secrets_of(auth: Auth | None) -> tuple[str, ...]:
    """What no text may show."""
    if isinstance(auth, Password):
        return auth.password, auth.credential.removeprefix("Basic ")
    return (auth.token,) if isinstance(auth, Jwt) else ()


@dataclass(frozen=True)
class Login:
    """The headers that say who we are; ``is_sure``: where they are lost, CiviCRM refuses."""

    headers: Mapping[str, str] = field(repr=False)
    is_sure: bool = False

    @classmethod
    def of(cls, given: Any) -> Login:
        """What a callable gave; UsageError where that is no credential."""
        headers = {"X-Civi-Auth": given} if isinstance(given, str) else given
        if not isinstance(headers, Mapping) or not all(
            isinstance(text, str) for pair in headers.items() for text in pair
        ):
            raise UsageError("auth= gave neither a credential ('Bearer ...') nor a mapping of headers")
        is_sure = "x-civi-auth" in {name.lower() for name in headers}
        return cls({**({} if is_sure else SCRIPT), **headers}, is_sure)

    def on(self, request: codec.HttpRequest) -> codec.HttpRequest:
        """The request with the log-in on it."""
        return replace(request, headers={**request.headers, **self.headers})
