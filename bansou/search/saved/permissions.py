"""Who may save a search. Raises Refused with the sentence that the page shows."""

from accounts.audiences import Person
from accounts.refusals import Refused
from bansou.search.models.saved_search import MOST_SAVED, SavedSearch


def check_can_save(user: Person) -> None:
    """Whoever is signed in, up to a number that one can still overlook."""
    if not user.is_authenticated:
        raise Refused("検索を保存するには、ログインしてください。")
    if SavedSearch.objects.of(user).count() >= MOST_SAVED:
        raise Refused(f"保存できる検索は{MOST_SAVED}件までです。使わなくなったものを消してから、もう一度保存してください。")
