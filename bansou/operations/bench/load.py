"""A small bounded load on loopback, in a process of its own: `python -m bansou.operations.bench.load URL SECONDS CLIENTS COOKIE`.

Each client holds one connection and asks again as soon as it was answered. `{n}` in the URL is another number each time. Prints one line of JSON. Standard library only.
"""

import http.client
import itertools
import json
import sys
import threading
import time
from urllib.parse import urlsplit

#: No run asks more often than this, however quick the server is.
MOST_REQUESTS = 20_000
HOSTS = {"127.0.0.1", "localhost", "::1"}


class Tally:
    """What all clients saw."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.numbers = itertools.count(time.monotonic_ns())
        self.requests = 0
        self.failures = 0
        self.last_length = 0


def ask(url: str, until: float, cookie: str, tally: Tally) -> None:
    """One client, until the time is over or the bound is reached."""
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers = {"Host": parts.netloc, "Cookie": cookie} if cookie else {"Host": parts.netloc}
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
    while time.monotonic() < until and tally.requests < MOST_REQUESTS:
        try:
            connection.request("GET", address.replace("{n}", str(next(tally.numbers))), headers=headers)
            response = connection.getresponse()
            length, good = len(response.read()), response.status == 200
        except (OSError, http.client.HTTPException):
            connection.close()
            length, good = 0, False
        with tally.lock:
            tally.requests += 1
            tally.failures += not good
            tally.last_length = length


def main() -> None:
    """Load, then print what was seen."""
    url, seconds, clients, cookie = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if urlsplit(url).hostname not in HOSTS:
        raise SystemExit("The load goes to this machine only.")
    tally = Tally()
    started = time.monotonic()
    threads = [threading.Thread(target=ask, args=(url, started + seconds, cookie, tally)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = {
        "requests": tally.requests,
        "failures": tally.failures,
        "bytes": tally.last_length,
        "seconds": time.monotonic() - started,
    }
    sys.stdout.write(json.dumps(seen) + "\n")


if __name__ == "__main__":
    main()
