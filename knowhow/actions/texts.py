"""A post's text on its way into the database: rendered, with the people whom it calls and the pictures that it shows."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_links, is_newcomer
from bansou.text.markdown import excerpt, render
from knowhow.mentions import called_people
from knowhow.models import Board, Mention, PostPicture, Reply, Topic
from knowhow.models.topic import EXCERPT_MAX
from knowhow.pictures import picture_keys, with_figures, without_marks

#: People called in one post; a newcomer's first.
NEWCOMER_CALLS, MOST_CALLS = 2, 10
_PERSON = "/knowhow/people/{}/"


@dataclass(frozen=True)
class ReadText:
    """What was found in a text."""

    html: SafeString
    excerpt: str
    people: list[User]
    pictures: list[PostPicture]

    def belongs_to(self, post: Topic | Reply) -> None:
        """Store, beside the saved post, whom it calls and what it shows; what it called or showed before is let go."""
        place = {"topic": post} if isinstance(post, Topic) else {"reply": post}
        Mention.objects.of(post).exclude(person__in=self.people).delete()
        Mention.objects.bulk_create([Mention(person=person, **place) for person in self.people], ignore_conflicts=True)
        shown = [picture.pk for picture in self.pictures]
        PostPicture.objects.of(post).exclude(pk__in=shown).update(topic=None, reply=None, unused_since=timezone.now())
        PostPicture.objects.filter(pk__in=shown).update(**place, unused_since=None)


def read_text(body: str, *, by: User, board: Board, topic: Topic | None = None, post: Topic | Reply | None = None) -> ReadText:
    """The text of a post by the person, rendered. `topic`: where it is said; `post`: which it replaces. Raises Refused over a limit."""
    check_links(by, body)
    people = called_people(body, by=by, board=board, topic=topic)
    if len(people) > (most := NEWCOMER_CALLS if is_newcomer(by) else MOST_CALLS):
        raise Refused(f"一つの投稿で名前を呼べるのは{most}人までです。呼びかけ（@）を減らしてください。")
    keys = picture_keys(body)
    # Held until the post is saved: what the daily work deletes meanwhile is not shown.
    pictures = list(PostPicture.objects.usable_by(by, post).filter(pk__in=keys).select_for_update(of=("self",))) if keys else []
    html = render(body, {name: _PERSON.format(person.pk) for name, person in people.items()})
    called = [person for person in people.values() if f'href="{_PERSON.format(person.pk)}"' in html]
    return ReadText(with_figures(html, pictures), excerpt(without_marks(body), EXCERPT_MAX), called, pictures)
