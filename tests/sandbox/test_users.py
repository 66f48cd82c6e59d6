"""Users with roles: what each may, what errors tell them, and every way to prove who one is."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from civiapi.sandbox import Site
from civiapi.sandbox.auth import Keys, Rejected, admit, by_credential
from civiapi.sandbox.errors import NotSimulated, SiteError, Unauthorized
from civiapi.sandbox.jwt import Expired, decode, encode, sign_key
from civiapi.sandbox.permissions import v3_rule, v4_rule, worded
from civiapi.sandbox.serve import running
from civiapi.sandbox.users import ADMIN, ROLE_NAMES, add_user, add_users, is_password, set_password

DEADLINE = 120


@pytest.fixture
def site(new_site):
    with Site.open(new_site()) as site:
        yield site


@pytest.fixture
def users(site):
    return {role: add_user(site, f"the-{role}", role) for role in ROLE_NAMES}


def call(site, user, entity, action, /, **params):
    return site.api4(entity, action, params, user=user and user.contact_id, check=True)["values"]


def call3(site, user, entity, action, **params):
    return site.api3(entity, action, params, user=user.contact_id, check=True)


def test_roles(site, users):
    permitted = {
        role: {
            name: site.permitted(user.contact_id, name)
            for name in (
                "access AJAX API",
                "authenticate with api key",
                "view debug output",
                "administer CiviCRM",
            )
        }
        for role, user in users.items()
    }
    assert [*permitted["all"].values()] == [True, True, True, True]
    assert [*permitted["none"].values()] == [True, True, False, False]
    assert [*permitted["debug"].values()] == [True, True, True, False]
    assert [*permitted["nologin"].values()] == [True, False, True, True]
    assert [*permitted["nouser"].values()] == [False, False, False, False]
    assert not site.permitted(users["all"].contact_id, "*always deny*")
    assert users["nouser"].user_id is None
    assert len({user.api_key for user in users.values()}) == len(users)


def test_a_user_keeps_contact_and_key_with_another_role(site):
    first = add_user(site, "ann", "none")
    again = add_user(site, "ann", "debug")
    assert again == first._replace(role="debug")
    without = add_user(site, "bob", "nouser")
    assert add_user(site, "bob", "all").contact_id == without.contact_id
    assert [*add_users(site, ["ann", "cid:debug"])] == ["ann", "cid"]
    for wrong in ("ann:king", ":all"):
        with pytest.raises(ValueError, match=r"role|NAME"):
            add_users(site, [wrong])


def test_accounts_show_as_the_entity_user(site, users):
    rows = call(
        site,
        users["all"],
        "User",
        "get",
        select=["username", "contact_id"],
        where=[["username", "=", "the-none"]],
    )
    assert rows == [
        {"id": users["none"].user_id, "username": "the-none", "contact_id": users["none"].contact_id}
    ]
    role = call(site, users["all"], "Role", "get", where=[["name", "=", "debug"]])[0]
    assert "view debug output" in role["permissions"]


def test_who_may_not_view_contacts_sees_none(site, users):
    none = users["none"]
    for entity in ("Contact", "Individual", "Email", "Phone", "Address", "Relationship", "Note"):
        assert call(site, none, entity, "get") == []
        assert call(site, None, entity, "get") == []
    assert call(site, none, "Contact", "get", select=["row_count"]) == []
    assert (
        call(
            site, none, "Contact", "update", where=[["first_name", "IS NOT NULL"]], values={"job_title": "X"}
        )
        == []
    )
    with pytest.raises(SiteError, match="Invalid field 'bogus'"):
        call(site, none, "Contact", "get", where=[["bogus", "=", 1]])
    assert call3(site, none, "Contact", "get")["values"] == []
    assert call3(site, none, "Contact", "getcount") == 0


@pytest.mark.parametrize(
    ("entity", "action", "params", "message"),
    [
        (
            "Contact",
            "create",
            {"values": {"contact_type": "Individual", "first_name": "X"}},
            "Contact::create",
        ),
        ("Contact", "update", {"where": [["id", "=", 2]], "values": {"job_title": "X"}}, "ACL check failed"),
        ("Email", "create", {"values": {"contact_id": 2, "email": "x@example.org"}}, "ACL check failed"),
        ("Contact", "delete", {"where": [["id", "=", 2]]}, "Contact::delete"),
        ("Contact", "getFields", {}, "Contact::getFields"),
        ("Tag", "get", {}, "Tag::get"),
        ("Setting", "get", {}, "Setting::get"),
        ("Contribution", "save", {"records": [{"contact_id": 2}]}, "Contribution::save"),
        ("AuthxCredential", "create", {"contactId": 2}, "AuthxCredential::create"),
    ],
)
def test_what_is_refused(site, users, entity, action, params, message):
    with pytest.raises(Unauthorized, match=message) as error:
        call(site, users["none"], entity, action, **params)
    assert error.value.status == 403


def test_what_version_3_refuses(site, users):
    told = {
        (
            "Setting",
            "get",
        ): "API permission check failed for Setting/get call; insufficient permission: require administer CiviCRM",
        (
            "Contact",
            "create",
        ): "API permission check failed for Contact/create call; insufficient permission: require access CiviCRM and add contacts",
        (
            "Tag",
            "getoptions",
        ): "API permission check failed for Tag/getoptions call; insufficient permission: require access CiviCRM",
    }
    for (entity, action), message in told.items():
        with pytest.raises(Unauthorized) as error:
            call3(site, users["none"], entity, action, contact_type="Individual", field="used_for")
        assert error.value.message == message
    with pytest.raises(Unauthorized, match="Permission denied to modify contact record"):
        call3(site, users["none"], "Contact", "create", id=2, first_name="X")


def test_rules():
    assert v4_rule("Household", "save") == ["access CiviCRM", "add contacts"]
    assert v4_rule("Tag", "replace") == ["administer CiviCRM"]
    assert v4_rule("Anything", "getActions") == ["access CiviCRM"]
    assert v4_rule("Anything", "checkAccess") == []
    assert v3_rule("Tag", "create", {"id": 1}) == ["access CiviCRM"]
    assert worded(v3_rule("UFGroup", "create", {})) == (
        "access CiviCRM and ( administer CiviCRM or manage event profiles )"
    )


def give(site, contact_id, *permissions):
    """A role of one's own."""
    text = "\x01" + "\x01".join(permissions) + "\x01"
    role = site.store.insert(
        "civicrm_role", {"name": str(permissions), "label": "x", "permissions": text, "is_active": 1}
    )
    site.store.execute(
        "UPDATE civicrm_user_role SET role_id = ? WHERE user_id = (SELECT id FROM civicrm_uf_match WHERE contact_id = ?)",
        (role, contact_id),
    )


