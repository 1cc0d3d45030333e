"""Filling a site that has no pages yet."""

import pytest
from wagtail.models import Page, Site

from bansou.explainer.actions import CREATED, fill_explainer
from bansou.explainer.models import ExplainerPage, FilledPage, HomePage, PolicyPage


@pytest.fixture(autouse=True)
def _empty_site(db):
    FilledPage.objects.all().delete()
    HomePage.objects.all().delete()


def test_filling_makes_home_chapters_walls_and_policies():
    filled = fill_explainer(by=None)

    assert {row.outcome for row in filled} == {CREATED}
    assert [page.slug for page in ExplainerPage.objects.chapters()] == [
        "about", "why-now", "background", "three-elements", "features", "difference", "setting-and-solving", "misunderstandings",
        "for-presidents", "process", "stages", "first-step", "local-benchmark", "walls", "when-stuck", "listening", "inquiries",
        "noticing", "process-consultation", "autonomy", "organisations-roles", "confidentiality", "writing-cases", "site",
    ]  # fmt: skip
    assert [page.slug for page in ExplainerPage.objects.exclude(wall="").order_by("path")] == [
        "see",
        "face",
        "act",
        "follow",
        "lack",
    ]
    assert PolicyPage.objects.live().count() == 5


def test_an_emptied_database_gets_its_root_and_its_site_back():
    Site.objects.all().delete()
    Page.objects.all().delete()

    fill_explainer(by=None)

    assert Site.objects.get().root_page.specific == HomePage.objects.get()


def test_the_welcome_page_of_wagtail_goes_and_the_site_follows_the_settings(settings):
    Page.get_first_root_node().add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    settings.BASE_URL = "https://bansou.example.jp"

    fill_explainer(by=None)

    site = Site.objects.get()
    assert (site.hostname, site.port, site.site_name) == ("bansou.example.jp", 443, "伴走")
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]
