"""Search finds in a case what the person may read of it, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.audiences import Audience
from bansou.search.finding import find
from tests.factories import make_full_case

pytestmark = pytest.mark.django_db

#: Texts that a reader sees on the page but does not look for: who, when, how much, addresses.
_NOT_SEARCHED = {
    "case.display_name", "case.picture_alt", "episode(1).timing", "episode(2).timing", "episode(3).timing", "companyaction.timing",
    "resultnumber.before", "resultnumber.after", "resultnumber.unit", "sourcenote.url",
}  # fmt: skip


def _finds(person, word: str) -> bool:
    return bool(find(user=person, query=word).results)


@pytest.mark.parametrize("opened", [False, True])
def test_a_word_that_not_every_reader_sees_finds_nothing(opened, supporter, other_supporter, reviewer):
    flags = {"reflections_public": opened, "president_voice_agreed": opened}
    full = make_full_case(author=supporter, reviewer=reviewer, **flags)

    for person in (AnonymousUser(), other_supporter, reviewer):
        found = {word for word in full.words_for(Audience.SUPPORTER, Audience.TEAM, Audience.STAFF) if _finds(person, word)}
        assert not found


def test_a_word_that_every_reader_sees_finds_the_case(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, reflections_public=True, president_voice_agreed=True)
    looked_for = {
        key: word for key, word in full.words.items()
        if full.audiences[key] == Audience.PUBLIC and key not in _NOT_SEARCHED and not key.startswith("followup")
    }  # fmt: skip

    missed = {key for key, word in looked_for.items() if not _finds(AnonymousUser(), word)}

    assert not missed
    assert "case.hesitated" in looked_for
