"""Which permissions an API action asks for: the rules of CiviCRM's entities.

A rule is a list of permissions, all of which are needed; of a list inside it, one is enough.  An entity
without rules of its own has DEFAULTS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .schema import CONTACT_TYPES, ECK_PREFIX

Rule = list[Any]
Rules = dict[str, Rule]

CIVICRM, ADMINISTER, ECK = "access CiviCRM", "administer CiviCRM", "administer eck entities"
DEFAULTS: Rules = {"meta": [CIVICRM], "default": [ADMINISTER]}
# actions for which nobody needs a permission; autocomplete finds things by a get, which asks for its own
OPEN_ACTIONS = ("checkAccess", "getLinks", "autocomplete")
# actions of APIv4 that are judged as another one
_V4_GENERIC = {
    "getActions": "meta",
    "getFields": "meta",
    "replace": "delete",
    "save": "create",
}
_V3_META = ("getfields", "getfield", "getspec", "getoptions")


def _component(name: str, edit: str, delete: str | None = None, default: str = "default") -> Rules:
    """The rules of a component's records: to read, to delete, and all else."""
    base = [CIVICRM, f"access {name}"]
    return {"get": base, "delete": [*base, delete or f"delete in {name}"], default: [*base, edit]}


def _parts(*rules: Rules) -> Rules:
    """Rules of a record that belongs to several components: all of theirs, each permission once."""
    return {
        action: list(dict.fromkeys(item for one in rules for item in one.get(action, one.get("default", []))))
        for action in ("get", "create", "update", "delete")
    }


_ACL: Rules = {"default": []}
"""Judged by the contact that a record belongs to."""
_READ: Rules = {"get": [CIVICRM]}
_CONTRIBUTION = _component("CiviContribute", "edit contributions")
_SHOP: Rule = [[CIVICRM, "access CiviContribute", "make online contributions"]]
_MEMBERSHIP = _component("CiviMember", "edit memberships")
_PLEDGE = _component("CiviPledge", "edit pledges")
_EVENTS = [CIVICRM, "access CiviEvent"]
_EVENT: Rules = {
    "get": [*_EVENTS, "view event info"],
    "delete": [*_EVENTS, "delete in CiviEvent"],
    "create": [*_EVENTS, "edit all events"],
    "update": [*_EVENTS, "edit all events"],
}
_PARTICIPANT: Rules = {
    "get": [*_EVENTS, "view event participants"],
    "create": [*_EVENTS, "register for events"],
    "update": [*_EVENTS, "edit event participants"],
    "delete": [*_EVENTS, "edit event participants"],
}
_ACTIVITY: Rules = {
    "get": [CIVICRM],
    "delete": [CIVICRM, "delete activities"],
    "default": [CIVICRM, "view all activities"],
}
_ANY_CASE: Rule = [["access my cases and activities", "access all cases and activities"]]
_CASE: Rules = {
    "create": [CIVICRM, "add cases"],
    "delete": [CIVICRM, "delete in CiviCase"],
    "restore": ["administer CiviCase"],
    "merge": ["administer CiviCase"],
    "default": _ANY_CASE,
}
_PRICE: Rules = {
    "get": [[CIVICRM, "view event info", "make online contributions"]],
    "default": [["access CiviEvent", "access CiviContribute", "access CiviMember"]],
}
_GROUP: Rules = {"get": [CIVICRM], "default": [CIVICRM, "edit groups"]}
_MAILERS = ["access CiviMail", "create mailings", "schedule mailings", "approve mailings"]
_MAILING: Rules = {
    "get": [CIVICRM, _MAILERS],
    "delete": [CIVICRM, _MAILERS, "delete in CiviMail"],
    "submit": [CIVICRM, ["access CiviMail", "schedule mailings"]],
    "default": [CIVICRM, _MAILERS],
}
_PROFILE_EDITORS: Rule = [CIVICRM, [ADMINISTER, "manage event profiles"]]
_PROFILE: Rules = {"get": [CIVICRM], "create": _PROFILE_EDITORS, "update": _PROFILE_EDITORS}
_CAMPAIGN: Rules = {"get": [CIVICRM], "default": [["administer CiviCampaign", "manage campaign"]]}
_TEMPLATE_EDITORS: Rule = [
    ["edit message templates", "edit user-driven message templates", "edit system workflow message templates"]
]
_FILE: Rules = {"default": [CIVICRM, "access uploaded files"]}
_CUSTOM: Rules = {"default": [ADMINISTER, "access all custom data"]}
# entities that share their rules => these
_SHARED: dict[str, Rules] = {
    "Address Email Phone Website IM OpenID Note EntityTag": _ACL,
    "Contribution LineItem FinancialItem ContributionSoft": _CONTRIBUTION,
    "Product PremiumsProduct": {**_CONTRIBUTION, "get": _SHOP, "meta": _SHOP},
    "Premium": {"get": _SHOP, "meta": _SHOP},
    "Payment ContributionRecur": _CONTRIBUTION,
    "FinancialType EntityFinancialAccount FinancialAccount FinancialTrxn": {"get": _CONTRIBUTION["get"]},
    "Membership MembershipStatus MembershipType": _MEMBERSHIP,
    "MembershipPayment": _parts(_MEMBERSHIP, _CONTRIBUTION),
    "Event LocBlock": _EVENT,
    "Participant": _PARTICIPANT,
    "ParticipantPayment": _parts(_PARTICIPANT, _CONTRIBUTION),
    "Pledge": _parts(_PLEDGE),
    "PledgePayment": _parts(_PLEDGE, _CONTRIBUTION),
    "Activity ActivityContact": _ACTIVITY,
    "Case CaseContact CaseActivity": _CASE,
    "Campaign Survey": _CAMPAIGN,
    "Group GroupNesting GroupOrganization": _GROUP,
    "PriceSet PriceField PriceFieldValue PriceSetEntity": _PRICE,
    "Mailing MailingGroup MailingJob MailingRecipients": _MAILING,
    "UFGroup UFJoin OptionValue OptionGroup": _PROFILE,
    "CustomField CustomGroup": _CUSTOM,
    "File EntityFile": _FILE,
    "Country StateProvince RelationshipType UserJob Dashboard": _READ,
    "DashboardContact Mapping MappingField Entity Permission": {"default": [CIVICRM]},
}
# rules of APIv4 alone
V4_RULES: dict[str, Rules] = {"GroupContact": {"default": [CIVICRM]}}
RULES: dict[str, Rules] = {
    **{name: rules for names, rules in _SHARED.items() for name in names.split()},
    "Contact": {
        "create": [CIVICRM, "add contacts"],
        "delete": [CIVICRM, "delete contacts"],
        "get": [],
        "update": [],
        "duplicatecheck": [CIVICRM],
        "merge": ["merge duplicate contacts"],
    },
    "ActionSchedule": {"update": [[CIVICRM, "edit all events"]]},
    "Attachment": {"default": [[CIVICRM, "access AJAX API"]]},
    "AuthxCredential": {
        "create": ["generate any authx credential"],
        "validate": ["validate any authx credential"],
    },
    "CaseType": {"get": _ANY_CASE, "default": ["administer CiviCase"]},
    "GroupContact": {"get": [CIVICRM], "default": [CIVICRM, "edit all contacts"]},
    "JobLog": {"default": ["administer CiviCRM system"]},
    "LocationType": {
        "get": [CIVICRM],
        "update": ["administer CiviCRM data"],
        "delete": ["administer CiviCRM data"],
    },
    "MessageTemplate": {"get": [CIVICRM], "create": _TEMPLATE_EDITORS, "update": _TEMPLATE_EDITORS},
    "Relationship": {"get": [], "default": [CIVICRM, "edit all contacts"]},
    "RelationshipCache": {"get": []},
    "SavedSearch": {"default": ["administer CiviCRM data"]},
    "SearchDisplay": {
        **{action: [CIVICRM] for action in ("get", "getDefault", "getSearchTasks")},
        **{action: [] for action in ("run", "download", "inlineEdit")},
        "default": ["administer search_kit"],
    },
    "Tag": {"get": [CIVICRM], "create": [CIVICRM], "update": [CIVICRM]},
    "UFField": {**_PROFILE, "delete": _PROFILE_EDITORS},
}


