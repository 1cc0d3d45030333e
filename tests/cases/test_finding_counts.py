"""Counts of finding against a count by hand over 2,000 random cases, and queries that do not grow with the cases."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actions import confirm_membership
from accounts.models import Organisation, User
from accounts.organisation_types import OrganisationType
from accounts.prefectures import PREFECTURES_OF
from cases.conditions import conditions_of
from cases.models import Case
from tests.cases.many_cases import Chosen, write_cases

pytestmark = pytest.mark.django_db
MANY = 2_000


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker) -> Iterator[tuple[User, list[Chosen]]]:
    """A supporter and 2,000 cases, written once and taken back after the last test here."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # making so many takes longer than a page may
        society = Organisation.objects.create(
            name="数える商工会", organisation_type=OrganisationType.SOCIETY, prefecture="03", is_verified=True
        )
        supporter = User.objects.create_user("kazu@example.jp", "pass-word-1234", display_name="かず")
        confirm_membership(user=supporter, organisation=society, by=None)
        notes = write_cases(MANY, author=supporter)
        cursor.execute("ANALYZE")  # as autovacuum would have done by now
        yield supporter, notes
        transaction.set_rollback(True)


def _values_of(note: Chosen, name: str) -> set[str]:
    """All values under which a person would find the case: a prefecture's also under its block."""
    match name:
        case "theme":
            return note.asked | note.real
        case "area":
            return {note.area, *(block.value for block, areas in PREFECTURES_OF.items() if note.area in areas)}
        case _:
            value = getattr(note, name)
            return {value} if isinstance(value, str) else set(value)


def _fits(note: Chosen, chosen: dict[str, list[str]]) -> bool:
    return all(_values_of(note, name) & set(values) for name, values in chosen.items() if values)


def _visible(notes: list[Chosen], *, is_supporter: bool) -> list[Chosen]:
    return [note for note in notes if note.is_live and (is_supporter or note.disclosure == "anonymous")]


@st.composite
def queries(draw: st.DrawFn) -> QueryDict:
    """Up to three kinds of conditions with up to three values each, of all that an address may ask for."""
    query = QueryDict(mutable=True)
    for kind in draw(st.lists(st.sampled_from(conditions_of(QueryDict()).kinds), max_size=3, unique_by=lambda kind: kind.name)):
        values = [value for value, _ in kind.choices]
        query.setlist(kind.name, draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)))
    return query


@settings(max_examples=50)
@given(query=queries())
def test_every_count_equals_a_count_by_hand_for_visitor_and_supporter(many, query):
    supporter, notes = many
    conditions = conditions_of(query)

    for person, is_supporter in ((AnonymousUser(), False), (supporter, True)):
        readable = _visible(notes, is_supporter=is_supporter)
        survey = conditions.survey(Case.objects.visible_to(person))

        by_hand = {note.pk for note in readable if _fits(note, conditions.chosen)}
        assert survey.total == len(by_hand)
        assert set(conditions.apply(Case.objects.visible_to(person)).values_list("pk", flat=True)) == by_hand
        for facet in survey.facets:
            others = [note for note in readable if _fits(note, conditions.chosen | {facet.name: []})]
            counts = Counter(value for note in others for value in _values_of(note, facet.name))
            for option in facet.options:
                assert option.count == counts[option.value], (facet.name, option)
        for condition in survey.chosen:
            fewer = conditions_of(QueryDict(condition.query[1:]))
            assert condition.count == sum(_fits(note, fewer.chosen) for note in readable), condition


def test_long_facets_hide_values_without_cases_and_short_ones_show_them_all(many):
    supporter, _ = many
    conditions = conditions_of(QueryDict("wall=see&industry=A&area=47&size=1-5&state=broken_off"))

    survey = conditions.survey(Case.objects.visible_to(supporter))

    shown = {facet.name: facet.options for facet in survey.facets}
    assert [len(shown[name]) for name in ("wall", "size", "state", "stage", "role")] == [5, 7, 7, 6, 5]
    assert any(option.is_disabled for option in shown["size"])
    for name in ("theme", "asked", "real", "industry", "area"):
        assert not [option for option in shown[name] if option.is_disabled], name


def test_queries_are_as_many_at_24_cases_as_at_2000(many, client, client_of):
    supporter, notes = many
    readable = [note.pk for note in _visible(notes, is_supporter=False)]
    browsers = {"visitor": client, "supporter": client_of(supporter)}
    conditions = "?wall=see&wall=face&theme=sales&asked=plan&stage=start&area=block-kinki&role=founder"
    addresses = [address + query for address in ("/cases/", "/cases/map/", "/cases/changes/") for query in ("", conditions)]
    addresses.append("/cases/compare/?" + "&".join(f"id={key}" for key in readable[:4]))

    def queries(browser: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    def queries_of_all() -> dict[tuple[str, str], int]:
        return {(who, address): queries(browser, address) for who, browser in browsers.items() for address in addresses}

    at_2000 = queries_of_all()
    # Once for all addresses: taking so many cases away costs more than all the pages.
    Case.objects.exclude(pk__in=readable[:24]).delete()
    at_24 = queries_of_all()

    # One fewer for each kind of row that none of the cases on the page has: an empty prefetch asks nothing further.
    assert at_24 == at_2000
    assert max(at_2000.values()) <= 12


def test_a_link_without_a_condition_keeps_the_others(many):
    conditions = conditions_of(QueryDict("wall=see&wall=face&industry=E&sort=updated&id=7"))

    survey = conditions.survey(Case.objects.visible_to(AnonymousUser()))

    queries = {(condition.title, condition.label): parse_qs(condition.query[1:]) for condition in survey.chosen}
    assert queries["五つの壁", "①見えない"] == {"wall": ["face"], "industry": ["E"], "sort": ["updated"], "id": ["7"]}
    assert queries["業種", "製造業"] == {"wall": ["see", "face"], "sort": ["updated"], "id": ["7"]}
