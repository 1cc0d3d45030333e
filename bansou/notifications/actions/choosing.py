"""What a person chooses for his mails: on his own page, by the link in a mail, or with one press in his mail program."""

from django.db import transaction

from accounts.models import User
from accounts.rooms_above import check_limit
from bansou.notifications.events import teller_of
from bansou.notifications.models import EventChoice, MailPreferences, Rhythm
from bansou.notifications.permissions import check_can_be_stopped
from bansou.notifications.unsubscribing import DIGEST, quietest


@transaction.atomic
def stop_mails_of(*, by: User, what: str) -> None:
    """Send the person no more mails of `what`: the name of an event, or DIGEST. Twice is once."""
    check_can_be_stopped(what)
    if what == DIGEST:
        MailPreferences.objects.update_or_create(person=by, defaults={"rhythm": Rhythm.NEVER})
    else:
        EventChoice.objects.update_or_create(person=by, event=what, defaults={"mail": quietest(teller_of(what).event)})
    check_limit(by, "mail_choices")
