"""A case goes from its author through review to its readers."""

import io
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from cases.actions import start_case
from cases.models import Case
from cases.permissions import missing_for_review
from cases.statuses import Status
from tests.factories import (
    approve_all_steps,
    decide_everything,
    fresh,
    hand_in,
    make_case,
    photo_with_gps,
    step_data,
    walk_case,
    write_steps,
)

pytestmark = pytest.mark.django_db


def test_a_supporter_writes_a_case_step_by_step_and_finds_it_as_a_draft(client_of, supporter):
    case = write_steps(client_of(supporter))

    assert case.status == Status.DRAFT
    assert case.organisation == supporter.organisation
    assert [row.wall for row in case.walls.all()] == ["see", "follow"]
    assert case.episodes.first().question == "お昼はどこで召し上がるのですか"
    assert not missing_for_review(case)


def test_a_title_alone_is_enough_for_a_draft_but_not_for_review(client_of, supporter):
    client = client_of(supporter)
    client.post(reverse("cases:new"), {"title": "書きかけ", "disclosure": "anonymous"})
    case = Case.objects.get()

    page = client.get(reverse("cases:preview", args=[case.pk])).content.decode()
    client.post(reverse("cases:submit", args=[case.pk]))

    assert "一文で言うと" in page
    assert "対話の記録（3つ以上）" in page
    assert fresh(case).status == Status.DRAFT


def test_submitting_tells_the_reviewers_and_locks_the_case_for_its_author(client_of, supporter, reviewer):
    case = make_case(author=supporter)
    decide_everything(case, by=supporter)
    client = client_of(supporter)

    client.post(reverse("cases:submit", args=[case.pk]))
    edit = client.get(reverse("cases:edit", args=[case.pk]))

    assert fresh(case).status == Status.SUBMITTED
    assert [letter.to for letter in mail.outbox] == [[reviewer.email]]
    assert edit.status_code == 403
    assert "審査中は編集できません" in edit.content.decode()


def test_a_return_reaches_the_author_by_mail_and_on_the_site(client_of, supporter, reviewer):
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.RETURNED)
    letter = mail.outbox[-1]

    page = client_of(supporter).get(reverse("cases:mine")).content.decode()

    assert letter.to == [supporter.email]
    assert "社名が分かる言葉を直してください。" in letter.body
    assert reverse("cases:preview", args=[case.pk]) in letter.body
    assert "/admin/" not in letter.body
    assert "社名が分かる言葉を直してください。" in page


def test_an_answered_return_goes_on_in_the_same_review_and_is_published(client_of, supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.RETURNED)
    client = client_of(supporter)
    client.post(reverse("cases:edit", args=[case.pk]), step_data("basics", title="直した題名", based_on=case.latest_revision_id))
    decide_everything(fresh(case), by=supporter)

    client.post(reverse("cases:submit", args=[case.pk]))
    for _ in ("personal", "content"):
        state = fresh(case).current_workflow_task_state
        client_of(reviewer).post(
            reverse("wagtailsnippets_cases_case:workflow_action", args=[case.pk, "approve", state.pk]),
        )

    assert fresh(case).status == Status.PUBLISHED
    assert case.workflow_states.count() == 1
    assert "直した題名" in visitor.get(case.get_absolute_url()).content.decode()
    assert mail.outbox[-1].to == [supporter.email]


