"""「使い方」 in the admin: for every role, with ways that are open to it, and pictures that are there."""

import pytest
from django.urls import reverse

from accounts.actions import grant_roles
from accounts.models import User
from accounts.role_changes import OWNER_NAME
from accounts.roles import EDITOR, ROLES
from bansou.operations.help_pictures import FOLDER, MOST_BYTES, SHOTS
from bansou.operations.staff_help import DUTIES, GUIDES

STEPS = [step for guide in GUIDES for step in guide.steps]


def test_every_role_has_its_duties():
    assert [duty.role for duty in DUTIES] == [*(role.name for role in ROLES), OWNER_NAME]
    assert {role for guide in GUIDES for role in guide.roles} <= {duty.role for duty in DUTIES}


def test_every_picture_is_taken_by_the_script_and_described():
    pictures = [step for step in STEPS if step.picture]

    assert sorted(step.picture for step in pictures) == sorted(shot.name for shot in SHOTS)
    assert [step.picture for step in pictures if not step.alt] == []


def test_the_pictures_that_are_there_belong_to_a_step_and_are_small():
    taken = list(FOLDER.glob("*"))

    assert {path.stem for path in taken} <= {step.picture for step in STEPS}
    assert sum(path.stat().st_size for path in taken) <= MOST_BYTES


@pytest.mark.django_db
@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.role)
def test_every_way_is_open_to_whom_it_is_shown(duty, owner, client_of):
    person = owner if duty.role == OWNER_NAME else _staff(duty.role)
    browser = client_of(person)

    answers = {task.page: browser.get(reverse(task.page), follow=True) for _, tasks in duty.days for task in tasks if task.page}

    assert answers
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}


@pytest.mark.django_db
def test_ones_own_duties_stand_first_and_those_of_others_are_folded_away(client_of):
    html = client_of(_staff(EDITOR.name)).get(reverse("staff_help")).content.decode()

    mine, others = html.split("ほかの担当がしていること")
    assert f"<h3>{EDITOR.name}</h3>" in mine
    assert f"<h3>{EDITOR.name}</h3>" not in others
    assert html.index("解説ページを書く、直す") < html.index("通報に答える")


@pytest.mark.django_db
def test_the_help_is_in_the_menu_of_staff_and_nothing_for_others(client_of, reviewer, member):
    assert reverse("staff_help") in client_of(reviewer).get("/admin/").content.decode()
    assert client_of(member).get(reverse("staff_help")).status_code == 404


def _staff(role: str) -> User:
    user = User.objects.create_user("yui@example.jp", "pass-word-1234", display_name="ゆい")
    grant_roles(user=user, roles=[given for given in ROLES if given.name == role], by=None)
    return user
