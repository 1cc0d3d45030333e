"""The review desk in Wagtail's admin, pressed as its buttons are."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse

from accounts.actions import grant_roles
from accounts.models import Organisation, User
from accounts.refusals import Refused, reason_against
from accounts.roles import REVIEWER
from bansou.moderation.models import Decision
from cases.actions import approve_case, edit_case, previous_version, recall_case, return_case
from cases.models import CannedReason, Case, FieldComment, ReviewerRegions, ReviewRound
from cases.permissions import check_can_claim, check_can_release, check_can_review
from cases.review_actions import claim_case, comments_of_last_return, release_case, reviewers_to_tell
from cases.statuses import ReviewStep, RoundOutcome, Status
from tests.factories import approve_all_steps, fresh, hand_in, make_case, walk_case

pytestmark = pytest.mark.django_db
QUEUE = "/admin/snippets/cases/case/"


def desk(case: Case) -> str:
    return reverse("wagtailsnippets_cases_case:edit", args=[case.pk])


def press(client, case: Case, decide: str, **typed):
    """A button of the desk page as it was opened just now, or with `loaded` an earlier time."""
    sent = {"loaded_revision_id": fresh(case).latest_revision_id, "keywords": "", "decide": decide}
    return client.post(desk(case), sent | typed)


def told(answer) -> str:
    return "\n".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.fixture
def second_reviewer(db) -> User:
    """Nana: another of the agency's staff who reviews."""
    user = User.objects.create_user("nana@example.jp", "pass-word-1234", display_name="なな")
    grant_roles(user=user, roles=[REVIEWER], by=None)
    return user


@pytest.fixture
def waiting(supporter) -> Case:
    return make_case(author=supporter, status=Status.SUBMITTED)


# -- the steps ---------------------------------------------------------------------------------------------------------
def test_a_case_is_published_after_its_personal_data_and_its_content_were_read(client_of, waiting, reviewer, visitor):
    admin = client_of(reviewer)

    first = press(admin, waiting, "approve")
    case = fresh(waiting)
    between = case.status, case.status_label
    press(admin, waiting, "approve", keywords="昼休み")

    assert first.status_code == 302
    assert between == (Status.SUBMITTED, "審査中：内容確認")
    case = fresh(waiting)
    assert case.status == Status.PUBLISHED
    assert [keyword.name for keyword in case.keywords.all()] == ["昼休み"]
    assert case.review_rounds.get().outcome == RoundOutcome.PUBLISHED


def test_every_step_is_written_down_with_its_reader_and_version(waiting, reviewer):
    for _ in range(2):
        approve_case(case=waiting, by=reviewer)

    found = [(entry.by, entry.verb) for entry in Decision.objects.about(waiting)]
    assert found == [(reviewer, "公開した"), (reviewer, "内容確認を終えた"), (reviewer, "個人情報確認を終えた")]
    assert {entry.reason for entry in Decision.objects.about(waiting)} == {f"版{waiting.latest_revision_id}を読んだ"}


def test_keywords_given_in_the_first_step_need_no_step_anew(waiting, reviewer):
    approve_case(case=waiting, by=reviewer, keywords=["昼休み"])
    approve_case(case=waiting, by=reviewer, keywords=["昼休み", "班長"])

    assert fresh(waiting).status == Status.PUBLISHED
    assert {keyword.name for keyword in fresh(waiting).keywords.all()} == {"昼休み", "班長"}


def test_keywords_alone_are_saved_for_a_published_case_in_a_version_that_readers_do_not_see_yet(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.REVISION_SUBMITTED)

    answer = press(client_of(reviewer), case, "keywords", keywords="昼休み")

    assert answer.status_code == 302
    assert not fresh(case).keywords.exists()
    assert [str(word) for word in fresh(case).get_latest_revision_as_object().keywords.all()] == ["昼休み"]
    assert fresh(case).status == Status.REVISION_SUBMITTED


