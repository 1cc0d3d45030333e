"""What happened to a clinic, without a word of it."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from bansou.notifications.events import Event, Line, Section, Teller
from bansou.notifications.models import Occurrence
from knowhow.models import Topic
from knowhow.tellers.finding import each_about, topics_of


class _ClinicTeller(Teller):
    """About a clinic that took its end and is still to be read."""

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Topic]:
        """Its topic."""
        return each_about(occurrences, topics_of(person).filter(clinic__closed_at__isnull=False).select_related("clinic"))

    def context(self, occurrence: Occurrence, about: Topic) -> dict[str, Any]:
        """Until when it is to be read."""
        return {"topic": about, "until": about.clinic.readable_until}


class ClinicClosedTeller(_ClinicTeller):
    """Its author wrote his next step."""

    event = Event(
        name="clinic_closed",
        section=Section.EXCHANGE,
        words="問いかけたクリニックの「次の一歩」",
        told="そのクリニックに返信した方",
        letter="clinic_closed",
    )

    def line(self, occurrence: Occurrence, about: Topic) -> Line:
        """Nothing but that."""
        return Line("あなたが問いかけたクリニックで、相談した方が「次の一歩」を書きました", about.get_absolute_url())


class ClinicEndedTeller(_ClinicTeller):
    """Its days are over."""

    event = Event(
        name="clinic_ended",
        section=Section.EXCHANGE,
        words="自分のクリニックの14日間が終わったとき",
        told="相談した方",
        letter="clinic_ended",
    )

    def line(self, occurrence: Occurrence, about: Topic) -> Line:
        """What he may still do."""
        return Line("あなたのクリニックの14日間が終わりました。「次の一歩」を書けます", about.get_absolute_url())
