"""What CiviCRM's words for a refused log-in mean, and what to do.  Pure.

https://docs.civicrm.org/dev/en/latest/framework/authx/
"""

from __future__ import annotations

import re

_PERMISSIONS = {"pass": "authenticate with password"}

#: The first that fits explains; {1} and so on are the pattern's groups.
ADVICE: list[tuple[str, str]] = [
    (r"Expired token", "make a new one, and look at the clocks of both machines"),
    (r"Malformed JWT", "its claim 'sub' is to be 'cid:' and a contact's id"),
    (
        r"Contact ID (\d+) is invalid",
        "there is no contact {1}, for whom the token was made",
    ),
    (
        r'type "(\w+)" with flow "(\w+)" is not allowed',
        "the site's setting authx_{2}_cred has no '{1}'; allow it there, or log in another way",
    ),
    (
        r"No matching user",
        "the contact of this key has no user account in the CMS; give it one",
    ),
    (r"User is blocked", "the user account is blocked in the CMS"),
    (r"mismatched session", "a cookie of another user was sent along"),
    (
        r"SECURITY ALERT",
        "no log-in reached CiviCRM: a web server or proxy before it dropped the header X-Civi-Auth, or its "
        "extension AuthX is off; civiapi doctor finds out which",
    ),
    (r"Must specify principal", "there is no such user"),
]


def explained(reason: str, cred: str = "api_key") -> str:
    """CiviCRM's reason with what to do about it; ``cred`` is AuthX's name for what was shown."""
    advice = _advice(reason, cred)
    return f"{reason}: {advice}" if advice else reason


def _advice(reason: str, cred: str) -> str | None:
    if re.search("invalid credential", reason, re.IGNORECASE):
        return _WRONG.get(cred, _WRONG["api_key"])
    guards = re.search(r"Must satisfy guard \(([^)]*)\)", reason)
    if guards:
        return _unmet(re.findall(r"\w+", guards[1]), cred)
    for pattern, advice in ADVICE:
        found = re.search(pattern, reason)
        if found:
            return advice.format("", *found.groups())
    return None


_WRONG = {
    "api_key": "no contact has this key; it is the 'API Key' of a contact, not the site's key",
    "pass": "the user's name or the password is wrong",
    "jwt": "this site did not make this token",
}


def _unmet(guards: list[str], cred: str) -> str:
    ways = {
        "site_key": "give site_key=",
        "perm": f"give the user the permission '{_PERMISSIONS.get(cred, 'authenticate with api key')}'",
    }
    return ", or ".join(ways[guard] for guard in guards if guard in ways) or "see the setting authx_guards"
