"""The page civicrm/file, which gives out files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from . import attachments
from .errors import NotSimulated
from .web import HTML, Reply, page_reply

if TYPE_CHECKING:
    from .visit import Visit

_BOUNCED = Reply(302, HTML, "", (("Location", "/civicrm/dashboard?reset=1"),))
"""Where CiviCRM shows people why not."""


def answer(visit: Visit) -> Reply:
    """The answer to a request to civicrm/file."""
    sent = visit.request.fields
    if not visit.permitted("access uploaded files"):
        return page_reply("Access denied", "You do not have permission to access this page.", 403)
    if sent.get("action") or sent.get("filename"):
        raise NotSimulated("civicrm/file with an action or a file's name")
    number, token = str(sent.get("id", "")), str(sent.get("fcs", ""))
    if not number.isdecimal() or not attachments.is_token(visit.site, int(number), token):
        return _BOUNCED
    row = visit.site.store.record("civicrm_file", int(number))
    path = attachments.path_of(visit.site, row["uri"]) if row else ""
    if row is None or not os.path.exists(path) or not os.path.getsize(path):
        return _BOUNCED
    with open(path, "rb") as file:
        content = file.read()
    disposition = f'attachment; filename="{attachments.clean(row["uri"])}"'
    return Reply(200, row["mime_type"], content, (("Content-Disposition", disposition),))
