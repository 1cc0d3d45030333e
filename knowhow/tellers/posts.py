"""New posts: to whom they are called, whose topic they answer, and who follows."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import User
from accounts.readers import readers_of
from bansou.notifications.events import UNHURRIED, Event, Line, Mail, Section, Teller
from bansou.notifications.models import Occurrence
from bansou.text.markdown import excerpt
from bansou.text.plain import plain
from knowhow.models import Follow, FollowLevel, Mention, Reply, Topic, TopicKeyword
from knowhow.models.following import HEARD
from knowhow.models.topic import EXCERPT_MAX
from knowhow.pictures import without_marks
from knowhow.tellers.finding import each_about, each_about_post, topic_of, topics_of

#: Characters of a post that a mail carries.
MAILED_MAX = 2_000
CLINIC_WORDS = "クリニックの相談"

_WAYS = {FollowLevel.ALL: Mail.AT_ONCE, FollowLevel.DIGEST: Mail.DIGEST}
#: What a follow asks for, as a mail. Of several the loudest comes first.
_WISH = Case(*(When(level=level, then=Value(way.value)) for level, way in _WAYS.items()), output_field=CharField())
_LOUDEST_FIRST = Case(When(level=FollowLevel.ALL, then=0), default=1)


def name_of(topic: Topic) -> str:
    """What a mail may call a topic: a clinic has no name there, its title tells of a company."""
    return CLINIC_WORDS if topic.alias else f"「{topic.title}」"


def line_of(post: Topic | Reply, words: str) -> Line:
    """The line of a post. A clinic's text stays on the site."""
    line = Line(words, post.get_absolute_url(), who=post.writer_name())
    if post.alias:
        return line
    body = without_marks(post.body)
    return Line(line.words, line.address, line.who, excerpt=excerpt(body, EXCERPT_MAX), text=plain(body, MAILED_MAX))


def with_wish_for(people: QuerySet[User], topic: Topic) -> QuerySet[User]:
    """Without those who want to see nothing of the topic; with the `wish` of those who follow it."""
    said = Follow.objects.filter(topic=topic, person=OuterRef("pk"))
    return people.exclude(Exists(said.filter(level=FollowLevel.NONE))).annotate(wish=Subquery(said.values(way=_WISH)[:1]))


class _RepliesTeller(Teller):
    """About replies, as long as they are in sight of the person."""

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Reply]:
        """The reply."""
        replies = Reply.objects.shown().filter(topic__in=topics_of(person)).select_related("topic", "author")
        return each_about(occurrences, replies)

    def context(self, occurrence: Occurrence, about: Reply) -> dict[str, Any]:
        """Its topic."""
        return {"topic": about.topic, "named": name_of(about.topic)}


class OwnReplyTeller(_RepliesTeller):
    """Somebody answered a person's own topic."""

    event = Event(
        name="own_reply",
        section=Section.EXCHANGE,
        words="自分の話題への返信",
        told="話題を書いた方",
        letter="reply_posted",
        wait=UNHURRIED,
        gathered="返信しました",
    )

    def line(self, occurrence: Occurrence, about: Reply) -> Line:
        """Who answered."""
        topic = about.topic
        own = f"あなたの{name_of(topic)}" if topic.alias else f"あなたの話題{name_of(topic)}"
        return line_of(about, f"{own}に、{about.writer_name()} さんが返信しました")


class ReplyTeller(_RepliesTeller):
    """A reply in a topic that people follow: thousands, maybe. The opener hears of it by `OwnReplyTeller`."""

    event = Event(
        name="reply",
        section=Section.EXCHANGE,
        words="フォロー中の話題への返信",
        told="話題をフォローしている方（「まとめて」はまとめのメール）",
        letter="reply_followed",
        wait=UNHURRIED,
        gathered="返信しました",
    )

    def persons(self, occurrence: Occurrence) -> QuerySet[User]:
        """Those who follow the topic and read its board; nobody once the reply is out of sight."""
        reply = Reply.objects.shown().filter(pk=occurrence.target_id).select_related("topic__board").first()
        if reply is None or not reply.topic.is_in_sight:
            return User.objects.none()
        topic = reply.topic
        follows = Follow.objects.filter(topic=topic, person=OuterRef("pk"), level__in=HEARD)
        readers = readers_of(topic.board.audience).filter(Exists(follows))
        return readers.exclude(pk__in=(topic.author_id, reply.author_id)).annotate(wish=Subquery(follows.values(way=_WISH)[:1]))

    def line(self, occurrence: Occurrence, about: Reply) -> Line:
        """Who answered."""
        return line_of(about, f"フォロー中の{name_of(about.topic)}に、{about.writer_name()} さんが返信しました")


class MentionTeller(Teller):
    """A post calls somebody by name. `detail` says whether its number is a topic's."""

    event = Event(
        name="mention",
        section=Section.EXCHANGE,
        words="名前を呼ばれた投稿（@表示名）",
        told="呼ばれた方",
        letter="mention",
        wait=UNHURRIED,
        gathered="あなたの名前を呼びました",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Topic | Reply]:
        """The post, as long as it still calls him."""
        topics, called = topics_of(person), Mention.objects.filter(person=person)
        return each_about_post(
            occurrences,
            topics.filter(mentions__in=called).select_related("author"),
            Reply.objects.shown().filter(topic__in=topics, mentions__in=called).select_related("topic", "author"),
        )

    def line(self, occurrence: Occurrence, about: Topic | Reply) -> Line:
        """Who called."""
        return line_of(about, f"{name_of(topic_of(about))}で、{about.writer_name()} さんがあなたの名前を呼びました")

    def context(self, occurrence: Occurrence, about: Topic | Reply) -> dict[str, Any]:
        """Its topic."""
        return {"topic": topic_of(about), "named": name_of(topic_of(about))}


class TopicTeller(Teller):
    """A new topic on a board, with a keyword, or by a person that somebody follows."""

    event = Event(
        name="topic",
        section=Section.EXCHANGE,
        words="フォロー中の掲示板・キーワード・人の新しい話題",
        told="そのどれかをフォローしている方（「まとめて」はまとめのメール）",
        letter="topic_posted",
        wait=UNHURRIED,
    )

    def persons(self, occurrence: Occurrence) -> QuerySet[User]:
        """Who followed one of them when it appeared, and wants to see nothing of none of them."""
        topic = Topic.objects.shown().filter(pk=occurrence.target_id).select_related("board").first()
        if topic is None or topic.alias:
            return User.objects.none()
        keywords = TopicKeyword.objects.filter(content_object=topic).values("tag")
        brought = Q(board=topic.board_id) | Q(writer=topic.author_id) | Q(keyword__in=keywords)
        follows = Follow.objects.filter(brought, person=OuterRef("pk"))
        heard = follows.filter(level__in=HEARD, created_at__lte=occurrence.happened_at).order_by(_LOUDEST_FIRST)
        return (
            readers_of(topic.board.audience)
            .filter(Exists(heard), ~Exists(follows.filter(level=FollowLevel.NONE)))
            .exclude(pk=topic.author_id)
            .annotate(wish=Subquery(heard.values(way=_WISH)[:1]))
        )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Topic]:
        """The topic."""
        return each_about(occurrences, topics_of(person).select_related("board", "author"))

    def line(self, occurrence: Occurrence, about: Topic) -> Line:
        """Who opened it, and where."""
        return line_of(about, f"{about.writer_name()} さんが、「{about.board.name}」に「{about.title}」を書きました")

    def context(self, occurrence: Occurrence, about: Topic) -> dict[str, Any]:
        """The topic."""
        return {"topic": about, "named": name_of(about)}
