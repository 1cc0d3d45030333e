"""Terms in a page's HTML: marked once each, where they first stand in running text."""

import re

import pytest

from bansou.glossary.marking import mark
from bansou.glossary.models import Gloss


def gloss(slug: str, *spellings: str) -> Gloss:
    return Gloss(slug, f"/glossary/{slug}/", f"{spellings[0]}の意味", spellings, 0)


GLOSSES = (
    gloss("bansou", "伴走支援", "伴走型支援"),
    gloss("noticing", "気づき", "気付き"),
    gloss("benchmark", "ロカベン"),
    gloss("adviser", "診断士"),
    gloss("sme-adviser", "中小企業診断士"),
    gloss("merger", "M&A"),
    gloss("walls", "5つの壁"),
)


def marked(html: str) -> list[str]:
    """The slugs of the terms that are marked, in their order."""
    return re.findall(r'class="gloss" href="/glossary/([a-z-]+)/"', mark(html, GLOSSES))


def test_a_mark_links_to_the_term_and_carries_its_meaning():
    assert mark("<p>伴走支援とは。</p>", GLOSSES) == (
        '<p><a class="gloss" href="/glossary/bansou/" data-meaning="伴走支援の意味">伴走支援</a>とは。</p>'
    )


def test_a_term_is_marked_once_whatever_its_spelling():
    html = mark("<p>伴走型支援です。</p><ul><li>伴走支援です。</li></ul>", GLOSSES)

    assert html.count("<a ") == 1
    assert ">伴走型支援</a>" in html


@pytest.mark.parametrize(
    "html",
    [
        "<h2 id='a'>伴走支援</h2>",
        '<p><a href="/about/"><b>伴走支援</b>とは</a></p>',
        "<figure><svg><text>伴走支援</text></svg><figcaption>伴走支援</figcaption></figure>",
        "<details><summary>伴走支援</summary></details>",
        "<blockquote><p>伴走支援</p></blockquote>",
        "<table><tr><th>伴走支援</th></tr></table>",
        '<ul class="questions" data-unglossed><li><ul><li>x</li></ul>伴走支援</li></ul>',
        '<p title="伴走支援 > です">あ</p>',
        "<!-- 伴走支援 -->",
        "<script>伴走支援</script>",
    ],
)
def test_headings_links_drawings_and_what_is_said_are_left_alone(html):
    assert mark(html, GLOSSES) == html


def test_after_what_is_left_alone_the_first_place_is_marked():
    assert marked("<h2>伴走支援</h2><figure><figure>伴走支援</figure>伴走支援</figure><p>伴走支援</p>") == ["bansou"]


def test_a_part_of_a_longer_word_is_not_marked():
    assert marked("<p>伴走支援者が、非伴走支援を、ロカベンシートで。</p>") == []
    assert marked("<p>伴走支援者の伴走支援。</p>") == ["bansou"]


def test_the_longest_term_is_the_one():
    assert marked("<p>中小企業診断士です。</p>") == ["sme-adviser"]
    assert marked("<p>中小企業診断士と診断士です。</p>") == ["sme-adviser", "adviser"]


@pytest.mark.parametrize("text", ["気づきました", "気づき、", "気付きが", "気づきだ", "気づきにくい", "気づきという"])
def test_a_noun_in_hiragana_is_not_taken_for_a_verb(text):
    is_verb = text in {"気づきました", "気づきにくい"}

    assert marked(f"<p>{text}</p>") == ([] if is_verb else ["noticing"])


def test_numbers_and_signs_are_read_as_html_writes_them():
    assert marked("<p>M&amp;Aの相談。15つの壁。5つの壁。</p>") == ["merger", "walls"]


def test_terms_that_the_page_is_about_are_left_out():
    assert mark("<p>伴走支援</p>", GLOSSES, apart={"bansou"}) == "<p>伴走支援</p>"


def test_a_meaning_with_signs_stays_within_its_attribute():
    html = mark("<p>商流</p>", (Gloss("flow", "/glossary/flow/", '"><script>', ("商流",), 0),))

    assert "<script>" not in html
