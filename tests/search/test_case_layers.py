"""Search finds in a case what the person may read of it, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from modelsearch.backends.database.postgres.postgres import IndexEntry

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


#: What supporters read of a case and look for, if the author did not open it to all.
_SUPPORTERS = {"case.went_well", "case.went_badly", "case.next_time", "case.hesitated"}


@pytest.mark.parametrize("opened", [False, True])
def test_a_word_that_only_supporters_read_finds_the_case_for_them_alone(opened, member, other_supporter, supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, reflections_public=opened, president_voice_agreed=opened)
    words = full.words_for(Audience.SUPPORTER)

    for person in (AnonymousUser(), member):
        assert not {word for word in words if _finds(person, word)}
    for person in (other_supporter, reviewer):
        looked_for = {
            key for key, word in full.words.items()
            if full.audiences[key] == Audience.SUPPORTER and (key in _SUPPORTERS or key.endswith(".unsaid"))
        }  # fmt: skip
        assert {key for key in looked_for if not _finds(person, full.words[key])} == set()
        assert looked_for


@pytest.mark.parametrize("opened", [False, True])
def test_a_word_of_the_team_and_of_staff_finds_nothing(opened, supporter, other_supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, reflections_public=opened, president_voice_agreed=opened)

    for person in (AnonymousUser(), other_supporter, reviewer):
        assert not {word for word in full.words_for(Audience.TEAM, Audience.STAFF) if _finds(person, word)}


def test_what_only_supporters_read_is_in_no_text_of_the_index(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, reflections_public=False)

    written = IndexEntry.objects.get(content_type__model="case").body_text

    assert not {word for word in full.words_for(Audience.SUPPORTER, Audience.TEAM, Audience.STAFF) if word in written}


def test_a_word_that_every_reader_sees_finds_the_case(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, reflections_public=True, president_voice_agreed=True)
    looked_for = {
        key: word for key, word in full.words.items()
        if full.audiences[key] == Audience.PUBLIC and key not in _NOT_SEARCHED and not key.startswith("followup")
    }  # fmt: skip

    missed = {key for key, word in looked_for.items() if not _finds(AnonymousUser(), word)}

    assert not missed
    assert "case.hesitated" in looked_for
