"""What readers and staff see of the explainer."""

import itertools
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, PageViewRestriction

from bansou.explainer.blocks import BodyBlock
from bansou.explainer.models import ArticlePage, EnglishPage, ExplainerPage, HomePage, PolicyPage
from bansou.explainer.vocabularies import Part
from cases.statuses import Status
from tests.factories import make_case

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/", "/about/", "/why-now/", "/background/", "/three-elements/", "/features/", "/difference/", "/setting-and-solving/",
    "/misunderstandings/", "/for-presidents/", "/process/", "/stages/", "/first-step/", "/local-benchmark/", "/walls/",
    "/when-stuck/", "/listening/", "/inquiries/", "/noticing/", "/process-consultation/", "/autonomy/", "/organisations-roles/",
    "/confidentiality/", "/writing-cases/", "/site/",
    "/walls/see/", "/walls/face/", "/walls/act/", "/walls/follow/", "/walls/lack/",
    "/policy/", "/privacy/", "/accessibility/", "/external-transmission/", "/contact/", "/en/",
]  # fmt: skip
#: Addresses of other rooms that pages link to.
ROOMS = [
    "/cases/",
    "/cases/new/",
    "/knowhow/",
    "/knowhow/questions/",
    "/knowhow/clinic/",
    "/learn/",
    "/learn/sheet/",
    "/learn/reading/",
    "/glossary/",
]
QUERIES = 12
#: More of the first page that nobody has remembered: what waits for who is signed in (tests/explainer/test_home.py has it exactly).
QUERIES_OF_OWN = 6
#: Beside a chapter stand cases and cards that are close to its words; in it terms are marked.
QUERIES_OF_A_CHAPTER = 20
#: A wall's page gathers from cases, from the exchange, its board, the question bank and the glossary as well.
QUERIES_OF_A_WALL = 15


def test_a_visitor_can_read_every_page_and_none_breaks_a_rule_of_the_site(visitor):
    for address in ADDRESSES:
        response = visitor.get(address)

        html = response.content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        ids = re.findall(r'\bid="([^"]+)"', html)
        links = set(re.findall(r'href="(/[a-z-]+/(?:[a-z]+/)?)"', html[html.index("<main") : html.index("</main>")]))
        assert response.status_code == 200, address
        assert levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), address
        assert not re.search(r"""\sstyle=|<script(?![^>]*\b(src=|type="application/ld\+json"))|\son\w+=["']""", html), address
        assert len(ids) == len(set(ids)), address
        assert "](" not in html, address  # a link as it is typed in the files of texts
        assert {link for link in links if not link.startswith("/glossary/")} <= {*ADDRESSES, *ROOMS}, address


def test_a_page_asks_at_most_twelve_queries_and_eight_more_for_what_stands_beside_it(
    visitor, supporter, reviewer, client_of, django_assert_max_num_queries
):
    for number in range(7):
        make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title=f"事例{number}", walls=("face",))
    signed_in = client_of(supporter)

    for address in ("/", "/about/", "/walls/", "/walls/face/", "/privacy/"):
        queries = {
            "/about/": QUERIES_OF_A_CHAPTER,
            "/walls/": QUERIES_OF_A_CHAPTER,
            "/walls/face/": QUERIES_OF_A_WALL,
        }.get(address, QUERIES)
        with django_assert_max_num_queries(queries):
            visitor.get(address)
        # The number of unread notices, and on the first page what else is one's own.
        with django_assert_max_num_queries(queries + 1 + QUERIES_OF_OWN * (address == "/")):
            signed_in.get(address)


def test_home_shows_the_entrances_the_walls_and_the_newest_public_cases(visitor, supporter, reviewer):
    for number in range(4):
        make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title=f"公開された事例{number}", walls=("see",))
    make_case(
        author=supporter,
        reviewer=reviewer,
        status=Status.PUBLISHED,
        title="支援者だけの事例",
        walls=("see",),
        disclosure="members",
    )

    html = visitor.get("/").content.decode()

    assert "いま、どの壁の前にいますか" in html
    assert all(f'href="/walls/{wall}/"' in html for wall in ("see", "face", "act", "follow", "lack"))
    assert all(f"公開された事例{number}" in html for number in (1, 2, 3))
    assert "公開された事例0" not in html
    assert "支援者だけの事例" not in html


def test_a_wall_lists_the_cases_in_which_it_stood_and_that_the_reader_may_see(visitor, supporter, reviewer):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="向き合わない壁の事例", walls=("face",))
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="見えない壁の事例", walls=("see",))
    make_case(author=supporter, title="下書きの事例", walls=("face",))
    make_case(
        author=supporter,
        reviewer=reviewer,
        status=Status.PUBLISHED,
        title="支援者だけの事例",
        walls=("face",),
        disclosure="members",
    )

    html = visitor.get("/walls/face/").content.decode()

    assert "向き合わない壁の事例" in html
    assert not [title for title in ("見えない壁の事例", "下書きの事例", "支援者だけの事例") if title in html]


def test_a_chapter_says_where_it_stands_how_long_it_takes_what_it_rests_on_and_what_comes_next(visitor):
    html = visitor.get("/about/").content.decode()

    assert 'aria-label="現在位置"' in html
    assert f"約{ExplainerPage.objects.get(slug='about').reading_minutes}分で読めます" in html
    assert "このページの内容" in html
    assert "更新日" in html
    assert "（2026年11月22日確認）" in html
    assert "次に読む" in html
    assert "なぜ、いま伴走支援なのか" in html


