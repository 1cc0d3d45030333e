"""A refusal carries its reason to the screen."""

from collections.abc import Callable
from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """What a person asked for is not allowed now. `reason` is a Japanese sentence for that person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_against(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """Why `check` refuses, as a sentence to show, or "" where it allows."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return refusal.reason
    return ""