@pytest.mark.parametrize("step", [ReviewStep.PERSONAL, ReviewStep.CONTENT, ReviewStep.SECOND])
def test_an_answered_return_begins_with_the_personal_data_again_in_whatever_step_it_was_returned(
    step, supporter, reviewer, second_reviewer
):
    disclosure = "named" if step == ReviewStep.SECOND else "anonymous"
    case = make_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED, step=step, disclosure=disclosure)
    return_case(case=case, by=second_reviewer, comment="直してください。")
    edit_case(
        case=case, by=supporter, answers={"real_issue": "直した", "disclosure": "anonymous"}, rows={},
        based_on=fresh(case).latest_revision_id,
    )  # fmt: skip

    hand_in(case=fresh(case), by=supporter)
    seen = []
    while fresh(case).review_step:
        seen.append(fresh(case).review_step)
        approve_case(case=case, by=reviewer)

    assert seen == [ReviewStep.PERSONAL, ReviewStep.CONTENT]
    assert case.workflow_states.count() == 1


@pytest.fixture
def named(supporter, reviewer) -> Case:
    """A named case whose content is read last by one person."""
    return make_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED, step=ReviewStep.CONTENT, disclosure="named")


def test_a_named_case_goes_to_a_second_reviewer_who_is_told_and_is_not_the_first(
    named, client_of, reviewer, second_reviewer, visitor
):
    claim_case(case=named, by=reviewer)
    page = client_of(reviewer).get(desk(named)).content.decode()
    press(client_of(reviewer), named, "approve")

    assert "内容確認を終え、二人目の確認に回す" in page
    assert fresh(named).review_step == ReviewStep.SECOND
    assert fresh(named).open_round.claimant is None
    assert [letter.to for letter in mail.outbox] == [[second_reviewer.email]]
    assert "一人目とは別の" in reason_against(check_can_review, reviewer, fresh(named))
    assert "一人目とは別の" in client_of(reviewer).get(desk(named)).content.decode()
    assert press(client_of(reviewer), named, "approve").status_code == 422
    assert not fresh(named).live

    press(client_of(second_reviewer), named, "approve")

    assert fresh(named).live


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_the_engine_itself_refuses_the_first_reviewers_second_look(action, named, reviewer):
    from django.core.exceptions import PermissionDenied

    approve_case(case=named, by=reviewer)
    state = fresh(named).current_workflow_task_state

    assert state.task.specific.get_actions(fresh(named), reviewer) == []
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, reviewer, action, comment="x")


def test_a_review_that_was_begun_at_the_content_gets_the_step_that_it_missed(supporter, reviewer):
    from wagtail.models import TaskState

    case = make_case(author=supporter, status=Status.SUBMITTED, step=ReviewStep.CONTENT)
    TaskState.objects.filter(status="approved", workflow_state__in=case.workflow_states.all()).delete()

    approve_case(case=case, by=reviewer)

    assert fresh(case).review_step == ReviewStep.PERSONAL


# -- two at once -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", [ReviewStep.PERSONAL, ReviewStep.CONTENT])
@pytest.mark.parametrize("first", ["approve", "return"])
def test_of_two_decisions_on_a_case_the_first_stands_and_the_second_is_told(
    first, step, client_of, supporter, reviewer, second_reviewer
):
    case = make_case(author=supporter, status=Status.SUBMITTED, step=step)
    opened = fresh(case).current_workflow_task_state.pk

    press(client_of(reviewer), case, first, comment="" if first == "approve" else "直してください。", opened_step=opened)
    decided, stood = fresh(case).status, fresh(case).review_step

    for second in ("approve", "return"):
        answer = press(client_of(second_reviewer), case, second, comment="" if second == "approve" else "x", opened_step=opened)

        words = told(answer) if answer.status_code == 302 else answer.content.decode()
        assert "判断はもう済んでいる" in words or "この段階の判断は、ほかの審査担当がもう済ませました" in words
    assert (fresh(case).status, fresh(case).review_step) == (decided, stood)


def test_remarks_are_not_lost_when_somebody_else_decided_meanwhile(client_of, waiting, reviewer, second_reviewer):
    approve_all_steps(waiting, by=reviewer)

    answer = press(client_of(second_reviewer), waiting, "return", comment="町の名前が残っています。")

    assert answer.status_code == 409
    assert "町の名前が残っています。" in answer.content.decode()


