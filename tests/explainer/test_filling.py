"""Filling the site from files never undoes what staff wrote."""

import dataclasses
import io

import pytest
from django.core.management import call_command
from wagtail.models import Page

from bansou.explainer import actions
from bansou.explainer.actions import CREATED, KEPT, UNCHANGED, UPDATED, fill_explainer
from bansou.explainer.models import ExplainerPage, FilledPage, HomePage, PolicyPage
from bansou.explainer.vocabularies import Part

pytestmark = pytest.mark.django_db


def outcomes(filled):
    return {row.slug: row.outcome for row in filled}


def give_file_another_title(monkeypatch, slug, title):
    texts = [
        dataclasses.replace(text, title=title, digest="another") if text.slug == slug else text for text in actions.read_texts()
    ]
    monkeypatch.setattr(actions, "read_texts", lambda: texts)


def test_filling_twice_makes_the_same_pages():
    before = list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id"))

    again = fill_explainer(by=None)

    assert {row.outcome for row in again} == {UNCHANGED}
    assert list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")) == before


def test_a_page_that_staff_edited_is_kept(reviewer, monkeypatch):
    page = ExplainerPage.objects.get(slug="about")
    page.title = "職員が直した題"
    page.save_revision(user=reviewer).publish()
    give_file_another_title(monkeypatch, "about", "ファイルの新しい題")

    again = fill_explainer(by=None)

    page.refresh_from_db()
    assert outcomes(again)["about"] == KEPT
    assert page.title == "職員が直した題"


def test_a_draft_of_staff_is_kept(reviewer, monkeypatch):
    page = ExplainerPage.objects.get(slug="about")
    page.title = "書きかけの題"
    draft = page.save_revision(user=reviewer)
    give_file_another_title(monkeypatch, "about", "ファイルの新しい題")

    again = fill_explainer(by=None)

    page.refresh_from_db()
    assert outcomes(again)["about"] == KEPT
    assert page.latest_revision_id == draft.pk


def test_home_that_staff_edited_is_kept(reviewer, monkeypatch):
    home = HomePage.objects.get()
    home.title = "職員が直した見出し"
    home.save_revision(user=reviewer).publish()
    give_file_another_title(monkeypatch, "top", "ファイルの新しい見出し")

    again = fill_explainer(by=None)

    assert outcomes(again)["top"] == KEPT
    assert HomePage.objects.get().title == "職員が直した見出し"


def test_an_unpublished_page_stays_unpublished():
    ExplainerPage.objects.get(slug="about").unpublish()

    again = fill_explainer(by=None)

    assert outcomes(again)["about"] == KEPT
    assert not ExplainerPage.objects.get(slug="about").live


def test_a_deleted_page_stays_deleted():
    ExplainerPage.objects.get(slug="about").delete()

    again = fill_explainer(by=None)

    assert outcomes(again)["about"] == KEPT
    assert not ExplainerPage.objects.filter(slug="about").exists()


def test_deleting_the_chapter_of_walls_keeps_its_pages_away_too():
    ExplainerPage.objects.get(slug="walls").delete()

    again = fill_explainer(by=None)

    assert {outcomes(again)[slug] for slug in ("walls", "see")} == {KEPT}
    assert not ExplainerPage.objects.exclude(wall="").exists()


def test_a_changed_file_updates_a_page_that_nobody_touched(monkeypatch):
    for slug in ("top", "about", "see", "contact"):
        give_file_another_title(monkeypatch, slug, f"{slug}の新しい題")

        again = fill_explainer(by=None)

        assert outcomes(again)[slug] == UPDATED
        assert FilledPage.objects.get(slug=slug).page.title == f"{slug}の新しい題"
    assert {row.outcome for row in fill_explainer(by=None)} == {UNCHANGED}


def test_a_page_stands_in_the_part_that_its_file_names(monkeypatch):
    texts = [
        dataclasses.replace(text, part=Part.ASK, digest="another") if text.slug == "about" else text
        for text in actions.read_texts()
    ]
    monkeypatch.setattr(actions, "read_texts", lambda: texts)

    fill_explainer(by=None)

    assert ExplainerPage.objects.get(slug="about").part == Part.ASK


def test_a_chapter_that_comes_later_stands_in_its_place():
    in_order = list(Page.objects.filter(depth__gte=3).order_by("path").values_list("slug", flat=True))
    for slug in ("features", "face"):
        FilledPage.objects.filter(slug=slug).delete()
        Page.objects.get(slug=slug).delete()

    again = fill_explainer(by=None)

    assert {outcomes(again)[slug] for slug in ("features", "face")} == {CREATED}
    assert list(Page.objects.filter(depth__gte=3).order_by("path").values_list("slug", flat=True)) == in_order
    assert Page.find_problems() == ([], [], [], [], [])
    assert ExplainerPage.objects.get(slug="features").url_path == "/top/features/"


def test_overwriting_rewrites_what_staff_edited_and_brings_back_what_they_deleted(reviewer):
    page = ExplainerPage.objects.get(slug="about")
    page.title = "職員が直した題"
    page.save_revision(user=reviewer).publish()
    PolicyPage.objects.get(slug="contact").delete()

    again = fill_explainer(by=None, overwrite=True)

    page.refresh_from_db()
    assert page.title == "伴走支援とは"
    assert outcomes(again)["contact"] == CREATED
    assert PolicyPage.objects.filter(slug="contact", live=True).exists()


def test_a_page_that_staff_made_at_the_same_address_is_kept():
    FilledPage.objects.get(slug="contact").delete()

    again = fill_explainer(by=None)

    assert outcomes(again)["contact"] == KEPT
    assert PolicyPage.objects.filter(slug="contact").count() == 1


def test_the_command_prints_a_line_a_page():
    printed = io.StringIO()

    call_command("fill_explainer", stdout=printed)

    assert "unchanged  about" in printed.getvalue()
    assert len(printed.getvalue().splitlines()) == len(actions.read_texts())
