"""``civiapi shell``."""

from __future__ import annotations

import pytest

SANDBOX = ("--site", "sandbox")


def test_as_a_pipe(civiapi):
    code, out, _ = civiapi(
        *SANDBOX,
        "shell",
        stdin=b"for one in (1, 2):\n    print(one)\n\nprint(api.Contact.filter(id=1).one()['id'])",
    )
    assert (code, out) == (0, "1\n2\n1\n")


def test_an_error_in_a_pipe(civiapi):
    code, out, err = civiapi(*SANDBOX, "shell", stdin=b"api.Contcat.get()")
    assert (code, out) == (1, "")
    assert "did you mean Contact?" in err


def test_in_a_terminal(terminal):
    typing = [
        (">>> ", "print(Q(id=1), 20 + 3)\n"),
        ("23", "api.Contact.filter(id=2).one()['id'] + 100\n"),
        ("102", "exit(5)\n"),
    ]
    code, screen = terminal(*SANDBOX, "shell", "--plain", typing=typing)
    assert "APIv4; for example" in screen
    assert "102" in screen
    assert code == 5, screen


def test_a_wrong_key_shows_where_it_is_used(civiapi, served, environment):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    code, _, err = civiapi("--url", served.url, "shell", stdin=b"api.Contact.get()")
    assert code == 1
    assert "wrong-key-5f1" not in err


def test_ipython(terminal):
    pytest.importorskip("IPython")
    typing = [("In [", "20 + 3\r"), ("23", "api.Contact.filter(id=2).one()['id'] + 100\r"), ("102", "exit\r")]
    code, screen = terminal(*SANDBOX, "shell", typing=typing)
    assert code == 0, screen
    assert "102" in screen
