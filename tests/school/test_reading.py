"""読む演習: what is hidden before a dialogue, who reads what people wrote, and where cases stop."""

import datetime
import re
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import close_account, confirm_membership, erase_closed, grant_roles, reopen_account
from accounts.models import Organisation, User
from accounts.my_data import data_of
from accounts.roles import EDITOR, REGISTRAR
from bansou.moderation.actions import decide, report
from bansou.moderation.models import Decision, LimitCounter, Notice, Origin, Reason, Report
from bansou.school import practice_setup
from bansou.school.models import ReadingAnswer, ReadingStop
from bansou.school.reading_pages import ALIAS
from cases.models import Case, Consent
from cases.statuses import Status
from tests.factories import make_case

pytestmark = pytest.mark.django_db

LIST = "/learn/reading/"
TYPED = {"text": "そのとき、どなたの顔が浮かびましたか", "reason": "人から入りたい", "shown_as": "name"}


def _stop(case: Case, number: int = 2, **fields) -> ReadingStop:
    episode = case.episodes.get(sort_order=number - 1)
    values = {"title": "昼どき、窓のある事務所で", "scene": "社長は窓の外を見ています。"}
    return ReadingStop.objects.create(case=case, episode_key=episode.key, **values | fields)


@pytest.fixture
def case(supporter, reviewer):
    return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)


@pytest.fixture
def stop(case):
    return _stop(case)


@pytest.fixture
def editor(db):
    user = User.objects.create_user("emiko@example.jp", "pass-word-1234", display_name="えみこ")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


def _answer(stop, author, **fields):
    values = {"text": "何が見えていますか", "shown_as": "name", "organisation": author.organisation}
    return ReadingAnswer.objects.create(stop=stop, author=author, **values | fields)


def _rest(client, stop) -> str:
    return client.get(stop.rest_url).content.decode()


# -- a case that stops


def test_before_the_dialogue_a_reader_gets_the_story_so_far_and_nothing_that_tells_how_it_goes_on(stop, case, visitor):
    page = visitor.get(stop.get_absolute_url()).content.decode()

    assert case.first_request in page
    assert case.situation_before in page
    assert "問いかけ1" in page
    assert stop.scene in page
    told = [case.title, case.summary, "問いかけ2", "問いかけ3", case.real_issue, case.behaviour_change]
    assert [words for words in told if words in page] == []


def test_after_it_stands_what_the_supporter_asked_how_it_went_and_the_way_into_the_case(stop, case, visitor):
    page = _rest(visitor, stop)

    assert "問いかけ2" in page
    assert "問いかけ3" not in page
    assert case.summary in page
    assert f'href="{case.get_absolute_url()}#dialogue-2"' in page


def test_what_the_supporter_did_not_say_is_for_supporters(stop, case, visitor, other_supporter, client_of):
    case.episodes.filter(sort_order=1).update(unsaid="言えなかったことば")

    assert "言えなかったことば" not in _rest(visitor, stop)
    assert "言えなかったことば" in _rest(client_of(other_supporter), stop)


def test_the_list_names_scenes_and_no_case(stop, case, visitor):
    page = visitor.get(LIST).content.decode()

    assert stop.title in page
    assert case.display_name in page
    assert case.title not in page


