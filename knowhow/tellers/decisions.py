"""What staff did with somebody's post. It is his right to know and to answer, so these mails are always sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from bansou.moderation.models import Notice
from bansou.notifications.events import Event, Line, Mail, Section, Teller
from bansou.notifications.models import Occurrence
from knowhow.models import PostVersion, Topic
from knowhow.tellers.finding import each_about, topic_of
from knowhow.tellers.posts import name_of


@dataclass(frozen=True)
class Told:
    """A decision told to the author, and the topic that his post stands in."""

    notice: Notice
    topic: Topic


class _DecisionTeller(Teller):
    """About a notice of the room of moderation; `detail` has the number of the topic."""

    words: str

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Told]:
        """The notice: his own, whatever became of the post."""
        notices = each_about(occurrences, Notice.objects.visible_to(person).select_related("decision"))
        topics = Topic.objects.in_bulk([occurrence.detail_of("topic") for occurrence in occurrences])
        return {
            occurrence.pk: Told(notices[occurrence.pk], topics[occurrence.detail_of("topic")])
            for occurrence in occurrences
            if occurrence.pk in notices and occurrence.detail_of("topic") in topics
        }

    def line(self, occurrence: Occurrence, about: Told) -> Line:
        """What was done, leading to the notice, where he can answer."""
        return Line(f"{name_of(about.topic)}でのあなたの投稿を、{self.words}", about.notice.get_absolute_url())

    def context(self, occurrence: Occurrence, about: Told) -> dict[str, Any]:
        """The notice, the reason, and where the post is."""
        return {"notice": about.notice, "named": name_of(about.topic), "reason": about.notice.decision.reason}


class HiddenTeller(_DecisionTeller):
    """A post, or a line on how it went, is out of sight."""

    event = Event(
        name="post_hidden",
        section=Section.EXCHANGE,
        words="自分の投稿が非表示になったとき",
        told="投稿した方",
        letter="post_hidden",
        choices=(Mail.AT_ONCE,),
    )
    words = "事務局が非表示にしました"


class ShownAgainTeller(_DecisionTeller):
    """It is back."""

    event = Event(
        name="post_shown_again",
        section=Section.EXCHANGE,
        words="自分の投稿が表示に戻ったとき",
        told="投稿した方",
        letter="post_shown_again",
        choices=(Mail.AT_ONCE,),
    )
    words = "もう一度表示しました"


class VersionHiddenTeller(Teller):
    """An earlier text of a post is out of sight."""

    event = Event(
        name="version_hidden",
        section=Section.EXCHANGE,
        words="自分の投稿の、修正前の文章が非表示になったとき",
        told="投稿した方",
        letter="version_hidden",
        choices=(Mail.AT_ONCE,),
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, PostVersion]:
        """The hidden text, where the post is his own."""
        hidden = PostVersion.objects.filter(hidden_at__isnull=False).select_related("topic", "reply__topic")
        return {number: version for number, version in each_about(occurrences, hidden).items() if version.post.is_by(person)}

    def line(self, occurrence: Occurrence, about: PostVersion) -> Line:
        """Where."""
        words = f"{name_of(topic_of(about.post))}でのあなたの投稿の、修正前の文章を、事務局が非表示にしました"
        return Line(words, about.post.get_absolute_url())

    def context(self, occurrence: Occurrence, about: PostVersion) -> dict[str, Any]:
        """The post, its topic, and why."""
        return {"post": about.post, "named": name_of(topic_of(about.post)), "reason": about.hidden_reason}
