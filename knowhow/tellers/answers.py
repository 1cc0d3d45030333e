"""What became of somebody's post: it solved, helped, was tried out."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from accounts.models import User
from bansou.notifications.events import Event, Line, Mail, Section, Teller
from bansou.notifications.models import Occurrence
from knowhow.models import Reply, Topic, Trial
from knowhow.tellers.finding import each_about, each_about_post, topic_of, topics_of
from knowhow.tellers.posts import name_of


class SolvedTeller(Teller):
    """A reply solved the question."""

    event = Event(
        name="solved",
        section=Section.EXCHANGE,
        words="自分の返信で質問が解決したとき",
        told="返信を書いた方",
        letter="reply_solved",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Reply]:
        """The reply, as long as it is the solution."""
        replies = Reply.objects.solutions().filter(topic__in=topics_of(person)).select_related("topic", "solved_by")
        return each_about(occurrences, replies)

    def line(self, occurrence: Occurrence, about: Reply) -> Line:
        """Who said so, with the word of thanks."""
        who = about.solved_by.display_name if about.solved_by else ""
        words = f"{name_of(about.topic)}へのあなたの返信に、{who} さんが「解決」を付けました"
        return Line(words, about.get_absolute_url(), who=who, excerpt=about.thanks, text=about.thanks)

    def context(self, occurrence: Occurrence, about: Reply) -> dict[str, Any]:
        """Its topic."""
        return {"topic": about.topic}


class TriedTeller(Teller):
    """Somebody did what a post says."""

    event = Event(
        name="tried",
        section=Section.EXCHANGE,
        words="自分の投稿への「やってみた」",
        told="投稿を書いた方",
        letter="post_tried",
        gathered="やってみました",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Trial]:
        """The line on how it went, at a post in sight."""
        topics = topics_of(person)
        in_sight = Q(topic__in=topics) | Q(reply__in=Reply.objects.shown().filter(topic__in=topics))
        trials = Trial.objects.filter(in_sight, hidden_at=None).select_related("author", "topic", "reply__topic")
        return each_about(occurrences, trials)

    def line(self, occurrence: Occurrence, about: Trial) -> Line:
        """Who tried, and how it went."""
        who = about.author.display_name
        words = f"{name_of(topic_of(about.post))}でのあなたの投稿を、{who} さんがやってみました"
        return Line(words, about.get_absolute_url(), who=who, excerpt=about.text, text=about.text)

    def context(self, occurrence: Occurrence, about: Trial) -> dict[str, Any]:
        """Its topic."""
        return {"topic": topic_of(about.post)}


class HelpfulTeller(Teller):
    """「参考になった」: told of once a day and post, with their number at that time. Whose they are is nobody's business. `detail`: as mentions."""

    event = Event(
        name="helpful",
        section=Section.EXCHANGE,
        words="自分の投稿への「参考になった」（1日分をまとめて）",
        told="投稿を書いた方",
        mail=Mail.DIGEST,
        choices=(Mail.DIGEST, Mail.NEVER),
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Topic | Reply]:
        """The post, as long as it helps somebody."""
        topics = topics_of(person)
        replies = Reply.objects.shown().filter(topic__in=topics).select_related("topic")
        return each_about_post(occurrences, topics.filter(helpful_count__gt=0), replies.filter(helpful_count__gt=0))

    def line(self, occurrence: Occurrence, about: Topic | Reply) -> Line:
        """How many."""
        return Line(
            f"{name_of(topic_of(about))}でのあなたの投稿が、{about.helpful_count}人の参考になりました", about.get_absolute_url()
        )
