"""Events of no room, for tests of what holds for all: who may read what is a set of numbers."""

from typing import Any

from bansou.notifications.events import Event, Line, Mail, Section, Teller, register


class SampleTeller(Teller):
    """Tells of things that are numbers. `unreadable` holds those that nobody may read now."""

    def __init__(self, name: str, **fields: Any) -> None:
        given = {"section": Section.EXCHANGE, "words": f"見本（{name}）", "told": "本人", "letter": "case_published"}
        self.event = Event(name=name, **given | fields)
        self.unreadable: set[int] = set()

    def readable(self, person, occurrences):
        return {one.pk: one.target_id for one in occurrences if one.target_id not in self.unreadable}

    def line(self, occurrence, about):
        who = occurrence.by.display_name if occurrence.by else ""
        return Line(f"{self.event.name} {about} {who}".strip(), f"/about/?{self.event.name}={about}", who)


def register_samples() -> dict[str, SampleTeller]:
    """`reply` shares lines by people, `news` by things, `returned` stands alone, `calm` may be put off and `always` comes in any case."""
    tellers = [
        SampleTeller("reply", gathered="返信しました"),
        SampleTeller("news", gathered="新しい話題", mail=Mail.DIGEST),
        SampleTeller("returned", section=Section.CASES),
        SampleTeller("calm", section=Section.CASES, choices=(Mail.AT_ONCE, Mail.DIGEST)),
        SampleTeller("always", section=Section.ACCOUNT, choices=(Mail.AT_ONCE,)),
    ]
    register(*tellers)
    return {teller.event.name: teller for teller in tellers}
