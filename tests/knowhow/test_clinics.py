"""Case clinics: who opens one, what may be said when, how it ends, and that an alias leads to nobody."""

import datetime
import re
import uuid

import pytest
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import confirm_membership
from accounts.models import User
from accounts.refusals import Refused, reason_against
from bansou.moderation.models import Decision, LimitCounter
from bansou.notifications.models import OutgoingMail
from bansou.operations.daily import do_daily_work
from cases.models import Case, QuestionCard
from knowhow import actions
from knowhow.models import Board, Clinic, Reply, Topic
from knowhow.models.clinic import AFTERWARDS_DAYS, ASKING_DAYS, CLINIC_DAYS, clinic_board
from knowhow.permissions import check_can_open_clinic

pytestmark = pytest.mark.django_db

CLINICS = "/knowhow/clinic/"
NEW = f"{CLINICS}new/"
ASKS = "そのとき、社長はどんな顔をしていましたか。"
LECTURES = "まず、事業計画を一緒に作るべきです。"
TEXTS = {
    "situation": "二代目の社長は、話が後継ぎのことになると席を立ちます。",
    "hesitation": "待つのがよいのか、こちらから尋ねるのがよいのか迷います。",
    "tried": "一度だけ、先代の話を聞きました。",
    "asked": "何を見落としているのかを、問いかけてほしいです。",
}


def words(**changes):
    return {"title": "後継ぎの話になると席を立つ社長", "submission_key": str(uuid.uuid4())} | TEXTS | changes


@pytest.fixture
def peer(society):
    """A verified supporter whose name stands nowhere else."""

    def _peer(name):
        user = User.objects.create_user(f"{uuid.uuid4().hex}@example.jp", "pass-word-1234", display_name=name)
        confirm_membership(user=user, organisation=society, by=None)
        return user

    return _peer


@pytest.fixture
def clinic(supporter):
    """Aoi's clinic, opened today."""
    return actions.open_clinic(by=supporter, title="後継ぎの話になると席を立つ社長", texts=TEXTS, submission_key=uuid.uuid4())


@pytest.fixture
def answer(clinic):
    """Somebody's reply in the clinic."""

    def _answer(by, body=ASKS):
        LimitCounter.objects.all().delete()
        return actions.post_reply(by=by, topic=_again(clinic), body=body, submission_key=uuid.uuid4())

    return _answer


def _again(topic):
    return Topic.objects.select_related("clinic", "board").get(pk=topic.pk)


def days_pass(days, *, topic):
    """So many days go by for the clinic."""
    clinic, ago = Clinic.objects.get(pk=topic.pk), datetime.timedelta(days=days)
    clinic.views_on, clinic.ends_on = clinic.views_on - ago, clinic.ends_on - ago
    clinic.closed_at = clinic.closed_at and clinic.closed_at - ago
    clinic.save()


# -- opening


def test_a_supporter_opens_a_clinic_that_says_not_who_he_is(supporter, client_of):
    answered = client_of(supporter).post(NEW, words())

    topic = Topic.objects.get()
    assert answered["Location"] == topic.get_absolute_url()
    assert (topic.kind, topic.board.slug, topic.alias, topic.organisation) == ("clinic", "clinic", "相談者", None)
    assert [topic.body.index(text) for text in TEXTS.values()] == sorted(topic.body.index(text) for text in TEXTS.values())
    page = client_of(supporter).get(topic.get_absolute_url()).content.decode()
    assert all(text in page for text in TEXTS.values())


@pytest.mark.parametrize(("name", "status"), [("member", 403), ("reviewer", 403), ("supporter", 200)])
def test_only_supporters_open_clinics(name, status, request, client_of):
    assert client_of(request.getfixturevalue(name)).get(NEW).status_code == status


def test_a_clinic_does_not_exist_for_members_and_visitors(clinic, visitor, member, other_supporter, reviewer, client_of):
    answers = [browser.get(clinic.get_absolute_url()).status_code for browser in (visitor, client_of(member))]

    assert answers == [404, 404]
    for person in (other_supporter, reviewer):
        assert clinic.title in client_of(person).get(clinic.get_absolute_url()).content.decode()
        assert clinic.title in client_of(person).get(CLINICS).content.decode()
    for browser in (visitor, client_of(member)):
        assert clinic.title not in browser.get(CLINICS).content.decode()


