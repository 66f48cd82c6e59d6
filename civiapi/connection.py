"""The connection to a site: a requests session, made on first use, shared by copies of an api."""

from __future__ import annotations

import os
import threading
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from .errors import UsageError

_POOL = 32


class Connection:
    """A session, made on first use, shared by copies and made anew after a fork or unpickling."""

    def __init__(self, session: requests.Session | None = None) -> None:
        self._own, self._session = session, session
        self._lock = threading.Lock()
        self._settings: dict[str, Any] = {}
        self._pid = os.getpid()

    def session(self) -> requests.Session:
        if self._pid != os.getpid():  # a fork; the lock may be held by a thread that only the parent has
            self.__init__(self._own)  # type: ignore[misc]
        session = self._session  # once: another thread may close it meanwhile
        if session is None:
            with self._lock:
                session = self._session
                if session is None:
                    session = self._session = _new_session()
        return session

    def settings(self, url: str, proxies: dict[str, str], verify: bool | str, cert: Any) -> Any:
        """Proxies and certificates for a URL's host, those of the environment included.

        Looking through the environment costs as much as the rest of a call, so it is done once; a session
        that was given is asked each time, its owner may change it.
        """
        host = url[: url.index("/", 8)] if "/" in url[8:] else url
        found = self._settings.get(host)
        if found is None or self._own is not None:
            found = self.session().merge_environment_settings(url, dict(proxies), None, verify, cert)
            if host.lower().startswith("https:"):
                _refuse_missing(found["verify"], found["cert"])
            self._settings[host] = found
        return found

    def close(self) -> None:
        """Close our session; one that was given stays open, it is its owner's."""
        session, self._session = self._session, self._own
        if session is not None and session is not self._own:
            session.close()

    def __getstate__(self) -> dict[str, Any]:
        return {"session": self._own}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


def _refuse_missing(verify: Any, cert: Any) -> None:
    """UsageError for certificates that are not there, where requests would raise a bare OSError."""
    for place in (verify, *(cert if isinstance(cert, tuple) else (cert,))):
        if isinstance(place, str) and not os.path.exists(place):
            raise UsageError(
                f"verify_ssl or cert is no file of certificates: there is no {place}; the environment's "
                "REQUESTS_CA_BUNDLE counts too"
            )


def _new_session() -> requests.Session:
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=_POOL, max_retries=0))
    return session