def test_a_decision_on_a_version_that_was_replaced_meanwhile_is_told_so(client_of, waiting, reviewer, supporter):
    seen = waiting.latest_revision_id
    recall_case(case=waiting, by=supporter)
    edit_case(case=waiting, by=supporter, answers={"title": "直した"}, rows={}, based_on=seen)
    hand_in(case=fresh(waiting), by=supporter)

    approved = press(client_of(reviewer), waiting, "approve", loaded_revision_id=seen)
    remarked = press(client_of(reviewer), waiting, "return", loaded_revision_id=seen, comment="書いておいた言葉")

    for answer in (approved, remarked):
        assert answer.status_code == 422
        assert "新しい版ができました" in answer.content.decode()
    assert "書いておいた言葉" in remarked.content.decode()
    assert fresh(waiting).review_step == ReviewStep.PERSONAL


@pytest.mark.parametrize("data", [{}, {"action-publish": "1"}, {"action-unpublish": "1"}, {"action-submit": "1"},
                                  {"action-cancel-workflow": "1"}, {"action-workflow-action": "true", "workflow-action-name": "approve"},
                                  {"decide": "publish"}])  # fmt: skip
def test_wagtails_own_buttons_do_nothing_on_the_desk(data, client_of, waiting, owner):
    answer = client_of(owner).post(desk(waiting), {"keywords": "", "loaded_revision_id": waiting.latest_revision_id} | data)

    assert answer.status_code in {302, 403}
    assert fresh(waiting).review_step == ReviewStep.PERSONAL


# -- claims ------------------------------------------------------------------------------------------------------------
def test_a_claimed_case_is_decided_by_nobody_else(client_of, waiting, reviewer, second_reviewer):
    assert press(client_of(reviewer), waiting, "claim").status_code == 302

    page = client_of(second_reviewer).get(desk(waiting)).content.decode()
    answer = press(client_of(second_reviewer), waiting, "return", comment="直してください。")

    assert "えみさんが担当しています" in page
    assert answer.status_code == 422
    assert "直してください。" in answer.content.decode()
    assert fresh(waiting).status == Status.SUBMITTED
    press(client_of(reviewer), waiting, "approve")
    assert fresh(waiting).review_step == ReviewStep.CONTENT
    assert fresh(waiting).open_round.claimant == reviewer


def test_a_claim_runs_out_after_seven_days_and_somebody_else_may_take_it(waiting, reviewer, second_reviewer):
    from datetime import timedelta

    claim_case(case=waiting, by=reviewer)
    ReviewRound.objects.update(claimed_at=fresh(waiting).open_round.claimed_at - timedelta(days=7))

    assert fresh(waiting).open_round.claimant is None
    assert Case.objects.unclaimed().get() == waiting
    claim_case(case=waiting, by=second_reviewer)
    assert fresh(waiting).open_round.claimant == second_reviewer
    assert list(Case.objects.claimed_by(second_reviewer)) == [waiting]


def test_claiming_again_does_not_make_it_longer(waiting, reviewer):
    claim_case(case=waiting, by=reviewer)
    since = fresh(waiting).open_round.claimed_at

    claim_case(case=waiting, by=reviewer)

    assert fresh(waiting).open_round.claimed_at == since


def test_a_claim_is_given_back_by_its_holder_or_an_owner(client_of, waiting, reviewer, second_reviewer, owner):
    claim_case(case=waiting, by=reviewer)

    assert "えみさんと管理者" in reason_against(check_can_release, second_reviewer, fresh(waiting))
    assert press(client_of(owner), waiting, "release").status_code == 302
    assert fresh(waiting).open_round.claimant is None
    assert "担当している方はいません" in reason_against(check_can_release, reviewer, fresh(waiting))
    claim_case(case=waiting, by=reviewer)
    release_case(case=waiting, by=reviewer)
    assert fresh(waiting).open_round.claimant is None