def test_the_last_chapter_leads_to_the_cases(visitor):
    last = ExplainerPage.objects.visible_to(AnonymousUser()).in_reading_order()[-1]

    html = visitor.get(last.url).content.decode()

    assert 'href="/cases/"' in html[html.index("次に読む") :]


def test_chapters_are_listed_by_part_in_the_order_of_reading():
    ExplainerPage.objects.filter(slug="process").update(part=Part.PROCEED)
    ExplainerPage.objects.filter(slug__in=("about", "why-now")).update(part=Part.KNOW)
    ExplainerPage.objects.exclude(slug__in=("process", "about", "why-now")).update(part=Part.KEEP)

    parts = ExplainerPage.objects.visible_to(AnonymousUser()).by_part()

    assert list(parts) == [Part.KNOW, Part.PROCEED, Part.KEEP]
    assert [page.slug for page in parts[Part.KNOW]] == ["about", "why-now"]
    assert not any(page.wall for pages in parts.values() for page in pages)


def test_the_policies_name_the_operator_and_the_address_of_the_settings(visitor, settings):
    settings.OPERATOR_NAME = "見本支援機構"
    settings.CONTACT_EMAIL = "toiawase@example.jp"

    html = visitor.get("/contact/").content.decode()

    assert "見本支援機構" in html
    assert 'href="mailto:toiawase@example.jp"' in html


def test_a_page_behind_a_password_is_on_no_list(visitor):
    page = ExplainerPage.objects.get(slug="walls")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret")

    html = visitor.get("/").content.decode()

    listed = set(ExplainerPage.objects.visible_to(AnonymousUser()))
    assert listed == set(ExplainerPage.objects.not_descendant_of(page, inclusive=True))
    assert "/walls/see/" not in html
    assert page.summary not in visitor.get("/walls/").content.decode()


@pytest.mark.parametrize("address", ["/nothing/", "/about/nothing/", "/walls/see/more/", "/see/"])
def test_an_address_without_a_page_is_not_found(visitor, address):
    assert visitor.get(address).status_code == 404


def test_an_unpublished_page_is_not_found_and_on_no_list(visitor):
    ExplainerPage.objects.get(slug="see").unpublish()

    assert visitor.get("/walls/see/").status_code == 404
    assert "/walls/see/" not in visitor.get("/walls/").content.decode()


def test_reading_time_counts_five_hundred_characters_a_minute():
    page = ExplainerPage(title="題", summary="あ" * 100)
    page.body = page.body.stream_block.to_python([{"type": "text", "value": f"<p>{'い' * 1400}</p>"}])

    assert page.reading_minutes == 3


def test_even_an_empty_page_takes_a_minute():
    assert ExplainerPage(title="題", summary="要約").reading_minutes == 1


def test_the_tree_is_closed():
    assert HomePage.allowed_parent_page_models() == [Page]
    assert HomePage.max_count == 1
    assert HomePage.allowed_subpage_models() == [ExplainerPage, PolicyPage, ArticlePage, EnglishPage]
    assert ExplainerPage.allowed_subpage_models() == [ExplainerPage]
    assert PolicyPage.allowed_subpage_models() == []
    assert ArticlePage.allowed_subpage_models() == []
    assert EnglishPage.allowed_subpage_models() == []


def test_a_second_home_cannot_be_made():
    assert not HomePage.can_create_at(Page.get_first_root_node())


@pytest.mark.parametrize("model", [ExplainerPage, PolicyPage])
def test_a_page_is_searched_by_title_summary_and_body(model):
    searched = {field.field_name for field in model.get_searchable_search_fields()}

    assert {"title", "summary", "body"} <= searched


def test_a_drawing_is_found_by_what_it_says():
    block = BodyBlock()

    words = block.get_searchable_content(block.to_python([{"type": "figure", "value": "looking-away"}]))

    assert "前はうまくいった" in " ".join(words)


def test_staff_edit_a_page_without_the_metrics_made_for_english(owner, client_of):
    for model in (HomePage, ExplainerPage, PolicyPage):
        response = client_of(owner).get(f"/admin/pages/{model.objects.first().pk}/edit/")

        assert response.status_code == 200
        assert "data-content-readability-score" not in response.content.decode()
        assert "data-checks-panel" in response.content.decode()


def test_a_picture_needs_a_text_alternative():
    block = ExplainerPage._meta.get_field("body").stream_block.child_blocks["picture"]

    assert block.child_blocks["alt_text"].required


def test_a_page_is_closed_by_what_closes_those_above_it_and_the_page_that_it_repeats(visitor):
    home = HomePage.objects.get()
    above, other = ExplainerPage.objects.child_of(home).order_by("path")[:2]
    below = above.add_child(instance=ExplainerPage(title="下のページ", slug="below", summary="下です。"))
    repeated = other.create_alias(parent=above, update_slug="repeated")
    closed = {}
    for place in (home, above, other, below):
        restriction = PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)
        pages = [home, above, other, below, repeated]
        closed[place.slug] = [page.slug for page in pages if page.get_view_restrictions().exists()]
        assert closed[place.slug] == [page.slug for page in pages if Page.get_view_restrictions(page).exists()]
        restriction.delete()

    assert closed[above.slug] == [above.slug, "below", "repeated"]
    assert closed[other.slug] == [other.slug, "repeated"]
