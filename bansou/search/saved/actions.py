"""Keeping, changing and deleting saved searches, and telling their owners what is new."""

import datetime
import time
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rooms_above import check_limit
from bansou.notifications.actions import tell
from bansou.search.models.saved_search import NAME_MAX, SavedSearch
from bansou.search.saved.newness import new_among, newest_results
from bansou.search.saved.permissions import check_can_save

#: The event's name.
SAVED_SEARCH = "saved_search"
#: Seconds of one slice; what else waits for the worker has its turn after it.
SLICE_SECONDS = 20
#: A search is looked at once an hour; the run itself may be some minutes early.
ROUND = datetime.timedelta(minutes=50)
#: New results that a notice names.
MOST_TOLD = 10


@transaction.atomic
def save_search(*, by: User, query: str, kind: str, conditions: Mapping[str, Sequence[str]], name: str) -> SavedSearch:
    """Keep it; what is kept already stays as it is. Raises Refused."""
    asked = {facet: sorted(values) for facet, values in conditions.items() if values}
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # two presses at once: the second finds what the first kept
    kept = SavedSearch.objects.of(by).filter(query=query, kind=kind, conditions=asked).first()
    if kept is not None:
        return kept
    check_can_save(by)
    search = SavedSearch(person=by, name=name[:NAME_MAX], query=query, kind=kind, conditions=asked)
    search.newest = newest_results(by, search)
    search.save(force_insert=True)
    check_limit(by, "saved_search")
    return search


@transaction.atomic
def change_search(*, by: User, search: SavedSearch, name: str, tells: bool) -> SavedSearch:
    """Another name, and whether he is told. Who begins to be told hears of what comes from now on."""
    if tells and not search.tells:
        search.newest, search.looked_at = newest_results(by, search), timezone.now()
    search.name, search.tells = name, tells
    search.save(update_fields=["name", "tells", "newest", "looked_at"])
    check_limit(by, "saved_search")
    return search


@transaction.atomic
def delete_search(*, by: User, search: SavedSearch) -> bool:
    """Delete it; twice is once. What was told of it leaves the inbox with it. True: it is gone."""
    SavedSearch.objects.of(by).filter(pk=search.pk).delete()
    check_limit(by, "saved_search")
    return True


def look_through_saved_searches(*, seconds: float = SLICE_SECONDS) -> bool:
    """Tell the owners of what is new, the longest unlooked first, for some seconds. Returns whether some of this round are left.

    A round is all that nobody looked at within the hour. It may be run twice, at once or after a crash: who takes a search in hand is the only one.
    """
    end, round_began = time.monotonic() + seconds, timezone.now() - ROUND
    while time.monotonic() < end:
        search = _taken_in_hand(round_began)
        if search is None:
            return False
        _tell_what_is_new(search)
    return True


@transaction.atomic
def _taken_in_hand(before: datetime.datetime) -> SavedSearch | None:
    """The next search, noted as looked at: one that fails stops nobody else's, and its turn comes again in an hour."""
    waiting = SavedSearch.objects.to_look_through().filter(looked_at__lt=before)
    search = waiting.select_for_update(of=("self",), skip_locked=True).select_related("person").first()
    if search is not None:
        search.looked_at = timezone.now()
        search.save(update_fields=["looked_at"])
    return search


@transaction.atomic
def _tell_what_is_new(search: SavedSearch) -> None:
    found = newest_results(search.person, search)
    new = new_among(found, search.newest)
    is_there = SavedSearch.objects.filter(pk=search.pk, tells=True).update(newest=found)
    if new and is_there:
        tell(
            SAVED_SEARCH, target_id=search.pk, thread=f"search:{search.pk}", to=[search.person], detail={"found": new[:MOST_TOLD]}
        )
