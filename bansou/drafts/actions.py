"""Every write of a draft: keep, close, throw away."""

import datetime
import json
import re
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.drafts.models import Draft, milliseconds
from bansou.moderation.limits import check_limit

#: Bytes of one draft. A page with more is saved by its buttons alone, and says so.
MOST_BYTES = 300_000
#: Drafts of one person that hold something.
MOST_DRAFTS = 100
KEPT = datetime.timedelta(days=180)
_EMPTY_KEPT = datetime.timedelta(days=1)
#: A page whose clock runs ahead shall not own the place for ever.
_AHEAD = 60_000
_NEVER_KEPT = re.compile(r"password|token|^typed_by$|^submission_key$|^draft_", re.IGNORECASE)

_KEEP = """
INSERT INTO drafts_draft AS draft (person_id, place, tab, sequence, fields, updated_at)
VALUES (%(person)s, %(place)s, %(tab)s, %(sequence)s, %(fields)s, %(now)s)
ON CONFLICT (person_id, place, tab) DO UPDATE SET
    sequence = excluded.sequence, fields = excluded.fields, updated_at = excluded.updated_at
WHERE draft.sequence <= excluded.sequence
RETURNING xmax = 0
"""


class TooLong(Refused):
    """More text than a draft holds."""


@dataclass(frozen=True)
class Source:
    """The draft that a page was filled from, as far as it was typed then."""

    tab: uuid.UUID
    sequence: int

    def __str__(self) -> str:
        return f"{self.tab}_{self.sequence}"

    @classmethod
    def read(cls, written: str) -> "Source | None":
        """From the text that a page carries; None where it is none."""
        tab, _, sequence = written.partition("_")
        try:
            return cls(uuid.UUID(tab), int(sequence[:16]))
        except ValueError:
            return None


@transaction.atomic
def keep_draft(
    *, by: User, place: str, tab: uuid.UUID, sequence: int, fields: list[tuple[str, str]], source: Source | None = None
) -> bool:
    """Keep what the page holds, or give False where something newer from this page is kept already.

    Other pages' drafts stay as they are; only the one that this page was filled from goes, unless it was typed into since.
    Passwords, tokens and marks of the form itself are left out. Raises Refused where it is too much or too often.
    """
    # Half of a character of two code units, as a browser may send it, is no text for a database.
    text = json.dumps([pair for pair in fields if not _NEVER_KEPT.search(pair[0])], ensure_ascii=False).encode(errors="replace")
    if len(text) > MOST_BYTES:
        raise TooLong("文章が長いため、自動では保存できません。ボタンで保存してください。")
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "person": by.pk,
                "place": place,
                "tab": tab,
                "sequence": min(sequence, milliseconds(now) + _AHEAD),
                "fields": text.decode(),
                "now": now,
            },
        )
        answer = cursor.fetchone()
    if answer is None:
        return False
    (is_new,) = answer
    if is_new and Draft.objects.of(by).count() > MOST_DRAFTS:
        raise Refused("書きかけが多すぎます。マイページで、要らないものを捨ててください。")
    check_limit(by, "draft")
    if source:
        _empty(by, place, source.tab, source.sequence)
    return True


@transaction.atomic
def close_draft(*, by: User, place: str, tab: uuid.UUID, source: Source | None = None) -> None:
    """What the page held is saved: its draft is empty from now on, also for what is still on its way."""
    now = timezone.now()
    sequence = milliseconds(now)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"person": by.pk, "place": place, "tab": tab, "sequence": sequence, "fields": "", "now": now})
    if source:
        _empty(by, place, source.tab, source.sequence)


def discard_draft(*, draft: Draft, by: User) -> None:
    """Throw the draft away; what its page types from now on is kept again."""
    _empty(by, draft.place, draft.tab, draft.sequence)


def drop_old_drafts() -> None:
    """Delete drafts that nobody touched for half a year, and empty ones that have done their work. For the daily run."""
    now = timezone.now()
    Draft.objects.filter(updated_at__lt=now - KEPT).delete()
    Draft.objects.filter(fields="", updated_at__lt=now - _EMPTY_KEPT).delete()


def _empty(by: User, place: str, tab: uuid.UUID, sequence: int) -> None:
    Draft.objects.filter(person=by, place=place, tab=tab, sequence__lte=sequence).update(fields="", updated_at=timezone.now())