def test_a_stop_of_a_case_for_supporters_is_for_supporters(supporter, reviewer, other_supporter, visitor, member, client_of):
    stop = _stop(make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members"))
    _answer(stop, other_supporter)

    for client in (visitor, client_of(member)):
        assert client.get(stop.get_absolute_url()).status_code == 404
        assert client.get(stop.rest_url).status_code == 404
        assert stop.title not in client.get(LIST).content.decode()
    assert client_of(other_supporter).get(stop.get_absolute_url()).status_code == 200
    assert not ReadingAnswer.objects.visible_to(member).exists()


def _end(change: str, stop: ReadingStop, case: Case) -> None:
    if change == "withdrawn":
        Case.objects.filter(pk=case.pk).update(live=False, withdrawn_at=timezone.now())
    elif change == "expired":
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        Consent.objects.filter(case=case, is_needed=True).update(consented_on=datetime.date(2025, 4, 1), expires_on=yesterday)
    elif change == "without the dialogue":
        case.episodes.filter(sort_order=1).delete()
    else:
        ReadingStop.objects.filter(pk=stop.pk).update(state=change)


@pytest.mark.parametrize("change", ["withdrawn", "expired", "without the dialogue", "proposed", "hidden"])
def test_with_its_case_or_its_dialogue_a_stop_is_gone_at_once(change, stop, case, visitor, other_supporter, client_of):
    _answer(stop, other_supporter)

    _end(change, stop, case)

    for client in (visitor, client_of(other_supporter)):
        assert client.get(stop.get_absolute_url()).status_code == 404
        assert client.get(stop.rest_url).status_code == 404
        assert client.post(stop.get_absolute_url(), TYPED).status_code == 404
        assert stop.title not in client.get(LIST).content.decode()
    assert not ReadingAnswer.objects.visible_to(other_supporter).exists()


# -- writing


def test_a_visitor_writes_and_goes_on_and_nothing_is_kept(stop, visitor):
    page = visitor.post(stop.get_absolute_url(), {"text": TYPED["text"], "reason": "わけ"})

    assert TYPED["text"] in page.content.decode()
    assert "問いかけ2" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not ReadingAnswer.objects.exists()
    assert TYPED["text"] not in _rest(visitor, stop)
    assert TYPED["text"] not in str(dict(visitor.session))


def test_whoever_is_signed_in_keeps_what_he_wrote_and_finds_it_again(stop, supporter, client_of):
    browser = client_of(supporter)

    answer = browser.post(stop.get_absolute_url(), TYPED)

    assert answer.url == stop.rest_url
    kept = ReadingAnswer.objects.get()
    assert (kept.text, kept.reason, kept.shown_as, kept.author) == (TYPED["text"], TYPED["reason"], "name", supporter)
    assert browser.get(stop.get_absolute_url()).context["form"].initial["text"] == TYPED["text"]
    assert "書きました" in browser.get(LIST).content.decode()


def test_a_second_press_and_a_change_stay_one_answer(stop, supporter, client_of):
    browser = client_of(supporter)
    for typed in (TYPED, TYPED, TYPED | {"text": "言いかえました"}):
        browser.post(stop.get_absolute_url(), typed)
        LimitCounter.objects.all().delete()

    kept = ReadingAnswer.objects.get()
    assert kept.text == "言いかえました"
    assert kept.edited_at


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("text", "", "「あなたの問いかけ」を入力"), ("text", "長" * 301, "300文字以内"), ("shown_as", "all", "一覧の中から")],
)
def test_a_refused_answer_says_why_and_keeps_the_text(field, value, words, stop, supporter, client_of):
    page = client_of(supporter).post(stop.get_absolute_url(), TYPED | {field: value})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert "人から入りたい" in page.content.decode()
    assert not ReadingAnswer.objects.exists()


def test_typed_text_survives_a_lost_session(stop, supporter, client_of, client):
    form = client_of(supporter).get(stop.get_absolute_url()).context["form"]

    sent = client.post(stop.get_absolute_url(), TYPED | {"typed_by": form["typed_by"].value()})
    client.force_login(supporter)

    assert sent.url.startswith("/accounts/login/")
    assert client.get(stop.get_absolute_url()).context["form"].initial["text"] == TYPED["text"]
    assert not ReadingAnswer.objects.exists()


def test_answers_are_limited(stop, supporter, client_of):
    browser = client_of(supporter)
    for number in range(10):
        assert browser.post(stop.get_absolute_url(), TYPED | {"text": f"言いかえ{number}"}).status_code == 302

    refused = browser.post(stop.get_absolute_url(), TYPED | {"text": "十一度目のことば"}).content.decode()

    assert "1分に10回まで" in refused
    assert "十一度目のことば" in refused
    assert ReadingAnswer.objects.get().text == "言いかえ9"