def test_nobody_claims_his_own_case_one_that_does_not_wait_or_without_the_role(supporter, member, reviewer, waiting):
    assert "自分のチーム" in reason_against(check_can_claim, supporter, waiting)
    assert "審査担当の職員" in reason_against(check_can_claim, member, waiting)
    assert "審査中ではありません" in reason_against(check_can_claim, reviewer, make_case(author=supporter))
    assert "担当している方はいません" in reason_against(check_can_release, reviewer, make_case(author=supporter))


@pytest.mark.parametrize("end", ["approve", "return", "recall"])
def test_what_was_claimed_is_free_when_the_round_ends(end, supporter, reviewer):
    case = make_case(author=supporter, status=Status.SUBMITTED, step=ReviewStep.CONTENT)
    claim_case(case=case, by=reviewer)

    if end == "approve":
        approve_case(case=case, by=reviewer)
    elif end == "return":
        return_case(case=case, by=reviewer, comment="直してください。")
    else:
        recall_case(case=case, by=supporter)

    assert fresh(case).open_round is None
    assert not Case.objects.claimed_by(reviewer).exists()


def test_typed_remarks_survive_the_button_that_claims(client_of, waiting, reviewer):
    answer = press(client_of(reviewer), waiting, "claim", **{"note:real_issue": "だれの言葉か、書き足してください。"})

    assert answer.status_code == 200
    assert "だれの言葉か、書き足してください。" in answer.content.decode()
    assert fresh(waiting).open_round.claimant == reviewer


# -- a return with remarks ---------------------------------------------------------------------------------------------
def place_of_dialogue(case: Case, number: int) -> str:
    return f"episodes:{case.episodes.all()[number - 1].key}"


