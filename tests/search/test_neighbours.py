"""What a page that found nothing offers."""

import pytest
from django.contrib.auth.models import AnonymousUser

from bansou.search.finding import find

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def offered(query, user=VISITOR, **chosen):
    return {(neighbour.label, neighbour.count) for neighbour in find(user=user, query=query, **chosen).neighbours}


def test_without_the_condition_the_words_find_something(write_case):
    write_case(title="暖簾の話", area="26")

    assert ("条件を外して「暖簾」だけで", 1) in offered("暖簾 地域:岩手")


def test_the_region_around_the_place_is_offered(write_case):
    write_case(title="暖簾の話", area="27")

    assert ("近畿地方まで広げて", 1) in offered("暖簾", conditions={"pref": ("26",)})


def test_what_else_there_is_behind_the_same_condition_is_offered(write_case):
    write_case(title="看板の話", area="26")

    assert ("地域「京都府」のすべて", 1) in offered("暖簾", conditions={"pref": ("26",)})


def test_fewer_words_are_offered_where_a_phrase_found_nothing(write_case):
    write_case(title="暖簾の話", situation_before="看板を替えた。")

    assert ("「暖簾の看板」をばらばらのことばとして", 1) in offered('"暖簾の看板"')


def test_what_the_person_may_not_see_is_offered_to_nobody(write_case, other_supporter):
    write_case(title="暖簾の話", area="26", disclosure="members")

    assert offered("暖簾 地域:岩手") == set()
    assert ("条件を外して「暖簾」だけで", 1) in offered("暖簾 地域:岩手", other_supporter)


def test_what_finds_something_offers_nothing_else(write_case):
    write_case(title="暖簾の話")

    assert find(user=VISITOR, query="暖簾").neighbours == ()
