"""Checksums of contacts: whose they are, and how long they are good."""

from __future__ import annotations

import re
import time

import pytest

from civiapi.sandbox import Site

from .engine import Caller


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("checksums") / "site.sqlite", sample=False) as site:
        yield Caller(site)


@pytest.fixture(scope="module")
def ann(api):
    return api.person()


def made(api, contact, **params):
    [row] = api("Contact", "getChecksum", {"contactId": contact, **params})
    assert row["id"] == contact
    return row["checksum"]


def valid(api, contact, checksum):
    return api("Individual", "validateChecksum", {"contactId": contact, "checksum": checksum})[0]["valid"]


@pytest.mark.parametrize(("params", "hours"), [({}, "168"), ({"ttl": 2}, "2"), ({"ttl": 0}, "inf")])
def test_a_checksum_says_how_long_it_is_good(api, ann, params, hours):
    checksum = made(api, ann, **params)
    assert re.fullmatch(rf"[0-9a-f]{{32}}_\d{{10}}_{hours}", checksum)
    assert valid(api, ann, checksum)


def test_it_is_of_one_contact_and_unchanged(api, ann):
    checksum = made(api, ann, ttl=1)
    assert not valid(api, api.person(), checksum)
    assert not valid(api, ann, f"{checksum}0")
    assert not valid(api, ann, "nonsense")


def test_it_ends(api, ann, mocker):
    checksum = made(api, ann, ttl=1)
    mocker.patch("civiapi.sandbox.checksums.time.time", return_value=time.time() + 3700)
    assert not valid(api, ann, checksum)
