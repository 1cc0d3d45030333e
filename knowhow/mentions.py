"""Which people a text calls by name. Only those whose name the writer has met, and who may read what he writes."""

from django.db.models import Exists, OuterRef, Q

from accounts.audiences import can_read
from accounts.models import User
from bansou.text.calls import calls_of, possible_names
from knowhow.models import Board, Reply, Topic

#: Bearers of called names that are looked at.
_MOST_BEARERS = 50


def called_people(body: str, *, by: User, board: Board, topic: Topic | None) -> dict[str, User]:
    """The people whom the text calls, by the name that stands there.

    Nobody learns of an account by trying names: a person counts who wrote, under his own name, what the writer may read. Of several with
    one name it is the one who takes part in the topic; if that is not one, nobody. Two queries, and one for each bearer of a name.
    """
    names = possible_names(body)
    if not names:
        return {}
    topics = Topic.objects.listed_for(by)
    own_name = Q(author=OuterRef("pk"), alias="")
    met = Exists(topics.filter(own_name)) | Exists(Reply.objects.shown().filter(own_name, topic__in=topics))
    bearers = User.objects.filter(met, is_active=True, display_name__in=names).exclude(pk=by.pk).order_by("pk")
    readers = [person for person in bearers[:_MOST_BEARERS] if can_read(person, board.audience)]
    by_name: dict[str, list[User]] = {}
    for person in readers:
        by_name.setdefault(person.display_name, []).append(person)
    taking_part = _taking_part(topic, readers) if any(len(people) > 1 for people in by_name.values()) else set()
    found = {}
    for name, people in by_name.items():
        certain = people if len(people) == 1 else [person for person in people if person.pk in taking_part]
        if len(certain) == 1:
            found[name] = certain[0]
    called = {match[1] for match in calls_of(found).finditer(body)} if found else set()
    return {name: person for name, person in found.items() if name in called}


def _taking_part(topic: Topic | None, people: list[User]) -> set[int]:
    """Which of them wrote in the topic under their own names."""
    if topic is None:
        return set()
    writers = set(Reply.objects.shown().filter(topic=topic, author__in=people, alias="").values_list("author_id", flat=True))
    return writers | ({topic.author_id} if not topic.alias else set())
