"""The path of lessons: what it shows to whom, how far somebody is, and that nothing is lost when he signs in midway."""

import json
import re

import pytest
from django.urls import reverse

from accounts.models import User
from bansou.explainer.models import ExplainerPage
from bansou.moderation import limits
from bansou.school import actions, filling
from bansou.school.filling import write_lessons
from bansou.school.models import FilledLesson, Lesson, LessonDone
from bansou.school.vocabularies import Skill
from cases.models import CaseWall
from cases.statuses import Status
from tests.accounts.signing_in import confirmed, type_password
from tests.factories import complete_rows, make_case

pytestmark = pytest.mark.django_db

LANDING, PATH = "/learn/", "/learn/path/"


@pytest.fixture
def lesson() -> Lesson:
    """One that has everything: page, card, wall."""
    return Lesson.objects.get(slug="not-facing")


def text_of(response) -> str:
    return response.content.decode()


def press(client, lesson: Lesson, done: str = "yes"):
    return client.post(reverse("school:lesson_done", args=[lesson.slug]), {"done": done}, follow=True)


def done_by(person: User) -> set[str]:
    return set(LessonDone.objects.of(person).values_list("lesson__slug", flat=True))


# -- filling


def test_a_site_begins_with_four_lessons_a_skill_each_with_something_to_look_at():
    by_skill = {skill: list(Lesson.objects.of_skill(skill)) for skill in Skill}

    assert {skill: len(lessons) for skill, lessons in by_skill.items()} == dict.fromkeys(Skill, 4)
    assert [lesson.slug for lessons in by_skill.values() for lesson in lessons if lesson.question is None] == []
    assert not Lesson.objects.exclude(live=True).exists()


def test_filling_again_changes_nothing():
    before = list(FilledLesson.objects.values_list("code", "revision", "digest"))

    write_lessons()

    assert list(FilledLesson.objects.values_list("code", "revision", "digest")) == before


def test_a_lesson_that_staff_changed_or_deleted_stays_as_they_left_it(lesson):
    lesson.title = "事務局の題"
    lesson.save_revision().publish()
    Lesson.objects.get(slug="what-is-not-seen").delete()
    FilledLesson.objects.update(digest="of an older file")

    write_lessons()

    assert Lesson.objects.get(pk=lesson.pk).title == "事務局の題"
    assert not Lesson.objects.filter(slug="what-is-not-seen").exists()


def test_an_untouched_lesson_follows_its_file_and_gets_its_page_once_that_is_there(lesson, tmp_path, monkeypatch):
    page = lesson.chapter
    ExplainerPage.objects.filter(pk=page.pk).update(live=False)
    changed = tmp_path / "lessons.toml"
    changed.write_text(filling.LESSONS.read_text(encoding="utf-8").replace(lesson.title, "新しい題"), encoding="utf-8")
    monkeypatch.setattr(filling, "LESSONS", changed)

    write_lessons()
    without = Lesson.objects.get(pk=lesson.pk)
    ExplainerPage.objects.filter(pk=page.pk).update(live=True)
    write_lessons()

    assert (without.title, without.chapter) == ("新しい題", None)
    assert Lesson.objects.get(pk=lesson.pk).chapter == page


def test_a_lesson_that_cannot_be_written_names_itself(tmp_path, monkeypatch):
    broken = tmp_path / "lessons.toml"
    broken.write_text(filling.LESSONS.read_text(encoding="utf-8").replace('skill = "1"', 'skill = "9"', 1), encoding="utf-8")
    monkeypatch.setattr(filling, "LESSONS", broken)

    with pytest.raises(Exception, match="skill") as caught:
        write_lessons()

    assert caught.value.__notes__ == ["in lesson in-one-sentence"]


# -- what the pages show


def test_the_landing_has_one_first_step_and_the_chapters_by_part(visitor):
    html = text_of(visitor.get(LANDING))

    assert html.count("このレッスンを開く") == 1
    assert '<a href="/about/">伴走支援とは</a>' in html
    assert 'href="/glossary/"' in html


def test_what_is_not_published_is_nowhere(visitor, lesson):
    Lesson.objects.filter(pk=lesson.pk).update(live=False)

    assert visitor.get(lesson.get_absolute_url()).status_code == 404
    assert press(visitor, lesson).status_code == 404
    assert lesson.title not in text_of(visitor.get(PATH))


def test_a_lesson_leads_to_its_page_its_card_and_the_lesson_after(visitor, lesson):
    html = text_of(visitor.get(lesson.get_absolute_url()))

    assert 'href="/walls/face/"' in html
    assert lesson.question.get_absolute_url() in html
    assert Lesson.objects.get(slug="first-small-step").get_absolute_url() in html
    assert Lesson.objects.get(slug="safe-to-talk").get_absolute_url() in html


def test_a_page_behind_a_restriction_and_a_card_that_was_taken_out_are_not_shown(visitor, lesson):
    ExplainerPage.objects.filter(pk=lesson.chapter_id).update(live=False)
    lesson.question.state = "hidden"
    lesson.question.save()

    html = text_of(visitor.get(lesson.get_absolute_url()))

    assert 'href="/walls/face/"' not in html
    assert lesson.question.question not in html


