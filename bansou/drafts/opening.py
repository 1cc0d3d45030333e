"""How a form opens where somebody has typed before: what fills it, what is shown beside it."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone

from accounts.audiences import Person
from accounts.models import User
from bansou.drafts.actions import Source, close_draft
from bansou.drafts.models import Draft, milliseconds


@dataclass(frozen=True)
class Opening:
    """One opening of a form. The page carries it (components/auto_draft.html) and brings it back when it is sent."""

    place: str
    tab: uuid.UUID = field(default_factory=uuid.uuid4)
    #: The draft that fills the form; None: what was saved last.
    draft: Draft | None = None
    #: Drafts of other pages, the newest first, for the person to look at.
    others: tuple[Draft, ...] = ()
    source: Source | None = None
    #: Whether the page holds text that is kept nowhere yet.
    is_unkept: bool = False
    clock: int = field(default_factory=lambda: milliseconds(timezone.now()))

    def close(self, *, by: User) -> None:
        """The form was saved."""
        close_draft(by=by, place=self.place, tab=self.tab, source=self.source)


def open_place(person: Person, place: str, *, saved_at: datetime.datetime | None, query: QueryDict) -> Opening:
    """The form at the place, filled from the newest draft if that is newer than what the person saved last.

    `?draft=<key>` fills it from that draft, `?saved` from what was saved; all others are shown beside.
    """
    drafts = Draft.objects.at(place, of=person)
    chosen: Draft | None = None
    if "draft" in query:
        chosen = next((draft for draft in drafts if str(draft.pk) == query["draft"]), None)
    elif "saved" not in query and drafts and (saved_at is None or drafts[0].sequence > milliseconds(saved_at)):
        chosen = drafts[0]
    source = Source(chosen.tab, chosen.sequence) if chosen else None
    return Opening(place, draft=chosen, others=tuple(draft for draft in drafts if draft != chosen), source=source)


def reopen_place(person: Person, place: str, typed: QueryDict) -> Opening:
    """The same opening once more: its form came back with something to put right, or was parked while signed out."""
    try:
        tab = uuid.UUID(typed.get("draft_tab", ""))
    except ValueError:
        tab = uuid.uuid4()
    source = Source.read(typed.get("draft_source", ""))
    own = {tab, source.tab} if source else {tab}
    others = tuple(draft for draft in Draft.objects.at(place, of=person) if draft.tab not in own)
    return Opening(place, tab=tab, others=others, source=source, is_unkept=True)
