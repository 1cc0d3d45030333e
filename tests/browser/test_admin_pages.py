"""Our own pages in Wagtail's admin: without an error, for everybody, and on a phone."""

import pytest

from tests.browser.axe import axe_findings
from tests.browser.conftest import DESK, PHONE
from tests.browser.watching import scroll_width


@pytest.mark.parametrize(
    "path",
    [
        "/admin/articles/from-topic/{solved}/",
        "/admin/people/",
        "/admin/people/{author}/",
        "/admin/people-lists/?name=見本",
        "/admin/people-lists/?organisation={organisation}",
        "/admin/people-lists/{people_list}/",
        "/admin/roles/",
        "/admin/demand/",
        "/admin/page-answers/",
        "/admin/help/",
        "/admin/search-terms/try/?sentence=資金繰りをよろず支援拠点に相談",
    ],
)
def test_axe_finds_nothing_and_the_page_fits_a_phone(site, browse, shots, path):
    page = browse("owner", viewport=DESK)

    answer = page.goto(path.format(**vars(site.holdings)))
    page.wait_for_load_state("networkidle")

    assert answer is not None
    assert answer.status == 200
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = axe_findings(page)
        assert not found, "\n".join([f"{size['width']} px", *found])
    width = scroll_width(page)
    assert width["content"] <= width["window"], width
    shots(page, f"admin-{path.strip('/').replace('/', '-')}")
