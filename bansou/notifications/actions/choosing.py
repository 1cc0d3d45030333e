"""What a person chooses for his mails: on his own page, by the link in a mail, or with one press in his mail program."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rooms_above import check_limit
from bansou.notifications.events import Mail, teller_of
from bansou.notifications.models import EventChoice, MailPreferences, Rhythm
from bansou.notifications.permissions import check_can_be_chosen, check_can_be_stopped
from bansou.notifications.unsubscribing import DIGEST, quietest


@transaction.atomic
def choose_mails(*, by: User, ways: Mapping[str, Mail], rhythm: str, stops_all: bool) -> None:
    """The person wants these ways for these events, the digest in this rhythm, and with `stops_all` no mail that can be stopped.

    What he leaves as the table of events has it is not kept: should the table change, it changes for him too.
    """
    for name, way in ways.items():
        check_can_be_chosen(name, way)
    own = {name: way for name, way in ways.items() if way != teller_of(name).event.mail}
    EventChoice.objects.filter(person=by, event__in=set(ways) - set(own)).delete()
    EventChoice.objects.bulk_create(
        [EventChoice(person=by, event=name, mail=way) for name, way in own.items()],
        update_conflicts=True,
        unique_fields=("person", "event"),
        update_fields=("mail",),
    )
    since = MailPreferences.of(by).stopped_at or timezone.now()
    stopped_at = since if stops_all else None
    MailPreferences.objects.update_or_create(person=by, defaults={"rhythm": rhythm, "stopped_at": stopped_at})
    check_limit(by, "mail_choices")


@transaction.atomic
def stop_mails_of(*, by: User, what: str) -> None:
    """Send the person no more mails of `what`: the name of an event, or DIGEST. Twice is once."""
    check_can_be_stopped(what)
    if what == DIGEST:
        MailPreferences.objects.update_or_create(person=by, defaults={"rhythm": Rhythm.NEVER})
    else:
        EventChoice.objects.update_or_create(person=by, event=what, defaults={"mail": quietest(teller_of(what).event)})
    check_limit(by, "mail_choices")
