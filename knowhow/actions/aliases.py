"""Under which name, and under which number, somebody writes in a clinic.

Numbers of topics and replies stand in their addresses and count up over the whole exchange: beside those of somebody's other posts they would
tell when a post under an alias was written. So clinics have numbers far above, from a place of their own each.
"""

import secrets

from django.db.models import Count, Max

from accounts.models import User
from knowhow.models import Clinic, Reply, Topic, TopicKind
from knowhow.models.clinic import OPENER_ALIAS

#: Far above what the sequences of the tables will ever reach.
_FIRST_APART, _PLACES, _STEP = 2**42, 2**51, 1000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def alias_in(topic: Topic, person: User) -> str:
    """The person's alias in the topic, "" outside clinics. The same for all that he writes there; the next letter for a new one.

    Call it inside the transaction that saves the reply: two who come at the same moment wait for each other and get different letters.
    """
    if topic.kind != TopicKind.CLINIC:
        return ""
    Clinic.objects.select_for_update().get(pk=topic.pk)
    if topic.is_by(person):
        return OPENER_ALIAS
    others = Reply.objects.filter(topic=topic).exclude(author=topic.author_id)
    if mine := others.filter(author=person).values_list("alias", flat=True).first():
        return mine
    return f"支援者{_letter(others.aggregate(people=Count('author', distinct=True))['people'])}"


def number_apart() -> int:
    """For a clinic, or for its first reply: a number that tells nothing. Whole in every browser's arithmetic (below 2**53)."""
    return _FIRST_APART + secrets.randbelow(_PLACES)


def next_number_in(topic: Topic) -> int:
    """For a reply in a clinic: above the topic's other replies, so that the later has the higher number, as everywhere. Call it after `alias_in`."""
    last = Reply.objects.filter(topic=topic).aggregate(last=Max("pk"))["last"]
    return int(last) + 1 + secrets.randbelow(_STEP) if last else number_apart()


def _letter(number: int) -> str:
    """As columns of a table are named: A, B, …, Z, AA, AB."""
    rest, place = divmod(number, len(_LETTERS))
    return (_letter(rest - 1) if rest else "") + _LETTERS[place]
