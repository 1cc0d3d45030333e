"""What the page of a case says of the exchange (cases.mentions)."""

from django.urls import reverse

from accounts.audiences import Person
from cases.mentions import Mention, Talk, register_talk
from cases.models import Case
from knowhow.models import CaseOfTopic
from knowhow.models.post import IN_SIGHT

#: Topics on the page of a case.
TOPICS_SHOWN = 5


def talk_of(case: Case, person: Person) -> Talk:
    """Where to ask about the case, and the latest topics that name it."""
    topics = CaseOfTopic.objects.topics_for(person, case).filter(IN_SIGHT)[:TOPICS_SHOWN]
    return Talk(
        ask_url=f"{reverse('knowhow:new')}?case={case.pk}",
        mentions=tuple(
            Mention(
                topic.title, topic.get_absolute_url(), f"{topic.get_kind_display()}・返信{topic.reply_count}件", topic.is_sample
            )
            for topic in topics
        ),
    )


def connect() -> None:
    """Called once when the app is ready."""
    register_talk(talk_of)