def test_the_board_of_clinics_is_none_to_write_on_and_stays_for_supporters(clinic, supporter, reviewer, client_of):
    board = clinic_board()

    assert board not in Board.objects.open_to(supporter)
    assert board not in Board.objects.visible_to(reviewer)
    assert client_of(supporter).get("/knowhow/new/?board=clinic").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.filter(pk=board.pk).update(audience="public")


def test_a_clinic_cannot_stand_under_a_name_nor_another_topic_under_an_alias(make_topic, board):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_topic(kind="clinic")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_topic(alias="相談者")


def test_the_common_form_of_topics_offers_no_clinic(board, supporter, client_of):
    page = client_of(supporter).get("/knowhow/new/").content.decode()
    sent = {"board": board.slug, "kind": "clinic", "title": "題名は六文字から", "body": "本文は八文字からです。"}

    assert "クリニック" not in re.search(r"<fieldset.*?</fieldset>", page, re.DOTALL).group()
    client_of(supporter).post("/knowhow/new/", sent)
    assert not Topic.objects.exists()


def test_a_second_press_makes_no_second_clinic(supporter, client_of):
    browser, sent = client_of(supporter), words()

    places = {browser.post(NEW, sent)["Location"] for _ in range(2)}

    assert len(places) == Clinic.objects.count() == 1


def test_words_that_tell_the_company_are_shown_and_must_be_looked_at(supporter, client_of):
    browser, told = client_of(supporter), words(situation="盛岡市の株式会社みなと製作所の社長です。")

    stopped = browser.post(NEW, told)
    page = stopped.content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)

    assert (stopped.status_code, Topic.objects.count()) == (422, 0)
    assert "「盛岡市」" in page
    assert told["situation"] in page
    # A tick that was meant for other finds does not count.
    more = told | {"tried": "090-1234-5678に電話しました。"}
    assert browser.post(NEW, more | {"seen": seen, "confirmed": "on"}).status_code == 422
    assert browser.post(NEW, told | {"seen": seen, "confirmed": "on"}).status_code == 302


def test_the_own_organisation_counts_as_a_word_that_tells(supporter, society, client_of):
    page = client_of(supporter).post(NEW, words(tried=f"{society.name}の研修で聞きました。")).content.decode()

    assert f"「{society.name}」" in page


# -- the rounds


def test_in_the_first_round_a_question_is_taken(clinic, other_supporter, client_of):
    client_of(other_supporter).post(clinic.get_absolute_url(), {"body": ASKS})

    assert Reply.objects.get().alias == "支援者A"


@pytest.mark.parametrize(
    "body", [LECTURES, "社長と話してみてはいかがですか。", "それは大変でしたね。よく分かります。", f"> {ASKS}\nそうですね。"]
)
def test_in_the_first_round_a_lecture_is_stopped_kindly_and_keeps_its_text(body, clinic, other_supporter, client_of):
    page = client_of(other_supporter).post(clinic.get_absolute_url(), {"body": body}).content.decode()

    assert "いまは、問いかけだけの時間です" in page
    assert body.replace(">", "&gt;") in page
    assert not Reply.objects.exists()


def test_a_question_cannot_be_edited_into_a_lecture(answer, other_supporter, client_of):
    reply = answer(other_supporter)

    page = client_of(other_supporter).post(f"/knowhow/replies/{reply.pk}/edit/", {"body": LECTURES, "edit_version": 1})

    assert "いまは、問いかけだけの時間です" in page.content.decode()
    reply.refresh_from_db()
    assert reply.body == ASKS


def test_the_author_may_answer_in_the_first_round(answer, supporter):
    assert answer(supporter, "言われてみると、笑っていました。").alias == "相談者"


