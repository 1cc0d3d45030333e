"""A clinic is found by its words, by those who may read it, and never by the name of somebody who wrote in it."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from bansou.moderation.models import LimitCounter
from bansou.search.backend import index_now
from knowhow import actions

pytestmark = pytest.mark.django_db

TEXTS = {"situation": "席を立つ社長です。", "hesitation": "待つか迷います。", "tried": "まだありません。", "asked": "何でも。"}


@pytest.fixture
def clinic(supporter, other_supporter):
    clinic = actions.open_clinic(by=supporter, title="後継ぎの話になると黙る社長", texts=TEXTS, submission_key=uuid.uuid4())
    actions.post_reply(by=other_supporter, topic=clinic, body="そのとき何を見ていましたか。", submission_key=uuid.uuid4())
    index_now(clinic)
    return clinic


def test_a_clinic_is_found_by_supporters_and_staff_alone(found, clinic, member, other_supporter, reviewer):
    finders = [
        person for person in (AnonymousUser(), member, other_supporter, reviewer) if clinic.title in found(person, "席を立つ社長")
    ]

    assert finders == [other_supporter, reviewer]


def test_the_name_of_a_writer_finds_no_clinic(found, clinic, supporter, other_supporter, reviewer):
    for person in (supporter, other_supporter, reviewer):
        for name in (supporter.display_name, other_supporter.display_name, supporter.email, supporter.organisation.name):
            assert clinic.title not in found(person, name)


def test_a_clinic_that_was_put_away_is_found_by_nobody(found, clinic, supporter, other_supporter, reviewer):
    LimitCounter.objects.all().delete()
    actions.close_clinic(by=supporter, topic=clinic, next_step="待ってみます。")
    actions.put_clinic_away(by=supporter, topic=clinic)

    assert not [person for person in (supporter, other_supporter, reviewer) if clinic.title in found(person, "席を立つ社長")]
