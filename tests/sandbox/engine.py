"""What the engine tests share: a caller for one site, and a clock that stands still."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from civiapi.sandbox import Site

ADMINISTRATOR = 2
NUMBERS = itertools.count(1)


class Caller:
    """Calls of the administrator, with the values, or the whole answer."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def answer(self, entity, action, params=None, index=None):
        return self.site.api4(entity, action, params or {}, index, user=ADMINISTRATOR, check=True)

    def __call__(self, entity, action, params=None, index=None):
        return self.answer(entity, action, params, index)["values"]

    def person(self, **values):
        """A new individual's id; each has a last name of its own."""
        values = {"contact_type": "Individual", "first_name": "P", "last_name": token(), **values}
        return self("Contact", "create", {"values": values})[0]["id"]


def token() -> str:
    """A text that no other record has."""
    return f"t{next(NUMBERS)}x"


@contextmanager
def clock_at(moment: datetime.datetime) -> Iterator[None]:
    """It is then, to all sites of this process."""

    class Standing(datetime.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime.datetime:
            return moment.replace(tzinfo=tz)

    # not utc_now itself: a module that is first imported meanwhile would keep it
    standing = SimpleNamespace(**{**vars(datetime), "datetime": Standing})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("civiapi.sandbox.sqlfunctions.datetime", standing)
        yield
