"""By what results are narrowed, as the rooms say it."""

import pytest

from bansou.search.registry import facets, searchables, thing_at
from cases.models import CaseWall, QuestionCard, Theme
from knowhow.models import Topic

pytestmark = pytest.mark.django_db


def _facets_of(row):
    (searchable,) = [searchable for searchable in searchables() if searchable.model is type(row)]
    return {name: list(values) for name, values in searchable.facets(row).items() if values}


def test_a_case_is_narrowed_by_wall_theme_industry_and_place_with_the_region_around_it(write_case):
    case = write_case(area="26", industry="E")
    CaseWall.objects.create(case=case, wall="face")
    asked, real = Theme.objects.all()[:2]
    case.first_themes.add(asked)
    case.real_themes.add(real)
    case.save()

    assert _facets_of(case) == {
        "wall": ["2"],
        "theme": sorted([asked.slug, real.slug]),
        "industry": ["E"],
        "pref": ["26", "block-kinki"],
    }


def test_a_case_that_does_not_say_where_it_was_has_no_place(write_case):
    assert "pref" not in _facets_of(write_case(area="none"))


def test_a_question_is_solved_or_waits_and_a_talk_is_neither(write_topic):
    waiting, talk = write_topic(kind="question"), write_topic(kind="talk")
    solved = write_topic(kind="question")
    Topic.objects.filter(pk=solved.pk).update(solved_at=solved.created_at)
    solved.refresh_from_db()

    assert _facets_of(waiting)["solved"] == ["no"]
    assert _facets_of(solved)["solved"] == ["yes"]
    assert "solved" not in _facets_of(talk)
    assert _facets_of(talk)["topic"] == ["talk"]


def test_a_card_of_the_question_bank_is_narrowed_by_its_walls():
    card = QuestionCard.objects.shown().earliest("pk")

    assert len(_facets_of(card)["wall"]) == len(card.walls)


def test_every_value_of_a_row_is_one_that_can_be_chosen(write_case, write_topic):
    choices = {facet.name: {value for value, _ in facet.choices()} for facet in facets()}

    for row in (write_case(), write_topic(), QuestionCard.objects.shown().earliest("pk")):
        for name, values in _facets_of(row).items():
            assert set(values) <= choices[name], name


def test_a_thing_is_known_by_its_address(write_case, write_topic, write_page):
    case, topic, page = write_case(published=False), write_topic(), write_page(slug="dialogue-as-a-tool")

    assert thing_at(f"/cases/{case.pk}/") == f"cases:{case.pk}"
    assert thing_at(f"/knowhow/topics/{topic.pk}/") == f"knowhow:{topic.pk}"
    assert thing_at(page.get_url()) == f"explainer:{page.pk}"
    for address in ("/cases/", "/cases/999999/", "/nowhere/", "", "https", "/cases/1"):
        assert thing_at(address) is None
