"""The keywords of a topic."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from bansou.moderation.limits import check_limit
from cases.models import Keyword
from knowhow.models import Topic
from knowhow.permissions import check_can_choose_keywords


@transaction.atomic
def choose_keywords(*, by: User, topic: Topic, keywords: Iterable[Keyword]) -> bool:
    """The topic has just these keywords from now on; the same again is nothing. True: so it is."""
    check_can_choose_keywords(by, topic)
    chosen = list(keywords)
    if set(chosen) == set(topic.keywords.all()):
        return True
    topic.keywords.set(chosen, clear=True)
    check_limit(by, "edit")
    return True
