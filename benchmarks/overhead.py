"""What the kit costs over bare requests: importing, building an api, one small call.

Run by hand: ``python benchmarks/overhead.py`` (with civicrmapi 0.5 installed for the comparison).
Everything is measured in this one run, against a server in a process of its own that answers every
POST with the same short JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

ROUNDS, CALLS = 15, 400
BODY = (
    b'{"values":[{"id":1,"display_name":"Example","contact_type":"Individual"}],"entity":"Contact",'
    b'"action":"get","debug":null,"version":4,"count":1,"countFetched":1}'
)
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY


def serve(ready: multiprocessing.Queue[int]) -> None:
    """A null server: reads a request by its Content-Length, answers, keeps the connection."""
    import threading

    listener = socket.create_server(("127.0.0.1", 0))
    ready.put(listener.getsockname()[1])
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


def answer(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffer = b""
    while True:
        while b"\r\n\r\n" not in buffer:
            piece = connection.recv(65536)
            if not piece:
                return
            buffer += piece
        head, _, buffer = buffer.partition(b"\r\n\r\n")
        length = int(
            next(
                (line.split(b":")[1] for line in head.lower().split(b"\r\n") if b"content-length" in line), 0
            )
        )
        while len(buffer) < length:
            buffer += connection.recv(65536)
        buffer = buffer[length:]
        connection.sendall(ANSWER)


def per_call(work: Callable[[], object], calls: int) -> float:
    """Seconds a call."""
    started = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - started) / calls


def compare(title: str, unit: float, works: dict[str, Callable[[], object]], calls: int) -> dict[str, float]:
    """Run all works in turn, round after round, so that a busy machine hits all alike; print the medians."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(per_call(work, calls))
    medians = {name: statistics.median(series) for name, series in times.items()}
    print(title)
    for name, median in medians.items():
        print(f"  {name:28} {median * unit:10.2f}")
    return medians


def imported(statement: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", statement], check=True)


def main() -> None:
    import requests

    from civiapi import HttpApiV4

    peer = find_spec("civicrmapi") is not None
    if not peer:
        print("civicrmapi is not installed; its lines are left out", file=sys.stderr)

    ready: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(ready,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ready.get()}"

    session = requests.Session()
    ours = HttpApiV4(url, "key")
    params = {"where": [["id", "=", 1]], "select": ["display_name"], "limit": 25}
    form = {"params": json.dumps(params)}
    headers = {"X-Civi-Auth": "Bearer key"}
    target = f"{url}/civicrm/ajax/api4/Contact/get?params=!"

    calls: dict[str, Callable[[], object]] = {
        "bare requests.Session": lambda: json.loads(session.post(target, data=form, headers=headers).content),
        "civiapi": lambda: ours.Contact.get(params),
    }
    builds: dict[str, Callable[[], object]] = {"civiapi": lambda: HttpApiV4(url, "key")}
    imports = {
        "bare python": imported("pass"),
        "import requests": imported("import requests"),
        "import civiapi": imported("import civiapi"),
        "from civiapi import HttpApiV4": imported("from civiapi import HttpApiV4"),
    }
    if peer:
        from civicrmapi.http import HttpApiV4 as Peer

        theirs = Peer(url, "key")
        calls["civicrmapi"] = lambda: theirs.Contact.get(params)
        builds["civicrmapi"] = lambda: Peer(url, "key")

    call = compare("one small call, microseconds", 1e6, calls, CALLS)
    build = compare("building an api, microseconds", 1e6, builds, 20)
    load = compare("import, milliseconds", 1e3, imports, 1)
    server.terminate()

    tell_ratios(call, build, load)


def tell_ratios(call: dict[str, float], build: dict[str, float], load: dict[str, float]) -> None:
    print("ratios")
    print(
        f"  call: civiapi / bare requests      {call['civiapi'] / call['bare requests.Session']:6.2f}  (at most 1.35)"
    )
    print(
        f"  import civiapi / import requests   {load['import civiapi'] / load['import requests']:6.2f}  (at most 1.3)"
    )
    whole = load["from civiapi import HttpApiV4"] / load["import requests"]
    print(f"  with HttpApiV4 / import requests   {whole:6.2f}  (at most 1.3)")
    if "civicrmapi" in call:
        print(
            f"  call: civicrmapi / civiapi         {call['civicrmapi'] / call['civiapi']:6.2f}  (at least 2)"
        )
        print(
            f"  building: civicrmapi / civiapi     {build['civicrmapi'] / build['civiapi']:6.0f}  (at least 100)"
        )


if __name__ == "__main__":
    main()