def test_the_case_of_a_lesson_is_one_that_the_reader_may_read(client_of, member, supporter, other_supporter, reviewer, lesson):
    rows = complete_rows() | {"walls": [CaseWall(sort_order=0, wall="face")]}
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members", rows=rows)

    assert case.title not in text_of(client_of(member).get(lesson.get_absolute_url()))
    assert case.title in text_of(client_of(other_supporter).get(lesson.get_absolute_url()))


@pytest.mark.parametrize("address", [LANDING, PATH, "/learn/path/not-facing/"])
def test_a_page_asks_as_much_with_one_lesson_as_with_all(address, client_of, member, django_assert_max_num_queries):
    client = client_of(member)
    for found in Lesson.objects.all():
        actions.mark_done(by=member, lesson=found)
    client.get(address)
    with django_assert_max_num_queries(40) as all_of_them:
        client.get(address)
    Lesson.objects.exclude(slug="not-facing").delete()

    with django_assert_max_num_queries(len(all_of_them)):
        client.get(address)

    assert len(all_of_them) <= 16


def test_search_engines_are_told_of_a_course(visitor):
    html = text_of(visitor.get(PATH))

    course = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])

    assert course["@type"] == "Course"
    assert all((course["name"], course["description"], course["provider"]["name"]))
    assert course["hasCourseInstance"]["courseWorkload"] == f"PT{sum(Lesson.objects.values_list('minutes', flat=True))}M"
    assert len(course["syllabusSections"]) == len(Skill)


def test_a_title_does_not_end_the_data_for_search_engines(visitor, lesson):
    Lesson.objects.filter(pk=lesson.pk).update(title="</script><b>題")

    assert "</script><b>" not in text_of(visitor.get(PATH))


# -- how far somebody is


def test_a_visitor_keeps_in_his_browser_what_he_has_done_and_takes_it_back(visitor, lesson):
    page = press(visitor, lesson)

    assert "学んだ印を付けました" in text_of(page)
    assert "のうち、<b>1</b>を学びました" in text_of(visitor.get(PATH))
    press(visitor, lesson, done="no")
    assert "を学びました。</p>" not in text_of(visitor.get(PATH))
    assert not LessonDone.objects.exists()


def test_reading_leaves_no_session_behind(visitor, lesson):
    for address in (LANDING, PATH, lesson.get_absolute_url()):
        assert "sessionid" not in visitor.get(address).cookies


def test_what_a_visitor_did_is_his_after_signing_in_and_nobody_elses(client, member, supporter, lesson):
    known = Lesson.objects.get(slug="four-kinds")
    actions.mark_done(by=confirmed(member), lesson=known)
    first_day = LessonDone.objects.get().done_at
    for found in (lesson, known):
        press(client, found)

    answer = type_password(client, member)

    assert done_by(member) == {"not-facing", "four-kinds"}
    assert LessonDone.objects.get(lesson=known).done_at == first_day
    assert "ログインする前に学んだ1つのレッスンを" in text_of(client.get(answer.url))
    client.post(reverse("account_logout"))
    type_password(client, confirmed(supporter))
    assert done_by(supporter) == set()


def test_what_was_done_before_signing_up_is_kept_too(client, lesson):
    press(client, lesson)
    new = User.objects.create_user("hana@example.jp", "pass-word-1234", display_name="はな")

    type_password(client, confirmed(new))

    assert done_by(new) == {lesson.slug}


def test_a_lesson_that_went_meanwhile_is_left_out_at_sign_in(client, member, lesson):
    press(client, lesson)
    lesson.delete()

    assert type_password(client, confirmed(member)).status_code == 302
    assert done_by(member) == set()


def test_done_twice_is_once_on_the_first_day_and_not_done_after_all_is_nothing(client_of, member, lesson):
    client = client_of(member)
    press(client, lesson)
    first_day = LessonDone.objects.get().done_at
    press(client, lesson)

    assert LessonDone.objects.get().done_at == first_day
    press(client, lesson, done="no")
    press(client, lesson, done="no")
    assert not LessonDone.objects.exists()


def test_the_landing_goes_on_where_somebody_stopped_and_ends_with_the_record(client_of, member):
    client = client_of(member)
    lessons = list(Lesson.objects.in_order())
    press(client, lessons[0])

    assert f'<p class="learn-first__lesson">{lessons[1].title}</p>' in text_of(client.get(LANDING))
    for found in lessons[1:]:
        actions.mark_done(by=member, lesson=found)
    assert "学習の記録を作る" in text_of(client.get(LANDING))


def test_ones_own_page_tells_how_far_one_is_once_one_has_begun(client_of, member, lesson):
    client = client_of(member)

    assert "学びの道：" not in text_of(client.get("/me/"))
    press(client, lesson)
    assert f"学びの道：{Lesson.objects.count()}のうち1を学びました" in text_of(client.get("/me/"))


def test_who_learns_is_nobodys_business_in_the_admin(client_of, owner, member, lesson):
    press(client_of(member), lesson)
    desk = client_of(owner)

    pages = [desk.get(f"/admin/snippets/school/lesson/{place}") for place in ("", f"edit/{lesson.pk}/", f"usage/{lesson.pk}/")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not any("ren@example.jp" in text_of(page) or "れん" in text_of(page) for page in pages)


def test_clicking_without_end_is_stopped(visitor, lesson, monkeypatch):
    monkeypatch.setitem(limits.RATES, "lesson", (limits.Rate(1, 60),))
    press(visitor, lesson)

    assert "学んだ印の変更" in text_of(press(visitor, lesson, done="no"))