def test_views_come_after_a_week_or_when_the_author_wants_them(clinic, answer, supporter, other_supporter, peer, client_of):
    client_of(supporter).post(f"{CLINICS}{clinic.pk}/views/")
    assert answer(other_supporter, LECTURES)

    Clinic.objects.update(views_on=timezone.localdate() + datetime.timedelta(days=ASKING_DAYS))
    with pytest.raises(Refused):
        answer(peer("はづき"), LECTURES)
    days_pass(ASKING_DAYS, topic=clinic)
    assert answer(peer("みなと"), LECTURES)


def test_only_the_author_goes_on_with_a_clinic(clinic, other_supporter, reviewer, client_of):
    for person in (other_supporter, reviewer):
        browser = client_of(person)
        for act in ("views", "put-away", "case", "close", "edit"):
            assert browser.post(f"{CLINICS}{clinic.pk}/{act}/").status_code == 404, act
    clinic = Clinic.objects.get()
    assert (clinic.closed_at, clinic.views_on > timezone.localdate()) == (None, True)


def test_members_and_staff_do_not_reply(clinic, reviewer, member):
    for person in (reviewer, member):
        with pytest.raises(Refused):
            actions.post_reply(by=person, topic=clinic, body=ASKS, submission_key=uuid.uuid4())
    assert reason_against(check_can_open_clinic, reviewer)


# -- the end


def test_the_author_ends_with_his_next_step_and_those_who_asked_are_told(clinic, answer, supporter, other_supporter, client_of):
    answer(other_supporter)
    OutgoingMail.objects.all().delete()

    client_of(supporter).post(f"{CLINICS}{clinic.pk}/close/", {"next_step": "次は、先代の写真の前で待ってみます。"})

    page = client_of(other_supporter).get(clinic.get_absolute_url()).content.decode()
    assert "次は、先代の写真の前で待ってみます。" in page
    assert "このクリニックは終わりました" in page
    assert [letter.recipient for letter in OutgoingMail.objects.all()] == [other_supporter.email]
    with pytest.raises(Refused):
        answer(other_supporter)
    assert client_of(other_supporter).get(CLINICS).context["clinics"] == []


def test_after_fourteen_days_no_reply_is_taken_even_before_the_daily_work(clinic, answer, other_supporter):
    days_pass(CLINIC_DAYS - 1, topic=clinic)
    assert answer(other_supporter, LECTURES)

    days_pass(1, topic=clinic)
    with pytest.raises(Refused):
        answer(other_supporter, LECTURES)


def test_the_daily_work_ends_a_clinic_once_tells_its_author_and_puts_it_away_a_week_later(
    clinic, supporter, other_supporter, client_of
):
    days_pass(CLINIC_DAYS, topic=clinic)
    for _ in range(2):
        do_daily_work.func()

    assert [letter.recipient for letter in OutgoingMail.objects.all()] == [supporter.email]
    assert client_of(other_supporter).get(clinic.get_absolute_url()).status_code == 200
    assert client_of(supporter).get(f"{CLINICS}{clinic.pk}/close/").status_code == 200

    days_pass(AFTERWARDS_DAYS + 1, topic=clinic)
    do_daily_work.func()
    assert client_of(other_supporter).get(clinic.get_absolute_url()).status_code == 404
    assert "片づけました" in client_of(supporter).get(clinic.get_absolute_url()).content.decode()


def test_a_sample_stays(clinic):
    Topic.objects.update(is_sample=True)
    days_pass(CLINIC_DAYS + AFTERWARDS_DAYS + 1, topic=clinic)

    actions.end_clinics()

    assert Clinic.objects.get().closed_at is None


def test_a_closed_clinic_is_put_away_by_its_author_and_gone_for_others(
    clinic, answer, supporter, other_supporter, reviewer, client_of
):
    answer(other_supporter)
    browser = client_of(supporter)
    browser.post(f"{CLINICS}{clinic.pk}/put-away/")
    assert client_of(other_supporter).get(clinic.get_absolute_url()).status_code == 200  # not before it is closed
    browser.post(f"{CLINICS}{clinic.pk}/close/", {"next_step": "待ってみます。"})

    browser.post(f"{CLINICS}{clinic.pk}/put-away/")

    for address in (clinic.get_absolute_url(), Reply.objects.get().get_absolute_url()):
        assert client_of(other_supporter).get(address).status_code == 404
    assert clinic.title not in client_of(other_supporter).get("/knowhow/").content.decode()
    assert "運営が非表示にしました" not in browser.get(clinic.get_absolute_url()).content.decode()
    with pytest.raises(Refused):
        actions.show_post_again(by=reviewer, post=_again(clinic), reason="もう一度見せたい")


