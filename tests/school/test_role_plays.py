"""ロールプレイ: three sheets, of which each sees one; texts that staff edit."""

import pytest

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.school import practice_setup
from bansou.school.models import RolePlay, RolePlayPart
from bansou.school.vocabularies import Skill

pytestmark = pytest.mark.django_db

LIST = "/learn/role-plays/"


@pytest.fixture
def role_play():
    return RolePlay.objects.shown()[0]


@pytest.fixture
def editor(db):
    user = User.objects.create_user("emiko@example.jp", "pass-word-1234", display_name="えみこ")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


def _first_line(text: str) -> str:
    return next(line.lstrip("■・ ") for line in text.splitlines() if not line.startswith("■"))


def test_a_site_begins_with_six_scenes_or_more_and_every_skill_has_one():
    scenes = list(RolePlay.objects.shown())

    assert len(scenes) >= 6
    assert {scene.skill for scene in scenes} == set(Skill.values)
    assert all("架空" in scene.setting for scene in scenes)


def test_the_list_leads_to_each(visitor):
    page = visitor.get(LIST).content.decode()

    assert all(scene.title in page and scene.get_absolute_url() in page for scene in RolePlay.objects.shown())


@pytest.mark.parametrize("part", RolePlayPart.values)
def test_a_sheet_holds_its_own_words_and_none_of_the_others(part, role_play, visitor):
    page = visitor.get(f"{role_play.get_absolute_url()}{part}/").content.decode()

    shown = [other for other in RolePlayPart.values if _first_line(role_play.text_of(other)) in page]
    assert shown == [part]
    assert role_play.setting.splitlines()[0] in page


def test_before_they_begin_the_three_read_nothing_that_one_alone_knows(role_play, visitor):
    page = visitor.get(role_play.get_absolute_url()).content.decode()

    assert role_play.setting.splitlines()[0] in page
    assert [part for part in RolePlayPart.values if _first_line(role_play.text_of(part)) in page] == []
    assert all(f"{role_play.get_absolute_url()}{part}/" in page for part in RolePlayPart.values)


def test_whoever_prepares_the_evening_prints_all_three(role_play, visitor):
    page = visitor.get(f"{role_play.get_absolute_url()}sheets/").content.decode()

    assert all(_first_line(role_play.text_of(part)) in page for part in RolePlayPart.values)


def test_what_is_taken_off_the_site_is_gone(role_play, visitor):
    RolePlay.objects.filter(pk=role_play.pk).update(is_shown=False)

    for end in ("", "sheets/", "president/"):
        assert visitor.get(f"{role_play.get_absolute_url()}{end}").status_code == 404
    assert role_play.title not in visitor.get(LIST).content.decode()


def test_there_is_no_fourth_sheet(role_play, visitor):
    assert visitor.get(f"{role_play.get_absolute_url()}audience/").status_code == 404


def test_filling_the_site_again_adds_nothing_and_keeps_what_staff_changed(role_play):
    RolePlay.objects.filter(pk=role_play.pk).update(title="職員が直した題名", is_shown=False)
    count = RolePlay.objects.count()

    practice_setup.write_role_plays()

    role_play.refresh_from_db()
    assert (role_play.title, role_play.is_shown, RolePlay.objects.count()) == ("職員が直した題名", False, count)


def test_editors_change_a_scene_and_look_at_it_first(role_play, editor, visitor, client_of):
    browser, room = client_of(editor), "/admin/snippets/school/roleplay"
    words = {
        name: getattr(role_play, name)
        for name in ("title", "slug", "summary", "skill", "setting", "president", "supporter", "observer", "position")
    } | {"is_shown": "on", "president": "■ 最初のひとこと\n「新しいひとこと」"}

    assert browser.post(f"{room}/preview/{role_play.pk}/", words).json()["is_valid"]
    assert "新しいひとこと" in browser.get(f"{room}/preview/{role_play.pk}/?mode=").content.decode()
    assert browser.post(f"{room}/edit/{role_play.pk}/", words).status_code == 302
    assert "新しいひとこと" in visitor.get(f"{role_play.get_absolute_url()}president/").content.decode()
