"""Where the forms of the exchange keep what is being typed (bansou.drafts), and where each draft is written on.

A place: `topic:new`, `topic:new:<board>`, `reply:<topic>`, `edit-topic:<topic>`, `edit-reply:<reply>`.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from accounts.audiences import Person
from bansou.drafts.models import Draft
from bansou.drafts.places import Whereabouts, register_places
from knowhow.models import Board, Post, Reply, Topic

_NEW = "new"


def place_of_new_topic(board_slug: str = "") -> str:
    """The place of a new topic; one of its own where the address names a board."""
    return f"topic:{_NEW}:{board_slug}" if board_slug else f"topic:{_NEW}"


def place_of_reply(topic: Topic) -> str:
    """The place of a reply to the topic."""
    return f"reply:{topic.pk}"


def place_of_edit(post: Post) -> str:
    """The place of an edit of the post."""
    return f"edit-topic:{post.pk}" if isinstance(post, Topic) else f"edit-reply:{post.pk}"


def _new_topic_is_open(person: Person, rest: str) -> bool:
    new, _, board_slug = rest.partition(":")
    return new == _NEW and (not board_slug or Board.objects.visible_to(person).filter(slug=board_slug).exists())


def _reply_is_open(person: Person, rest: str) -> bool:
    return _is_key(rest) and Topic.objects.visible_to(person).filter(pk=int(rest)).exists()


def _topic_edit_is_open(person: Person, rest: str) -> bool:
    return _is_key(rest) and Topic.objects.visible_to(person).filter(pk=int(rest), author_id=person.pk).exists()


def _reply_edit_is_open(person: Person, rest: str) -> bool:
    return _is_key(rest) and Reply.objects.visible_to(person).filter(pk=int(rest), author_id=person.pk).exists()


def _new_topic_words(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    found = {}
    for draft in drafts:
        board_slug = draft.place.partition(":")[2].partition(":")[2]
        query = {"board": board_slug} if board_slug else {}
        title = draft.typed.get("title", "").strip() or "（題名はまだありません）"
        found[draft.pk] = Whereabouts(
            f"新しい話題：{title}", f"{reverse('knowhow:new')}?{urlencode({**query, 'draft': draft.pk})}"
        )
    return found


def _reply_words(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    titles = dict(Topic.objects.visible_to(person).filter(pk__in=map(_key, drafts)).values_list("pk", "title"))
    return {
        draft.pk: Whereabouts(
            f"返信：{titles[_key(draft)]}", f"{reverse('knowhow:topic', args=[_key(draft)])}?draft={draft.pk}#reply-form"
        )
        for draft in drafts
        if _key(draft) in titles
    }


def _topic_edit_words(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    titles = dict(
        Topic.objects.visible_to(person).filter(pk__in=map(_key, drafts), author_id=person.pk).values_list("pk", "title")
    )
    return {
        draft.pk: Whereabouts(
            f"話題の修正：{titles[_key(draft)]}", f"{reverse('knowhow:topic_edit', args=[_key(draft)])}?draft={draft.pk}"
        )
        for draft in drafts
        if _key(draft) in titles
    }


def _reply_edit_words(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    own = Reply.objects.visible_to(person).filter(pk__in=map(_key, drafts), author_id=person.pk)
    titles = dict(own.values_list("pk", "topic__title"))
    return {
        draft.pk: Whereabouts(
            f"返信の修正：{titles[_key(draft)]}", f"{reverse('knowhow:reply_edit', args=[_key(draft)])}?draft={draft.pk}"
        )
        for draft in drafts
        if _key(draft) in titles
    }


def _key(draft: Draft) -> int:
    return int(draft.place.partition(":")[2])


def _is_key(text: str) -> bool:
    # So many digits have the numbers of rows.
    return text.isascii() and text.isdigit() and len(text) < 19


def connect() -> None:
    """Registers the places of this room."""
    register_places("topic", _new_topic_is_open, _new_topic_words)
    register_places("reply", _reply_is_open, _reply_words)
    register_places("edit-topic", _topic_edit_is_open, _topic_edit_words)
    register_places("edit-reply", _reply_edit_is_open, _reply_edit_words)
