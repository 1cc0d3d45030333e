"""The inbox as a person reads it: what he may read now, several of one thread in one line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from bansou.notifications.events import Event, Line, Section, events, teller_of
from bansou.notifications.models import Notice
from bansou.notifications.models.notice import NoticeQuerySet

#: Of one line no more notices are looked at; more are 「30件以上」.
GATHERED_AT_MOST = 30
#: What `shown` takes besides the name of a section.
UNREAD = "unread"


@dataclass(frozen=True)
class InboxLine:
    """One line. `notice` is the latest in it; the address is where reading goes on: at the earliest."""

    notice: Notice
    words: str
    address: str
    excerpt: str
    #: The latest of several, in its own words; "" where there is but one.
    latest: str
    section: str

    @property
    def is_unread(self) -> bool:
        """Whether the person has not seen it."""
        return self.notice.read_at is None


def shown(person: User, show: str) -> NoticeQuerySet:
    """The latest of each line that the inbox shows: all lines for "", else the unread ones or those of a section."""
    notices = Notice.objects.of(person)
    if show == UNREAD:
        notices = notices.unread()
    elif show:
        notices = notices.filter(event__in=names_in(show))
    return notices.heads(gathered=_gathered())


def inbox_lines(person: User, heads: Sequence[Notice]) -> tuple[list[InboxLine], list[int]]:
    """The lines of these heads, and the numbers of unread notices in them that the person may no longer read: they have no line.

    One query, and as many for each kind of event as its teller needs, for one notice and for hundreds.
    """
    inside = _inside(person, heads)
    told = _told(person, [notice for notices in inside.values() for notice in notices])
    lines, out_of_sight = [], []
    for head in heads:
        readable = [notice for notice in inside[head.pk] if notice.pk in told]
        out_of_sight += [notice.pk for notice in inside[head.pk] if notice.pk not in told and notice.read_at is None]
        if readable:
            lines.append(_line(head, readable, told))
    return lines, out_of_sight


def address_of(person: User, notice: Notice) -> str:
    """Where the line leads of which this is the latest; "" where the person may no longer read anything in it."""
    lines, _ = inbox_lines(person, [notice])
    return lines[0].address if lines else ""


def sections() -> list[Section]:
    """Those of which somebody can be told."""
    return [section for section in Section if names_in(section)]


def names_in(section: str) -> list[str]:
    """The names of the section's events."""
    return [event.name for event in events() if event.section == section]


def is_gathered(name: str) -> bool:
    """Whether several notices of the event share a line."""
    return name in _gathered()


def _gathered() -> list[str]:
    return [event.name for event in events() if event.gathered]


def _inside(person: User, heads: Sequence[Notice]) -> dict[int, list[Notice]]:
    """By the number of the head what stands in its line, the latest first."""
    inside: dict[int, list[Notice]] = {head.pk: [] for head in heads}
    if not heads:
        return inside
    gathered = _gathered()
    head_of = {_key(head, gathered): head.pk for head in heads}
    notices = Notice.objects.of(person).in_lines(heads, gathered=gathered, at_most=GATHERED_AT_MOST)
    for notice in notices.select_related("occurrence__by"):
        number = head_of.get(_key(notice, gathered))
        if number is not None:  # else it was read in this very moment
            inside[number].append(notice)
    return inside


def _key(notice: Notice, gathered: Collection[str]) -> tuple[Any, ...]:
    return (notice.thread, notice.event, notice.read_at is None) if notice.event in gathered else (notice.pk,)


def _told(person: User, notices: Iterable[Notice]) -> dict[int, Line]:
    """By notice its own line, of those that the person may read now. Each kind of event is asked once."""
    by_event: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_event[notice.event].append(notice)
    told = {}
    for name, its in by_event.items():
        try:
            teller = teller_of(name)
        except KeyError:  # of an earlier version of the site: nobody can say any more what it was
            continue
        readable = teller.readable(person, [notice.occurrence for notice in its])
        for notice in its:
            about = readable.get(notice.occurrence_id)
            if about is not None:
                told[notice.pk] = teller.line(notice.occurrence, about)
    return told


def _line(head: Notice, notices: Sequence[Notice], told: dict[int, Line]) -> InboxLine:
    event = teller_of(head.event).event
    latest = told[notices[0].pk]
    words = _gathered_words(event, notices, latest) if len(notices) > 1 else latest.words
    return InboxLine(
        notice=head,
        words=words,
        address=told[notices[-1].pk].address,
        excerpt=latest.excerpt,
        latest="" if words.startswith(latest.words) else latest.words,
        section=event.section.label,
    )


def _gathered_words(event: Event, notices: Sequence[Notice], latest: Line) -> str:
    """「3人が返信しました」, 「3件の新しい話題」; where one person did it several times: his latest, and how many more."""
    limit = "以上" if len(notices) == GATHERED_AT_MOST else ""
    if not event.gathered.endswith("した"):
        return f"{len(notices)}件{limit}の{event.gathered}"
    persons = len({notice.occurrence.by_id for notice in notices if notice.occurrence.by_id})
    if persons > 1:
        return f"{persons}人{limit}が{event.gathered}"
    return f"{latest.words}（ほか{len(notices) - 1}件{limit}）"
