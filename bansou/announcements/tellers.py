"""An announcement as an event of the table: to its circle, in the inbox and, unless staff or the person said otherwise, by mail at once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Value

from accounts.models import User
from bansou.announcements.models import Announcement
from bansou.notifications.events import Event, Line, Mail, Section, Teller, register
from bansou.notifications.models import Occurrence

#: The event's name.
ANNOUNCEMENT = "announcement"


class AnnouncementTeller(Teller):
    """What this room knows of it. A stopped one is nobody's: its lines go, and mails that still wait are dropped."""

    event = Event(
        name=ANNOUNCEMENT,
        section=Section.SITE,
        words="運営からのお知らせ",
        told="お知らせの宛先の方（登録した方すべて、地域、役割）",
        letter="announcement",
    )

    def persons(self, occurrence: Occurrence) -> QuerySet[User]:
        """The circle as it is when the worker asks, without the people who have joined and left meanwhile."""
        announcement = Announcement.objects.filter(pk=occurrence.target_id).first()
        if announcement is None:
            return User.objects.none()
        people = announcement.people()
        return people if announcement.by_mail else people.annotate(wish=Value(Mail.NEVER.value))

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """Those whose circle the person is still in."""
        numbers = {occurrence.target_id for occurrence in occurrences}
        found = Announcement.objects.visible_to(person).in_bulk(numbers)
        return {occurrence.pk: found[occurrence.target_id] for occurrence in occurrences if occurrence.target_id in found}

    def line(self, _occurrence: Occurrence, about: Announcement) -> Line:
        """Its title."""
        return Line(words=f"運営からのお知らせ：{about.title}", address=about.get_absolute_url())


def connect() -> None:
    """Called once when the app is ready."""
    register(AnnouncementTeller())