def test_one_press_makes_a_case_of_a_closed_clinic_and_a_second_finds_the_same(clinic, supporter, other_supporter, client_of):
    browser = client_of(supporter)
    browser.post(f"{CLINICS}{clinic.pk}/case/")
    assert not Case.objects.filter(author=supporter).exists()
    browser.post(f"{CLINICS}{clinic.pk}/close/", {"next_step": "先代の写真の前で待ってみます。"})

    places = {browser.post(f"{CLINICS}{clinic.pk}/case/")["Location"] for _ in range(2)}

    case = Case.objects.get(author=supporter)
    assert places == {f"/cases/{case.pk}/edit/"}
    assert (case.title, case.next_time) == (clinic.title, "先代の写真の前で待ってみます。")
    assert TEXTS["situation"] in case.situation_before
    assert TEXTS["tried"] in case.situation_before
    assert TEXTS["hesitation"] in case.hesitated
    assert client_of(other_supporter).get(clinic.get_absolute_url()).status_code == 404
    assert f"/cases/{case.pk}/edit/" in browser.get(clinic.get_absolute_url()).content.decode()


# -- writing


def test_the_author_writes_his_texts_anew_while_it_runs(clinic, supporter, client_of):
    browser, address = client_of(supporter), f"{CLINICS}{clinic.pk}/edit/"
    assert browser.get(f"/knowhow/topics/{clinic.pk}/edit/")["Location"] == address
    assert TEXTS["tried"] in browser.get(address).content.decode()

    browser.post(address, words(tried="先代の写真を見せてもらいました。", edit_version=1))

    topic = _again(clinic)
    assert "先代の写真を見せてもらいました。" in topic.body
    assert (topic.clinic.tried, topic.edit_version) == ("先代の写真を見せてもらいました。", 2)
    # A form that was opened before shows both texts and overwrites nothing.
    late = browser.post(address, words(tried="別の画面の文章です。", edit_version=1)).content.decode()
    assert "別の画面で、先に修正が保存されています" in late
    assert "別の画面の文章です。" in late
    assert _again(clinic).clinic.tried == "先代の写真を見せてもらいました。"

    days_pass(CLINIC_DAYS, topic=clinic)
    assert browser.get(address).status_code == 403


def test_what_is_typed_is_kept_at_places_of_ones_own_clinics_alone(clinic, supporter, other_supporter, member, client_of):
    def kept(person, place):
        sent = {
            "place": place,
            "tab": str(uuid.uuid4()),
            "sequence": 1,
            "fields": [["situation", "書きかけの状況"]],
            "source": "",
        }
        return client_of(person).post("/drafts/", sent, content_type="application/json").status_code

    assert [kept(person, "clinic:new") for person in (supporter, member)] == [200, 404]
    for form in ("edit", "close"):
        assert [kept(person, f"clinic:{clinic.pk}:{form}") for person in (supporter, other_supporter)] == [200, 404]
    assert "書きかけの状況" in client_of(supporter).get(NEW).content.decode()
    assert "書きかけの状況" not in client_of(other_supporter).get(NEW).content.decode()


# -- aliases


def test_an_alias_is_the_same_for_all_that_one_person_writes_in_a_clinic_and_another_for_each(
    answer, supporter, other_supporter, peer
):
    third = peer("はづき")
    people = [other_supporter, third, supporter, third, other_supporter, peer("みなと")]

    aliases = [answer(person).alias for person in people]

    assert aliases == ["支援者A", "支援者B", "相談者", "支援者B", "支援者A", "支援者C"]


def test_the_mark_of_the_opener_stands_at_his_replies_alone(answer, clinic, supporter, other_supporter, client_of):
    answer(supporter)
    answer(other_supporter)

    cards = client_of(other_supporter).get(clinic.get_absolute_url()).context["replies"]

    assert [(card.author.display_name, card.author_is_opener) for card in cards] == [("相談者", True), ("支援者A", False)]


