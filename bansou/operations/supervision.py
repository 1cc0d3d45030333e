"""Our child processes: started in sessions of their own, watched, and stopped so that none is left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bansou.operations.embedded import ends_with_parent

#: Seconds that a child has to finish what it is doing.
STOP_LIMIT = 10


@dataclass
class Child:
    """A program of ours, with the name by which we speak of it."""

    name: str
    command: Sequence[str]
    #: Nothing of what it prints is shown.
    is_quiet: bool = False
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.is_quiet else None,
            stderr=subprocess.DEVNULL if self.is_quiet else None,
            start_new_session=True,  # Ctrl-C reaches us alone, and we say who stops when
            preexec_fn=ends_with_parent(signal.SIGTERM),  # noqa: PLW1509 (one thread)
        )

    @property
    def has_ended(self) -> bool:
        """Whether the program is over, wanted or not."""
        return self.process.poll() is not None


def stop(children: Sequence[Child]) -> None:
    """Ask all to end, wait, and end what is left of them and of their own children."""
    for child in children:
        if not child.has_ended:
            child.process.terminate()
    limit = time.monotonic() + STOP_LIMIT
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, limit - time.monotonic()))
    for child in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)  # the session's group: workers that outlived their master
        child.process.wait()


def first_ended(children: Sequence[Child]) -> Child | None:
    """A child that has ended, or None while all run."""
    return next((child for child in children if child.has_ended), None)
