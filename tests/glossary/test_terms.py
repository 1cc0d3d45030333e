"""The glossary: what it is filled with, what readers see, what staff keep."""

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.explainer.models import ExplainerPage
from bansou.glossary import actions
from bansou.glossary.actions import SHIPPED, write_glossary
from bansou.glossary.models import ROWS, Term
from bansou.search.actions import SHIPPED as SEARCHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("mei@example.jp", "pass-word-1234", display_name="めい")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


def make_term(**values: object) -> Term:
    texts = {
        "name": "巡回",
        "reading": "じゅんかい",
        "short": "会社を訪ねて回ること。",
        "long": "会社を訪ねて回ります。",
        "slug": "rounds",
    }
    term = Term(**(texts | {"source_title": "見本の資料"} | values))
    term.full_clean()
    term.save()
    return term


def linked_data(html: str) -> dict:
    described = [
        json.loads(script) for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    ]
    [found] = [thing for thing in described if thing["@type"].startswith("DefinedTerm")]
    return found


# ---- what it begins with


def test_a_site_begins_with_at_least_sixty_terms_each_with_its_source():
    terms = Term.objects.published().in_order()

    assert len(terms) >= 60
    for term in terms:
        term.full_clean()
        assert term.source_title, term
        assert term.source_seen, term
        assert term.reading, term
        assert len(term.long) > len(term.short), term
        assert term.neighbours, term


def test_every_term_whose_chapter_is_there_leads_to_it():
    chapters = set(ExplainerPage.objects.values_list("slug", flat=True))

    assert Term.objects.get(slug="five-walls").page.slug == "walls"
    assert Term.objects.get(slug="wall-see").page.slug == "see"
    assert {term.page.slug for term in Term.objects.exclude(page=None).select_related("page")} <= chapters


def test_terms_agree_with_the_searchs_groups():
    """A term's spellings are one word, so they never stand in two groups of words that search holds apart."""
    groups = [
        line.partition("#")[0].strip().replace("→", "／").split("／")
        for line in SEARCHED.read_text(encoding="utf-8").splitlines()
    ]
    for term in Term.objects.all():
        own = {term.name, *term.other_spellings}

        assert sum(not own.isdisjoint(group) for group in groups) <= 1, term


def test_filling_again_changes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert write_glossary() == 0


def test_a_changed_file_is_followed_but_for_what_staff_saved(monkeypatch, tmp_path):
    mine = Term.objects.get(slug="listening")
    mine.short = "事務局が書き直した意味です。"
    mine.save_revision().publish()
    changed = tmp_path / "terms.toml"
    text = Path(SHIPPED).read_text(encoding="utf-8")
    for short in (
        "評価や助言を急がず、相手の言葉と気持ちに耳を傾けること。",
        "心の中にある考えや思いを、自分の言葉にして話すこと。",
    ):
        text = text.replace(short, "新しい意味です。")
    changed.write_text(text, encoding="utf-8")
    monkeypatch.setattr(actions, "SHIPPED", changed)

    assert write_glossary() == 1
    assert Term.objects.get(slug="listening").short == "事務局が書き直した意味です。"
    assert Term.objects.get(slug="put-into-words").short == "新しい意味です。"


def test_a_term_that_staff_took_out_stays_out():
    Term.objects.get(slug="listening").unpublish()

    write_glossary()

    assert not Term.objects.get(slug="listening").live


def test_a_chapter_that_comes_later_is_led_to_then():
    Term.objects.update(page=None)

    assert write_glossary() > 0
    assert Term.objects.get(slug="five-walls").page.slug == "walls"


# ---- what readers see


def test_the_index_has_every_term_below_its_row(visitor):
    html = visitor.get("/glossary/").content.decode()

    rows = re.split(r'id="row-(\d+)">(.)行</h2>', html)
    shown = dict(zip(rows[2::3], rows[3::3], strict=True))
    assert set(shown) <= set(ROWS)
    for term in Term.objects.published():
        assert f'href="{term.get_absolute_url()}">{term.name}</a>' in shown[term.row]
    assert shown["た"].index(">対話</a>") < shown["た"].index(">適応を要する課題</a>") < shown["た"].index(">問いかけ</a>")
    assert html.index(">さ行") < html.index(">た行")


def test_a_voiced_reading_stands_with_the_unvoiced():
    assert [Term(reading=reading).row for reading in ("がいねん", "ぱーと", "をこと", "ぢ")] == ["か", "は", "わ", "た"]
    assert sorted(["がく", "かん", "かい"], key=lambda reading: Term(reading=reading).sounds) == ["かい", "がく", "かん"]


def test_a_term_shows_its_meaning_its_source_with_the_day_its_chapter_and_its_neighbours(visitor):
    html = visitor.get("/glossary/local-benchmark/").content.decode()

    assert "ろーかるべんちまーく" in html
    assert "三枚のシート" in html
    assert "ほかの書き方：ロカベン" in html
    assert "（2026年11月22日確認）" in html
    assert 'href="https://office-kishi.com/local-benchmark-overview"' in html
    assert 'href="/glossary/six-indicators/"' in html
    html = visitor.get("/glossary/five-walls/").content.decode()
    assert '<a href="/walls/">五つの壁</a>' in html[html.index("くわしく読む") :]