def test_a_posts_moment_is_not_told_under_an_alias(answer, clinic, other_supporter, peer, client_of):
    reply = answer(other_supporter)
    moment = timezone.localtime(reply.created_at)

    page = client_of(peer("はづき")).get(clinic.get_absolute_url()).content.decode()

    assert f"{moment:%H:%M}" not in page
    assert f"{moment.hour}:{moment.minute:02}" not in page


def test_numbers_in_a_clinic_tell_no_time_beside_those_of_other_posts(clinic, answer, supporter, peer, make_topic, make_reply):
    before = make_topic()
    replies = [answer(peer(name)) for name in ("はづき", "みなと", "しおり")]
    after = make_topic()
    other = actions.open_clinic(
        by=supporter,
        title="もう一つの相談です",
        texts=TEXTS | {"asked": "どこから始めるとよいでしょうか。"},
        submission_key=uuid.uuid4(),
    )

    assert after.pk == before.pk + 1
    assert min(clinic.pk, other.pk) > 2**42
    assert [reply.pk for reply in replies] == sorted(reply.pk for reply in replies)
    assert min(reply.pk for reply in replies) > 2**42
    assert max(clinic.pk, *(reply.pk for reply in replies)) < 2**53


def test_staff_see_the_true_author_only_after_a_reason_that_is_recorded(
    clinic, answer, supporter, other_supporter, reviewer, client_of
):
    answer(other_supporter)
    browser, address = client_of(reviewer), f"{CLINICS}{clinic.pk}/writers/"
    assert "あおい" not in browser.get(address).content.decode()
    assert "あおい" not in browser.post(address, {"reason": ""}).content.decode()
    assert not Decision.objects.filter(verb="クリニックの投稿者を確かめた").exists()

    page = browser.post(address, {"reason": "苦情があったため、確かめる"}).content.decode()

    assert "あおい" in page
    assert "かえで" in page
    decision = Decision.objects.get(verb="クリニックの投稿者を確かめた")
    assert (decision.by, decision.target, decision.reason) == (reviewer, clinic, "苦情があったため、確かめる")
    assert "あおい" not in browser.get(address).content.decode()
    assert client_of(other_supporter).get(address).status_code == 404


def test_nobody_is_told_who_took_a_question_from_a_clinic_into_the_bank(answer, other_supporter, peer, client_of):
    reply = answer(other_supporter)
    third = peer("はづき")
    page = client_of(third).get(reply.topic.get_absolute_url()).content.decode()
    assert f"/knowhow/questions/new/?reply={reply.pk}" in page
    typed = {
        "question": "そのとき、社長はどんな顔をしていましたか", "inquiry": "pure", "walls": ["see"], "stage": "start",
        "partner": "president", "aim": "見たままを聞く", "submission_key": str(uuid.uuid4()),
    }  # fmt: skip
    client_of(other_supporter).post(f"/knowhow/questions/new/?reply={reply.pk}", typed)

    card = QuestionCard.objects.latest("pk")
    card.state = "shown"
    card.save()
    assert "かえで" not in client_of(third).get(card.get_absolute_url()).content.decode()


UNIQUE = "ひいらぎ千八百"


