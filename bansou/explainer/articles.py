"""From a topic of the exchange to the draft of an article, and back: who may, what is written, how the two point at each other."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from accounts.audiences import Person
from accounts.models import User
from accounts.refusals import Refused, reason_against
from bansou.explainer.models import ArticlePage, HomePage
from bansou.explainer.searchables import address
from knowhow.beyond import Pointer, register_pointers, register_staff_acts
from knowhow.cards import Writer
from knowhow.models import Reply, Topic, TopicKind

#: Names in the credit; whoever spoke after them is 「ほか」.
NAMES_AT_MOST = 8


def check_can_draft_article(user: Person, topic: Topic) -> None:
    """Staff who write pages, from any topic in sight but a clinic: what is said there stays there."""
    home = HomePage.objects.first()
    if home is None or not (user.is_staff and home.permissions_for_user(user).can_add_subpage()):
        raise Refused("ノウハウ記事を作れるのは、編集担当の職員です。")
    if topic.kind == TopicKind.CLINIC:
        raise Refused("クリニックの話題は、記事にしません。")
    if topic.is_hidden:
        raise Refused("非表示の話題は、記事にできません。")


@transaction.atomic
def draft_article(*, by: User, topic: Topic, replies: Iterable[Reply]) -> ArticlePage:
    """An unpublished page with the text of the topic and of the chosen replies, for staff to make an article of. Of one topic there is one."""
    check_can_draft_article(by, topic)
    # Whoever presses at the same moment waits here and finds the page.
    home = HomePage.objects.select_for_update().get(pk=HomePage.objects.values("pk")[:1])
    if existing := ArticlePage.objects.filter(topic=topic).first():
        return existing  # type: ignore[no-any-return]
    chosen = list(replies)
    page = ArticlePage(
        title=topic.title,
        slug=f"article-{topic.pk}",
        summary=topic.excerpt,
        body=[("text", topic.body_html), *_blocks(chosen)],
        credit=credit_of([topic, *chosen]),
        topic=topic,
        live=False,
        owner=by,
    )
    home.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page


def credit_of(posts: Iterable[Topic | Reply]) -> str:
    """Thanks to the people who wrote the posts, by the names under which they wrote."""
    names = list(dict.fromkeys(Writer.of(post).display_name for post in posts))
    several = "".join(f"、{name}さん" for name in names[:NAMES_AT_MOST]).removeprefix("、")
    return Truncator(f"{several}{' ほか' if len(names) > NAMES_AT_MOST else ''}が、支援者の広場でお話しくださいました。").chars(
        300
    )


def _blocks(replies: list[Reply]) -> list[tuple[str, str]]:
    """The replies, each under the name of who wrote it."""
    said = [("text", format_html("<p><b>{}さん</b></p>", Writer.of(reply).display_name) + reply.body_html) for reply in replies]
    return [("heading", "寄せられた返信"), *said] if said else []


def articles_of(topic: Topic, reader: Person) -> list[Pointer]:
    """The published article of a topic."""
    pages = ArticlePage.objects.visible_to(reader).filter(topic=topic)
    return [Pointer(f"ノウハウ記事「{page.title}」になりました", address(page)) for page in pages]


def article_acts(topic: Topic, person: User) -> list[Pointer]:
    """The way to the draft, for staff who write pages."""
    if reason_against(check_can_draft_article, person, topic):
        return []
    return [Pointer("ノウハウ記事の下書きを作る", reverse("article_from_topic", args=[topic.pk]))]


def connect() -> None:
    """Called once when the app is ready."""
    register_pointers(articles_of)
    register_staff_acts(article_acts)
