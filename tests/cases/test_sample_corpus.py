"""The sample cases as a set: complete, fictional, short enough for two printed pages, and as various as the field."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.actions import confirm_membership
from accounts.models import Organisation, User
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Block, Prefecture
from bansou.operations.demo import AUTHORS
from cases import setup
from cases.models import Case
from cases.permissions import missing_for_review
from cases.vocabularies import (
    Disclosure,
    EmployeeBand,
    FollowUpTime,
    Inquiry,
    Mark,
    Partner,
    SelfRunning,
    Setting,
    Stage,
    Wall,
    WallOutcome,
)

type Sample = dict[str, Any]

#: Characters of a case's own words that two printed pages hold.
TWO_PAGES = 4_500
#: Keys of words. The values of all others are codes, numbers and dates.
WORDS = {
    "title", "summary", "display_name", "industry_note", "first_request", "situation_before", "real_issue", "issue_path", "noticing",
    "conviction", "collaboration", "behaviour_change", "self_running_evidence", "president_voice", "went_well", "went_badly",
    "next_time", "hesitated", "timing", "aim", "question", "reaction", "change", "unsaid", "how_passed", "what", "who",
    "supporter_part", "indicator", "before", "after", "heading", "text",
}  # fmt: skip
REFLECTIONS = ("went_well", "went_badly", "next_time", "hesitated")
#: What points to a real company, or to a day: legal forms, years, exact sums, addresses.
TELLING = re.compile(r"株式会社|有限会社|合同会社|[12１２]\d{3}年|令和|平成|昭和|\d円|万円|億円|@|https?:")


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """What the files say."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(setup.SAMPLES.glob("*.toml"))]


def words_of(part: Any) -> Iterator[str]:
    """All that is told in a case, or in a part of it."""
    if isinstance(part, list):
        for row in part:
            yield from words_of(row)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in WORDS:
                yield value
            else:
                yield from words_of(value)


@pytest.fixture
def authors(db) -> dict[str, User]:
    """Those who wrote the samples, as the demo makes them."""
    people = {}
    for name, person in AUTHORS.items():
        body, kind, prefecture = person.organisation or ("", "", "")
        people[name] = User.objects.create_user(person.address, None, display_name=person.display_name)
        organisation = Organisation.objects.create(name=body, organisation_type=kind, prefecture=prefecture, is_verified=True)
        confirm_membership(user=people[name], organisation=organisation, by=None)
    return people


def test_every_sample_passes_the_review_and_opens_for_those_whom_it_reaches(authors, reviewer, client_of):
    setup.write_themes()
    setup.write_review_workflow()

    setup.load_samples(authors=authors, reviewer=reviewer)

    cases = Case.objects.all()
    assert {case.title: gaps for case in cases if (gaps := missing_for_review(case))} == {}
    visitor, colleague = Client(), client_of(reviewer)
    for case in cases:
        assert case.is_sample
        assert colleague.get(case.get_absolute_url()).status_code == 200, case.title
        expected = 404 if case.disclosure == Disclosure.MEMBERS else 200
        assert visitor.get(case.get_absolute_url()).status_code == expected, case.title


def test_there_are_twenty_four_and_two_are_for_members_alone(samples):
    disclosures = Counter(sample["disclosure"] for sample in samples)

    assert disclosures == {Disclosure.ANONYMOUS: 22, Disclosure.MEMBERS: 2}


def test_every_sample_fits_on_two_printed_pages(samples):
    lengths = {sample["title"]: sum(map(len, words_of(sample))) for sample in samples}

    assert {title: length for title, length in lengths.items() if length > TWO_PAGES} == {}


def test_no_sample_says_what_could_point_to_a_real_company(samples):
    found = {sample["title"]: match.group() for sample in samples if (match := TELLING.search("\n".join(words_of(sample))))}

    assert found == {}


