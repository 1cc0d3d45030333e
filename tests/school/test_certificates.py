"""The record of learning: his alone until he hands it on, as it was on its day, and honest about what it is."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import close_account, erase_closed, reopen_account
from accounts.my_data import data_of
from accounts.refusals import Refused
from bansou.school.actions import make_certificate, mark_done, mark_not_done, take_back_certificate
from bansou.school.models import Certificate, Lesson, LessonDone
from bansou.school.models.certificate import new_number
from cases.statuses import Status
from knowhow.models import Board, Reply, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db

RECORDS = "/learn/certificate/"


@pytest.fixture
def learned(supporter) -> list[Lesson]:
    """Aoi has done two lessons."""
    lessons = list(Lesson.objects.in_order()[:2])
    for lesson in lessons:
        mark_done(by=supporter, lesson=lesson)
    return lessons


@pytest.fixture
def make(supporter, learned):
    def _make(**choices: object) -> Certificate:
        given = {"name": "青井 葵", "with_organisation": True, "with_cases": False, "with_replies": False}
        return make_certificate(by=supporter, submission_key=uuid.uuid4(), **(given | choices))

    return _make


def text_of(response) -> str:
    return response.content.decode()


def post(model, author, **fields):
    words = {"body": "面談の工夫です。", "body_html": "<p>面談の工夫です。</p>"}
    return model.objects.create(author=author, submission_key=uuid.uuid4(), **words, **fields)


def test_without_a_lesson_there_is_no_record(client_of, member):
    assert "記録を作る</button>" not in text_of(client_of(member).get(RECORDS))
    with pytest.raises(Refused):
        make_certificate(
            by=member, name="れん", with_organisation=False, with_cases=False, with_replies=False, submission_key=uuid.uuid4()
        )


def test_it_is_made_on_a_page_and_shows_name_organisation_lessons_and_days(client_of, supporter, learned):
    client = client_of(supporter)
    answer = client.post(RECORDS, {"name": "青井 葵", "with_organisation": "on"})
    made = Certificate.objects.get()
    html = text_of(client.get(answer.url))

    assert answer.url == made.get_absolute_url()
    expected = ("青井 葵", "見本町商工会", made.number, *(lesson.title for lesson in learned))
    assert [words for words in expected if words not in html] == []
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日" in html
    assert "資格や、国・中小企業基盤整備機構などの研修の修了を示すものではありません" in html


def test_a_form_without_a_name_comes_back_with_what_was_ticked(client_of, supporter, learned):
    answer = client_of(supporter).post(RECORDS, {"name": " ", "with_organisation": "on"})

    assert answer.status_code == 422
    assert "「氏名」を入力してください。" in text_of(answer)
    assert answer.context["form"]["with_organisation"].value() is True


def test_a_form_that_was_sent_twice_makes_one(client_of, supporter, learned):
    client, form = client_of(supporter), {"name": "青井 葵", "submission_key": str(uuid.uuid4())}

    assert client.post(RECORDS, form).url == client.post(RECORDS, form).url
    assert Certificate.objects.count() == 1


def test_a_name_survives_a_session_that_ended(client, supporter, learned):
    form = client.post(RECORDS, {"name": "青井 葵"})

    assert form.url.startswith("/accounts/login/")
    assert client.session["parked_form"]["path"] == RECORDS


def test_whoever_has_the_number_finds_what_is_on_the_paper_and_nothing_more(visitor, make, supporter):
    certificate = make()
    html = text_of(visitor.get(certificate.get_absolute_url().lower()))

    assert "青井 葵" in html
    assert not any(words in html for words in (supporter.display_name, supporter.email, "公開した事例", "取り下げ</a>"))
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("number", ["XXXX-XXXX-XXXX", "1", "0000-0000-0000"])
def test_a_wrong_number_is_told_so(visitor, number):
    answer = visitor.get(f"{RECORDS}{number}/")

    assert answer.status_code == 404
    assert "この番号の記録は、ありません" in text_of(answer)


def test_what_is_on_it_stays_as_it_was_that_day(make, supporter, learned, visitor):
    certificate = make()
    mark_not_done(by=supporter, lesson=learned[0])
    Lesson.objects.filter(pk=learned[1].pk).update(title="題が変わった")

    html = text_of(visitor.get(certificate.get_absolute_url()))

    assert learned[0].title in html
    assert learned[1].title in html


def test_counts_are_on_it_only_where_he_chose_them_and_leave_out_what_is_not_in_sight(make, supporter, reviewer, member):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    make_case(author=supporter)
    board = Board.objects.create(slug="talk", name="話す板", purpose="話す場所です。", audience="public")
    topic = post(Topic, member, board=board, kind="talk", title="面談のはじめ")
    post(Reply, supporter, topic=topic)
    post(Reply, supporter, topic=topic, alias="かもめ")
    post(Reply, supporter, topic=topic, hidden_at=timezone.now(), hidden_reason="宣伝です。", hidden_by=reviewer)

    without, with_them = make(), make(with_cases=True, with_replies=True)

    assert (without.case_count, without.reply_count) == (None, None)
    assert (with_them.case_count, with_them.reply_count) == (1, 1)


def test_an_organisation_is_on_it_only_while_it_is_confirmed(make, member, learned):
    mark_done(by=member, lesson=learned[0])

    assert make(with_organisation=False).organisation == ""
    nowhere = make_certificate(
        by=member, name="れん", with_organisation=True, with_cases=False, with_replies=False, submission_key=uuid.uuid4()
    )
    assert nowhere.organisation == ""


def test_he_alone_takes_it_back_and_then_it_is_gone(client_of, visitor, supporter, other_supporter, owner, make):
    certificate = make()
    address = reverse("school:certificate_take_back", args=[certificate.number])

    assert client_of(other_supporter).post(address).status_code == 404
    assert client_of(owner).post(address).status_code == 404
    with pytest.raises(Refused):
        take_back_certificate(by=owner, certificate=certificate)
    assert client_of(supporter).post(address).url == RECORDS
    assert visitor.get(certificate.get_absolute_url()).status_code == 404


def test_others_see_none_of_his_records_in_their_list(client_of, other_supporter, make):
    certificate = make()

    assert certificate.number not in text_of(client_of(other_supporter).get(RECORDS))


def test_while_he_has_left_it_is_not_confirmed_and_after_the_days_it_is_gone(visitor, supporter, owner, make):
    certificate = make()
    address = certificate.get_absolute_url()

    close_account(user=supporter, by=supporter)
    assert visitor.get(address).status_code == 404
    reopen_account(user=supporter, by=owner, reason="ご本人から連絡がありました。")
    assert visitor.get(address).status_code == 200
    close_account(user=supporter, by=supporter)
    erase_closed(now=timezone.now() + datetime.timedelta(days=31))
    assert not Certificate.objects.exists()
    assert not LessonDone.objects.exists()


def test_lessons_and_records_are_in_his_own_data(make, supporter, other_supporter, learned):
    certificate = make()
    tables = {table.name: table.rows for part in data_of(supporter) for table in part.tables}

    assert [row[0] for row in tables["lessons_done"]] == [lesson.title for lesson in learned]
    assert tables["certificates"][0][1] == certificate.number
    assert [table.rows for part in data_of(other_supporter) for table in part.tables if table.name == "certificates"] == [()]


def test_numbers_have_no_letters_that_look_alike():
    numbers = {new_number() for _ in range(200)}

    assert len(numbers) == 200
    assert not set("".join(numbers)) & set("01ILOU")
