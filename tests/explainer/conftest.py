"""The explainer's pages, filled from their files: all of them, or the few that a test needs (a page takes a tenth of a second)."""

from collections.abc import Callable

import pytest

from bansou.explainer import actions
from bansou.explainer.actions import fill_explainer
from bansou.explainer.models import HomePage
from bansou.explainer.texts import read_texts


@pytest.fixture
def fill_with(db, monkeypatch) -> Callable[..., HomePage]:
    """Fill home and the pages of these slugs."""

    def fill(*slugs: str) -> HomePage:
        texts = [text for text in read_texts() if text.slug in {"top", *slugs}]
        monkeypatch.setattr(actions, "read_texts", lambda: texts)
        fill_explainer(by=None)
        return HomePage.objects.get()

    return fill


@pytest.fixture
def filled_site(db) -> HomePage:
    """Home, with all the pages below it."""
    fill_explainer(by=None)
    return HomePage.objects.get()


@pytest.fixture
def small_site(fill_with) -> HomePage:
    """Home with one page of each kind."""
    return fill_with("about", "walls", "see", "contact")
