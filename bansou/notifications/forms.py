"""The form on which a person chooses his mails: for each event a way, how often the digest comes, and whether all is stopped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import User
from bansou.notifications.events import Event, Mail, Section, events
from bansou.notifications.inbox import names_in
from bansou.notifications.models import EventChoice, MailPreferences, Notice, Rhythm

_PREFIX = "event-"


@dataclass(frozen=True)
class Row:
    """One event in its table. `cells` stand below the ways, in their order; None where the event has no such way."""

    event: Event
    name: str
    cells: list["Cell | None"]

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.event.choices) < 2


@dataclass(frozen=True)
class Cell:
    """One way of one event."""

    id: str
    way: Mail
    is_chosen: bool


class ChoicesForm(forms.Form):
    """Fields for the events are made from their table. What a browser does not send stays as it was."""

    rhythm = forms.ChoiceField(
        choices=Rhythm,
        label="まとめのメールが届く日",
        widget=forms.RadioSelect,
        help_text="午前8時ごろに届きます。新しいことがない日は届きません。",
    )
    stops_all = forms.BooleanField(
        label="選べるメールを、すべて止める",
        required=False,
        help_text="お知らせは、サイトの「お知らせ」でいつでも読めます。ログインや登録にかかわる大切なメールと、「いつも届きます」のメールは届きます。",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User) -> None:
        self.ways = _ways_of(person)
        self._has_duties = person.is_staff or Notice.objects.of(person).filter(event__in=names_in(Section.DUTIES)).exists()
        preferences = MailPreferences.of(person)
        initial = {"rhythm": preferences.rhythm, "stops_all": preferences.stopped_at is not None}
        super().__init__(data, initial=initial)
        for event in events():
            if len(event.choices) > 1:
                choices = [(way.value, way.label) for way in event.choices]
                self.fields[_PREFIX + event.name] = forms.ChoiceField(choices=choices, required=False, label=event.words)

    def sections(self) -> Iterator[tuple[Section, list[Row]]]:
        """The tables: of each section its events. Duties are for whoever has some: staff, and who was ever asked for something."""
        for section in Section:
            if section == Section.DUTIES and not self._has_duties:
                continue
            rows = [self._row(event) for event in events() if event.section == section]
            if rows:
                yield section, rows

    def chosen_ways(self) -> dict[str, Mail]:
        """By event the way that was sent."""
        return {
            event.name: Mail(self.cleaned_data[_PREFIX + event.name])
            for event in events()
            if self.cleaned_data.get(_PREFIX + event.name)
        }

    def _row(self, event: Event) -> Row:
        name = _PREFIX + event.name
        way = self.data.get(name) or self.ways[event.name]
        cells = [Cell(f"id_{name}-{mail}", mail, mail == way) if mail in event.choices else None for mail in Mail]
        return Row(event, name, cells)


def _ways_of(person: User) -> dict[str, Mail]:
    """By event the way that holds for the person."""
    chosen = dict(EventChoice.objects.filter(person=person).values_list("event", "mail"))
    return {event.name: Mail(chosen.get(event.name, event.mail)) for event in events()}