def test_the_index_asks_as_often_for_one_term_as_for_all(visitor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            visitor.get("/glossary/")
        return len(captured)

    many = queries()
    Term.objects.exclude(slug="listening").delete()

    assert queries() == many


def test_a_term_out_of_the_glossary_is_nowhere(visitor):
    places = ("/glossary/", "/glossary/follow-up/", "/process/", "/sitemap.xml")
    assert all("/glossary/six-stages/" in visitor.get(address).content.decode() for address in places)

    Term.objects.get(slug="six-stages").unpublish()

    assert visitor.get("/glossary/six-stages/").status_code == 404
    for address in places:
        assert "/glossary/six-stages/" not in visitor.get(address).content.decode(), address


def test_search_engines_are_told_what_it_is(visitor, settings):
    settings.BASE_URL = "https://example.jp"
    make_term(name="試し<b>", reading="ためし", slug="trial", short="</script><script>", spellings="お試し")

    term = linked_data(visitor.get("/glossary/trial/").content.decode())
    glossary = linked_data(visitor.get("/glossary/").content.decode())

    assert term["@type"] == "DefinedTerm"
    assert (term["name"], term["description"], term["alternateName"]) == ("試し<b>", "</script><script>", ["お試し"])
    assert term["url"] == "https://example.jp/glossary/trial/"
    assert term["inDefinedTermSet"]["@id"] == glossary["@id"] == "https://example.jp/glossary/"
    assert glossary["@type"] == "DefinedTermSet"


# ---- marks in the explainer


def marks(html: str) -> list[str]:
    return re.findall(r'<a class="gloss" href="/glossary/([a-z-]+)/"', html)


def test_a_chapter_marks_each_term_once_and_shows_its_meaning(visitor):
    html = visitor.get("/difference/").content.decode()

    found = marks(html)
    assert {"issue-setting", "issue-solving", "bansou-shien"} <= set(found)
    assert len(found) == len(set(found))
    assert f'data-meaning="{Term.objects.get(slug="issue-setting").short}"' in html
    assert html.count("js/glossary") == 1


def test_a_page_does_not_mark_what_it_is_about(visitor):
    assert "bansou-shien" not in marks(visitor.get("/about/").content.decode())
    assert "bansou-shien" in marks(visitor.get("/why-now/").content.decode() + visitor.get("/features/").content.decode())
    assert "five-walls" not in marks(visitor.get("/walls/").content.decode())


def test_nothing_but_marks_is_added_to_a_page(visitor):
    with_marks = visitor.get("/process/").content.decode()
    Term.objects.update(is_marked=False)
    without = visitor.get("/process/").content.decode()

    stripped = re.sub(r'<a class="gloss"[^>]*>(.*?)</a>', r"\1", with_marks)
    stripped = re.sub(r'<script src="[^"]*js/glossary[^"]*" type="module"></script>', "", stripped)
    assert stripped.split() == without.split()


def test_marks_cost_one_query_however_many_terms_there_are(visitor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            visitor.get("/about/")
        return len(
            [query for query in captured if query["sql"].startswith('SELECT "glossary_term"')]
        )  # beside it a search may look for terms

    assert queries() == 1
    assert queries() == 0  # remembered
    Term.objects.exclude(slug="listening").delete()
    assert queries() == 1


# ---- what staff keep


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reading": "巡回"}, "reading"),
        ({"reading": "じゅんかい\n"}, "reading"),
        ({"name": "巡"}, "name"),
        ({"short": "あ" * 61}, "short"),
        ({"spellings": "ロカベン"}, "spellings"),
        ({"spellings": "傾聴"}, "spellings"),
        ({"spellings": "回"}, "spellings"),
    ],
)
def test_a_term_is_refused_that_would_confuse_readers(values, field):
    with pytest.raises(ValidationError) as refused:
        make_term(**values)

    assert field in refused.value.message_dict


def test_spellings_are_tidied():
    assert make_term(spellings=" 巡回訪問 \n\n巡回\n巡回訪問\r\n見回り").other_spellings == ["巡回訪問", "見回り"]


def test_an_editor_previews_a_term_and_publishes_it(editor, client_of, visitor):
    browser = client_of(editor)
    typed = {
        "name": "巡回", "reading": "じゅんかい", "spellings": "", "short": "会社を訪ねて回ること。", "long": "会社を訪ねて回ります。",
        "is_marked": "on", "page": "", "see_also-count": "1", "see_also-0-type": "term", "see_also-0-order": "0", "see_also-0-deleted": "",
        "see_also-0-value": Term.objects.get(slug="listening").pk, "see_also-0-id": "", "source_title": "見本の資料", "source_publisher": "",
        "source_url": "", "source_seen": "2026-11-23", "updated": "2026-11-23", "slug": "rounds",
    }  # fmt: skip
    add = "/admin/snippets/glossary/term/add/"

    assert browser.post("/admin/snippets/glossary/term/preview/", typed).json()["is_valid"]
    preview = browser.get("/admin/snippets/glossary/term/preview/")
    assert "会社を訪ねて回ります。" in preview.content.decode()
    assert 'href="/glossary/listening/"' in preview.content.decode()
    assert browser.post(add, typed).status_code == 302
    assert visitor.get("/glossary/rounds/").status_code == 404
    term = Term.objects.get(slug="rounds")
    browser.post(f"/admin/snippets/glossary/term/edit/{term.pk}/", typed | {"action-publish": "1"})

    assert visitor.get("/glossary/rounds/").status_code == 200


def test_nobody_deletes_a_term(owner, client_of):
    term = Term.objects.get(slug="listening")

    client_of(owner).post(f"/admin/snippets/glossary/term/delete/{term.pk}/")

    assert Term.objects.filter(pk=term.pk).exists()
