"""Staff write lessons in the admin: with preview, published by editors, never deleted."""

import pytest
from django.urls import reverse

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.school.models import Lesson
from cases.models import QuestionCard

pytestmark = pytest.mark.django_db

DESK = "wagtailsnippets_school_lesson"


@pytest.fixture
def editor(db) -> User:
    """Nao: writes lessons."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


@pytest.fixture
def written() -> dict[str, object]:
    """What an editor fills in."""
    return {
        "title": "待つことを覚える", "slug": "to-wait", "skill": "2", "order": "50", "minutes": "10", "chapter": "",
        "summary": "黙って待つ三十秒を、怖がらなくなります。", "question": QuestionCard.objects.shown().first().pk, "wall": "",
        "look_for": "", "reflection": "待てなかったのは、どんなときでしたか。",
        "exercise": '{"blocks": [{"key": "a", "text": "三十秒、待ちます。", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],'
        ' "entityRanges": [], "data": {}}], "entityMap": {}}',
    }  # fmt: skip


def test_an_editor_writes_looks_and_publishes(client_of, editor, visitor, written):
    desk = client_of(editor)
    add = reverse(f"{DESK}:add")

    assert desk.post(reverse(f"{DESK}:preview_on_add"), written).json() == {"is_valid": True, "is_available": True}
    preview = desk.get(reverse(f"{DESK}:preview_on_add"), {"mode": ""})
    assert "待つことを覚える" in preview.content.decode()
    assert "学びました</button>" not in preview.content.decode()
    desk.post(add, written)
    draft = Lesson.objects.get(slug="to-wait")
    assert not draft.live
    assert visitor.get(draft.get_absolute_url()).status_code == 404
    desk.post(reverse(f"{DESK}:edit", args=[draft.pk]), written | {"action-publish": "1"})
    page = visitor.get(draft.get_absolute_url())
    assert "三十秒、待ちます。" in page.content.decode()


def test_the_desk_speaks_japanese_and_says_what_each_field_is_for(client_of, editor):
    html = client_of(editor).get(reverse(f"{DESK}:add")).content.decode()

    assert all(words in html for words in ("レッスン", "1 読む", "2 見る", "3 やってみる", "4 考えてみる", "公開後は変えません"))


def test_nobody_deletes_a_lesson_that_people_have_done(client_of, owner):
    lesson = Lesson.objects.first()

    client_of(owner).post(reverse(f"{DESK}:delete", args=[lesson.pk]))

    assert Lesson.objects.filter(pk=lesson.pk).exists()


def test_what_editors_take_out_of_sight_is_gone_from_the_path(client_of, editor, visitor):
    lesson = Lesson.objects.in_order().first()

    client_of(editor).post(reverse(f"{DESK}:unpublish", args=[lesson.pk]))

    assert visitor.get(lesson.get_absolute_url()).status_code == 404
