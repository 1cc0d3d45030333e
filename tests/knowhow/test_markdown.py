"""The marks that people may use, and what never comes through."""

import random
import time

import nh3
import pytest

from bansou.text.markdown import ATTRIBUTES, TAGS, URL_SCHEMES, clean, excerpt, render

REL = ' rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**重要：**採択後は", "<p><strong>重要：</strong>採択後は</p>"),
        ("**「括弧」**を", "<p><strong>「括弧」</strong>を</p>"),
        ("**100円。**次", "<p><strong>100円。</strong>次</p>"),
        ("私は**そう思う**。", "<p>私は<strong>そう思う</strong>。</p>"),
        ("5 * 3 * 2", "<p>5 * 3 * 2</p>"),
        ("*斜めにしない*", "<p>*斜めにしない*</p>"),
        ("** 空きがある **", "<p>** 空きがある **</p>"),
        ("***三つ***", "<p>***三つ***</p>"),
        ("**閉じない", "<p>**閉じない</p>"),
        ("**[中のリンク](https://a.jp)**と", f'<p><strong><a href="https://a.jp"{REL}>中のリンク</a></strong>と</p>'),
        ("一行目\n二行目", "<p>一行目<br>\n二行目</p>"),
        ("■見出し\n本文", "<h3>見出し</h3>\n<p>本文</p>"),
        ("本文\n■ 見出し", "<p>本文</p>\n<h3>見出し</h3>"),
        ("■", "<p>■</p>"),
        ("・一つ\n・二つ\nあと", "<ul>\n<li>一つ</li>\n<li>二つ</li>\n</ul>\n<p>あと</p>"),
        ("・一つ\n　続き\n・二つ", "<ul>\n<li>一つ<br>\n続き</li>\n<li>二つ</li>\n</ul>"),
        ("- 一つ\n- 二つ", "<ul>\n<li>一つ</li>\n<li>二つ</li>\n</ul>"),
        ("3. 三\n4. 四", '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>'),
        ("> 引用\n地の文", "<blockquote>\n<p>引用</p>\n</blockquote>\n<p>地の文</p>"),
        ("＞ 全角の引用", "<blockquote>\n<p>全角の引用</p>\n</blockquote>"),
        ("> ■ 中の見出し\n> ・項目", "<blockquote>\n<h3>中の見出し</h3>\n<ul>\n<li>項目</li>\n</ul>\n</blockquote>"),
        ("`**そのまま**`", "<p><code>**そのまま**</code></p>"),
        (
            "詳しくはhttps://example.jp/a?b=1をご覧",
            f'<p>詳しくは<a href="https://example.jp/a?b=1"{REL}>https://example.jp/a?b=1</a>をご覧</p>',
        ),
        ("（https://example.jp/x）。", f'<p>（<a href="https://example.jp/x"{REL}>https://example.jp/x</a>）。</p>'),
        ("(https://example.jp/x).", f'<p>(<a href="https://example.jp/x"{REL}>https://example.jp/x</a>).</p>'),
        ("[言葉](https://example.jp)", f'<p><a href="https://example.jp"{REL}>言葉</a></p>'),
        ("# 見出しではない\n---\n~~消さない~~", "<p># 見出しではない<br>\n---<br>\n~~消さない~~</p>"),
        ("売上 < 原価 & 利益", "<p>売上 &lt; 原価 &amp; 利益</p>"),
    ],
)
def test_marks_become_html_beside_japanese_punctuation_too(source, html):
    assert str(render(source)).strip() == html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    '[x](https://a.jp "onmouseover=alert(1)")',
    '[x](https://a.jp/"onmouseover="alert(1))',
    "![x](https://a.jp/track.png)",
    'https://a.jp/"><script>alert(1)</script>',
    "**<b onclick=alert(1)>**",
    "`</code><script>alert(1)</script>`",
    "> <iframe src=//evil.jp></iframe>",
    "■ <style>*{display:none}</style>",
    "・<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><script>alert(1)</script>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "\u202ehttps://a.jp",
    "[a](https://a.jp)[b](mailto:a@b.jp?subject=<script>)",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_gives_our_tags_and_addresses_only(source):
    html = str(render(source))

    assert_only_ours(html)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html.lower()


def test_any_mixture_of_marks_gives_our_tags_only_and_cleaning_twice_changes_nothing():
    chance = random.Random(2)  # noqa: S311 - the same mixtures each time
    pieces = [
        *HOSTILE,
        "**",
        "> ",
        "・",
        "■",
        "\n",
        "- ",
        "1. ",
        "`",
        "[",
        "](",
        ")",
        "<",
        ">",
        "&",
        "\\",
        "あ",
        "　",
        "https://a.jp",
        '"',
        "'",
    ]

    for _ in range(300):
        html = str(render("".join(chance.choices(pieces, k=chance.randint(1, 40)))))
        assert_only_ours(html)
        assert str(clean(html)) == html


def assert_only_ours(html: str) -> None:
    """Cleaning with the same allow-list, written once more here, changes nothing."""
    again = nh3.clean(
        html,
        tags={"p", "br", "strong", "h3", "ul", "ol", "li", "blockquote", "a", "code"},
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    assert again == html


def test_the_allow_list_is_the_one_that_was_decided():
    assert {"p", "br", "strong", "h3", "ul", "ol", "li", "blockquote", "a", "code"} == TAGS
    assert {"*": set(), "a": {"href"}, "ol": {"start"}} == ATTRIBUTES
    assert {"http", "https", "mailto"} == URL_SCHEMES


@pytest.mark.parametrize(
    "unit",
    [
        "*",
        "**a ",
        "a** ",
        "**a**",
        ">",
        "> > > > ",
        ">>>>>>>>>>\na\n",
        "- >>>>>>>>\na\n",
        "[",
        "[a](",
        "](",
        "`",
        "- ",
        "・a\n",
        "■a\n",
        "<",
        "\\",
        "**[a",
    ],
)
def test_twenty_thousand_hostile_characters_take_bounded_time(unit):
    source = (unit * 20_000)[:20_000]
    start = time.process_time()

    render(source)

    assert time.process_time() - start < 10  # a second when alone; under coverage on a busy machine more


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("■ 見出し\n・**一つ**目\n> 引用", "見出し 一つ目 引用"),
        ("[言葉](https://a.jp)を。\n\n次の段落", "言葉を。次の段落"),
        (render("■ 見出し\n**太字**の a<b"), "見出し 太字の a<b"),
        ("", ""),
    ],
)
def test_an_excerpt_is_one_line_without_marks(text, shown):
    assert excerpt(text, 100) == shown


def test_an_excerpt_is_never_longer_than_asked():
    assert excerpt("あ" * 300, 120) == "あ" * 119 + "…"