def test_no_two_samples_tell_a_thing_in_the_same_sentence(samples):
    sentences = Counter(
        sentence
        for sample in samples
        for sentence in {part for text in words_of(sample) for part in re.split(r"[。\n「」]", text) if len(part) > 15}
    )

    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_each_of_the_five_walls_stands_in_six_samples_and_some_are_not_passed(samples):
    walls = [row for sample in samples for row in sample["walls"]]
    standing = Counter(row["wall"] for row in walls)

    assert set(standing) == set(Wall.values)
    assert min(standing.values()) >= 6
    assert {row["outcome"] for row in walls} == set(WallOutcome.values)
    assert len([row for row in walls if row["outcome"] == WallOutcome.NOT_PASSED]) >= 4


def test_they_come_from_all_over_the_country_and_from_many_trades(samples):
    places = {sample["area"] for sample in samples}

    assert len(places & set(Prefecture.values)) >= 15
    assert len(places & set(Block.values)) >= 2
    assert len({sample["industry"] for sample in samples}) >= 8
    assert {sample["employee_band"] for sample in samples} == set(EmployeeBand.values)


def test_every_dialogue_is_told_in_full(samples):
    for sample in samples:
        assert 3 <= len(sample["episodes"]) <= 8, sample["title"]
        for episode in sample["episodes"]:
            told = {"timing", "stage", "partner", "setting", "aim", "inquiry", "question", "reaction", "change", "mark"}
            assert told <= episode.keys(), (sample["title"], episode.get("timing"))
        assert any(episode.get("unsaid") for episode in sample["episodes"]), sample["title"]


def test_dialogues_are_held_in_all_stages_with_many_people_and_all_kinds_of_questions(samples):
    episodes = [episode for sample in samples for episode in sample["episodes"]]

    assert {episode["stage"] for episode in episodes} == set(Stage.values)
    assert {episode["partner"] for episode in episodes} == set(Partner.values)
    assert {episode["inquiry"] for episode in episodes} == set(Inquiry.values)
    assert {episode["setting"] for episode in episodes} == set(Setting.values)


def test_most_take_a_detour(samples):
    detours = [sample for sample in samples if any(episode["mark"] == Mark.SETBACK for episode in sample["episodes"])]

    assert len(detours) >= 18


def test_in_most_the_real_issue_is_another_than_the_first_request(samples):
    others = [sample for sample in samples if not set(sample["first_themes"]) & set(sample["real_themes"])]

    assert len(others) >= 16


def test_noticing_and_conviction_come_on_different_days_and_the_dialogue_is_marked(samples):
    for sample in samples:
        days = [sample.get(f"{name}_episode") for name in ("noticing", "conviction")]
        assert days == [None, None] or days[0] != days[1], sample["title"]
        for day, mark in zip(days, (Mark.NOTICING, Mark.CONVICTION), strict=True):
            marked = [number for number, episode in enumerate(sample["episodes"], 1) if episode["mark"] == mark]
            assert marked == ([day] if day else []), sample["title"]


def test_three_broke_off_and_the_supporter_says_what_was_learnt(samples):
    broken_off = [sample for sample in samples if sample["self_running"] == SelfRunning.BROKEN_OFF]

    assert len(broken_off) == 3
    assert all(sample["next_time"] and sample["points"] for sample in broken_off)


def test_every_supporter_looks_back_in_four_ways(samples):
    assert {sample["title"]: name for sample in samples for name in REFLECTIONS if not sample.get(name)} == {}


def test_at_least_four_tell_what_became_of_the_company_and_one_needed_help_again(samples):
    told = [sample["follow_ups"] for sample in samples if sample.get("follow_ups")]
    rows = [row for rows in told for row in rows]

    assert len(told) >= 4
    assert {row["months"] for row in rows} == set(FollowUpTime.values)
    assert SelfRunning.SUPPORTED_AGAIN in {row["self_running"] for row in rows}


def test_nobody_supports_alone_and_many_kinds_of_bodies_take_part(samples):
    teams = {sample["title"]: sample.get("team", []) for sample in samples}
    bodies = {row["organisation_type"] for team in teams.values() for row in team if "organisation_type" in row}

    assert all(1 <= len(team) <= 3 for team in teams.values()), teams
    assert bodies <= set(OrganisationType.values)
    assert len(bodies) >= 10
