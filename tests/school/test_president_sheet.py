"""経営者に渡す1枚: whose name stands on it, and that nothing typed is kept."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.school import practice_setup
from bansou.school.models import PresidentSheet
from bansou.school.models.president_sheet import PARTS

pytestmark = pytest.mark.django_db

SHEET = "/learn/sheet/"


@pytest.fixture
def sheet():
    return PresidentSheet.objects.get()


@pytest.fixture
def editor(db):
    user = User.objects.create_user("emiko@example.jp", "pass-word-1234", display_name="えみこ")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


def test_the_sheet_has_its_five_parts_for_everybody(visitor):
    page = visitor.get(SHEET).content.decode()

    assert [heading for heading in PARTS.values() if f"<dt>{heading}</dt>" not in page] == []


def test_a_supporters_own_organisation_stands_on_it(supporter, client_of):
    supporter.organisation.contact_desk, supporter.organisation.contact_phone = "経営支援課", "019-000-0000"
    supporter.organisation.save()

    words = client_of(supporter).get(SHEET).context["words"]

    assert words == {"organisation": "見本町商工会", "supporter": "あおい", "contact": "経営支援課　019-000-0000"}


def test_whoever_belongs_nowhere_gets_empty_lines(member, client_of):
    assert client_of(member).get(SHEET).context["words"] == {}


def test_what_is_typed_stands_on_the_sheet_and_is_written_nowhere(visitor):
    typed = {"organisation": "見本信用金庫", "supporter": "見本 花子", "contact": "000-0000", "company": "見本製作所"}
    with CaptureQueriesContext(connection) as queries:
        page = visitor.post(SHEET, typed)

    assert all(words in page.content.decode() for words in typed.values())
    assert "no-store" in page["Cache-Control"]
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert not Session.objects.exists()
    assert typed["company"] not in visitor.get(SHEET).content.decode()


def test_what_is_too_long_for_the_sheet_is_refused_and_stays_typed(visitor):
    page = visitor.post(SHEET, {"organisation": "長" * 61, "supporter": "見本 花子"})

    assert page.status_code == 422
    assert "60文字以内" in page.content.decode()
    assert "長" * 61 in page.content.decode()


def test_editors_change_its_words_and_look_at_them_first(sheet, editor, visitor, client_of):
    browser, room = client_of(editor), "/admin/snippets/school/presidentsheet"
    words = {name: getattr(sheet, name) for name in ("lead", *PARTS)} | {"ending": "いつでもおやめになれます。"}

    assert browser.post(f"{room}/preview/{sheet.pk}/", words).json()["is_valid"]
    assert "いつでもおやめになれます。" in browser.get(f"{room}/preview/{sheet.pk}/?mode=").content.decode()
    assert browser.post(f"{room}/edit/{sheet.pk}/", words).status_code == 302
    assert "いつでもおやめになれます。" in visitor.get(SHEET).content.decode()
    practice_setup.write_president_sheet()
    assert "いつでもおやめになれます。" in visitor.get(SHEET).content.decode()


def test_there_is_one_sheet_that_nobody_adds_or_deletes(sheet, owner, client_of):
    browser, room = client_of(owner), "/admin/snippets/school/presidentsheet"

    browser.post(f"{room}/delete/{sheet.pk}/")
    assert browser.get(f"{room}/add/").status_code == 302
    assert PresidentSheet.objects.get() == sheet
    with pytest.raises(IntegrityError):
        PresidentSheet.objects.create(**dict.fromkeys(("lead", *PARTS), "言葉"))
