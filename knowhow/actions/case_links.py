"""Notes which cases a post names."""

import re

from django.conf import settings

from cases.models import Case
from knowhow.models import CaseOfTopic, Reply, Topic, TopicKind

#: Cases that one post points at; more is a list, not a reference.
CASES_AT_MOST = 20
_CASE = re.compile(r"(?<![\w./-])(?P<site>https?://[^\s/]+)?/cases/(?P<number>[1-9]\d{0,17})/", re.ASCII)


def link_cases(post: Topic | Reply, *, subject: Case | None = None) -> None:
    """Bring the post's links in line with its text: the cases of this site whose address stands there, as far as its author may read them.

    `subject` is the case that a new topic asks about. Posts of a clinic are not linked: who reads about a case soon guesses who asks.
    """
    topic, reply = (post.topic, post) if isinstance(post, Reply) else (post, None)
    if topic.kind == TopicKind.CLINIC:
        return
    named = set(Case.objects.visible_to(post.author).filter(pk__in=_numbers(post.body)).values_list("pk", flat=True))
    links = CaseOfTopic.objects.filter(topic=topic, reply=reply)
    links.filter(is_subject=False).exclude(case__in=named).delete()
    fresh = [CaseOfTopic(topic=topic, reply=reply, case_id=number) for number in named if not subject or number != subject.pk]
    if subject:
        fresh.append(CaseOfTopic(topic=topic, case=subject, is_subject=True))
    if fresh:
        CaseOfTopic.objects.bulk_create(fresh, ignore_conflicts=True)


def _numbers(text: str) -> list[int]:
    """The cases that a text names by their address, the first ones of many."""
    found = [int(match["number"]) for match in _CASE.finditer(text) if match["site"] in (None, settings.BASE_URL)]
    return list(dict.fromkeys(found))[:CASES_AT_MOST]