def test_ones_own_is_taken_back_and_nobody_elses(stop, supporter, other_supporter, client_of):
    mine, other = _answer(stop, supporter), _answer(stop, other_supporter)
    browser = client_of(supporter)

    assert browser.post(f"{LIST}answers/{other.pk}/delete/").status_code == 404
    assert browser.post(f"{LIST}answers/{mine.pk}/delete/").url == stop.get_absolute_url()

    assert [*ReadingAnswer.objects.all()] == [other]


# -- who reads what people wrote


def test_a_name_is_shown_where_its_owner_chose_so(stop, supporter, other_supporter, visitor):
    _answer(stop, supporter, text="名のって書きました")
    _answer(stop, other_supporter, text="名のらずに書きました", shown_as="alias")

    page = _rest(visitor, stop)

    assert "名のって書きました" in page
    assert supporter.display_name in page
    assert "名のらずに書きました" in page
    assert ALIAS in page
    assert other_supporter.display_name not in page


def test_what_is_for_oneself_is_read_by_nobody_else_also_not_by_staff(
    stop, supporter, other_supporter, reviewer, owner, visitor, client_of
):
    answer = _answer(stop, supporter, text="自分だけのことば", shown_as="self")

    for client in (visitor, client_of(other_supporter), client_of(reviewer), client_of(owner)):
        assert "自分だけのことば" not in _rest(client, stop)
        assert client.get(f"{LIST}answers/{answer.pk}/hide/").status_code == 404
    assert "自分だけのことば" in _rest(client_of(supporter), stop)


def test_a_newcomers_first_waits_for_staffs_look_and_is_then_read(stop, member, reviewer, visitor, client_of):
    client_of(member).post(stop.get_absolute_url(), TYPED)
    answer = ReadingAnswer.objects.get()

    assert TYPED["text"] not in _rest(visitor, stop)
    assert "事務局が確認してから" in _rest(client_of(member), stop)
    entry = Report.objects.get(origin=Origin.FIRST_POST)
    assert entry.target == answer

    decide(by=reviewer, report=entry, act="release", reason="問題ありません。")

    assert TYPED["text"] in _rest(visitor, stop)
    LimitCounter.objects.all().delete()
    client_of(member).post(stop.get_absolute_url(), TYPED | {"text": "二度目のことば"})
    assert "二度目のことば" in _rest(visitor, stop)


def test_what_a_newcomer_writes_for_himself_waits_for_nobody(stop, member, client_of):
    client_of(member).post(stop.get_absolute_url(), TYPED | {"shown_as": "self"})

    assert not Report.objects.exists()
    assert ReadingAnswer.objects.get().held_at is None


def test_staff_hide_an_answer_with_a_reason_that_its_writer_reads(stop, supporter, reviewer, visitor, client_of):
    answer = _answer(stop, supporter, text="社名を書いてしまいました")

    client_of(reviewer).post(f"{LIST}answers/{answer.pk}/hide/", {"act": "hide", "reason": "社名があります。"})

    assert answer.text not in _rest(visitor, stop)
    assert answer.text in _rest(client_of(reviewer), stop)
    assert "社名があります。" in _rest(client_of(supporter), stop)
    assert Decision.objects.about(answer).get().reason == "社名があります。"
    assert Notice.objects.filter(person=supporter).exists()

    LimitCounter.objects.all().delete()
    refused = client_of(supporter).post(stop.get_absolute_url(), TYPED)
    assert "非表示にした問いかけは直せません" in refused.content.decode()
    client_of(reviewer).post(f"{LIST}answers/{answer.pk}/hide/", {"act": "show", "reason": "社名ではありませんでした。"})
    assert answer.text in _rest(visitor, stop)


def test_only_those_who_keep_order_hide(stop, supporter, other_supporter, editor, visitor, client_of):
    address = f"{LIST}answers/{_answer(stop, supporter).pk}/hide/"

    assert [client.post(address).status_code for client in (visitor, client_of(other_supporter))] == [404, 404]
    assert client_of(editor).post(address, {"reason": "理由です。", "act": "hide"}).status_code == 403
    assert not ReadingAnswer.objects.get().is_hidden


