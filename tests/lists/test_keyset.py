"""A mark from the address is either right or ignored."""

import base64
import json

import pytest
from django.test import RequestFactory

from bansou.lists.keyset import keyset_page, mark_of, sealed
from cases.models import Theme

pytestmark = pytest.mark.django_db


def _mark(value: object) -> str:
    """A mark that was sealed by the site, with any content."""
    return sealed(json.dumps(value))


def _page(query: str, size: int = 10):
    return keyset_page(Theme.objects.all(), RequestFactory().get(f"/?{query}"), order=("position", "-pk"), size=size)


def test_walking_forwards_and_back_shows_every_row_once():
    first = _page("sort=x")
    second = _page(first.next_query[1:])
    third = _page(second.next_query[1:])
    back = _page(third.previous_query[1:])

    slugs = [theme.slug for page in (first, second, third) for theme in page.items]
    assert slugs == list(Theme.objects.order_by("position").values_list("slug", flat=True))
    assert [theme.slug for theme in back.items] == [theme.slug for theme in second.items]
    assert back.next_query
    assert back.previous_query
    assert (first.previous_query, third.next_query) == ("", "")
    assert "sort=x" in first.next_query


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "%%%",
        "a" * 500,
        _mark("x"),
        _mark([1]),
        _mark([1, 2, 3]),
        _mark([True, 1]),
        _mark([None, 1]),
        _mark(["2026-01-01T00:00:00+00:00", 1]),
        _mark([2**70, 1]),
        _mark(["2026-01-01T00:00:00", 1]),
        _mark([1.5, 1]),
    ],
)
def test_a_broken_mark_shows_the_first_page(mark):
    assert [theme.pk for theme in _page(f"after={mark}").items] == [theme.pk for theme in _page("").items]


def test_a_mark_tells_nothing_and_is_always_the_same_for_a_place():
    theme = Theme.objects.order_by("position")[5]
    mark = mark_of(theme, ("slug", "pk"))

    assert theme.slug.encode() not in base64.urlsafe_b64decode(mark + "==")
    assert mark == mark_of(theme, ("slug", "pk"))
    assert mark != mark_of(theme, ("pk",))


def test_a_mark_that_somebody_wrote_himself_shows_the_first_page():
    own = base64.urlsafe_b64encode(json.dumps([5, 5]).encode()).decode().rstrip("=")
    assert [theme.pk for theme in _page(f"after={own}").items] == [theme.pk for theme in _page("").items]


def test_an_empty_list_has_no_neighbours():
    Theme.objects.all().delete()

    page = _page("")

    assert (page.items, page.next_query, page.previous_query) == ([], "", "")