@pytest.fixture
def returned(client_of, waiting, reviewer) -> Case:
    """Returned with a word about the whole, one at a field and one at a dialogue."""
    answer = press(
        client_of(reviewer), waiting, "return", comment="黒い手帳の場面がよく伝わります。",
        **{"note:real_issue": "だれの言葉か、書き足してください。", f"note:{place_of_dialogue(waiting, 2)}": "相手の表情を。"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return fresh(waiting)


def test_the_author_reads_every_remark_in_the_letter_on_the_preview_and_at_the_field(returned, supporter, client_of):
    author = client_of(supporter)
    [letter] = [letter for letter in mail.outbox if letter.to == [supporter.email]]
    preview = author.get(reverse("cases:preview", args=[returned.pk])).content.decode()
    issue = author.get(reverse("cases:edit_step", args=[returned.pk, "issue"])).content.decode()
    dialogue = author.get(reverse("cases:edit_step", args=[returned.pk, "dialogue"])).content.decode()
    basics = author.get(reverse("cases:edit_step", args=[returned.pk, "basics"])).content.decode()

    for text in ("黒い手帳の場面がよく伝わります。", "だれの言葉か、書き足してください。", "相手の表情を。"):
        assert text in letter.body
        assert text in preview
    assert "対話2" in letter.body
    field = issue[issue.index('for="id_real_issue"') : issue.index('for="id_issue_path"')]
    assert "だれの言葉か、書き足してください。" in field
    rows = re.split(r'<fieldset class="form-row"', dialogue)
    assert ["相手の表情を。" in row for row in rows[1:4]] == [False, True, False]
    assert "だれの言葉か" not in basics
    assert returned.return_comment in basics


def answer(client, case: Case, step: str, comment: FieldComment, text: str = "", *, settled: bool = False, **changes):
    from tests.factories import step_data

    said = {f"answer-{comment.pk}-text": text} | ({f"answer-{comment.pk}-settled": "on"} if settled else {})
    address = reverse("cases:edit_step", args=[case.pk, step])
    return client.post(address, step_data(step, based_on=fresh(case).latest_revision_id, **(said | changes)))


def test_the_author_answers_at_the_field_and_staff_see_the_answer_beside_what_changed(returned, supporter, reviewer, client_of):
    author = client_of(supporter)
    at_issue, at_dialogue = comments_of_last_return(returned)

    assert (
        answer(author, returned, "issue", at_issue, "社長の言葉です。", settled=True, real_issue="社長は気づいた。").status_code
        == 302
    )
    again = author.get(reverse("cases:edit_step", args=[returned.pk, "issue"])).content.decode()
    hand_in(case=fresh(returned), by=supporter)
    page = client_of(reviewer).get(desk(returned)).content.decode()

    assert "社長の言葉です。" in again
    at_issue.refresh_from_db()
    assert (at_issue.answer, at_issue.is_settled, at_issue.is_open) == ("社長の言葉です。", True, False)
    assert at_dialogue.is_open
    text = page[page.index('id="desk-text"') :]
    first, folded = text[: text.index("変わっていない項目")], text[text.index("変わっていない項目") :]
    assert "社長の言葉です。" in first
    assert "返事なし" in first
    assert "<ins>" in first
    assert "<ins>" not in folded
    assert "商談会に出たい。" in folded
    assert "商談会に出たい。" not in first


def test_an_answer_that_is_too_long_is_shown_again_with_the_reason(returned, supporter, client_of):
    [comment, _] = comments_of_last_return(returned)

    page = answer(client_of(supporter), returned, "issue", comment, "長" * 1001)

    assert page.status_code == 422
    assert "1000文字以内" in page.content.decode()
    assert "長" * 1001 in page.content.decode()


def test_remarks_are_answered_by_the_team_alone_and_while_it_has_the_case(returned, supporter, other_supporter):
    from cases.review_actions import answer_comments

    [comment, _] = comments_of_last_return(returned)
    with pytest.raises(Refused):
        answer_comments(case=returned, by=other_supporter, answers={comment.pk: ("x", True)})
    hand_in(case=returned, by=supporter)
    with pytest.raises(Refused):
        answer_comments(case=returned, by=supporter, answers={comment.pk: ("x", True)})

    assert FieldComment.objects.get(pk=comment.pk).is_open


def test_remarks_of_an_earlier_round_are_gone_after_the_publication(returned, supporter, reviewer):
    hand_in(case=returned, by=supporter)
    for _ in range(2):
        approve_case(case=returned, by=reviewer)

    assert comments_of_last_return(fresh(returned)) == []


def test_a_return_with_remarks_alone_points_to_them(client_of, waiting, reviewer):
    press(client_of(reviewer), waiting, "return", **{"note:title": "会社が分かります。"})

    assert fresh(waiting).return_comment == "項目ごとのコメントをご覧ください。"


def test_a_return_that_says_nothing_is_refused(client_of, waiting, reviewer):
    answer = press(client_of(reviewer), waiting, "return", comment="  ")

    assert answer.status_code == 422
    assert "差し戻す理由を書くか" in answer.content.decode()
    assert fresh(waiting).status == Status.SUBMITTED


def test_remarks_are_not_lost_by_the_button_that_approves(client_of, waiting, reviewer):
    answer = press(client_of(reviewer), waiting, "approve", **{"note:title": "会社が分かります。"})

    assert answer.status_code == 422
    assert "会社が分かります。" in answer.content.decode()
    assert fresh(waiting).review_step == ReviewStep.PERSONAL


def test_reasons_that_staff_wrote_are_ticked_and_reach_the_author_after_what_was_typed(client_of, waiting, reviewer, supporter):
    admin = client_of(reviewer)
    made = admin.post(
        "/admin/canned-reasons/new/", {"title": "数字", "text": "数字に幅をつけてください。", "position": 1, "is_active": "on"}
    )
    hidden = CannedReason.objects.create(title="使わない", text="もう使いません。", is_active=False)
    reason = CannedReason.objects.get(title="数字")
    page = admin.get(desk(waiting)).content.decode()

    press(admin, waiting, "return", comment="よく伝わります。", reasons=[reason.pk])

    assert made.status_code == 302
    assert "数字" in page
    assert hidden.title not in page
    assert fresh(waiting).return_comment == "よく伝わります。\n\n数字に幅をつけてください。"


def test_what_was_read_last_is_what_was_decided_not_what_was_taken_back(supporter, reviewer):
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.RETURNED)
    read = case.latest_revision_id
    for title in ("一回目", "二回目"):
        edit_case(case=case, by=supporter, answers={"title": title}, rows={}, based_on=fresh(case).latest_revision_id)
        hand_in(case=fresh(case), by=supporter)
        if title == "一回目":
            recall_case(case=fresh(case), by=supporter)

    assert previous_version(fresh(case)).pk == read


def test_without_a_decided_round_the_published_version_is_the_one_before(supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.REVISING)
    ReviewRound.objects.all().delete()

    assert previous_version(case) == case.live_revision


# -- sites that had one step -------------------------------------------------------------------------------------------
def test_reviews_that_were_begun_before_there_were_rounds_get_theirs(supporter, reviewer):
    from importlib import import_module

    from django.apps import apps

    cases = [make_case(author=supporter, reviewer=reviewer, status=status) for status in (Status.SUBMITTED, Status.RETURNED)]
    made = [case.review_rounds.get() for case in cases]
    ReviewRound.objects.all().delete()

    import_module("cases.migrations.0016_rounds_of_now").begin_rounds(apps, None)

    found = [case.review_rounds.get() for case in cases]
    for name in ("revision_id", "submitted_at", "outcome"):
        assert [getattr(row, name) for row in found] == [getattr(row, name) for row in made]
    assert [row.ended_at is None for row in found] == [True, False]


def test_a_site_with_one_step_gets_the_others_in_their_order(db):
    from cases.models import CaseReviewTask
    from cases.setup import write_review_workflow

    CaseReviewTask.objects.exclude(step=ReviewStep.CONTENT).delete()
    CaseReviewTask.objects.update(name="わたしたちの呼び方")

    workflow = write_review_workflow()

    assert [task.name for task in workflow.tasks] == ["個人情報確認", "わたしたちの呼び方", "二人目の確認"]
    assert all(task.specific.groups.get().name == REVIEWER.name for task in workflow.tasks)


# -- regions and letters -----------------------------------------------------------------------------------------------
def test_only_the_reviewers_of_the_region_get_the_letter(waiting, reviewer, second_reviewer):
    ReviewerRegions.objects.create(reviewer=reviewer, blocks=["block-tohoku", "block-kinki"])
    ReviewerRegions.objects.create(reviewer=second_reviewer, blocks=["block-kinki"])

    assert list(reviewers_to_tell(waiting)) == [reviewer]


def test_who_looks_after_no_region_in_particular_gets_all_letters(waiting, reviewer, second_reviewer):
    ReviewerRegions.objects.create(reviewer=second_reviewer, blocks=["block-kinki"])

    assert list(reviewers_to_tell(waiting)) == [reviewer]


def test_where_nobody_looks_after_the_region_all_are_told(waiting, reviewer, second_reviewer):
    for person in (reviewer, second_reviewer):
        ReviewerRegions.objects.create(reviewer=person, blocks=["block-kinki"])

    assert set(reviewers_to_tell(waiting)) == {reviewer, second_reviewer}


@pytest.mark.parametrize(
    ("prefecture", "area", "block"),
    [("03", "27", "block-tohoku"), (None, "27", "block-kinki"), (None, "block-chubu", "block-chubu"), (None, "none", None)],
)
def test_the_region_is_that_of_the_authors_organisation_else_of_the_company(prefecture, area, block, supporter):
    case = make_case(author=supporter, area=area, status=Status.SUBMITTED)
    if prefecture is None:
        Case.objects.update(organisation=None)

    found = fresh(case).block

    assert (found.value if found else None) == block
    if block:
        assert list(Case.objects.in_blocks([block])) == [case]
    assert not Case.objects.in_blocks(["block-okinawa"]).exists()


def test_staff_set_the_regions_of_a_reviewer(client_of, reviewer, second_reviewer):
    client_of(reviewer).post("/admin/reviewer-regions/new/", {"reviewer": second_reviewer.pk, "blocks": ["block-tohoku"]})

    page = client_of(reviewer).get("/admin/reviewer-regions/").content.decode()
    assert ReviewerRegions.objects.get().blocks == ["block-tohoku"]
    assert "東北地方" in page
    assert str(ReviewerRegions.objects.get()) == "なな：東北地方"


# -- the queue ---------------------------------------------------------------------------------------------------------
def test_the_queue_says_since_when_where_and_in_whose_hands(client_of, waiting, reviewer):
    claim_case(case=waiting, by=reviewer)

    page = client_of(reviewer).get(QUEUE).content.decode()

    for words in ("審査中：個人情報確認", "1営業日未満", "東北地方", "匿名公開", "えみ", "あおい（見本町商工会）"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("claim=mine", {"自分の"}), ("claim=none", {"だれも", "大阪の"}), ("region=mine", {"自分の", "だれも"}),
        ("region=block-kinki", {"大阪の"}), ("step=content", {"大阪の"}), ("disclosure=members", {"だれも"}),
    ],
)  # fmt: skip
def test_the_queue_is_filtered(query, shown, client_of, supporter, reviewer):
    osaka = Organisation.objects.create(name="見本市商工会", organisation_type="society", prefecture="27")
    ReviewerRegions.objects.create(reviewer=reviewer, blocks=["block-tohoku"])
    own = make_case(author=supporter, title="自分のです", status=Status.SUBMITTED)
    make_case(author=supporter, title="だれもです", status=Status.SUBMITTED, disclosure="members")
    far = make_case(author=supporter, title="大阪のです", status=Status.SUBMITTED, step=ReviewStep.CONTENT)
    Case.objects.filter(pk=far.pk).update(organisation=osaka)
    claim_case(case=own, by=reviewer)

    page = client_of(reviewer).get(f"{QUEUE}?{query}").content.decode()

    assert {title for title in ("自分の", "だれも", "大阪の") if f"{title}です" in page} == shown


