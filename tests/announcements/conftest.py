"""Nao, who announces, and announcements in every state."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.announcements.actions import plan_announcement, write_announcement
from bansou.announcements.models import Announcement


@pytest.fixture
def editor(db) -> User:
    """Nao: edits pages, and announces."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


@pytest.fixture
def make_draft(editor) -> Callable[..., Announcement]:
    def _make_draft(
        title: str = "年末年始の審査", text: str = "12月28日から1月4日まで、審査を休みます。", **fields: Any
    ) -> Announcement:
        return write_announcement(by=editor, title=title, text=text, circle=fields.pop("circle", "everybody"), **fields)

    return _make_draft


@pytest.fixture
def announce(editor, make_draft, django_capture_on_commit_callbacks) -> Callable[..., Announcement]:
    """One that was sent."""

    def _announce(**fields: Any) -> Announcement:
        draft = make_draft(**fields)
        with django_capture_on_commit_callbacks(execute=True):
            plan_announcement(by=editor, announcement=draft)
        draft.refresh_from_db()
        return draft

    return _announce
