"""Who may do what, as truth tables; and what must not be seen."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.actions import confirm_membership
from accounts.refusals import reason_against
from cases.models import Case
from cases.permissions import (
    check_can_ask_superior,
    check_can_edit,
    check_can_open_sheet,
    check_can_recall,
    check_can_record_consent,
    check_can_reopen,
    check_can_restore,
    check_can_reveal,
    check_can_review,
    check_can_see_draft,
    check_can_submit,
    check_can_withdraw,
    check_can_withdraw_consent,
    check_can_write,
    check_can_write_private,
)
from cases.statuses import OWNER, TRANSITIONS, VERB_HANDS, Hand, Status, Verb, diagram, status_of
from tests.factories import cover, decide_everything, fresh, hand_in, make_case

pytestmark = pytest.mark.django_db

CHECKS = {
    Verb.EDIT: check_can_edit,
    Verb.SUBMIT: check_can_submit,
    Verb.RECALL: check_can_recall,
    Verb.WITHDRAW: check_can_withdraw,
    Verb.APPROVE: check_can_review,
    Verb.RETURN: check_can_review,
    Verb.RESTORE: check_can_restore,
    Verb.REOPEN: check_can_reopen,
}


@pytest.mark.parametrize("status", Status)
def test_the_table_of_states_is_complete(status):
    assert status in OWNER
    assert TRANSITIONS[status]
    # Besides whoever has the case in hand: taking out of sight, taking back, bringing back, and the calendar.
    any_time = {Verb.WITHDRAW, Verb.RECALL, Verb.RESTORE, Verb.EXPIRE}
    assert all(OWNER[status] in VERB_HANDS[verb] or verb in any_time for verb in TRANSITIONS[status])
    assert set(VERB_HANDS) == set(Verb)


def test_every_state_can_be_reached_from_a_draft():
    reached = {Status.DRAFT}
    while more := {after for status in reached for after in TRANSITIONS[status].values()} - reached:
        reached |= more

    assert reached == set(Status)


def test_wagtails_fields_always_mean_exactly_one_state():
    meanings = {
        status_of(
            live=live, has_unpublished_changes=changes, workflow_status=workflow, is_covered=covered, is_withdrawn=withdrawn
        )
        for live in (True, False)
        for covered in (True, False)
        for withdrawn in (True, False)
        for changes in (True, False)
        for workflow in ("", "in_progress", "needs_changes")
    }

    assert meanings == set(Status)


def test_the_diagram_in_the_readme_is_the_one_of_the_code(settings):
    readme = (settings.BASE_DIR / "cases" / "README.md").read_text(encoding="utf-8")

    assert diagram() in readme


@pytest.mark.parametrize("verb", [Verb.EDIT, Verb.SUBMIT, Verb.RECALL, Verb.WITHDRAW, Verb.REOPEN])
@pytest.mark.parametrize("status", Status)
def test_the_author_may_do_what_the_table_says(status, verb, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=status)
    decide_everything(case, by=supporter)

    allowed = not reason_against(CHECKS[verb], supporter, case)

    assert allowed == (verb in TRANSITIONS[status])


@pytest.mark.parametrize("status", Status)
def test_a_reviewer_decides_only_what_is_in_staffs_hands(status, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=status)

    allowed = not reason_against(check_can_review, reviewer, case)

    assert allowed == (OWNER[status] == Hand.STAFF)
    assert reason_against(check_can_restore, reviewer, case) == "" or Verb.RESTORE not in TRANSITIONS[status]


@pytest.mark.parametrize(
    "check",
    [
        check_can_edit, check_can_submit, check_can_recall, check_can_withdraw, check_can_review, check_can_see_draft,
        check_can_restore, check_can_reopen, check_can_record_consent, check_can_withdraw_consent, check_can_open_sheet,
        check_can_ask_superior, check_can_write_private, check_can_reveal,
    ],
)  # fmt: skip
def test_another_supporter_may_do_nothing_with_a_case(check, supporter, other_supporter, reviewer):
    for status in Status:
        case = make_case(author=supporter, reviewer=reviewer, status=status)

        assert reason_against(check, other_supporter, case)


def test_only_verified_supporters_write(supporter, member, reviewer):
    assert not reason_against(check_can_write, supporter)
    assert "所属を確認した支援者" in reason_against(check_can_write, member)


def test_a_visitor_is_told_to_sign_in_before_writing():
    assert "ログイン" in reason_against(check_can_write, AnonymousUser())


@pytest.mark.parametrize("status", Status)
def test_a_version_that_is_not_published_is_seen_by_its_author_and_by_staff_while_it_is_in_their_hands(
    status, supporter, reviewer
):
    case = make_case(author=supporter, reviewer=reviewer, status=status)

    assert not reason_against(check_can_see_draft, supporter, case)
    assert bool(reason_against(check_can_see_draft, reviewer, case)) == (OWNER[status] != Hand.STAFF)


def test_a_reviewer_who_writes_is_told_to_leave_the_review_to_others(reviewer, society):
    confirm_membership(user=reviewer, organisation=society, by=None)
    case = make_case(author=reviewer, status=Status.SUBMITTED)

    assert "自分のチームの事例" in reason_against(check_can_review, reviewer, case)


def test_a_case_kept_for_oneself_is_not_submitted(supporter):
    case = make_case(author=supporter, disclosure="draft")

    assert "公開しない" in reason_against(check_can_submit, supporter, case)


def test_a_named_case_is_submitted_when_consents_to_the_name_cover_it(supporter):
    covered = make_case(author=supporter, disclosure="named")
    without = make_case(author=supporter, disclosure="named", covered=False)
    cover(without, scope="anonymous")

    assert not reason_against(check_can_submit, supporter, covered)
    assert "同意の範囲は「匿名公開まで」です" in reason_against(check_can_submit, supporter, without)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_an_unpublished_case_does_not_exist_for_others(status, supporter, other_supporter, member, reviewer, visitor, client_of):
    case = make_case(author=supporter, reviewer=reviewer, status=status, title="ひみつの題名ですよ")

    for client in (visitor, client_of(member), client_of(other_supporter)):
        for name in ("detail", "edit", "preview"):
            response = client.get(reverse(f"cases:{name}", args=[case.pk]))
            assert response.status_code == 404 or response.url.startswith("/accounts/login/")
        for name in ("submit", "recall"):
            response = client.post(reverse(f"cases:{name}", args=[case.pk]))
            assert response.status_code == 404 or response.url.startswith("/accounts/login/")
        listed = client.get(reverse("cases:list")).content.decode()
        assert "ひみつ" not in listed
        assert "0件の事例" in listed
    assert fresh(case).status == status


def test_a_members_case_reaches_supporters_and_staff_only(supporter, other_supporter, member, reviewer, visitor, client_of):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members")

    def seen(client) -> bool:
        shown = client.get(case.get_absolute_url()).status_code == 200
        listed = case.title in client.get(reverse("cases:list")).content.decode()
        assert shown == listed
        return shown

    assert [seen(client) for client in (visitor, client_of(member))] == [False, False]
    assert [seen(client_of(person)) for person in (other_supporter, supporter, reviewer)] == [True, True, True]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED, Status.REVISING, Status.REVISION_RETURNED])
def test_staff_do_not_see_in_the_admin_what_an_author_still_writes(status, supporter, reviewer, client_of):
    case = make_case(author=supporter, reviewer=reviewer, status=status)
    client = client_of(reviewer)

    for name in ("edit", "history", "usage", "delete", "workflow_history"):
        assert client.get(reverse(f"wagtailsnippets_cases_case:{name}", args=[case.pk])).status_code == 404


def test_the_queue_shows_what_waits_and_not_the_drafts(supporter, reviewer, client_of):
    make_case(author=supporter, title="ひみつの下書き")
    waiting = make_case(author=supporter, status=Status.SUBMITTED, title="審査を待つ事例")

    page = client_of(reviewer).get(reverse("wagtailsnippets_cases_case:list")).content.decode()

    assert "ひみつの下書き" not in page
    assert waiting.title in page
    assert "審査中" in page


def test_the_desk_shows_what_changed_since_the_return(supporter, reviewer, client_of):
    from cases.actions import edit_case

    case = make_case(author=supporter, reviewer=reviewer, status=Status.RETURNED, real_issue="古い課題です")
    answers = {"real_issue": "新しい課題です"}
    edit_case(case=case, by=supporter, answers=answers, rows={}, based_on=case.latest_revision_id)
    hand_in(case=fresh(case), by=supporter)

    page = client_of(reviewer).get(reverse("wagtailsnippets_cases_case:edit", args=[case.pk])).content.decode()

    assert "<del>古い</del>" in page
    assert "<ins>新しい</ins>" in page
    assert "差し戻す" in page


def test_a_reviewer_has_no_button_to_publish_unpublish_or_delete(supporter, reviewer, client_of):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    client = client_of(reviewer)

    for name in ("unpublish", "delete"):
        response = client.post(reverse(f"wagtailsnippets_cases_case:{name}", args=[case.pk]))
        assert response.status_code in {302, 403, 404}
    assert Case.objects.filter(pk=case.pk, live=True).exists()


def test_supporters_stay_out_of_the_admin(supporter, member, visitor, client_of):
    for client in (visitor, client_of(member), client_of(supporter)):
        response = client.get("/admin/")
        assert response.status_code == 404 or response.url.startswith("/accounts/login/")
