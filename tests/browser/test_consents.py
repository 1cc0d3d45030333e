"""What is handed to a president: two sheets of paper, and an address at which his no is one press."""

import re

from playwright.sync_api import expect

from cases.consent_actions import president_link
from cases.models import Case


def test_each_sheet_for_the_president_is_one_page_of_paper(site, browse):
    page = browse("supporter")
    for sheet in ("explanation", "agreement"):
        page.goto(f"/cases/{site.holdings.draft}/consents/print/{sheet}/")

        paper = page.pdf(format="A4", prefer_css_page_size=True)

        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, sheet


def test_the_presidents_no_closes_the_page_that_a_reader_has_open(own_site, browse):
    case = Case.objects.get(pk=own_site.holdings.published)
    link = president_link(case=case, by=case.author)
    reader, president = browse(), browse()
    reader.goto(case.get_absolute_url())
    expect(reader.get_by_role("heading", name=case.title, level=1)).to_be_visible()

    # As somebody types it from paper.
    president.goto(f"/cases/w/{link.code.lower().replace('-', '')}/")
    president.get_by_role("button", name="同意を取り消す").click()
    expect(president.get_by_role("heading", name="同意を取り消しました")).to_be_visible()

    response = reader.reload()
    assert response is not None
    assert response.status == 410
    reader.goto("/cases/")
    expect(reader.locator("main")).not_to_contain_text(case.title)


def test_the_superior_reads_and_says_yes_without_an_account(own_site, browse):
    superior = browse()
    superior.goto(f"/cases/check/{own_site.holdings.superior_code}/")
    expect(superior.locator(".timeline__item").first).to_be_visible()

    superior.get_by_role("button", name="公開してよい").click()

    expect(superior.get_by_role("heading", name="お返事を受け取りました")).to_be_visible()
