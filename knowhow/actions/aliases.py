"""Under which name somebody writes in a clinic."""

from django.db.models import Count

from accounts.models import User
from knowhow.models import Clinic, Reply, Topic, TopicKind
from knowhow.models.clinic import OPENER_ALIAS

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def alias_in(topic: Topic, person: User) -> str:
    """The person's alias in the topic, "" outside clinics. The same for all that he writes there; the next letter for a new one.

    Call it inside the transaction that saves the reply: two who come at the same moment wait for each other and get different letters.
    """
    if topic.kind != TopicKind.CLINIC:
        return ""
    if topic.is_by(person):
        return OPENER_ALIAS
    Clinic.objects.select_for_update().get(pk=topic.pk)
    others = Reply.objects.filter(topic=topic).exclude(author=topic.author_id)
    if mine := others.filter(author=person).values_list("alias", flat=True).first():
        return mine
    return f"支援者{_letter(others.aggregate(people=Count('author', distinct=True))['people'])}"


def _letter(number: int) -> str:
    """As columns of a table are named: A, B, …, Z, AA, AB."""
    rest, place = divmod(number, len(_LETTERS))
    return (_letter(rest - 1) if rest else "") + _LETTERS[place]
