"""A page is read by a second editor before it is public, and both are told in Japanese."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from wagtail.admin.mail import send_notification
from wagtail.models import Comment, Workflow

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.explainer.models import ExplainerPage, HomePage
from bansou.explainer.page_review import STEP, WORKFLOW, write_page_workflow
from tests.explainer.editing import page_form

pytestmark = pytest.mark.django_db
#: What may stand in a mail in Latin letters.
LATIN = re.compile(r"https?://\S+|\S+@\S+")


@pytest.fixture
def writer() -> User:
    return _editor("yui@example.jp", "ゆい")


@pytest.fixture
def reader() -> User:
    return _editor("nao@example.jp", "なお")


def _editor(address: str, name: str) -> User:
    user = User.objects.create_user(address, "pass-word-1234", display_name=name)
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


@pytest.fixture
def submitted(writer, reader, owner, client_of) -> ExplainerPage:
    """A new page, sent to be read by its writer."""
    parent = HomePage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["explainer", "explainerpage", parent.pk])
    client_of(writer).post(address, page_form(("text", "<p>待ちます。</p>"), **{"action-submit": "1"}))
    return ExplainerPage.objects.get(slug="waiting")


def decide(browser, page, action: str, comment: str = ""):
    state = page.current_workflow_task_state
    return browser.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]), {"comment": comment})


def letter_to(address: str) -> EmailMessage:
    [letter] = [letter for letter in mail.outbox if letter.to == [address]]
    return letter


def has_english(letter: EmailMessage) -> bool:
    return bool(re.search("[A-Za-z]{2,}", LATIN.sub("", f"{letter.subject} {letter.body}")))


def test_a_page_that_waits_is_told_to_the_other_editors_and_to_nobody_else(submitted, writer, reader):
    letter = letter_to(reader.email)

    assert [letter.to for letter in mail.outbox] == [[reader.email]]
    assert not submitted.live
    assert letter.subject == f"ページ「待つということ」が、「{STEP}」の審査に出されました"
    assert f"/admin/pages/{submitted.pk}/edit/" in letter.body


def test_the_second_editor_approves_and_the_page_is_public_and_its_writer_hears(submitted, writer, reader, client_of, visitor):
    mail.outbox.clear()

    decide(client_of(reader), submitted, "approve")

    assert visitor.get("/waiting/").status_code == 200
    assert "承認されました" in letter_to(writer.email).subject


def test_a_page_comes_back_with_the_readers_words(submitted, writer, reader, client_of, visitor):
    mail.outbox.clear()

    decide(client_of(reader), submitted, "reject", "場面をもう一つ足してください。")

    assert visitor.get("/waiting/").status_code == 404
    assert "場面をもう一つ足してください。" in letter_to(writer.email).body


def test_the_letters_have_no_english(submitted, writer, reader, client_of):
    decide(client_of(reader), submitted, "reject", "直してください。")
    page = ExplainerPage.objects.get(pk=submitted.pk)
    client_of(writer).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(("text", "<p>直しました。</p>"), **{"action-submit": "1"})
    )
    decide(client_of(reader), ExplainerPage.objects.get(pk=page.pk), "approve")

    assert len(mail.outbox) == 4
    assert [letter.body for letter in mail.outbox if has_english(letter)] == []


def test_a_remark_beside_a_page_is_told_in_japanese(writer, reader):
    page = ExplainerPage.objects.get(slug="about")
    nothing: dict[str, list[Comment]] = {"resolved_comments": [], "deleted_comments": [], "replied_comments": []}

    send_notification(
        [reader],
        "updated_comments",
        {"page": page, "editor": writer, "new_comments": [Comment(text="この一文を短く。")]} | nothing,
    )

    letter = letter_to(reader.email)
    assert letter.subject.endswith("のコメントを更新しました")
    assert "この一文を短く。" in letter.body
    assert not has_english(letter)


def test_an_editor_may_publish_without_a_second_reader(writer, client_of, visitor):
    parent = HomePage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["explainer", "explainerpage", parent.pk])

    client_of(writer).post(address, page_form(("text", "<p>待ちます。</p>"), **{"action-publish": "1"}))

    assert visitor.get("/waiting/").status_code == 200
    assert mail.outbox == []


def test_filling_the_site_again_leaves_the_workflow_as_staff_made_it():
    workflow = Workflow.objects.get(name=WORKFLOW)
    workflow.deactivate()

    write_page_workflow()

    assert Workflow.objects.filter(name=WORKFLOW).count() == 1
    assert not HomePage.objects.get().has_workflow
