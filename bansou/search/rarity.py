"""How much a word tells: a rare one tells much of what is sought, one that every text has tells nothing."""

from collections.abc import Iterable

from bansou.search.models import IndexedWord


def rarity_of(forms: Iterable[str]) -> dict[str, float]:
    """The rarity of each form, from 0 (in every text) to 1 (in none that was counted). One query.

    Only what visitors may read is counted: a word of another circle is as rare as one that nobody wrote, to whoever asks.
    """
    asked = set(forms)
    known = dict(IndexedWord.objects.filter(form__in=asked).values_list("form", "rarity")) if asked else {}
    return {form: known.get(form, 1.0) for form in asked}
