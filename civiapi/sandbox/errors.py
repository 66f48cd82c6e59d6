"""What an API call of the sandbox can end in besides an answer."""

from __future__ import annotations

from typing import Any


class SiteError(Exception):
    """A refusal in CiviCRM's own words.

    code is what CiviCRM puts into `error_code` (a number in APIv4, a number or a word in APIv3),
    status the HTTP status of the APIv4 answer, extra further members of the APIv3 error array.
    """

    def __init__(self, message: str, code: int | str = 0, status: int = 500, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.extra = extra


class PhpError(SiteError):
    """What is an uncaught PHP TypeError on a real site: an HTML page over HTTP, JSON-RPC error -32099 in a
    pipe.
    """


class NotSimulated(SiteError):
    """Something CiviCRM can do and the sandbox cannot."""

    def __init__(self, what: str, **extra: Any) -> None:
        super().__init__(f"The sandbox does not simulate {what}.", 0, 501, **extra)


class Printed(SiteError):
    """A file that PHP prints in the place of an answer, after which it ends.

    text: all that is printed; content_type and disposition: what HTTP says of it.
    """

    def __init__(self, text: str, content_type: str, disposition: str) -> None:
        told = "This answer is a file, which only HTTP and cv can carry; ask for the format array."
        super().__init__(told, 0, 501)
        self.text, self.content_type, self.disposition = text, content_type, disposition

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What HTTP says of a file besides its type."""
        return (
            ("Content-Transfer-Encoding", "binary"),
            ("Content-Description", "File Transfer"),
            ("Content-Disposition", self.disposition),
        )


class Unauthorized(SiteError):
    """Known, but not for this user."""

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message, "unauthorized", 403, **extra)


class DatabaseError(SiteError):
    """What the database layer refuses: a short description, and what those are told who may see it."""

    def __init__(self, short: str, info: str = "") -> None:
        super().__init__(f"DB Error: {short}")
        self.short, self.info = short, info
        if info:
            self.extra["debug_info"] = info


def database_error(text: str) -> SiteError:
    """The error of the database layer whose short description is `text`."""
    return DatabaseError(text)
