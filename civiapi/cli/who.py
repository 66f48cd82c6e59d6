"""``civiapi whoami``."""

from __future__ import annotations

from typing import Any

import click

from . import sites
from .failures import tell
from .options import PrintingCommand, opened


@click.command(cls=PrintingCommand)
def whoami(choice: sites.Choice, form: str) -> None:
    """Print who calls are made as: site, contact, user, roles, and what they may do.

    \b
      civiapi whoami
      civiapi --site sandbox whoami --out json
    """
    from . import output

    with opened(choice) as api:
        user = api.current_user()
    told: dict[str, Any] = {
        "site": user.site,
        "contact_id": user.contact_id,
        "display_name": user.display_name,
        "user": user.user,
        "roles": None if user.roles is None else list(user.roles),
    }
    if form == "table":
        shown = {name: value for name, value in told.items() if value is not None}
        shown["roles"] = ", ".join(user.roles or ())
        for name, allowed in user.may.items():
            shown[f"may {name}"] = "yes" if allowed else "no"
        output.write(shown, form, (), tell)
    else:
        output.write({**told, "may": dict(user.may)}, form, (), tell)