def test_who_has_no_regions_sees_all_as_his(client_of, waiting, reviewer):
    assert waiting.title in client_of(reviewer).get(f"{QUEUE}?region=mine").content.decode()


def test_the_queue_costs_the_same_for_one_case_and_for_twenty(
    client_of, supporter, reviewer, django_assert_max_num_queries, django_assert_num_queries
):
    admin = client_of(reviewer)
    claim_case(case=make_case(author=supporter, status=Status.SUBMITTED), by=reviewer)
    admin.get(QUEUE)
    with django_assert_max_num_queries(60) as one:
        admin.get(QUEUE)
    for _ in range(19):
        claim_case(case=make_case(author=supporter, status=Status.SUBMITTED), by=reviewer)

    with django_assert_num_queries(len(one)):
        admin.get(QUEUE)


def bulk(client, action: str, cases, **data):
    query = "&".join(f"id={getattr(case, 'pk', case)}" for case in cases)
    return client.post(f"/admin/bulk/cases/case/{action}/?{query}&next={QUEUE}", data)


def test_several_cases_are_claimed_and_given_back_with_one_press(client_of, supporter, reviewer, second_reviewer):
    cases = [make_case(author=supporter, status=Status.SUBMITTED) for _ in range(3)]
    draft = make_case(author=supporter)
    claim_case(case=cases[2], by=second_reviewer)
    admin = client_of(reviewer)

    asked = admin.get(f"/admin/bulk/cases/case/claim/?{'&'.join(f'id={case.pk}' for case in cases)}").content.decode()
    answer = bulk(admin, "claim", [*cases, draft])

    assert "次の2件です" in asked
    assert "ほかの方が担当しているか" in asked
    assert "2件：担当する" in told(answer)
    assert [fresh(case).open_round.claimant for case in cases] == [reviewer, reviewer, second_reviewer]
    bulk(admin, "release", cases)
    assert [fresh(case).open_round.claimant for case in cases] == [None, None, second_reviewer]