def test_anybody_reports_an_answer_and_three_organisations_take_it_out_of_sight(stop, supporter, visitor):
    answer = _answer(stop, supporter)
    assert f"/report/?kind=reading_answer&amp;id={answer.pk}" in _rest(visitor, stop)
    for number in range(3):
        organisation = Organisation.objects.create(
            name=f"見本機関{number}", organisation_type="society", prefecture="03", is_verified=True
        )
        reporter = User.objects.create_user(f"r{number}@example.jp", "pass-word-1234", display_name=f"知らせる人{number}")
        confirm_membership(user=reporter, organisation=organisation, by=None)
        report(
            by=User.objects.get(pk=reporter.pk),
            reason=Reason.objects.first(),
            text="",
            submission_key=uuid.uuid4(),
            target=answer,
        )

    assert answer.text not in _rest(visitor, stop)
    assert Notice.objects.filter(person=supporter).exists()


def test_the_page_asks_as_often_for_one_answer_as_for_ten(stop, supporter, visitor):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            _rest(visitor, stop)
        return len(queries)

    _answer(stop, supporter)
    asked()
    with_one = asked()
    for number in range(9):
        person = User.objects.create_user(f"many{number}@example.jp", "pass-word-1234", display_name=f"人{number}")
        _answer(stop, person)

    assert asked() == with_one


# -- choosing where a case stops


def test_an_author_proposes_a_dialogue_and_staff_decide(case, supporter, editor, visitor, client_of):
    episode, browser = case.episodes.get(sort_order=2), client_of(supporter)
    assert f"{LIST}cases/{case.pk}/" in browser.get(LIST).content.decode()
    typed = {"episode": str(episode.key), "title": "食堂で", "scene": "班長が腕を組んでいます。"}

    assert browser.post(f"{LIST}cases/{case.pk}/", typed).status_code == 302
    stop = ReadingStop.objects.get()
    assert (stop.state, stop.is_from_team, stop.episode_key) == ("proposed", True, episode.key)
    assert visitor.get(stop.get_absolute_url()).status_code == 404

    edit = f"/admin/snippets/school/readingstop/edit/{stop.pk}/"
    words = {"title": "昼の食堂で", "scene": typed["scene"], "state": "shown", "note": ""}
    assert client_of(editor).post(edit, words).status_code == 302
    assert visitor.get(stop.get_absolute_url()).status_code == 200
    assert Notice.objects.filter(person=supporter).exists()
    assert [decision.verb for decision in Decision.objects.about(stop)] == ["読む演習に出した"]


def test_a_refused_proposal_needs_words_for_its_author(case, supporter, editor, client_of):
    stop = _stop(case, state="proposed", is_from_team=True)
    edit = f"/admin/snippets/school/readingstop/edit/{stop.pk}/"
    words = {"title": stop.title, "scene": stop.scene, "state": "hidden", "note": ""}

    assert "事例を書いた方に伝える理由" in client_of(editor).post(edit, words).content.decode()
    client_of(editor).post(edit, words | {"note": "会社が分かりそうです。"})

    assert "会社が分かりそうです。" in client_of(supporter).get(f"{LIST}cases/{case.pk}/").content.decode()


def test_nobody_proposes_out_of_somebody_elses_case(case, supporter, other_supporter, client_of):
    draft = make_case(author=supporter)

    assert client_of(other_supporter).get(f"{LIST}cases/{case.pk}/").status_code == 404
    assert client_of(supporter).get(f"{LIST}cases/{draft.pk}/").status_code == 404


def test_an_editor_chooses_a_dialogue_by_its_number(case, editor, visitor, client_of):
    words = {
        "case_address": f"https://testserver/cases/{case.pk}/?wall=see", "dialogue": "3", "title": "朝の会議で", "scene": "皆が黙っています。",
        "state": "shown", "note": "",
    }  # fmt: skip
    add = "/admin/snippets/school/readingstop/add/"

    assert client_of(editor).post(add, words).status_code == 302
    assert ReadingStop.objects.get().episode_key == case.episodes.get(sort_order=2).key
    again = client_of(editor).post(add, words).content.decode()
    assert "もう演習の一覧にあります" in again
    wrong = client_of(editor).post(add, words | {"dialogue": "9"}).content.decode()
    assert "この事例の対話は3つです" in wrong


