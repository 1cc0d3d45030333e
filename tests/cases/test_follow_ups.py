"""What became of the company: asked when the time has come, answered in two minutes, shown once staff have read it."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Refused, reason_against
from bansou.moderation.models import Decision
from bansou.operations import daily
from cases import follow_up_actions
from cases.actions import withdraw_case
from cases.follow_up_actions import ASKED_UNTIL, answer_follow_up, ask_for_follow_ups, publish_follow_up
from cases.models import Case, CaseMember, FollowUp
from cases.models.follow_up import months_after
from cases.permissions import (
    check_can_recall_follow_up,
    check_can_review_follow_up,
    check_can_send_follow_up,
    check_can_withdraw_follow_up,
    check_can_write_follow_up,
)
from cases.statuses import FOLLOW_UP_TRANSITIONS, FollowUpStatus, Status, Verb
from cases.vocabularies import FollowUpTime
from tests.factories import fresh, make_case

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
VISITOR = AnonymousUser()


@pytest.fixture
def case(supporter, reviewer) -> Case:
    """Published; the support ended six months before TODAY."""
    return make_case(
        author=supporter,
        reviewer=reviewer,
        status=Status.PUBLISHED,
        support_ended=datetime.date(2026, 5, 1),
        title="断る注文を決める",
    )


@pytest.fixture
def asked(case) -> FollowUp:
    """The question after six months, not answered yet; the letters so far are put away."""
    ask_for_follow_ups(today=TODAY)
    mail.outbox.clear()
    return FollowUp.objects.get()


@pytest.fixture
def sent(asked, supporter) -> FollowUp:
    row = answer(asked, supporter, send=True)
    mail.outbox.clear()
    return row


@pytest.fixture
def shown(sent, reviewer) -> FollowUp:
    publish_follow_up(follow_up=sent, by=reviewer, seen=sent.submitted_at)
    mail.outbox.clear()
    return now(sent)


def answer(row, by, *, text="班長が断る注文を決めています。", self_running="running", send=False):
    return answer_follow_up(follow_up=row, by=by, text=text, self_running=self_running, based_on=now(row).edited_at, send=send)


def now(row: FollowUp) -> FollowUp:
    return FollowUp.objects.get(pk=row.pk)


def desk(row) -> str:
    return reverse("follow-ups:edit", args=[row.pk])


def typed(row, **changes):
    edited = now(row).edited_at
    values = {"text": "続いています。", "self_running": "signs", "based_on": edited.isoformat() if edited else ""}
    return values | changes


# -- asking -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ended", "asked_after"),
    [
        (datetime.date(2026, 9, 1), None),
        (datetime.date(2026, 8, 1), 3),
        (datetime.date(2026, 8, 31), 3),  # a day in the month counts as the month
        (datetime.date(2026, 6, 1), 3),
        (datetime.date(2026, 5, 1), 6),
        (datetime.date(2025, 12, 1), 6),
        (datetime.date(2025, 11, 1), 12),
        (datetime.date(2024, 12, 1), 12),
        (datetime.date(2024, 11, 1), 24),
        (datetime.date(2023, 12, 1), 24),
        (datetime.date(2023, 11, 1), None),
        (None, None),
        (datetime.date(2027, 3, 1), None),
    ],
)
def test_the_author_is_asked_the_question_whose_time_has_come(ended, asked_after, supporter, reviewer):
    case = make_case(
        author=supporter,
        reviewer=reviewer,
        status=Status.PUBLISHED,
        support_started=datetime.date(2020, 1, 1),
        support_ended=ended,
    )
    mail.outbox.clear()

    count = ask_for_follow_ups(today=TODAY)

    assert count == (asked_after is not None)
    assert list(case.follow_ups.values_list("months", flat=True)) == ([asked_after] if asked_after else [])
    assert [letter.to for letter in mail.outbox] == ([["aoi@example.jp"]] if asked_after else [])


def test_every_time_is_asked_until_the_next_one():
    times = FollowUpTime.values

    assert list(ASKED_UNTIL) == times
    assert [ASKED_UNTIL[time] for time in times[:-1]] == times[1:]


def test_nobody_is_asked_twice(case):
    counts = [ask_for_follow_ups(today=TODAY + datetime.timedelta(days=days)) for days in (0, 0, 1, 20)]

    assert counts == [1, 0, 0, 0]
    assert FollowUp.objects.count() == 1
    assert len([letter for letter in mail.outbox if "その後のようす" in letter.subject]) == 1


def test_over_the_years_a_case_is_asked_four_times(case):
    days = [datetime.date(2026, 6, 1) + datetime.timedelta(days=7 * week) for week in range(160)]

    asked = [day for day in days if ask_for_follow_ups(today=day)]

    assert sorted(case.follow_ups.values_list("months", flat=True)) == [3, 6, 12, 24]
    assert [(day.year, day.month) for day in asked] == [(2026, 8), (2026, 11), (2027, 5), (2028, 5)]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED])
def test_the_author_of_a_case_that_is_not_published_is_not_asked(status, supporter, reviewer):
    make_case(author=supporter, reviewer=reviewer, status=status, support_ended=datetime.date(2026, 5, 1))

    assert ask_for_follow_ups(today=TODAY) == 0


def test_of_a_withdrawn_case_nothing_is_asked_and_what_was_asked_waits_for_nobody(case, asked, supporter, client_of):
    withdraw_case(case=case, by=supporter, reason="相談のため")
    mail.outbox.clear()

    later = ask_for_follow_ups(today=datetime.date(2027, 5, 10))
    page = client_of(supporter).get(asked.get_absolute_url())
    refused = client_of(supporter).post(asked.get_absolute_url(), typed(asked, send="1"))

    assert later == 0
    assert not mail.outbox
    assert "公開をやめた事例では、その後のようすをお聞きしていません" in page.content.decode()
    assert refused.status_code == 422
    assert now(asked).status == FollowUpStatus.DRAFT


def test_samples_and_people_who_left_are_not_asked(case, supporter):
    Case.objects.filter(pk=case.pk).update(is_sample=True)
    of_sample = ask_for_follow_ups(today=TODAY)
    Case.objects.filter(pk=case.pk).update(is_sample=False)
    supporter.is_active = False
    supporter.save()

    assert (of_sample, ask_for_follow_ups(today=TODAY)) == (0, 0)


def test_the_letter_asks_gently_and_leads_to_the_form(case):
    ask_for_follow_ups(today=TODAY)
    letter = mail.outbox[-1]

    assert letter.subject == "【伴走】その後のようすをお聞かせください（6か月後）"
    assert "6か月がたちました" in letter.body
    assert "うまくいっている話でなくてかまいません" in letter.body
    assert f"/cases/{case.pk}/follow-up/6/" in letter.body
    assert "2026年12月20日ごろまで" in letter.body


def test_the_command_says_how_many_it_asked_and_can_be_repeated(case, capsys, monkeypatch):
    monkeypatch.setattr(follow_up_actions.timezone, "localdate", lambda *_: TODAY)

    call_command("ask_for_follow_ups")
    call_command("ask_for_follow_ups")

    assert capsys.readouterr().out.splitlines() == ["その後のようすをたずねました: 1件", "その後のようすをたずねました: 0件"]


# -- the daily run ------------------------------------------------------------------------------------------------------
@pytest.fixture
def queue(settings):
    """The queue of the real site, whose tasks can wait."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "wagtail"]}}
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(task_path=daily.do_daily_work.module_path)


def test_one_daily_run_is_planned_however_often_the_site_starts(queue):
    for _ in range(3):
        daily.plan_daily_work()

    assert queue.count() == 1
    assert timezone.localtime(queue.get().run_after).hour == daily.HOUR
    assert queue.get().run_after > timezone.now()


def test_the_daily_run_plans_the_next_one_and_asks(case, queue, monkeypatch):
    monkeypatch.setattr(follow_up_actions.timezone, "localdate", lambda *_: TODAY)

    daily.do_daily_work.call()

    assert queue.count() == 1
    assert FollowUp.objects.filter(case=case, months=6).exists()


def test_a_failure_today_breaks_no_chain(queue, monkeypatch):
    def fail():
        raise RuntimeError("the database is away")

    monkeypatch.setattr(daily, "ask_for_follow_ups", fail)

    with pytest.raises(RuntimeError):
        daily.do_daily_work.call()

    assert queue.count() == 1


@pytest.mark.parametrize(("hour", "day"), [(8, 22), (9, 23), (23, 23)])
def test_the_next_run_is_at_nine_in_the_morning(hour, day):
    moment = datetime.datetime(2026, 11, 22, hour, tzinfo=timezone.get_current_timezone())

    assert daily._next_morning(moment) == moment.replace(day=day, hour=9)


def test_without_a_queue_that_can_wait_nothing_is_planned():
    daily.plan_daily_work()  # the tests' queue does everything at once

    assert not FollowUp.objects.exists()


# -- answering ------------------------------------------------------------------------------------------------------------
def test_an_answer_is_kept_as_a_draft_and_sent_later(asked, supporter, reviewer, client_of):
    client = client_of(supporter)

    saved = client.post(asked.get_absolute_url(), typed(asked, self_running=""))
    letters = len(mail.outbox)
    page = client.get(asked.get_absolute_url()).content.decode()
    answered = client.post(asked.get_absolute_url(), typed(asked, send="1"))

    assert saved.status_code == answered.status_code == 302
    assert letters == 0
    assert "続いています。" in page
    row = now(asked)
    assert (row.status, row.author, row.draft_self_running, row.text) == (FollowUpStatus.SUBMITTED, supporter, "signs", "")
    assert [letter.to for letter in mail.outbox] == [[reviewer.email]]
    assert desk(row) in mail.outbox[0].body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "「いまのようすを、数行で」を入力してください"),
        ({"self_running": ""}, "「いまの会社に、いちばん近いもの」を選んでください"),
        ({"text": "長" * 2001}, "2000文字以内"),
        ({"text": "x" * 1_000_000}, "2000文字以内"),
        ({"self_running": "bankrupt"}, "一覧の中から選んでください"),
        ({"based_on": "2020-01-01T00:00:00+09:00"}, "先に保存されていました"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_the_text_stays(changes, words, asked, supporter, client_of):
    values = typed(asked, send="1") | changes

    refused = client_of(supporter).post(asked.get_absolute_url(), values)

    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert values["text"] in refused.content.decode()
    assert now(asked).status == FollowUpStatus.DRAFT


@pytest.mark.parametrize("based_on", ["yesterday", "2026-13-45T99:00", "\x00", "9" * 400])
def test_a_made_up_moment_is_no_error(based_on, asked, supporter, client_of):
    answer(asked, supporter)

    refused = client_of(supporter).post(asked.get_absolute_url(), typed(asked, based_on=based_on))

    assert refused.status_code == 422


def test_a_double_click_sends_once(asked, supporter, client_of):
    client = client_of(supporter)
    values = typed(asked, send="1")

    answers = [client.post(asked.get_absolute_url(), values) for _ in range(2)]

    assert [response.status_code for response in answers] == [302, 302]
    assert len(mail.outbox) == 1


def test_of_two_people_who_answer_at_once_the_second_sees_both(asked, supporter, other_supporter, client_of):
    CaseMember.objects.create(case=asked.case, user=other_supporter, role="second", organisation_type="society")
    values = typed(asked)
    answer(asked, other_supporter, text="かえでの見たようす")

    refused = client_of(supporter).post(asked.get_absolute_url(), values)
    page = refused.content.decode()

    assert refused.status_code == 422
    assert "かえでの見たようす" in page
    assert "続いています。" in page
    assert now(asked).draft_text == "かえでの見たようす"
    again = client_of(supporter).post(asked.get_absolute_url(), typed(asked))
    assert again.status_code == 302


def test_a_member_of_the_team_writes_and_the_author_sends(asked, other_supporter, supporter, client_of):
    CaseMember.objects.create(case=asked.case, user=other_supporter, role="second", organisation_type="society")
    client = client_of(other_supporter)

    saved = client.post(asked.get_absolute_url(), typed(asked))
    refused = client.post(asked.get_absolute_url(), typed(asked, send="1"))
    page = client.get(asked.get_absolute_url()).content.decode()

    assert saved.status_code == 302
    assert refused.status_code == 422
    assert "送れるのは、はじめに書いた方だけです" in page
    assert "事務局に送る</button>" not in page
    assert not reason_against(check_can_send_follow_up, supporter, now(asked))


def test_what_was_never_asked_and_what_is_not_mine_does_not_exist(asked, supporter, other_supporter, member, reviewer, client_of):
    never = reverse("cases:follow_up", args=[asked.case_id, 12])
    odd = reverse("cases:follow_up", args=[asked.case_id, 99999999999999999999])

    assert [client_of(supporter).get(address).status_code for address in (never, odd)] == [404, 404]
    for person in (other_supporter, member, reviewer):
        assert client_of(person).get(asked.get_absolute_url()).status_code == 404
        assert client_of(person).post(asked.get_absolute_url(), typed(asked)).status_code == 404
        for name in ("follow_up_recall", "follow_up_withdraw"):
            assert client_of(person).post(reverse(f"cases:{name}", args=[asked.case_id, 6])).status_code == 404


def test_an_answer_on_its_way_is_taken_back_to_be_rewritten(sent, supporter, client_of):
    client = client_of(supporter)

    closed = client.get(sent.get_absolute_url()).content.decode()
    refused = client.post(sent.get_absolute_url(), typed(sent))
    for _ in range(2):
        client.post(reverse("cases:follow_up_recall", args=[sent.case_id, 6]))

    assert "事務局が確認しているところです" in closed
    assert refused.status_code == 422
    assert now(sent).status == FollowUpStatus.DRAFT
    assert not reason_against(check_can_write_follow_up, supporter, now(sent))


# -- staff ----------------------------------------------------------------------------------------------------------------
def test_staff_read_it_beside_the_case_and_publish_it(sent, reviewer, client_of, visitor):
    client = client_of(reviewer)

    queue = client.get(reverse("follow-ups:index")).content.decode()
    page = client.get(desk(sent)).content.decode()
    before = list(FollowUp.objects.visible_to(VISITOR))
    published = client.post(desk(sent), {"publish": "1", "seen": sent.submitted_at.isoformat()})

    assert sent.case.title in queue
    assert "確認待ち" in queue
    assert "班長が断る注文を決めています。" in page
    assert sent.case.real_issue in page
    assert before == []
    assert published.url == reverse("follow-ups:index")
    row = FollowUp.objects.visible_to(VISITOR).get()
    assert (row.text, row.self_running, row.month) == (
        "班長が断る注文を決めています。", "running", timezone.localdate().replace(day=1),
    )  # fmt: skip
    assert mail.outbox[-1].to == ["aoi@example.jp"]
    assert "公開しました" in mail.outbox[-1].subject


def test_staff_return_it_with_a_reason_and_not_without(sent, reviewer, supporter, client_of):
    client, seen = client_of(reviewer), sent.submitted_at.isoformat()

    without = client.post(desk(sent), {"return": "1", "seen": seen, "comment": " "})
    client.post(desk(sent), {"return": "1", "seen": seen, "comment": "社名の一部が残っています。"})
    page = client_of(supporter).get(sent.get_absolute_url()).content.decode()

    assert without.status_code == 422
    assert "差し戻す理由を書いてください" in without.content.decode()
    assert now(sent).status == FollowUpStatus.RETURNED
    assert "社名の一部が残っています。" in mail.outbox[-1].body
    assert "社名の一部が残っています。" in page
    answer(sent, supporter, text="直しました。", send=True)
    assert (now(sent).status, now(sent).comment) == (FollowUpStatus.SUBMITTED, "")


def test_staff_publish_nothing_that_they_have_not_read(sent, supporter, reviewer, client_of):
    seen = sent.submitted_at.isoformat()
    follow_up_actions.recall_follow_up(follow_up=sent, by=supporter)
    answer(sent, supporter, text="書き直しました。", send=True)

    client_of(reviewer).post(desk(sent), {"publish": "1", "seen": seen})
    with pytest.raises(Refused, match="送り直しました"):
        follow_up_actions.return_follow_up(
            follow_up=sent, by=reviewer, seen=datetime.datetime.fromisoformat(seen), comment="直してください"
        )

    assert now(sent).status == FollowUpStatus.SUBMITTED
    assert not FollowUp.objects.visible_to(VISITOR).exists()


@pytest.mark.parametrize(
    "values", [{"publish": "1"}, {"publish": "1", "seen": "x"}, {"return": "1", "seen": "2026-99-99T00:00", "comment": "c"}, {}]
)
def test_a_made_up_decision_is_refused(values, sent, reviewer, client_of):
    answered = client_of(reviewer).post(desk(sent), values)

    assert answered.status_code in {302, 403}
    assert now(sent).status == FollowUpStatus.SUBMITTED


def test_a_double_click_publishes_once(sent, reviewer, client_of):
    client, values = client_of(reviewer), {"publish": "1", "seen": sent.submitted_at.isoformat()}

    answers = [client.post(desk(sent), values) for _ in range(2)]

    assert [response.status_code for response in answers] == [302, 302]
    assert len(mail.outbox) == 1


def test_staff_do_not_see_drafts_nor_what_belongs_to_a_withdrawn_case(asked, supporter, reviewer, client_of):
    client = client_of(reviewer)
    drafted = client.get(desk(asked)).status_code
    row = answer(asked, supporter, send=True)
    open_to_staff = client.get(desk(row)).status_code

    withdraw_case(case=fresh(asked.case), by=supporter, reason="相談のため")

    assert (drafted, open_to_staff, client.get(desk(row)).status_code) == (404, 200, 404)
    assert "公開をやめています" in reason_against(check_can_review_follow_up, reviewer, now(row))
    assert asked.case.title not in client.get(reverse("follow-ups:index")).content.decode()


def test_nobody_of_the_team_decides_and_nobody_without_the_role(sent, reviewer, other_supporter, client_of):
    assert "審査担当の職員" in reason_against(check_can_review_follow_up, other_supporter, sent)
    assert "審査担当の職員" in reason_against(check_can_review_follow_up, VISITOR, sent)
    CaseMember.objects.create(case=sent.case, user=reviewer, role="expert", organisation_type="smrj")

    page = client_of(reviewer).get(desk(sent)).content.decode()
    client_of(reviewer).post(desk(sent), {"publish": "1", "seen": sent.submitted_at.isoformat()})

    assert "自分のチームの事例" in page
    assert now(sent).status == FollowUpStatus.SUBMITTED


def test_the_admin_offers_no_way_to_make_or_delete_a_follow_up(sent, owner, client_of):
    client = client_of(owner)
    page = client.get(reverse("follow-ups:index")).content.decode()

    assert client.get("/admin/follow-ups/new/").status_code == 404
    assert client.post(f"/admin/follow-ups/delete/{sent.pk}/").status_code == 404
    assert "/admin/follow-ups/new/" not in page


# -- a published answer -----------------------------------------------------------------------------------------------------
def test_a_published_answer_stays_while_a_new_one_is_written_and_read(shown, supporter, reviewer):
    answer(shown, supporter, text="止まっています。", self_running="broken_off")
    while_writing = FollowUp.objects.visible_to(VISITOR).get().text
    row = answer(shown, supporter, text="止まっています。", self_running="broken_off", send=True)
    while_waiting = FollowUp.objects.visible_to(VISITOR).get().text
    label = now(row).status_label

    publish_follow_up(follow_up=row, by=reviewer, seen=row.submitted_at)

    assert while_writing == while_waiting == "班長が断る注文を決めています。"
    assert label == "公開中（書き直した文は確認待ち）"
    after = FollowUp.objects.visible_to(VISITOR).get()
    assert (after.text, after.self_running) == ("止まっています。", "broken_off")


def test_the_page_of_the_case_shows_what_is_published_and_nothing_else(shown, supporter, visitor):
    answer(shown, supporter, text="まだ確認していない文")
    FollowUp.objects.create(case=shown.case, months=12, draft_text="一年後の下書き")

    page = visitor.get(shown.case.get_absolute_url()).content.decode()

    assert "班長が断る注文を決めています。" in page
    assert "6か月後" in page
    assert "まだ確認していない文" not in page
    assert "一年後の下書き" not in page
    assert "1年後" not in page


def test_saving_a_published_answer_unchanged_changes_nothing(shown, supporter):
    answer(shown, supporter)

    assert now(shown).status == FollowUpStatus.PUBLISHED


def test_the_desk_marks_what_changed_in_a_rewritten_answer(shown, supporter, reviewer, client_of):
    row = answer(shown, supporter, text="社長が断る注文を決めています。", send=True)

    page = client_of(reviewer).get(desk(row)).content.decode()

    assert "<del>班長</del>" in page
    assert "<ins>社長</ins>" in page


def test_the_author_takes_a_published_answer_out_of_sight_and_keeps_the_words(shown, supporter, client_of):
    client = client_of(supporter)

    for _ in range(2):
        client.post(reverse("cases:follow_up_withdraw", args=[shown.case_id, 6]))

    assert not FollowUp.objects.visible_to(VISITOR).exists()
    row = now(shown)
    assert (row.status, row.draft_text, row.text) == (FollowUpStatus.DRAFT, "班長が断る注文を決めています。", "")


def test_staff_take_a_published_answer_out_of_sight_with_a_reason(shown, reviewer, client_of):
    client = client_of(reviewer)

    without = client.post(desk(shown), {"withdraw": "1", "reason": ""})
    still = FollowUp.objects.visible_to(VISITOR).exists()
    client.post(desk(shown), {"withdraw": "1", "reason": "会社からの申し出のため"})

    assert without.status_code == 422
    assert still
    assert not FollowUp.objects.visible_to(VISITOR).exists()
    assert [found.verb for found in Decision.objects.about(shown)] == ["公開をやめた", "公開した"]
    assert Decision.objects.about(shown)[0].reason == "会社からの申し出のため"
    assert "会社からの申し出のため" in mail.outbox[-1].body


def test_withdrawing_leaves_alone_what_is_being_rewritten(shown, supporter):
    row = answer(shown, supporter, text="書きかけ", self_running="again")

    follow_up_actions.withdraw_follow_up(follow_up=row, by=supporter, reason="")

    assert (now(row).draft_text, now(row).status, now(row).is_shown) == ("書きかけ", FollowUpStatus.DRAFT, False)


def test_a_withdrawn_case_takes_its_follow_ups_along(shown, supporter):
    withdraw_case(case=fresh(shown.case), by=supporter, reason="相談のため")

    assert not FollowUp.objects.visible_to(VISITOR).exists()
    assert not FollowUp.objects.visible_to(supporter).exists()


def test_a_follow_up_of_a_case_for_members_reaches_supporters_only(shown, supporter, other_supporter, member):
    Case.objects.filter(pk=shown.case_id).update(disclosure="members")

    seen = [FollowUp.objects.visible_to(person).exists() for person in (VISITOR, member, other_supporter)]

    assert seen == [False, False, True]


# -- rules as tables --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", FollowUpStatus)
def test_every_state_has_its_ways_on(status):
    assert FOLLOW_UP_TRANSITIONS[status]


@pytest.mark.parametrize(
    ("verb", "check"),
    [
        (Verb.EDIT, check_can_write_follow_up),
        (Verb.RECALL, check_can_recall_follow_up),
    ],
)
@pytest.mark.parametrize("status", FollowUpStatus)
def test_the_author_may_do_what_the_table_says(status, verb, check, asked, supporter):
    asked.status = status

    assert (not reason_against(check, supporter, asked)) == (verb in FOLLOW_UP_TRANSITIONS[status])


@pytest.mark.parametrize("status", FollowUpStatus)
def test_staff_decide_what_waits(status, asked, reviewer):
    asked.status = status

    assert (not reason_against(check_can_review_follow_up, reviewer, asked)) == (status == FollowUpStatus.SUBMITTED)


def test_only_what_is_shown_can_be_withdrawn_by_author_or_staff(asked, shown, supporter, other_supporter, reviewer):
    allowed = [
        not reason_against(check_can_withdraw_follow_up, person, shown) for person in (supporter, reviewer, other_supporter)
    ]

    assert allowed == [True, True, False]
    assert reason_against(check_can_withdraw_follow_up, supporter, asked)


@pytest.mark.parametrize(
    ("month", "count", "after"),
    [
        ((2026, 5), 6, (2026, 11)),
        ((2026, 11), 2, (2027, 1)),
        ((2026, 1), -1, (2025, 12)),
        ((2026, 3), -24, (2024, 3)),
        ((2026, 3), 0, (2026, 3)),
    ],
)
def test_months_are_counted_over_the_years(month, count, after):
    assert months_after(datetime.date(*month, 1), count) == datetime.date(*after, 1)


def test_the_queue_takes_the_same_number_of_queries_at_1_and_at_9(supporter, reviewer, client_of):
    client = client_of(reviewer)

    def make(number: int) -> None:
        case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title=f"事例{number}")
        FollowUp.objects.create(
            case=case, months=3, draft_text="ようす", draft_self_running="signs", status="submitted", author=supporter,
            submitted_at=timezone.now(),
        )  # fmt: skip

    def count() -> int:
        client.get(reverse("follow-ups:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("follow-ups:index"))
        return len(queries)

    make(0)
    few = count()
    for number in range(1, 9):
        make(number)

    assert count() == few
