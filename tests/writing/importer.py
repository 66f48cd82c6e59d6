"""An import in a process of its own, to be killed: URL KEY COUNT MATCH WORKERS JOURNAL."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import tenacity

from civiapi import HttpApiV4


def people(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "contact_type": "Individual",
            "first_name": f"First {number}",
            "last_name": "Journal",
            "external_identifier": f"journal-{number}",
            "email_primary.email": f"journal-{number}@example.org",
        }


def main(url: str, key: str, count: str, match: str, workers: str, journal: str) -> None:
    retries = tenacity.Retrying(stop=tenacity.stop_after_attempt(15), wait=tenacity.wait_fixed(0.01))
    with HttpApiV4(url, key, retries=retries) as api:
        options: dict[str, Any] = {"workers": int(workers), "journal": journal}
        if match:
            outcomes = api.Contact.save_all(people(int(count)), match=[match], **options)
        else:
            records = ({**one, "external_identifier": None} for one in people(int(count)))
            outcomes = api.Contact.create_all(records, **options)
        told = [(one.index, one.status) for one in outcomes]
    assert [index for index, _ in told] == list(range(int(count)))
    print(
        json.dumps({"counts": Counter(status for _, status in told), "told": [status for _, status in told]})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