def test_all_means_the_twenty_that_wait_longest_and_more_are_refused(client_of, supporter, reviewer):
    cases = [make_case(author=supporter, status=Status.SUBMITTED) for _ in range(21)]
    admin = client_of(reviewer)

    refused = bulk(admin, "claim", cases)
    bulk(admin, "claim", ["all"])

    assert "一度に選べるのは20件まで" in told(refused)
    assert [bool(fresh(case).open_round.claimant) for case in cases] == [True] * 20 + [False]


def test_what_somebody_else_claimed_in_the_same_moment_is_left_to_him(waiting, reviewer, second_reviewer):
    from cases.queue import ClaimBulkAction

    claim_case(case=waiting, by=second_reviewer)

    assert ClaimBulkAction.execute_action([waiting], by=reviewer) == (0, 0)


def test_a_draft_cannot_be_asked_for_in_bulk(client_of, supporter, reviewer):
    draft = make_case(author=supporter, title="ひみつの下書き")

    page = client_of(reviewer).get(f"/admin/bulk/cases/case/claim/?id={draft.pk}").content.decode()

    assert "ひみつ" not in page


# -- the next one ------------------------------------------------------------------------------------------------------
def test_after_a_decision_the_next_case_is_offered_first_ones_own_then_those_of_ones_region(client_of, supporter, reviewer):
    osaka = Organisation.objects.create(name="見本市商工会", organisation_type="society", prefecture="27")
    titles = ("はじめの一件", "遠い一件", "近い一件", "担当の一件")
    first, far, near, own = (make_case(author=supporter, title=title, status=Status.SUBMITTED) for title in titles)
    Case.objects.filter(pk=far.pk).update(organisation=osaka)
    ReviewerRegions.objects.create(reviewer=reviewer, blocks=["block-tohoku"])
    claim_case(case=own, by=reviewer)
    admin = client_of(reviewer)

    offered = []
    for case in (first, own, near, far):
        answer = press(admin, case, "return", comment="直してください。")
        assert answer.url == QUEUE
        offered.append(re.findall(r"次の事例を開く：(\w+)", told(answer).rpartition("差し戻しました")[2]))

    assert offered == [["担当の一件"], ["近い一件"], ["遠い一件"], []]


