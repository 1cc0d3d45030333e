"""The self-check: what it says, what is kept, what changed, what it suggests."""

import datetime
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import close_account, erase_closed, grant_roles, request_data_file
from accounts.models import DataFile, User
from accounts.roles import EDITOR
from bansou.explainer.models import ExplainerPage
from bansou.moderation.limits import RATES, Rate
from bansou.moderation.models import Suspension
from bansou.school.models import CheckItem, Lesson, LessonDone, SelfCheck
from bansou.school.self_check import actions
from bansou.school.self_check.results import Result
from bansou.school.self_check.suggestions import suggestions_for
from bansou.school.vocabularies import Skill
from cases.models import QuestionCard
from cases.statuses import Status
from tests.accounts.test_my_data import archive_of
from tests.factories import make_case

pytestmark = pytest.mark.django_db

START, ANSWER, KEEP = "/learn/self-check/", "/learn/self-check/answer/", "/learn/self-check/keep/"
DESK = "wagtailsnippets_school_checkitem"
MONTHS = datetime.timedelta(days=95)


def codes() -> list[str]:
    return list(CheckItem.objects.values_list("code", flat=True))


def all_answered(level: int = 2, **levels: int) -> dict[str, int]:
    """Every item at the level, but for those that are named (with _ for -)."""
    return dict.fromkeys(codes(), level) | {code.replace("_", "-"): other for code, other in levels.items()}


def form(answers: dict[str, int], **more: str) -> dict[str, str]:
    return {code: str(level) for code, level in answers.items()} | {"submission_key": str(uuid.uuid4())} | more


def check_of(person, answers: dict[str, int], *, ago: datetime.timedelta = datetime.timedelta()) -> SelfCheck:
    check = actions.finish_self_check(by=person, answers=answers, submission_key=uuid.uuid4())
    SelfCheck.objects.filter(pk=check.pk).update(finished_at=timezone.now() - ago)
    check.refresh_from_db()
    return check


def rows_of(html: str) -> dict[str, str]:
    """What the table of a result says of each item."""
    found = re.findall(r'self-check-table__number">\d+</span> ([^<]+)</th>\s*<td>(.*?)</td>', html, re.DOTALL)
    return {label: re.sub(r"<[^>]+>", " ", cell).strip() for label, cell in found}


# -- the items ---------------------------------------------------------------------------------------------------------
def test_there_are_twelve_items_three_for_each_skill_and_filling_leaves_staffs_words_alone():
    item = CheckItem.objects.get(code="silence")
    item.statement = "社長が黙ったら、十まで数えている。"
    item.save()

    actions.write_check_items()

    assert [item.skill for item in CheckItem.objects.all()] == sorted(Skill.values * 3)
    assert CheckItem.objects.get(code="silence").statement == "社長が黙ったら、十まで数えている。"


def test_the_question_bank_has_a_card_for_each_item():
    shown = QuestionCard.objects.shown()

    assert [item for item in CheckItem.objects.all() if not shown.at_wall(item.wall).filter(inquiry=item.inquiry).exists()] == []


def test_an_item_that_breaks_a_rule_stops_the_filling_and_is_named(tmp_path, monkeypatch):
    text = actions.ITEMS.read_text(encoding="utf-8").replace('code = "silence"', 'code = "long"')
    (tmp_path / "items.toml").write_text(text.replace("沈黙を待つ", "沈黙" * 10), encoding="utf-8")
    monkeypatch.setattr(actions, "ITEMS", tmp_path / "items.toml")
    CheckItem.objects.filter(code="silence").delete()

    with pytest.raises(ValidationError) as refused:
        actions.write_check_items()

    assert refused.value.__notes__ == ["in item long"]


