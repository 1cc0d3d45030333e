"""Who reads which field: the table is complete, and the functions that everybody asks keep to it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.audiences import Audience
from cases.actions import picture_is_shown
from cases.layers import LAYERS, OPENED_BY, ROW_AUDIENCE, readable_columns, readable_fields, readable_rows, readable_values
from cases.models import Case, CaseMember, Episode, FollowUp, LocabenTrend, ResultNumber
from cases.record import ROW_KINDS
from tests.factories import make_full_case

pytestmark = pytest.mark.django_db

MODELS = [Case, FollowUp, CaseMember, *(kind.model for kind in ROW_KINDS.values())]


@pytest.fixture
def people(supporter, other_supporter, member, reviewer):
    return {"visitor": AnonymousUser(), "member": member, "supporter": other_supporter, "author": supporter, "staff": reviewer}


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_the_record_has_its_layer(model):
    fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}

    assert set(LAYERS[model._meta.model_name]) == fields


def test_the_table_names_nothing_else():
    assert set(LAYERS) == {model._meta.model_name for model in MODELS}
    for name, fields in OPENED_BY.items():
        assert {*fields, *fields.values()} <= set(LAYERS[name])
    assert all(field in LAYERS[name] for name, field in ROW_AUDIENCE.items())


#: Who reads it: visitor, member, supporter, author (as one of the team), staff.
_TABLE = [
    (Case(), "real_issue", "11111"),
    (Case(), "disclosure", "00011"),
    (Case(), "submission_key", "00001"),
    (Case(), "went_well", "00111"),
    (Case(reflections_public=True), "went_well", "11111"),
    (Case(), "president_voice", "00011"),
    (Case(president_voice_agreed=True), "president_voice", "11111"),
    (Episode(), "question", "11111"),
    (Episode(), "unsaid", "00111"),
    (LocabenTrend(), "trend", "00111"),
    (ResultNumber(), "after", "00111"),
    (ResultNumber(audience="public"), "after", "11111"),
    (CaseMember(), "name", "00111"),
    (CaseMember(), "organisation_type", "11111"),
    (FollowUp(), "text", "11111"),
]


@pytest.mark.parametrize(("row", "field", "who"), _TABLE)
def test_a_field_is_read_by_whom_the_table_says(row, field, who, people):
    reads = [field in readable_fields(row, person, is_team=name == "author") for name, person in people.items()]

    assert "".join(str(int(read)) for read in reads) == who


def test_a_team_member_without_any_other_right_reads_the_teams_layer(member):
    assert {"unsaid", "question"} <= readable_fields(Episode(), member, is_team=True)
    assert "submission_key" not in readable_fields(Case(), member, is_team=True)


def test_a_field_that_the_author_may_open_is_a_column_for_everybody():
    assert "went_well" in readable_columns(Case, AnonymousUser())
    assert "author" not in readable_columns(Case, AnonymousUser())


def test_a_visitor_gets_no_word_of_another_layer_and_every_public_one(people, supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer)
    case = full.case

    def words(name: str, *, is_team: bool = False) -> str:
        rows = [case, *(row for kind in ROW_KINDS for row in getattr(case, kind).all())]
        rows += [*FollowUp.objects.visible_to(people[name]), *case.members.all()]
        return " ".join(str(value) for row in rows for value in readable_values(row, people[name], is_team=is_team).values())

    of_visitor, of_supporter = words("visitor"), words("supporter")
    assert not [word for word in full.words_for(Audience.SUPPORTER, Audience.TEAM, Audience.STAFF) if word in of_visitor]
    assert not [word for word in full.words_for(Audience.PUBLIC) if word not in of_visitor]
    assert not [word for word in full.words_for(Audience.TEAM, Audience.STAFF) if word in of_supporter]
    assert not [word for word in full.words_for(Audience.PUBLIC, Audience.SUPPORTER) if word not in of_supporter]
    assert full.words["case.president_voice"] in words("author", is_team=True)


def test_a_figure_for_supporters_is_loaded_by_nobody_else(people, supporter, reviewer):
    case = make_full_case(author=supporter, reviewer=reviewer).case
    for_all, for_supporters = (figure.picture for figure in case.figures.all())

    shown = {
        name: (picture_is_shown(person, for_all), picture_is_shown(person, for_supporters)) for name, person in people.items()
    }

    assert shown == {
        "visitor": (True, False), "member": (True, False), "supporter": (True, True), "author": (True, True), "staff": (True, True),
    }  # fmt: skip
    assert len(readable_rows(case.figures.all(), people["visitor"])) == 1


def test_no_page_shows_a_visitor_a_word_of_another_layer(supporter, reviewer, visitor, member, client_of):
    full = make_full_case(author=supporter, reviewer=reviewer)
    hidden = full.words_for(Audience.SUPPORTER, Audience.TEAM, Audience.STAFF)

    for client in (visitor, client_of(member)):
        for address in (full.case.get_absolute_url(), "/cases/", "/search/?q=qzx", "/sitemap.xml"):
            page = client.get(address).content.decode()
            assert not [word for word in hidden if word in page], address
