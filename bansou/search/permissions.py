"""Who keeps what search goes by. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.audiences import Person
from accounts.refusals import Refused


def check_can_keep_terms(user: Person) -> None:
    """Staff with the right change the search's terms and put them in force."""
    if not (user.is_authenticated and user.is_staff and user.is_active and user.has_perm("search.change_termgroup")):
        raise Refused("検索の言葉を決められるのは、編集担当の職員です。")
