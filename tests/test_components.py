"""The components of the site: each says how to use it, shows itself in the gallery, and has its stylesheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from bansou.operations.components import EXAMPLES
from bansou.operations.gallery import component_names, components, usage_of
from bansou.operations.stylesheets import joined

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize("name", component_names())
def test_a_component_begins_with_how_to_use_it(name):
    usage = usage_of(name)

    assert f'{{% include "components/{name}.html"' in usage
    assert "only %}" in usage


@pytest.mark.parametrize("name", component_names())
def test_a_component_renders_each_of_its_examples(name):
    pages = [render_to_string(f"components/{name}.html", context) for _, context in EXAMPLES[name]]

    assert pages
    assert all(page.strip() for page in pages)


@pytest.mark.parametrize("name", component_names())
def test_a_component_has_its_stylesheet(name):
    stylesheet = STATIC / "css" / "components" / f"{name}.css"

    assert stylesheet.exists()


def test_no_example_outlives_its_component():
    assert set(EXAMPLES) == set(component_names())


def test_the_gallery_shows_every_component(rf):
    request = rf.get("/components/")

    page = components(request).content.decode()

    assert all(f'id="{name}"' in page for name in component_names())


def test_the_gallery_is_not_there_in_production(rf, settings):
    from django.http import Http404

    settings.DEMO_ALLOWED = False

    with pytest.raises(Http404):
        components(rf.get("/components/"))


def test_a_field_points_at_its_help_and_its_error():
    form = EXAMPLES["error_summary"][0][1]["form"]

    page = render_to_string("components/form_field.html", {"field": form["title"]})

    assert 'aria-describedby="id_refused-title_helptext id_refused-title_error"' in page
    assert 'id="id_refused-title_helptext"' in page
    assert 'id="id_refused-title_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_error_summary_leads_to_every_refused_field():
    form = EXAMPLES["error_summary"][0][1]["form"]

    page = render_to_string("components/error_summary.html", {"form": form})

    assert re.findall(r'href="#(.+?)"', page) == [
        "id_refused-title",
        "id_refused-email",
        "id_refused-industry",
        "id_refused-disclosure",
        "id_refused-picture",
        "id_refused-agreed",
    ]


def test_the_site_stylesheet_is_the_sum_of_its_parts():
    place = finders.find("css/site.css")

    assert Path(place).read_text(encoding="utf-8") == joined(STATIC)


def test_the_site_stylesheet_asks_for_nothing():
    text = joined(STATIC)

    assert "url(" not in text
    assert "@import" not in text


def test_no_template_of_ours_has_inline_script_or_style():
    # `application/json` is data, not script; the policy lets it be.
    inline = re.compile(r"<script(?![^>]*(?: src=|application/(?:ld\+)?json))[^>]*>|<style|\sstyle=|\son[a-z]+=\"")

    found = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        # A mail has no stylesheet beside it: readers of mail take styles from the element alone.
        if "wagtailadmin" not in path.parts and path.name != "letter.html" and inline.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []
