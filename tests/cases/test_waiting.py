"""How long a case waits: business time, the place in the queue, reminders."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from bansou.operations.hourly import do_hourly_work
from cases.business_time import business_days, business_hours, is_business_day
from cases.models import ReviewerRegions, ReviewRound
from cases.review_actions import claim_case, remind_of_waiting, usual_wait
from cases.statuses import Status
from tests.factories import make_case

JAPAN = ZoneInfo("Asia/Tokyo")


def at(text: str) -> datetime.datetime:
    """A moment in Japan."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-16 09:00", "2026-11-17 09:00", 24),  # Monday to Tuesday
        ("2026-11-13 15:00", "2026-11-16 15:00", 24),  # over a weekend
        ("2026-11-20 15:00", "2026-11-24 15:00", 24),  # over a weekend and 勤労感謝の日
        ("2026-11-21 10:00", "2026-11-22 20:00", 0),  # a weekend alone
        ("2026-12-28 12:00", "2027-01-04 12:00", 24),  # the end of the year
        ("2026-05-01 12:00", "2026-05-07 12:00", 24),  # 憲法記念日 to its substitute
        ("2026-11-16 09:30", "2026-11-16 10:00", 0.5),
        ("2026-11-17 09:00", "2026-11-16 09:00", 0),
    ],
)
def test_only_time_on_business_days_counts(start, end, hours):
    assert business_hours(at(start), at(end)) == hours
    assert business_days(at(start), at(end)) == hours // 24


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-11-24", True),
        ("2026-11-23", False),
        ("2026-11-22", False),
        ("2026-12-29", False),
        ("2027-01-03", False),
        ("2026-09-22", False),
    ],
)
def test_offices_are_closed_on_weekends_holidays_and_at_the_end_of_the_year(day, is_open):
    assert is_business_day(datetime.date.fromisoformat(day)) == is_open


def waiting_since(supporter, moment: str):
    case = make_case(author=supporter, status=Status.SUBMITTED)
    ReviewRound.objects.filter(case=case).update(submitted_at=at(moment))
    return case


# -- reminders ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_reviewers_of_the_region_are_reminded_after_one_and_two_business_days_once_each(supporter, reviewer, owner):
    waiting_since(supporter, "2026-11-13 15:00")

    told = {
        moment: (remind_of_waiting(now=at(moment)), remind_of_waiting(now=at(moment)), len(mail.outbox))
        for moment in ("2026-11-16 14:59", "2026-11-16 15:00", "2026-11-17 14:00", "2026-11-17 15:00", "2026-12-01 15:00")
    }

    assert list(told.values()) == [(0, 0, 0), (1, 0, 1), (0, 0, 1), (1, 0, 2), (0, 0, 2)]
    assert {tuple(letter.to) for letter in mail.outbox} == {(reviewer.email,)}
    assert "1営業日" in mail.outbox[0].subject
    assert "2営業日" in mail.outbox[1].subject
    assert "まだ担当が決まっていません" in mail.outbox[0].body


@pytest.mark.django_db
def test_after_a_pause_of_the_worker_only_the_later_reminder_comes(supporter, reviewer):
    waiting_since(supporter, "2026-11-09 15:00")

    remind_of_waiting(now=at("2026-11-13 15:00"))

    assert [letter.subject for letter in mail.outbox] == ["【伴走】事例の審査が2営業日待っています"]


@pytest.mark.django_db
def test_who_has_the_case_in_hand_is_reminded_alone_whatever_his_region(supporter, reviewer, owner):
    ReviewerRegions.objects.create(reviewer=reviewer, blocks=["block-okinawa"])
    case = waiting_since(supporter, "2026-11-13 15:00")
    claim_case(case=case, by=reviewer)

    remind_of_waiting(now=timezone.now() + datetime.timedelta(hours=1))

    assert [letter.to for letter in mail.outbox] == [[reviewer.email]]
    assert "あなたが担当しています" in mail.outbox[0].body


@pytest.mark.django_db
def test_nobody_is_reminded_of_samples_and_of_what_was_decided(supporter, reviewer):
    case = waiting_since(supporter, "2026-11-09 15:00")
    type(case).objects.update(is_sample=True)
    decided = make_case(author=supporter, reviewer=reviewer, status=Status.RETURNED)
    ReviewRound.objects.filter(case=decided).update(submitted_at=at("2026-11-02 15:00"))

    assert remind_of_waiting(now=at("2026-11-13 15:00")) == 0


@pytest.mark.django_db
def test_a_case_that_is_decided_while_the_run_goes_on_is_passed_over(supporter, reviewer):
    from cases.review_actions import _remind

    assert not _remind(0, timezone.now())


@pytest.mark.django_db
def test_the_hourly_work_reminds(supporter, reviewer):
    waiting_since(supporter, "2020-11-13 15:00")

    do_hourly_work.call()

    assert len(mail.outbox) == 1


# -- what the author sees ----------------------------------------------------------------------------------------------
def decided_after(supporter, reviewer, *pairs: tuple[str, str], sample: bool = False) -> None:
    for start, end in pairs:
        case = make_case(author=supporter, reviewer=reviewer, status=Status.RETURNED, is_sample=sample)
        ReviewRound.objects.filter(case=case).update(submitted_at=at(start), ended_at=at(end))


@pytest.mark.django_db
def test_the_usual_wait_is_the_median_of_decided_rounds_in_business_days(supporter, reviewer):
    decided_after(supporter, reviewer, ("2026-11-09 09:00", "2026-11-10 09:00"), ("2026-11-09 09:00", "2026-11-11 10:00"))
    assert usual_wait() is None

    decided_after(supporter, reviewer, ("2026-11-13 09:00", "2026-11-20 09:00"))
    decided_after(supporter, reviewer, *[("2026-11-09 09:00", "2026-11-09 09:01")] * 5, sample=True)

    assert usual_wait() == 3


@pytest.mark.django_db
def test_the_usual_wait_is_a_day_at_least(supporter, reviewer):
    decided_after(supporter, reviewer, *[("2026-11-09 09:00", "2026-11-09 09:01")] * 3)

    assert usual_wait() == 1


@pytest.mark.django_db
def test_the_author_sees_the_step_the_place_in_the_queue_and_the_usual_wait(supporter, other_supporter, reviewer, client_of):
    decided_after(other_supporter, reviewer, *[("2026-11-09 09:00", "2026-11-11 09:00")] * 3)
    make_case(author=other_supporter, status=Status.SUBMITTED)
    case = make_case(author=supporter, status=Status.SUBMITTED)

    for address in (reverse("cases:mine"), reverse("cases:preview", args=[case.pk])):
        page = client_of(supporter).get(address).content.decode()
        assert "審査中：個人情報確認" in page
        assert "審査の順番は2番目です" in page
        assert "提出から2営業日ほど" in page


@pytest.mark.django_db
def test_a_draft_has_no_place_in_the_queue(supporter, client_of):
    case = make_case(author=supporter)

    assert "審査の順番" not in client_of(supporter).get(reverse("cases:preview", args=[case.pk])).content.decode()


@pytest.mark.django_db
def test_my_cases_cost_the_same_for_one_and_for_ten(
    supporter, client_of, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_of(supporter)
    make_case(author=supporter, status=Status.SUBMITTED)
    client.get(reverse("cases:mine"))
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("cases:mine"))
    for _ in range(9):
        make_case(author=supporter, status=Status.SUBMITTED)

    with django_assert_num_queries(len(one)):
        client.get(reverse("cases:mine"))
