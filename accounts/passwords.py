"""Which passwords everybody's guessing program tries first. Looked up on this machine: no password leaves it."""

import gzip
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

_FOLDER = Path(__file__).parent / "known_passwords"
#: A known word is still known with a year, a birthday or "123!" before or after it; with more around it, it is somebody's own.
_MOST_AROUND_A_WORD = 8
_SHORTEST_WORD = 4
_LETTERS_FOR_SIGNS = str.maketrans("@0135$!", "aoiessi")
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class KnownPasswordValidator(CommonPasswordValidator):
    """Refuses what is known from leaks, Japanese words and names, and each of them with a number around it or written twice.

    The lists (known_passwords/SOURCES.md) stand beside Django's 20,000. Refused with code `password_too_common`.
    """

    def __init__(self) -> None:
        super().__init__()
        leaked = gzip.decompress((_FOLDER / "leaked.txt.gz").read_bytes()).decode()
        japanese = (_FOLDER / "japanese.txt").read_text(encoding="utf-8")
        self.passwords = {*self.passwords, *leaked.split(), *japanese.split()}

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError where a guessing program would find the password soon."""
        if any(guess in self.passwords or _is_pattern(guess) for guess in _guesses(password)):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """What is wrong, and what to do instead."""
        return (
            "このパスワードは、よく使われる言葉や並びをもとにしているため、見破られるおそれがあります。"
            "関係のない言葉を三つほど並べるなど、別のパスワードにしてください。"
        )

    def get_help_text(self) -> str:
        """Told before somebody types."""
        return "よく使われる言葉や名前に数字を足しただけのものは、使えません。"


def _guesses(password: str) -> set[str]:
    """The password as a guessing program sees it: in small letters, without the number around it, half of it where it is doubled."""
    whole = unicodedata.normalize("NFKC", password).strip().lower()
    guesses = {whole, whole.translate(_LETTERS_FOR_SIGNS)}
    for form in tuple(guesses):
        word = _AROUND.sub("", form)
        if len(word) >= _SHORTEST_WORD and len(whole) - len(word) <= _MOST_AROUND_A_WORD:
            guesses.add(word)
    return guesses | {guess[: len(guess) // 2] for guess in guesses if _is_doubled(guess)}


def _is_doubled(guess: str) -> bool:
    half = len(guess) // 2
    return half >= _SHORTEST_WORD and guess == guess[:half] * 2


def _is_pattern(guess: str) -> bool:
    """A telephone number or a date, few different characters, or a run up or down the alphabet."""
    steps = {ord(after) - ord(before) for before, after in pairwise(guess)}
    return guess.isdecimal() or len(set(guess)) <= 3 or steps in ({1}, {-1})
