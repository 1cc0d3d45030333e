"""What other sites show of the exchange: pictures of topics and questions, and solved questions in the words of schema.org."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from bansou.sharing.linked_data import question_page
from bansou.sharing.subjects import Subject, register
from bansou.text.plain import plain
from cases.models import QuestionCard
from knowhow.models import Reply, Topic

#: Characters of a text that machines are told; search engines show fewer.
_TEXT_MAX = 1000


def topic_subject(key: int) -> Subject | None:
    """A topic of a public board, in sight of everybody."""
    topic = Topic.objects.visible_to(AnonymousUser()).filter(pk=key).select_related("board").first()
    return Subject(topic.title, f"支援者の広場　{topic.board.name}") if topic else None


def question_subject(key: int) -> Subject | None:
    """A card of the question bank."""
    card = QuestionCard.objects.shown().filter(pk=key).first()
    return Subject(f"「{card.question}」", f"問いかけバンク　{card.get_inquiry_display()}") if card else None


def solved_question(topic: Topic, solutions: list[Reply]) -> dict[str, Any] | None:
    """A solved question with the replies that solved it, as the page shows them; None for whatever search engines cannot open."""
    if not solutions or topic.alias or topic.board.audience != "public" or topic.is_hidden or topic.is_held:
        return None
    return question_page(
        title=topic.title,
        text=plain(topic.body, _TEXT_MAX),
        asked=topic.created_at,
        by=topic.author.display_name,
        answers=topic.reply_count,
        solutions=[
            (
                plain(reply.body, _TEXT_MAX),
                reply.alias or reply.author.display_name,
                reply.get_absolute_url(),
                reply.created_at,
                reply.helpful_count,
            )
            for reply in solutions
        ],
    )


def connect() -> None:
    """Called once when the app is ready."""
    register("topics", topic_subject)
    register("questions", question_subject)
