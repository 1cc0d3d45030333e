"""Editors are told what to look at again, where it stands and how to mend it; nothing is refused for it."""

import json
import uuid

import pytest
from django.urls import reverse

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.explainer.models import ExplainerPage, HomePage, PolicyPage
from bansou.explainer.text_checks import LONGEST_PARAGRAPH, findings_in
from cases.statuses import Status
from tests.explainer.editing import SOURCE, SUMMARY, page_form
from tests.factories import make_case

#: The names of fields come from the form of a page, whose chooser of pages asks the database.
pytestmark = pytest.mark.django_db


def page_with(*parts, **fields) -> ExplainerPage:
    """An unsaved page whose body has these parts."""
    return ExplainerPage(
        **{"title": "待つということ", "summary": SUMMARY, "body": _stream(*parts), "sources": _stream(("source", SOURCE))}
        | fields
    )


def _stream(*parts) -> str:
    return json.dumps(
        [{"type": kind, "value": value, "id": str(uuid.UUID(int=number))} for number, (kind, value) in enumerate(parts, start=1)]
    )


def whats(page) -> list[str]:
    return [finding.what for finding in findings_in(page)]


# -- the rules --------------------------------------------------------------------------------------------------------
def test_a_page_without_faults_has_no_finding():
    page = page_with(
        ("heading", "三秒"),
        (
            "text",
            '<p>話し終えるまで待ちます。<a href="/walls/">五つの壁</a>も読んでください。</p><h3>場面</h3><p>①の場面です。</p>',
        ),
    )

    assert findings_in(page) == []


@pytest.mark.parametrize(
    ("html", "what", "remedy"),
    [
        ('<p>くわしくは<a href="/walls/">こちら</a>。</p>', "リンクの言葉が「こちら」だけです", "行き先が分かる言葉"),
        ('<p><a href="/walls/">「ここ」</a>から。</p>', "リンクの言葉が「ここ」だけです", "行き先が分かる言葉"),
        ('<p><a href="https://example.jp/">https://example.jp/</a></p>', "リンクの言葉がアドレスのままです", "題名"),
        ("<p>ﾊﾝｶｸの字です。</p>", "半角のカタカナ「ﾊﾝｶｸ」", "「ハンカク」のように"),
        ("<p>㈱見本製作所の話です。</p>", "機種に依存する文字「㈱」", "「(株)」のように"),
        ("<p>Ⅳ章を読みます。</p>", "機種に依存する文字「Ⅳ」", "「IV」のように"),
        ("<p>\ue000の字です。</p>", "機種に依存する文字「\ue000」", "ほかの言葉で"),
        (f"<p>{'あ' * (LONGEST_PARAGRAPH + 1)}</p>", f"段落が長すぎます（{LONGEST_PARAGRAPH + 1}字）", "二つに分けます"),
        ("<p><b>ここが大事</b></p><p>本文です。</p>", "太字だけの段落があります", "小見出し"),
    ],
)
def test_a_text_is_read_as_readers_meet_it(html, what, remedy):
    found = findings_in(page_with(("heading", "三秒"), ("text", html)))

    assert [finding.what for finding in found] == [what]
    assert remedy in found[0].remedy
    assert found[0].place.startswith("本文の2番目「文章」")
    assert found[0].anchor == f"block-{uuid.UUID(int=2)}-section"


@pytest.mark.parametrize(
    "html", ["<p>話は<b>ここが大事</b>です。</p>", "<ul><li><b>一つ目</b></li></ul>", f"<p>{'あ' * LONGEST_PARAGRAPH}</p>"]
)
def test_what_is_no_fault_is_left_alone(html):
    assert whats(page_with(("heading", "三秒"), ("text", html))) == []


def test_headings_come_in_their_order_and_have_something_below():
    page = page_with(("text", "<h3>小見出しから始まる</h3><p>本文。</p>"), ("heading", "下に何もない"), ("heading", "終わり"))

    assert whats(page) == ["見出しの順がとんでいます", "見出しの下に何もありません", "見出しの下に何もありません"]


@pytest.mark.parametrize("alt", ["IMG_2034", "souko.jpg", "写真"])
def test_a_picture_is_described_in_words(alt):
    picture = {"image": None, "alt_text": alt, "caption": ""}

    assert whats(page_with(("picture", picture))) == [f"代替テキスト「{alt}」では、何の画像か分かりません"]
    assert whats(page_with(("picture", picture | {"alt_text": ""}))) == ["代替テキストがありません"]