def test_a_decision_at_wagtails_own_address_is_told_why_it_is_refused(client_of, waiting, reviewer, second_reviewer):
    claim_case(case=waiting, by=second_reviewer)
    state = fresh(waiting).current_workflow_task_state
    address = reverse("wagtailsnippets_cases_case:workflow_action", args=[waiting.pk, "approve", state.pk])

    answer = client_of(reviewer).post(address)

    assert "ななさんが担当しています" in told(answer)
    assert fresh(waiting).review_step == ReviewStep.PERSONAL


def test_a_return_at_wagtails_own_address_is_written_down_too(client_of, waiting, reviewer):
    state = fresh(waiting).current_workflow_task_state
    address = reverse("wagtailsnippets_cases_case:workflow_action", args=[waiting.pk, "reject", state.pk])

    client_of(reviewer).post(address, {"comment": "直してください。"})

    assert fresh(waiting).status == Status.RETURNED
    assert Decision.objects.about(waiting).get().verb == "差し戻した"


def test_every_field_of_the_desk_stands_on_it_once(client_of, waiting, reviewer):
    page = client_of(reviewer).get(desk(waiting)).content.decode()

    names = re.findall(r'<(?:textarea|input|select)[^>]* name="(note:[^"]+|comment|opened_step|keywords)"', page)
    assert len(names) > 40
    assert len(names) == len(set(names))


def test_the_desk_of_a_published_case_has_nothing_to_decide(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    page = client_of(reviewer).get(desk(case)).content.decode()

    assert "いま審査を待っていません" in page
    assert 'name="decide"' not in page


def test_a_reviewer_who_wrote_the_case_reads_it_and_decides_nothing(client_of, reviewer, society):
    from accounts.actions import confirm_membership

    confirm_membership(user=reviewer, organisation=society, by=None)
    case = make_case(author=reviewer, status=Status.SUBMITTED)

    page = client_of(reviewer).get(desk(case)).content.decode()

    assert "支援チームの一人です" in page
    assert 'name="decide"' not in page