def v4_rule(entity: str, action: str) -> Rule:
    """What an APIv4 action needs."""
    if action in OPEN_ACTIONS:
        return []
    return _rule(entity, action, _V4_GENERIC.get(action, "default"), V4_RULES.get(entity))


def v3_rule(entity: str, action: str, params: dict[str, Any]) -> Rule:
    """What an APIv3 action needs; `create` with an id is an update."""
    generic = action
    if action == "replace" or action.startswith("del"):
        generic = "delete"
    elif action == "setvalue" or action.startswith("upd") or (action == "create" and params.get("id")):
        generic = "update"
    elif action in _V3_META:
        generic = "meta"
    elif action.startswith("get"):
        generic = "get"
    return _rule(entity, generic, "default")


def _eck(kind: str) -> Rules:
    """The rules of an entity that a site has made (Civi/Api4/EckEntity.php of de.systopia.eck)."""

    def either(verb: str) -> Rule:
        return [CIVICRM, [ECK, f"{verb} any eck entity", f"{verb} eck entity {kind}"]]

    edit = either("edit")
    return {
        "get": either("view"),
        "create": edit,
        "update": edit,
        "delete": either("delete"),
        "default": [CIVICRM, [ADMINISTER, ECK]],
    }


def _own(entity: str) -> Rules:
    if entity.startswith(ECK_PREFIX):
        return _eck(entity.removeprefix(ECK_PREFIX))
    return RULES.get("Contact" if entity in CONTACT_TYPES else entity, {})


def _rule(entity: str, action: str, generic: str, own: Rules | None = None) -> Rule:
    rules = {**DEFAULTS, **(_own(entity) if own is None else own)}
    return rules.get(action, rules.get(generic, rules["default"]))


def met(rule: Rule, has: Callable[[str], bool]) -> bool:
    """Whether someone who has these permissions may."""
    return all(any(map(has, item)) if isinstance(item, list) else has(item) for item in rule)


def worded(rule: Rule) -> str:
    """A rule as APIv3 tells it."""
    return " and ".join(f"( {' or '.join(item)} )" if isinstance(item, list) else item for item in rule)