def test_own_contact(site, users):
    none = users["none"]
    give(site, none.contact_id, "access CiviCRM", "edit my contact")
    assert [row["id"] for row in call(site, none, "Contact", "get", select=["id"])] == [none.contact_id]
    mine = call(
        site, none, "Contact", "update", where=[["id", "=", none.contact_id]], values={"job_title": "X"}
    )
    assert mine[0]["job_title"] == "X"
    call(site, none, "Email", "create", values={"contact_id": none.contact_id, "email": "x@example.org"})
    assert len(call(site, none, "Email", "get")) == 1
    activity = {"activity_type_id": 1, "source_contact_id": 2}
    for targets in ([none.contact_id], []):
        values = {**activity, "target_contact_id": targets}
        site.api4("Activity", "create", {"values": values}, user=2, check=False)
    shown = call(site, none, "Activity", "get", select=["target_contact_id"])
    assert [row["target_contact_id"] for row in shown] == [[none.contact_id]], "one's own"
    access = call(site, none, "Contact", "checkAccess", action="update", values={"id": 2})
    assert access == [{"access": False, "id": 2}]
    with pytest.raises(NotSimulated, match="joins"):
        call(site, none, "Tag", "get", select=["created_id.display_name"])


def test_viewing_is_not_editing(site, users):
    none = users["none"]
    give(site, none.contact_id, "access CiviCRM", "view all contacts")
    assert len(call(site, none, "Contact", "get")) > 10
    with pytest.raises(Unauthorized, match="ACL check failed"):
        call(
            site,
            none,
            "Contact",
            "update",
            where=[["contact_type", "=", "Individual"]],
            values={"job_title": "X"},
        )
    names = {row["name"] for row in call(site, none, "Contact", "getActions")}
    assert {"get", "update", "getFields"} <= names
    assert "create" not in names