def test_an_edit_of_a_published_case_stays_unseen_until_it_is_approved(client_of, supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    client = client_of(supporter)
    client.post(
        reverse("cases:edit", args=[case.pk]), step_data("basics", title="まだ見せない題名", based_on=case.latest_revision_id)
    )
    client.post(
        reverse("cases:edit_step", args=[case.pk, "issue"]),
        step_data("issue", real_issue="まだ見せない課題", based_on=fresh(case).latest_revision_id),
    )

    page = visitor.get(case.get_absolute_url()).content.decode()
    assert fresh(case).status == Status.REVISING
    assert "まだ見せない" not in page
    assert "まだ見せない" not in visitor.get(reverse("cases:list")).content.decode()


def test_nobody_approves_his_own_case(client_of, society, owner):
    from accounts.actions import confirm_membership

    confirm_membership(user=owner, organisation=society, by=None)
    case = make_case(author=owner, status=Status.SUBMITTED)
    state = case.current_workflow_task_state

    response = client_of(owner).post(reverse("wagtailsnippets_cases_case:workflow_action", args=[case.pk, "approve", state.pk]))

    assert response.status_code in {302, 403, 400}
    assert fresh(case).status == Status.SUBMITTED


def test_a_return_without_a_reason_is_refused(client_of, supporter, reviewer):
    case = make_case(author=supporter, status=Status.SUBMITTED)
    state = case.current_workflow_task_state

    client_of(reviewer).post(
        reverse("wagtailsnippets_cases_case:workflow_action", args=[case.pk, "reject", state.pk]), {"comment": "  "}
    )

    assert fresh(case).status == Status.SUBMITTED


def test_the_same_form_sent_twice_makes_one_case(client_of, supporter):
    client, sent = client_of(supporter), step_data("basics")

    first = client.post(reverse("cases:new"), sent)
    second = client.post(reverse("cases:new"), sent)

    assert Case.objects.count() == 1
    assert first.url == second.url


def test_text_survives_a_lost_session(client_of, supporter, visitor):
    from bansou.forms.parking import owner_token

    address = reverse("cases:new")
    lost = visitor.post(address, step_data("basics", summary="二千字の大切な文章", typed_by=owner_token(supporter)))
    visitor.force_login(supporter)

    page = visitor.get(address).content.decode()

    assert lost.status_code == 302
    assert lost.url.startswith(reverse("account_login"))
    assert "二千字の大切な文章" in page
    assert Case.objects.count() == 0


def test_parked_text_is_not_shown_to_somebody_else(other_supporter, supporter, visitor):
    from bansou.forms.parking import owner_token

    address = reverse("cases:new")
    visitor.post(address, step_data("basics", summary="あおいの文章", typed_by=owner_token(supporter)))
    visitor.force_login(other_supporter)

    assert "あおいの文章" not in visitor.get(address).content.decode()


def test_a_photo_loses_its_place_on_every_size_that_is_served(client_of, supporter, reviewer, visitor):
    case = write_steps(client_of(supporter), picture_upload=photo_with_gps(), picture_alt="机の上のノート")
    hand_in(case=case, by=supporter)
    approve_all_steps(case, by=reviewer)

    page = visitor.get(case.get_absolute_url()).content.decode()
    address = page.split('class="figure__image" src="')[1].split('"')[0]
    served = b"".join(visitor.get(address).streaming_content)

    assert not Image.open(io.BytesIO(served)).getexif()
    with case.picture.file.open() as original:
        assert not Image.open(original).getexif()


def test_the_photo_of_a_draft_is_loaded_by_nobody_else(client_of, supporter, other_supporter, visitor):
    case = write_steps(client_of(supporter), picture_upload=photo_with_gps(), picture_alt="机の上のノート")
    address = case.picture.get_rendition("width-400").url

    assert client_of(supporter).get(address).status_code == 200
    assert client_of(other_supporter).get(address).status_code == 404
    assert visitor.get(address).status_code == 404
    assert visitor.get(case.picture.file.url).status_code == 404


def test_withdrawing_takes_a_case_out_of_page_list_and_search_at_once(client_of, supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    client_of(supporter).post(reverse("cases:withdraw", args=[case.pk]), {"reason": "会社から申し出がありました"})

    assert visitor.get(case.get_absolute_url()).status_code == 410
    assert case.title not in visitor.get(reverse("cases:list")).content.decode()
    assert fresh(case).status == Status.WITHDRAWN


def test_a_recalled_case_is_in_its_authors_hands_again(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED)
    client = client_of(supporter)

    client.post(reverse("cases:recall", args=[case.pk]))

    assert fresh(case).status == Status.DRAFT
    assert client.get(reverse("cases:edit", args=[case.pk])).status_code == 200


def test_withdrawing_ends_the_review_of_a_version_that_waits(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.REVISION_SUBMITTED)

    client_of(supporter).post(reverse("cases:withdraw", args=[case.pk]), {"reason": "会社から申し出がありました"})

    assert fresh(case).status == Status.WITHDRAWN
    assert fresh(case).current_workflow_state is None


def test_an_author_learns_why_staff_withdrew_the_case_and_gets_no_letter_of_an_own_withdrawal(client_of, supporter, reviewer):
    by_staff, by_author = (make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED) for _ in range(2))

    client_of(reviewer).post(reverse("cases:withdraw", args=[by_staff.pk]), {"reason": "会社から申し出がありました"})
    client_of(supporter).post(reverse("cases:withdraw", args=[by_author.pk]), {"reason": "書き直します"})

    [letter] = mail.outbox
    assert letter.to == [supporter.email]
    assert "会社から申し出がありました" in letter.body


def test_a_photo_that_its_author_removes_is_gone_with_its_description(client_of, supporter):
    client = client_of(supporter)
    case = write_steps(client, picture_upload=photo_with_gps(), picture_alt="机の上のノート")

    client.post(
        reverse("cases:edit_step", args=[case.pk, "finish"]),
        step_data("finish", picture_remove="on", based_on=case.latest_revision_id),
    )

    assert (fresh(case).picture, fresh(case).picture_alt) == (None, "")


def test_what_the_database_refuses_is_not_taken_for_a_second_press(supporter):
    answers = {"title": "書きかけ", "industry": "Z"}

    with pytest.raises(IntegrityError, match="known_industry"), transaction.atomic():
        start_case(by=supporter, answers=answers, rows={}, submission_key=uuid.uuid4())
