"""What tells a person from a script on forms that are open to everybody: a trap and a small piece of work for the browser.

No picture puzzle and nobody else's service. The browser does the work while the form is filled in; without JavaScript the form is sent
all the same, and whoever takes it decides what that means: held for a look, or asked to wait for a moment.
"""

import hashlib
import time
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import get_random_string

#: Zero bits at the beginning of the hash: some 16,000 hashes, about a third of a second on an old telephone.
WORK_BITS = 14
#: A form may stay open so long; a piece of work counts once.
OPEN_SECONDS = 4 * 3600
#: Without the work: nobody reads and fills in a form faster than this.
SLOW_SECONDS = 4
_SALT = "bansou.forms.people"


def new_task() -> str:
    """A signed piece of work: nothing about it is stored."""
    return signing.dumps([get_random_string(12), int(time.time())], salt=_SALT)


def is_done(task: str, answer: str) -> bool:
    """Whether the answer fits the task: SHA-256 of both begins with enough zero bits."""
    digest = hashlib.sha256(f"{task}{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0


class PersonFormMixin:
    """For forms that a script would like to send. Afterwards `is_proven` tells whether the browser did its work."""

    #: What the page does without the work: True asks for a moment of patience, False leaves it to the view.
    slow_without_work = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields["homepage"] = forms.CharField(
            required=False, label="この欄には何も入力しないでください",
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1", "data-trap": ""}),
        )  # fmt: skip
        fields["task"] = forms.CharField(
            required=False, initial=new_task, widget=forms.HiddenInput(attrs={"data-task": WORK_BITS})
        )
        fields["task_answer"] = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
        self.is_proven = False

    def clean(self) -> Any:
        """Refuse what fell into the trap; look at the work."""
        cleaned = super().clean() or self.cleaned_data  # type: ignore[misc, attr-defined, has-type]
        if cleaned.get("homepage"):
            self._refuse(
                "「この欄には何も入力しないでください」の欄に、文字が入っています。消してから、もう一度送信してください。"
            )
        opened = _opened_at(cleaned.get("task", ""))
        if opened is None:
            self._ask_again("画面を開いてから時間がたったため、送信できませんでした。お手数ですが、もう一度送信してください。")
            return cleaned
        answer = cleaned.get("task_answer", "")
        self.is_proven = bool(answer) and is_done(cleaned["task"], answer)
        if not self.is_proven and self.slow_without_work and time.time() - opened < SLOW_SECONDS:
            self._refuse("自動の送信を防ぐため、少し間をおいています。5秒ほど待ってから、もう一度送信してください。")
        # Only a form that is otherwise right uses its task up: whoever corrects a field goes on with it.
        if not self.errors and not cache.add(f"task:{_digest(cleaned['task'])}", 1, timeout=OPEN_SECONDS):  # type: ignore[attr-defined]
            self.is_proven = False
        return cleaned

    def _refuse(self, words: str) -> None:
        self.add_error(None, words)  # type: ignore[attr-defined]

    def _ask_again(self, words: str) -> None:
        """With a fresh task, because the old one will never do."""
        self._refuse(words)
        typed = self.data.copy()  # type: ignore[attr-defined, has-type]
        typed["task"], typed["task_answer"] = new_task(), ""
        self.data = typed


def _opened_at(task: str) -> int | None:
    try:
        return int(signing.loads(task, salt=_SALT, max_age=OPEN_SECONDS)[1])
    except (signing.BadSignature, ValueError, TypeError, IndexError):
        return None


def _digest(task: str) -> str:
    return hashlib.sha256(task.encode()).hexdigest()