def test_groups_and_relationships_show_with_their_contacts(site, users):
    """CRM/Contact/BAO/Group.php and RelationshipCache.php, addSelectWhereClause."""
    none = users["none"]
    ids = [none.contact_id, 2]
    values = {"contact_id_a": ids[0], "contact_id_b": ids[1], "relationship_type_id": 4}
    site.api4("Relationship", "create", {"values": values}, user=2, check=False)
    entities = ("Group", "Relationship", "RelationshipCache")
    for permission, shown in (("view my contact", False), ("view all contacts", True)):
        give(site, none.contact_id, "access CiviCRM", permission)
        seen = [bool(call(site, none, entity, "get", select=["id"])) for entity in entities]
        assert seen == [shown] * 3


def test_forbidden_fields_are_dropped(site, users):
    give(site, users["none"].contact_id, "access CiviCRM", "view all contacts")
    for user, sees in ((users["none"], False), (users["all"], True)):
        row = call(site, user, "Contact", "get", select=["id", "api_key"], where=[["id", "=", 2]])[0]
        assert ("api_key" in row) is sees
        fields = {field["name"] for field in call(site, user, "Contact", "getFields")}
        assert ("api_key" in fields) is sees


def test_tokens(site):
    key = sign_key(site)
    assert sign_key(site) == key
    claims = {"exp": int(time.time()) + 60, "sub": "cid:2", "scope": "other authx"}
    for algorithm in ("HS256", "HS384", "HS512"):
        assert decode(encode(claims, key, algorithm), key) == claims
    token = encode(claims, key)
    header, body, signature = token.split(".")
    none = base64.urlsafe_b64encode(b'{"typ":"JWT","alg":"none"}').rstrip(b"=").decode()
    for forged in (
        f"{none}.{body}.",
        f"{header}.{body}.AAAA",
        encode(claims, b"other"),
        "a.b.c",
        f"{body}.{body}.{signature}",
    ):
        assert decode(forged, key) is None
    with pytest.raises(Expired):
        decode(encode({**claims, "exp": 1}, key), key)
    assert decode(encode({**claims, "nbf": time.time() + 60}, key), key) is None


def admitted(site, credential, flow="xheader", site_key=None):
    keys = Keys.of(site)
    return admit(site, keys, by_credential(site, keys, credential), flow, site_key)


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def refused(site, credential, flow="xheader", site_key=None):
    with pytest.raises(Rejected) as error:
        admitted(site, credential, flow, site_key)
    return error.value.message


def token(site, **claims):
    return "Bearer " + encode(
        {"exp": time.time() + 60, "sub": "cid:2", "scope": "authx", **claims}, sign_key(site)
    )


def test_credentials(site, users):
    assert admitted(site, f"Bearer {users['none'].api_key}")[:3] == (
        users["none"].contact_id,
        users["none"].user_id,
        "api_key",
    )
    assert admitted(site, token(site)).cred == "jwt"
    assert refused(site, token(site, sub="uid:2")) == "Malformed JWT. Must specify the contact ID."
    assert refused(site, token(site, sub="cid")) == "Malformed JWT. Must specify the contact ID."
    assert refused(site, token(site, sub="cid:two")) == "Contact ID two is invalid"
    assert refused(site, token(site, sub="cid:99999")) == "Contact ID 99999 is invalid"
    assert refused(site, token(site, scope="other")) == "Invalid credential"
    assert refused(site, token(site, exp=1)) == "Expired token"
    assert refused(site, basic("admin", "")) == "Invalid credential"
    set_password(site.store, ADMIN, "pässword")
    assert admitted(site, basic("admin", "pässword"), "login").cred == "pass"
    wrong = 'Authentication type "pass" with flow "xheader" is not allowed for this principal.'
    assert refused(site, basic("admin", "pässword")) == wrong
    assert refused(site, basic("admin", "other"), "login") == "Invalid credential"
    assert refused(site, "Basic %%%", "login") == "Invalid credential"
    assert not is_password("", "")