def test_what_is_missing_is_named():
    assert whats(page_with(sources="[]", summary="")) == ["要約がありません", "出典がありません"]
    assert whats(page_with(summary="待つ話。")) == ["要約が短すぎます"]
    assert "出典がありません" not in whats(PolicyPage(title="方針", summary=SUMMARY))


def test_a_finding_in_a_row_of_a_table_says_which_row():
    rows = [{"aspect": "間", "left": "三秒", "right": "㈲見本"}]

    found = findings_in(page_with(("comparison", {"left": "待つ", "right": "話す", "rows": rows})))

    assert [finding.place for finding in found] == ["本文の1番目「比較」の行の1行目の右"]


@pytest.mark.django_db
def test_the_pages_that_come_with_the_site_pass_their_own_checks():
    pages = [*ExplainerPage.objects.all(), *HomePage.objects.all(), *PolicyPage.objects.all()]

    assert pages
    assert [(page.slug, finding.what, finding.place) for page in pages for finding in findings_in(page)] == []


@pytest.mark.django_db
def test_a_case_is_its_writers_and_has_checks_of_its_own(supporter, reviewer, client_of):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="㈱見本製作所")

    assert findings_in(case) == []
    assert (
        "文章の確認" not in client_of(reviewer).get(reverse("wagtailsnippets_cases_case:edit", args=[case.pk])).content.decode()
    )


# -- in the editor ----------------------------------------------------------------------------------------------------
@pytest.fixture
def editor(db) -> User:
    user = User.objects.create_user("yui@example.jp", "pass-word-1234", display_name="ゆい")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


@pytest.fixture
def chapter(db) -> ExplainerPage:
    """A published chapter with a fault."""
    page = page_with(("heading", "三秒"), ("text", '<p><a href="/walls/">こちら</a></p>'), slug="waiting")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def test_the_editor_shows_place_and_remedy_and_no_english_reading_score(chapter, editor, client_of):
    html = client_of(editor).get(reverse("wagtailadmin_pages:edit", args=[chapter.pk])).content.decode()

    assert "文章の確認" in html
    assert "リンクの言葉が「こちら」だけです" in html
    assert f'href="#block-{chapter.body[1].id}-section"' in html
    assert "data-content-readability-score" not in html


def test_what_is_typed_and_not_saved_is_checked_with_the_preview(chapter, editor, client_of):
    browser, preview = client_of(editor), reverse("wagtailadmin_pages:preview_on_edit", args=[chapter.pk])
    assert browser.post(preview, page_form(("text", "<p>㈱見本製作所</p>"))).json()["is_valid"]

    html = browser.get(reverse("text_checks"), {"preview": preview}).content.decode()

    assert "機種に依存する文字「㈱」" in html
    assert "こちら" not in html


def test_a_new_page_is_checked_before_its_first_save(editor, client_of):
    browser, home = client_of(editor), HomePage.objects.get()
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["explainer", "explainerpage", home.pk])
    assert browser.post(preview, page_form(("text", "<p>ﾊﾝｶｸ</p>"))).json()["is_valid"]

    assert "半角のカタカナ" in browser.get(reverse("text_checks"), {"preview": preview}).content.decode()


def test_a_save_says_how_much_there_is_to_look_at(chapter, editor, client_of):
    answer = client_of(editor).post(
        reverse("wagtailadmin_pages:edit", args=[chapter.pk]), page_form(("text", "<p>㈱と㈲</p>")), follow=True
    )

    assert "もう一度見ていただきたいところが2件あります" in answer.content.decode()


def test_what_somebody_may_not_edit_he_may_not_have_checked(chapter, reviewer, client_of):
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[chapter.pk])

    answer = client_of(reviewer).get(reverse("text_checks"), {"preview": preview})

    assert answer.status_code == 302
    assert "こちら" not in answer.content.decode()


@pytest.mark.parametrize("address", ["", "/admin/", "/about/", "/nothing/"])
def test_only_the_address_of_a_preview_is_taken(address, editor, client_of):
    assert client_of(editor).get(reverse("text_checks"), {"preview": address}).status_code == 404
