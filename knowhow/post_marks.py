"""What readers left at the posts of one page, and what one reader may leave: asked in at most three queries, however many posts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.audiences import Person
from accounts.refusals import reason_against
from knowhow.models import Helpful, Reply, Topic, TopicKind, Trial
from knowhow.permissions import check_can_mark, check_can_solve

#: Trials on one page of a topic, the latest ones.
TRIALS_SHOWN = 100
#: Solutions that stand under the question.
SOLUTIONS_SHOWN = 5

#: A post among topics and replies.
type _Place = tuple[bool, int | None]


@dataclass(frozen=True)
class PostMarks:
    """The marks at the posts of a page, for one reader."""

    reader: Person
    may_solve: bool
    is_clinic: bool
    helpful: frozenset[_Place]
    trials: dict[_Place, list[Trial]]

    @classmethod
    def of(cls, topic: Topic, replies: Sequence[Reply], reader: Person, *, took_part: bool) -> "PostMarks":
        """What stands at the topic's own text and at the replies of the page. What has no marks is not asked for."""
        posts: list[Topic | Reply] = [topic, *replies]
        trials: dict[_Place, list[Trial]] = defaultdict(list)
        helpful: frozenset[_Place] = frozenset()
        if reader.is_authenticated and any(post.helpful_count for post in posts):
            own = Helpful.objects.at_any(topic, replies).by(reader).values_list("topic_id", "reply_id")
            helpful = frozenset((topic_id is None, topic_id or reply_id) for topic_id, reply_id in own)
        # A hidden one is not counted, but its writer and staff read it.
        may_have_hidden = reader.is_authenticated and (reader.is_staff or took_part)
        if may_have_hidden or any(post.tried_count for post in posts):
            for trial in Trial.objects.at_any(topic, replies).in_sight_of(reader).newest(TRIALS_SHOWN):
                trials[trial.topic_id is None, trial.topic_id or trial.reply_id].append(trial)
        return cls(
            reader=reader,
            may_solve=not reason_against(check_can_solve, reader, topic),
            is_clinic=topic.kind == TopicKind.CLINIC,
            helpful=helpful,
            trials=trials,
        )

    def may_mark(self, post: Topic | Reply) -> bool:
        """Whether the reader may say that the post helped."""
        return not reason_against(check_can_mark, self.reader, post)

    def may_try(self, post: Topic | Reply) -> bool:
        """Whether the reader may tell how it went; as `check_can_try`, which would fetch the topic of every reply."""
        return self.may_mark(post) and not self.is_clinic

    def is_helpful(self, post: Topic | Reply) -> bool:
        """Whether the reader said that the post helped."""
        return _place(post) in self.helpful

    def is_tried(self, post: Topic | Reply) -> bool:
        """Whether the reader told how it went."""
        return any(trial.author_id == self.reader.pk for trial in self.trials_at(post))

    def trials_at(self, post: Topic | Reply) -> list[Trial]:
        """How it went, the latest first."""
        return self.trials.get(_place(post), [])


def solutions_of(topic: Topic) -> list[Reply]:
    """The replies that solved the topic, the first ones; no query where none did."""
    return list(Reply.objects.solutions().filter(topic=topic).in_order()[:SOLUTIONS_SHOWN]) if topic.is_solved else []


def _place(post: Topic | Reply) -> _Place:
    return isinstance(post, Reply), post.pk
