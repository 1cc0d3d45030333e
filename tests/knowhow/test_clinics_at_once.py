"""Several people who write in one clinic at the same moment."""

import threading
import uuid

import pytest
from django.db import connection

from accounts.actions import confirm_membership
from accounts.models import Membership, Organisation, User
from bansou.moderation.models import LimitCounter
from knowhow import actions
from knowhow.models import Board, Clinic, Reply, Topic

TEXTS = {"situation": "席を立つ社長です。", "hesitation": "待つか迷います。", "tried": "まだありません。", "asked": "何でも。"}


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Six supporters and a clinic that other connections see. Taken away by hand, as in test_posting."""
    with django_db_blocker.unblock():
        society = Organisation.objects.create(
            name="同時に書く商工会", organisation_type="society", prefecture="03", is_verified=True
        )
        people = [User.objects.create_user(f"{uuid.uuid4()}@example.jp", "x", display_name=f"急ぐ人{n}") for n in range(6)]
        for person in people:
            confirm_membership(user=person, organisation=society, by=None)
        clinic = actions.open_clinic(by=people[0], title="同時に返される相談", texts=TEXTS, submission_key=uuid.uuid4())
        yield clinic, people[1:]
        Reply.objects.filter(topic=clinic).delete()
        Clinic.objects.filter(pk=clinic.pk).delete()
        Topic.objects.filter(pk=clinic.pk).delete()
        Board.objects.filter(slug="clinic").delete()
        LimitCounter.objects.filter(person__in=people).delete()
        Membership.objects.filter(user__in=people).delete()
        User.objects.filter(pk__in=[person.pk for person in people]).delete()
        society.delete()


def test_those_who_come_at_the_same_moment_get_different_letters_and_keep_them(committed):
    clinic, people = committed
    refused: list[BaseException] = []

    def write(pk: int) -> None:
        try:
            for _ in range(2):
                LimitCounter.objects.filter(person=pk).delete()
                topic = Topic.objects.get(pk=clinic.pk)
                actions.post_reply(
                    by=User.objects.get(pk=pk), topic=topic, body="何を見ていましたか。", submission_key=uuid.uuid4()
                )
        except BaseException as problem:  # noqa: BLE001 - told below, not in a thread
            refused.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(person.pk,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = list(Reply.objects.filter(topic=clinic).order_by("pk").values_list("author_id", "alias", "created_at"))
    assert not refused
    assert len(written) == 10
    assert {alias for _, alias, _ in written} == {f"支援者{letter}" for letter in "ABCDE"}
    assert len({(author, alias) for author, alias, _ in written}) == 5