@pytest.fixture
def editor(db) -> User:
    """Nao: edits the site's texts."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


def test_an_editor_sees_an_item_as_people_will_and_mends_its_words_alone(client_of, editor, member):
    item, desk = CheckItem.objects.get(code="silence"), client_of(editor)
    written = {
        "statement": "社長が黙ったら、十まで数えている。",
        "label": "十まで数える",
        "hint": "",
        "code": "other",
        "skill": "1",
    }

    assert desk.post(reverse(f"{DESK}:preview_on_edit", args=[item.pk]), written).json()["is_available"]
    preview = desk.get(reverse(f"{DESK}:preview_on_edit", args=[item.pk]), {"mode": ""}).content.decode()
    desk.post(reverse(f"{DESK}:edit", args=[item.pk]), written)

    assert "社長が黙ったら、十まで数えている。" in preview
    assert preview.count('type="radio"') == 4
    item.refresh_from_db()
    assert (item.label, item.code, item.skill) == ("十まで数える", "silence", "2")
    assert "社長が黙ったら、十まで数えている。" in client_of(member).get(ANSWER).content.decode()


def test_nobody_adds_or_deletes_an_item(client_of, owner):
    desk, item = client_of(owner), CheckItem.objects.first()

    assert desk.get(reverse(f"{DESK}:add")).url == "/admin/"
    assert desk.post(reverse(f"{DESK}:delete", args=[item.pk])).url == "/admin/"
    assert CheckItem.objects.count() == 12


# -- answering -----------------------------------------------------------------------------------------------------------
def test_a_visitor_gets_his_result_and_nothing_is_stored(visitor):
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.post(ANSWER, form(all_answered(silence=1)))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert rows_of(page)["沈黙を待つ"] == "まだしていない"
    assert "どこにも保存していません" in page
    assert [query["sql"] for query in asked if re.match("(INSERT|UPDATE|DELETE)", query["sql"])] == []
    assert not visitor.session.keys()


def test_a_result_has_an_address_of_its_own_and_says_what_was_answered(client_of, member):
    answer = client_of(member).post(ANSWER, form(all_answered(silence=1, listen=4)), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{START}{SelfCheck.objects.get().pk}/"
    assert len(rows_of(page)) == 12
    assert (rows_of(page)["沈黙を待つ"], rows_of(page)["助言の前に聴く"]) == ("まだしていない", "いつもしている")
    assert "no-store" in answer["Cache-Control"]
    assert page.count('class="radar__spot"') == 12
    assert "radar__before" not in page


def test_what_is_answered_so_far_is_kept_with_every_way_of_leaving_the_form(client_of, member):
    client = client_of(member)

    told = client.post(KEEP, form({"prepare": 3}))
    later = client.post(ANSWER, form({"silence": 1}, later="1"), follow=True).content.decode()
    refused = client.post(ANSWER, form({"flow": 2}))

    assert "ここまでの答えを保存しました（" in told.content.decode()
    assert "途中の答えがあります" in later
    assert refused.status_code == 422
    assert "ここまでの答えは保存しました" in refused.content.decode()
    assert SelfCheck.objects.get().answers == {"prepare": 3, "silence": 1, "flow": 2}
    again = client.get(ANSWER).content.decode()
    assert dict(re.findall(r'name="([a-z-]+)" value="(\d)"[^>]* checked', again)) == {
        "prepare": "3", "silence": "1", "flow": "2"
    }  # fmt: skip


def test_an_answer_that_is_none_of_the_four_is_refused_and_the_others_are_kept(client_of, member):
    answer = client_of(member).post(ANSWER, form(all_answered() | {"silence": 5}))

    assert answer.status_code == 422
    assert "四つのうち一つを選んでください" in answer.content.decode()
    assert "silence" not in SelfCheck.objects.get().answers


def test_a_button_pressed_twice_is_one_result_and_what_arrives_late_begins_no_new_one(client_of, member):
    client, filled = client_of(member), form(all_answered())

    first, second = client.post(ANSWER, filled), client.post(ANSWER, filled)
    client.post(KEEP, filled)

    assert first.url == second.url
    assert SelfCheck.objects.count() == 1
    assert client.post(KEEP, {}).status_code == 200
    assert SelfCheck.objects.count() == 1


def test_who_answers_too_often_is_told_and_keeps_what_he_chose(client_of, member, monkeypatch):
    monkeypatch.setitem(RATES, "self_check", (Rate(1, 60),))
    client = client_of(member)
    client.post(KEEP, form({"silence": 1}))

    answer, kept = client.post(ANSWER, form(all_answered())), client.post(KEEP, form({"silence": 2}))

    assert answer.status_code == 422
    assert "この画面に残っています" in answer.content.decode()
    assert answer.content.decode().count(" checked") == 12
    assert (kept.status_code, "自己点検の保存が続いています" in kept.content.decode()) == (429, True)
    assert SelfCheck.objects.get(finished_at=None).answers == {"silence": 1}


def test_what_was_never_finished_is_gone_after_half_a_year_and_results_stay(member, supporter, other_supporter):
    for person in (member, supporter):
        actions.keep_answers(by=person, answers={"silence": 1}, submission_key=uuid.uuid4())
    check_of(other_supporter, all_answered())
    long_ago = timezone.now() - actions.STALE_AFTER - datetime.timedelta(days=1)
    SelfCheck.objects.exclude(person=supporter).update(started_at=long_ago)

    actions.drop_stale_self_checks()

    assert {check.person_id for check in SelfCheck.objects.all()} == {supporter.pk, other_supporter.pk}


def test_one_deletes_ones_own_whenever_one_likes(client_of, member):
    client, check = client_of(member), check_of(member, all_answered())

    page = client.post(f"{START}{check.pk}/delete/", follow=True).content.decode()

    assert "答えを消しました" in page
    assert not SelfCheck.objects.exists()


# -- signing in on the way -----------------------------------------------------------------------------------------------
def test_answers_of_a_lost_session_come_back_to_the_person_alone(client, member, supporter, client_of):
    typed_by = re.search(r'name="typed_by" value="([^"]+)"', client_of(member).get(ANSWER).content.decode())[1]
    for person, found in ((supporter, 0), (member, 12)):
        answer = client.post(ANSWER, form(all_answered(), typed_by=typed_by))
        assert answer.url.startswith("/accounts/login/")
        assert "silence" not in str(client.session.items())
        client.force_login(person)

        assert client.get(ANSWER).content.decode().count(" checked") == found
        client.logout()


def test_a_visitor_who_likes_his_result_signs_in_and_keeps_it(visitor, member):
    page = visitor.post(ANSWER, form(all_answered(silence=1))).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z-]+)" value="(\d)">', page))

    answer = visitor.post(ANSWER, hidden | {"sign_in": "1"})
    visitor.force_login(member)
    again = visitor.get(answer.url.partition("next=")[2].replace("%2F", "/")).content.decode()

    assert again.count(" checked") == 12
    assert "ログインの前の答えを元に戻しました" in again
    assert visitor.get(ANSWER).content.decode().count(" checked") == 0


def test_what_was_parked_is_forgotten_after_an_hour_and_without_its_key(visitor, member, settings, monkeypatch):
    for spoil in (
        lambda: monkeypatch.setattr("bansou.school.self_check.parking._KEEP_SECONDS", -1),
        lambda: setattr(settings, "SELF_CHECK_KEYS", settings.SECOND_FACTOR_KEYS),
    ):
        visitor.post(ANSWER, form(all_answered(), sign_in="1"))
        visitor.force_login(member)
        spoil()
        assert visitor.get(ANSWER).content.decode().count(" checked") == 0
        visitor.logout()
        monkeypatch.undo()


def test_a_form_that_keeps_itself_says_when_the_session_is_over(visitor):
    answer = visitor.post(KEEP, form({"silence": 1}))

    assert (answer.status_code, "ログインが切れています" in answer.content.decode()) == (401, True)


# -- again ---------------------------------------------------------------------------------------------------------------
def test_after_three_months_the_change_is_shown_in_words_beside_the_last_time(client_of, member):
    check_of(member, all_answered(level=2, flow=3), ago=MONTHS)
    check = check_of(member, all_answered(level=2, silence=4, flow=1))

    page = client_of(member).get(f"{START}{check.pk}/").content.decode()

    rows = {label: " ".join(words.split()) for label, words in rows_of(page).items()}
    assert rows["沈黙を待つ"] == "いつもしている 前回：ときどきしている（2段ふえた）"
    assert rows["仕事の流れを見る"] == "まだしていない 前回：たいていしている（2段へった）"
    assert rows["会う前の準備"] == "ときどきしている 前回：ときどきしている（同じ）"
    assert page.count('class="radar__spot-before"') == 12
    assert re.search(r"<dt>ふえたこと</dt><dd>沈黙を待つ</dd>", page)
    assert re.search(r"<dt>へったこと</dt><dd>仕事の流れを見る</dd>", page)


def test_the_first_result_is_compared_with_nothing_and_an_item_that_came_later_stands_in_no_old_one(client_of, member):
    old = all_answered()
    del old["silence"]
    first = check_of(member, old, ago=MONTHS)
    second = check_of(member, all_answered(silence=3))
    client = client_of(member)

    before = client.get(f"{START}{first.pk}/").content.decode()
    after = client.get(f"{START}{second.pk}/").content.decode()

    assert "前回" not in before
    assert "沈黙を待つ" not in rows_of(before)
    assert rows_of(after)["沈黙を待つ"] == "たいていしている"
    assert "radar__before" not in after


def test_my_page_says_it_once_the_three_months_are_over_or_something_is_unfinished(client_of, member):
    client = client_of(member)
    check = check_of(member, all_answered(), ago=datetime.timedelta(days=80))
    fresh = client.get("/me/").content.decode()
    SelfCheck.objects.filter(pk=check.pk).update(finished_at=timezone.now() - MONTHS)
    due = client.get("/me/").content.decode()
    client.post(KEEP, form({"silence": 1}))
    unfinished = client.get("/me/").content.decode()

    assert "my-self-check" not in fresh
    assert "から、3か月がたちました" in due
    assert "途中の自己点検があります" in unfinished


# -- what it suggests ----------------------------------------------------------------------------------------------------
@pytest.fixture
def lessons() -> list[Lesson]:
    chapter = ExplainerPage.objects.first()
    Lesson.objects.all().delete()
    return [
        Lesson.objects.create(
            title=f"レッスン{skill}{order}", slug=f"lesson-{skill}-{order}", skill=skill, order=order, summary="読む。",
            chapter=chapter, exercise="<p>書く。</p>", reflection="どうでしたか。",
        )
        for skill in Skill.values for order in (1, 2, 3)
    ]  # fmt: skip


def result_of(answers: dict[str, int]) -> Result:
    return Result.of(list(CheckItem.objects.all()), answers)


def test_what_is_practised_least_leads_to_two_lessons_and_three_different_cards(member, lessons):
    found = suggestions_for(result_of(all_answered(level=3, staff_voices=1, they_lead=2, afterwards=1)), member)

    assert found.skill == Skill.FOUR
    assert [lesson.title for lesson in found.lessons] == ["レッスン41", "レッスン42"]
    assert [card.inquiry for card in found.cards] == ["pure", "process", "process"]
    walls = [{code for code, _ in card.wall_labels} for card in found.cards]
    assert [wall in at for wall, at in zip(("follow", "act", "follow"), walls, strict=True)] == [True] * 3
    assert len({card.pk for card in found.cards}) == 3


def test_skills_that_are_practised_as_little_are_named_together(client_of, member):
    client = client_of(member)
    pages = [
        client.get(f"{START}{check_of(member, answers).pk}/").content.decode()
        for answers in (all_answered(), all_answered(silence=4, flow=4), all_answered(silence=4, flow=4, afterwards=4))
    ]

    assert "四つのスキルは、どれも同じくらいでした" in pages[0]
    assert "スキルⅢ「経営者に対する組織開発支援」とスキルⅣ「職場浸透に向けた組織開発支援」でした" in pages[1]
    assert "レッスンは、スキルⅢから並べます" in pages[1]
    assert "少なかったのは、スキルⅢ「経営者に対する組織開発支援」でした。全部に" in pages[2]


def test_a_lesson_that_is_done_comes_after_those_that_are_not(member, lessons):
    LessonDone.objects.create(person=member, lesson=Lesson.objects.get(slug="lesson-1-1"))
    Lesson.objects.filter(slug="lesson-1-2").update(live=False)

    found = suggestions_for(result_of(all_answered()), member)

    assert [lesson.title for lesson in found.lessons] == ["レッスン13", "レッスン11"]


def test_a_case_is_suggested_only_to_who_may_read_it(member, supporter, other_supporter, reviewer):
    low = result_of(all_answered(level=3, staff_voices=1))
    hidden = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, walls=("follow",), disclosure="members")

    assert suggestions_for(low, member).case is None
    assert suggestions_for(low, other_supporter).case == hidden
    of_another_wall = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, walls=("see",))
    assert suggestions_for(low, member).case == of_another_wall


def test_a_card_that_was_taken_out_of_the_bank_is_not_suggested(member):
    low = result_of(all_answered(level=3, silence=1))
    before = suggestions_for(low, member).cards[0].pk
    QuestionCard.objects.filter(pk=before).update(state="hidden")

    assert before not in {card.pk for card in suggestions_for(low, member).cards}


def test_a_result_asks_the_same_number_of_queries_with_one_self_check_and_with_many(client_of, member, supporter, reviewer):
    client, check = client_of(member), check_of(member, all_answered())
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{START}{check.pk}/").status_code == 200
            assert client.get(START).status_code == 200
        return len(asked)

    check_of(member, all_answered(), ago=MONTHS)
    queries()
    few = queries()
    for number in range(2, 8):
        check_of(member, all_answered(), ago=number * MONTHS)
    assert queries() == few


# -- one's own, and nobody else's ----------------------------------------------------------------------------------------
def test_the_file_of_ones_own_data_has_the_answers_in_words_and_nobody_elses(member, supporter):
    check_of(member, all_answered(level=2, silence=4))
    check_of(supporter, all_answered(level=3))
    for person in (member, supporter):
        request_data_file(by=person)

    own, others = (archive_of(person).read("my_data.json").decode() for person in (member, supporter))

    assert "社長が黙ったとき、言葉を足さずに待っている。" in own
    assert own.count("ときどきしている") == 11
    assert (own.count("いつもしている"), own.count("たいていしている")) == (1, 0)
    assert others.count("たいていしている") == 12
    assert DataFile.objects.count() == 2


def test_of_who_left_nothing_is_kept(member, supporter):
    check_of(member, all_answered())
    kept = check_of(supporter, all_answered())

    close_account(user=member, by=member)
    erase_closed(now=timezone.now() + datetime.timedelta(days=31))

    assert list(SelfCheck.objects.all()) == [kept]


def test_nobody_deletes_what_is_not_his(member, supporter):
    check = check_of(member, all_answered())

    actions.drop_self_check(check=check, by=supporter)

    assert SelfCheck.objects.exists()


def test_who_is_suspended_still_looks_at_himself(client_of, member, reviewer):
    Suspension.objects.create(person=member, by=reviewer, reason="宣伝が続きました。")

    assert client_of(member).post(ANSWER, form(all_answered())).status_code == 302