def test_guards_and_settings(site, users):
    def setting(**values):
        site.api4("Setting", "set", {"values": values}, user=None, check=False)

    key = f"Bearer {users['nologin'].api_key}"
    assert refused(site, key) == "Login not permitted. Must satisfy guard (site_key, perm)."
    assert admitted(site, key, site_key=site.site_key).contact_id == users["nologin"].contact_id
    setting(authx_guards=["perm"])
    assert refused(site, key, site_key=site.site_key) == "Login not permitted. Must satisfy guard (perm)."
    setting(authx_guards=[])
    assert admitted(site, f"Bearer {users['nouser'].api_key}").user_id is None
    assert (
        refused(site, f"Bearer {users['nouser'].api_key}", "legacyrest")
        == "Cannot login. No matching user is available."
    )
    setting(authx_xheader_user="ignore")
    assert admitted(site, f"Bearer {users['all'].api_key}").user_id is None
    site.store.execute("UPDATE civicrm_uf_match SET is_active = 0 WHERE id = ?", (users["debug"].user_id,))
    assert refused(site, f"Bearer {users['debug'].api_key}", "param") == "Cannot login. User is blocked."


def test_the_entity_authx_credential(site, users):
    made = call(site, users["all"], "AuthxCredential", "create", contactId=2, ttl=60)[0]["cred"]
    [told] = call(site, users["all"], "AuthxCredential", "validate", cred=made)
    claims = told.pop("jwt")
    assert (claims["sub"], claims["scope"]) == ("cid:2", "authx")
    assert told == {
        "flow": "script",
        "requestPath": "*",
        "credType": "jwt",
        "useSession": False,
        "userId": 1,
        "contactId": "2",
    }
    with pytest.raises(SiteError, match="Invalid credential") as error:
        call(site, users["all"], "AuthxCredential", "validate", cred="Bearer nope")
    assert error.value.status == 500


def test_served_users(site):
    with running(site, users=["low:none", "dev:debug", "key:nouser"]) as server:
        assert [*server.told()["users"]["low"]] == ["name", "role", "contact_id", "user_id", "api_key"]

        def ask(name, path="ajax/api4/Tag/get", **headers):
            known = {"X-Civi-Auth": f"Bearer {server.users[name].api_key}", **headers}
            body = urllib.parse.urlencode({"params": "{}"}).encode()
            request = urllib.request.Request(f"{server.url}/civicrm/{path}", body, known)
            try:
                with urllib.request.urlopen(request, timeout=DEADLINE) as reply:
                    return reply.status, json.loads(reply.read())
            except urllib.error.HTTPError as error:
                with error:
                    text = error.read().decode()
                    return error.code, json.loads(text) if text.startswith("{") else text

        status, masked = ask("low")
        assert (status, masked["error_code"], masked["status"]) == (403, "1", 403)
        assert masked["error_message"].startswith("Sorry an error occurred")
        status, told = ask("dev")
        assert (status, told["error_message"]) == (403, "Authorization failed: CiviCRM APIv4 (Tag::get)")
        assert ask("key") == (401, "HTTP 401 Login not permitted. Must satisfy guard (site_key, perm).")
        own = ask("key", "authx/id", **{"X-Civi-Key": server.site_key})[1]
        assert own == {
            "contact_id": server.users["key"].contact_id,
            "user_id": None,
            "flow": "xheader",
            "cred": "api_key",
        }