def test_an_editor_cannot_choose_what_is_not_published(supporter, editor, client_of):
    draft = make_case(author=supporter)
    words = {"case_address": str(draft.pk), "dialogue": "1", "title": "朝", "scene": "朝です。", "state": "shown", "note": ""}

    page = client_of(editor).post("/admin/snippets/school/readingstop/add/", words)

    assert "公開中の事例は見つかりません" in page.content.decode()
    assert not ReadingStop.objects.exists()


def test_staff_look_at_a_stop_before_it_is_shown(stop, editor, client_of):
    browser, preview = client_of(editor), f"/admin/snippets/school/readingstop/preview/{stop.pk}/"
    words = {"title": "新しい名前", "scene": "新しい場面です。", "state": "shown", "note": ""}

    assert browser.post(preview, words).json()["is_valid"]
    page = browser.get(f"{preview}?mode=").content.decode()
    assert "新しい場面です。" in page
    assert "問いかけ2" not in page


def test_the_database_keeps_one_stop_a_dialogue_and_one_answer_a_person(stop, supporter):
    _answer(stop, supporter)

    for make in (lambda: _stop(stop.case), lambda: _answer(stop, supporter)):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


# -- one's own data, and leaving


def test_the_file_with_ones_data_holds_what_one_wrote(stop, supporter, other_supporter):
    _answer(stop, supporter, text="わたしのことば", shown_as="self")
    _answer(stop, other_supporter, text="ほかの人のことば")

    rows = [str(table.rows) for part in data_of(supporter) for table in part.tables if table.name == "reading_answers"]

    assert len(rows) == 1
    assert "わたしのことば" in rows[0]
    assert "ほかの人のことば" not in rows[0]


@pytest.mark.parametrize("withdraw", [True, False])
def test_whoever_leaves_takes_along_what_he_wants_and_what_was_for_himself_goes_in_any_case(
    withdraw, case, supporter, other_supporter, visitor
):
    shared, own = _stop(case, 1), _stop(case, 2)
    _answer(shared, other_supporter, text="みんなへのことば")
    _answer(own, other_supporter, text="自分だけのことば", shown_as="self")

    close_account(user=other_supporter, by=other_supporter, withdraw=withdraw)
    assert ("みんなへのことば" in _rest(visitor, shared)) is not withdraw
    erase_closed(now=timezone.now() + datetime.timedelta(days=31))

    assert [answer.text for answer in ReadingAnswer.objects.all()] == ([] if withdraw else ["みんなへのことば"])
    assert other_supporter.display_name not in _rest(visitor, shared)


def test_coming_back_brings_answers_back(stop, other_supporter, visitor):
    registrar = User.objects.create_user("kei@example.jp", "pass-word-1234", display_name="けい")
    grant_roles(user=registrar, roles=[REGISTRAR], by=None)
    answer = _answer(stop, other_supporter)
    close_account(user=other_supporter, by=other_supporter, withdraw=True)

    reopen_account(user=User.objects.get(pk=other_supporter.pk), by=registrar, reason="戻られました")

    assert answer.text in _rest(visitor, stop)


# -- the samples


def test_the_samples_stop_in_many_places_and_give_nothing_away():
    stops = practice_setup._read(practice_setup.CONTENT / "reading.toml")["stops"]

    assert len(stops) >= 8
    assert all((practice_setup.CONTENT.parents[2] / "cases/samples" / f"{one['case']}.toml").exists() for one in stops)
    for one in stops:
        sample = practice_setup._read(practice_setup.CONTENT.parents[2] / "cases/samples" / f"{one['case']}.toml")
        spoken = max(re.findall(r"「([^」]+)」", sample["episodes"][one["dialogue"] - 1]["question"]), key=len)
        assert spoken not in one["scene"]
        assert sample["title"] not in one["title"] + one["scene"]
        assert all(answer["by"] != sample["author"] for answer in one.get("answers", [])), one["case"]
