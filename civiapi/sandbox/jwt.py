"""JSON web tokens as AuthX signs and reads them: HMAC with the site's own key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .site import Site

ALGORITHMS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_SIGN_KEY = "sign_key"

Claims = dict[str, Any]


class Expired(Exception):
    """A token that was good once."""


def sign_key(site: Site) -> bytes:
    """The key a site signs with; made when it is first needed."""
    site.store.execute(
        "INSERT OR IGNORE INTO _meta (name, value) VALUES (?, ?)", (_SIGN_KEY, os.urandom(32).hex())
    )
    return str(site.store.meta(_SIGN_KEY)).encode()


def encode(claims: Claims, key: bytes, algorithm: str = "HS256") -> str:
    """A signed token."""
    header = {"typ": "JWT", "alg": algorithm, "kid": hashlib.sha256(key).hexdigest()[:12]}
    signed = ".".join(_packed(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return f"{signed}.{_packed(_signature(signed, key, algorithm))}"


def decode(token: str, key: bytes) -> Claims | None:
    """What a token claims; None if this site has not signed it; raises Expired."""
    signed, _, signature = token.rpartition(".")
    header, _, body = signed.partition(".")
    try:
        algorithm = json.loads(_unpacked(header)).get("alg")
        claims = json.loads(_unpacked(body))
        given = _unpacked(signature)
    except (ValueError, AttributeError):
        return None
    if algorithm not in ALGORITHMS or not hmac.compare_digest(_signature(signed, key, algorithm), given):
        return None
    return _current(claims) if isinstance(claims, dict) else None


def _current(claims: Claims) -> Claims | None:
    now = time.time()
    if any(_time(claims.get(name), now) > now for name in ("nbf", "iat")):
        return None
    if _time(claims.get("exp"), now + 1) <= now:
        raise Expired
    return claims


def _time(value: Any, absent: float) -> float:
    return float(value) if isinstance(value, (int, float)) else absent


def _signature(signed: str, key: bytes, algorithm: str) -> bytes:
    return hmac.new(key, signed.encode(), ALGORITHMS[algorithm]).digest()


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
