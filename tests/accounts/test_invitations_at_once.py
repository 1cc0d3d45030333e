"""Somebody presses twice at the same moment, on connections of his own."""

import threading
import uuid

import pytest
from django.core import mail
from django.db import connections

from accounts import actions
from accounts.actions import confirm_membership
from accounts.models import Invitation, Membership, Organisation, User
from bansou.notifications.models import OutgoingMail


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A supporter, and a guest with an open invitation of his, seen by other connections. Taken away by hand."""
    with django_db_blocker.unblock():
        name = f"{uuid.uuid4()}"
        society = Organisation.objects.create(name=name, organisation_type="society", prefecture="03", is_verified=True)
        inviter, guest = (User.objects.create_user(f"{name}-{n}@example.jp", "x", display_name=f"{n}人目") for n in range(2))
        confirm_membership(user=inviter, organisation=society, by=None)
        invitation = Invitation.objects.create(
            email=guest.email, kind="organisation", target_id=society.pk, invited_by=inviter, token_hash=name, submission_key=name
        )
        yield invitation, guest
        OutgoingMail.objects.filter(recipient=inviter.email).delete()
        Membership.objects.filter(organisation=society).delete()
        User.objects.filter(pk__in=[inviter.pk, guest.pk]).delete()
        society.delete()


def test_accepting_at_the_same_moment_makes_one_membership_and_one_letter(committed):
    invitation, guest = committed
    begin, answers = threading.Barrier(3), []

    def press_at_once() -> None:
        try:
            mine, by = Invitation.objects.get(pk=invitation.pk), User.objects.get(pk=guest.pk)
            begin.wait()
            answers.append(actions.accept_invitation(invitation=mine, by=by))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press_at_once) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["/me/"] * 3
    assert Membership.objects.filter(user=guest).count() == 1
    assert len([letter for letter in mail.outbox if letter.to == [invitation.invited_by.email]]) == 1