def test_no_page_mail_or_list_leads_from_an_alias_to_its_author(
    peer, supporter, other_supporter, reviewer, owner, member, visitor, client_of
):
    """Everything that somebody else may open is looked through for the author's name, address and number."""
    hidden = peer(UNIQUE)
    clinic = actions.open_clinic(by=hidden, title="席を立つ社長の相談です", texts=TEXTS, submission_key=uuid.uuid4())
    other = actions.open_clinic(by=supporter, title="もう一つの相談です", texts=TEXTS, submission_key=uuid.uuid4())
    reply = actions.post_reply(by=hidden, topic=other, body=ASKS, submission_key=uuid.uuid4())
    LimitCounter.objects.all().delete()
    actions.post_reply(by=supporter, topic=clinic, body=ASKS, submission_key=uuid.uuid4())
    actions.edit_reply(by=hidden, reply=reply, body=f"{ASKS}なぜそう思われますか。", edit_version=1)
    actions.hide_post(by=reviewer, post=reply, reason="確かめるため、いったん隠しました")
    actions.show_post_again(by=reviewer, post=reply, reason="確かめ終わりました")
    actions.close_clinic(by=hidden, topic=clinic, next_step="待ってみます。")
    addresses = [
        "/", "/knowhow/", CLINICS, NEW, clinic.get_absolute_url(), other.get_absolute_url(), reply.get_absolute_url(),
        f"/knowhow/topics/{clinic.pk}/edit/", f"{CLINICS}{clinic.pk}/edit/", f"{CLINICS}{clinic.pk}/close/", f"{CLINICS}{clinic.pk}/writers/",
        f"/knowhow/replies/{reply.pk}/edit/", f"/knowhow/replies/{reply.pk}/hide/", f"/knowhow/topics/{clinic.pk}/hide/",
        f"/knowhow/questions/new/?reply={reply.pk}", "/search/?q=席を立つ社長", f"/search/?q={UNIQUE}", "/sitemap.xml", "/me/",
        "/knowhow/boards/clinic/", "/knowhow/new/",
        "/admin/topics/", "/admin/topics/?q=席を立つ", f"/admin/topics/?q={UNIQUE}", f"/admin/topics/?author={hidden.pk}",
        f"/admin/topics/edit/{clinic.pk}/", f"/admin/topics/history/{clinic.pk}/", f"/admin/topics/inspect/{clinic.pk}/",
        "/admin/replies/", "/admin/replies/?ordering=author", f"/admin/replies/?q={UNIQUE}", f"/admin/replies/edit/{reply.pk}/",
        "/admin/decisions/", "/admin/decisions/?export=csv", f"/admin/replies/usage/{reply.pk}/",
    ]  # fmt: skip
    tells = (UNIQUE, hidden.email, f"/people/{hidden.pk}/")
    opened = set()

    moment = timezone.localtime(reply.created_at).strftime("%H:%M")
    for browser in (visitor, *(client_of(person) for person in (member, supporter, other_supporter, reviewer, owner))):
        browser.raise_request_exception = False
        for address in addresses:
            response = browser.get(address)
            text = b"".join(response.streaming_content) if response.streaming else response.content
            page = text.decode().replace(f"q={UNIQUE}", "").replace(f'value="{UNIQUE}"', "").replace(f"「{UNIQUE}」", "")
            assert response.status_code < 500, address
            if response.status_code == 200:
                opened.add(address)
            assert not [word for word in tells if word in page], address
            assert not re.search(rf"<td[^>]*>[^<]*{moment}", page) or "/decisions/" in address, address
    # The test looks at pages, not at refusals.
    assert opened >= {
        address for address in addresses if address.startswith(("/search/", "/sitemap.xml")) or address.endswith("/hide/")
    }
    assert opened >= {
        CLINICS,
        clinic.get_absolute_url(),
        reply.get_absolute_url(),
        "/admin/topics/",
        "/admin/replies/",
        "/admin/decisions/",
    }
    letters = OutgoingMail.objects.exclude(recipient=hidden.email)
    assert letters
    assert not [letter.pk for letter in letters if any(word in letter.subject + letter.text for word in tells)]
    assert not Decision.objects.filter(by=hidden).exists()


def test_what_a_person_wrote_under_an_alias_is_not_among_his_own_things(clinic, answer, supporter, make_topic, make_reply):
    answer(supporter)
    named, said = make_topic(author=supporter), make_reply()

    assert list(Topic.objects.under_own_name().filter(author=supporter)) == [named]
    assert list(Reply.objects.under_own_name().filter(author=supporter)) == [said]


# -- cost


def test_a_clinics_page_asks_as_many_questions_of_the_database_with_one_reply_as_with_ten(
    answer, clinic, other_supporter, client_of
):
    browser = client_of(other_supporter)
    answer(other_supporter)

    counts = []
    for _ in range(2):
        browser.get(clinic.get_absolute_url())  # what is new is marked as read once
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as few:
            browser.get(clinic.get_absolute_url())
        counts.append(len(few))
        for _ in range(9):
            answer(other_supporter)

    assert counts[0] == counts[1]
