"""Example data for every component of templates/components, for the gallery and the tests."""

from datetime import datetime, timedelta, timezone
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.utils.safestring import mark_safe

from bansou.forms.base import SiteForm
from bansou.forms.fields import ImageUploadField, LineField, TextField

#: What a component is given: its context, under the name of the example.
Example = tuple[str, dict[str, Any]]

_JAPAN = timezone(timedelta(hours=9))
_SPRING = datetime(2026, 4, 14, 9, 5, tzinfo=_JAPAN)
_SUMMER = datetime(2026, 7, 3, 18, 40, tzinfo=_JAPAN)
_WALLS = [
    ("see", "①見えない"),
    ("face", "②向き合わない"),
    ("act", "③実行できない"),
    ("follow", "④付いてこない"),
    ("lack", "⑤足りない"),
]


class ExampleForm(SiteForm):
    """One field of every kind."""

    title = LineField(label="題名", max_length=60, help_text="何が変わったかが伝わる題名にします。会社名は入れません。")
    situation = TextField(
        label="支援前の状況", max_length=400, required=False, help_text="事業、人、数字の傾向、経営者の思いなど。"
    )
    email = forms.EmailField(label="メールアドレス")
    meetings = forms.IntegerField(label="面談の回数", required=False)
    industry = forms.ChoiceField(label="業種", choices=[("", "選んでください"), ("E", "製造業"), ("I", "卸売業、小売業")])
    disclosure = forms.ChoiceField(
        label="公開のしかた",
        choices=[("anonymous", "会社名を出さずに公開する"), ("members", "会員だけに公開する"), ("draft", "まだ公開しない")],
        widget=forms.RadioSelect,
        help_text="あとから変えることもできます。",
    )
    walls = forms.MultipleChoiceField(label="五つの壁", choices=_WALLS, required=False, widget=forms.CheckboxSelectMultiple)
    picture = ImageUploadField(
        label="写真", required=False, help_text="JPEG、PNG、WebP。10MBまで。撮影場所などの情報は取り除きます。"
    )
    agreed = forms.BooleanField(label="掲載について、経営者の同意を得ています", help_text="書面かメールで確かめてください。")


class ExampleEpisodeForm(forms.Form):
    """A turn of a dialogue, in short."""

    timing = LineField(label="時期", max_length=40, help_text="「第3回」「4か月目」のように書きます。")
    question = TextField(label="問いかけ", max_length=1000, rows=3)


class _AnswerExample(forms.Form):
    """The answer to a reviewer's remark."""

    settled = forms.BooleanField(label="直しました（本質的な課題）", required=False)
    text = TextField(label="審査担当への返事（本質的な課題）", max_length=1000, required=False, rows=2)
    comment = {"label": "本質的な課題", "text": "だれの言葉か、書き足してください。"}


_Episodes = formset_factory(ExampleEpisodeForm, extra=0, can_delete=True, can_order=True, max_num=30)


def _form(prefix: str) -> ExampleForm:
    return ExampleForm(prefix=prefix, initial={"title": "販路の相談から、承継の話へ"})


def _refused_form(prefix: str) -> ExampleForm:
    return ExampleForm(
        {f"{prefix}-title": "長" * 61, f"{prefix}-email": "aoi", f"{prefix}-industry": "Z"},
        {f"{prefix}-picture": SimpleUploadedFile("memo.jpg", b"only text")},
        prefix=prefix,
    )


def _episodes(prefix: str) -> forms.BaseFormSet[ExampleEpisodeForm]:
    rows = _Episodes(
        prefix=prefix,
        initial=[
            {"timing": "第1回", "question": "この一年で、いちばん長く考えておられたことは何ですか。"},
            {"timing": "4か月目", "question": "その話を、社員の皆さんにはどのように伝えましたか。"},
        ],
    )
    rows.row_name = "対話"  # type: ignore[attr-defined]
    return rows


_AOI = {"display_name": "葵", "organisation": "みなと商工会議所", "is_staff": False}
_PROFILE = {
    "display_name": "葵",
    "reading": "あおい",
    "organisation": "みなと商工会議所",
    "words": "まず聴くことを、大切にしています。",
    "has_more": True,
    "facts": [("地域", "岩手県"), ("経験のある分野", "経営者との対話・課題設定、事業承継・M&A"), ("資格", "")],
}
_EMI = {"display_name": "恵美", "organisation": None, "is_staff": True}
_CASE = {
    "get_absolute_url": "/cases/1/",
    "title": "「売り方」の相談が、三人の工場長の話になるまで",
    "summary": "販路に悩んでいた会社が、社内で誰も判断していないことに気づき、月に一度の会議を自分たちで始めました。",
    "is_sample": True,
    "card_facts": ["製造業", "近畿", "21〜50人"],
    "wall_labels": ["①見えない", "④付いてこない"],
    "first_published_at": _SPRING,
}
_FOLLOW = {
    "kind": "board",
    "pk": 1,
    "name": "対話と問いかけ",
    "level": "",
    "level_words": "",
    "levels": [
        ("all", "すべて", "お知らせを、そのつど受け取る"),
        ("digest", "まとめて", "お知らせを、まとめて受け取る"),
        ("none", "見ない", "お知らせも未読も受け取らない"),
    ],
    "back": "/components/",
}
_TOPIC = {
    "get_absolute_url": "/knowhow/topics/1/",
    "title": "沈黙が続いたとき、何を待っていますか",
    "excerpt": "面談で社長が黙ってしまい、つい助言をしてしまいます。皆さんは、どのくらい待ちますか。",
    "board_name": "対話の工夫",
    "author": _AOI,
    "published_at": _SUMMER,
    "reply_count": 12,
    "is_sample": True,
}
_POST = {
    "author": _AOI,
    "published_at": _SPRING,
    "edited_at": None,
    "body_html": (
        "<p>私は<strong>三十秒</strong>待つと決めています。</p><blockquote><p>沈黙も返事のうち。</p></blockquote>"
        "<ul><li>メモを取る手を止める</li><li>次の質問を用意しない</li></ul>"
    ),
    "hidden_reason": "",
}
_SCENE = {
    "number": 2,
    "timing": "第8回 / 7か月目",
    "stage": "notice",
    "stage_words": "3 気づき・腹落ちの促進",
    "partner_words": "経営者",
    "setting": "visit",
    "setting_words": "訪問",
    "aim": "見たままの場面を、一緒に見る",
    "inquiry": "pure",
    "inquiry_words": "純粋な問いかけ",
    "question": "「お昼は、どこで召し上がるのですか」",
    "unsaid": "食堂の明かりのことは、言わずにおきました。",
    "reaction": "社長は窓の外を見て、しばらく動きませんでした。\n「みんな、車で食べているんだな」",
    "change": "翌日から、社長は食堂に座るようになりました。",
    "mark": "turning",
    "mark_words": "転機",
    "wall_labels": _WALLS[:2],
    "moments": [("noticing", "気づき")],
}
_SETBACK = {"mark": "setback", "mark_words": "後戻り", "change": "その日は、何も変わりませんでした。"}
_QUESTION = {
    "pk": 1,
    "url": "/knowhow/questions/1/",
    "question": "仕事の中で、待ちが出るのはどこですか。待っている間、みなさんは何をしていますか",
    "inquiry": "diagnostic",
    "inquiry_words": "診断的な問いかけ",
    "stage_words": "1 事業者・支援者双方の理解",
    "partner_words": "管理職・リーダー",
    "wall_labels": _WALLS[:1],
    "aim": "滞りの場所と、そこで起きている工夫やあきらめを知る。",
    "report_count": 12,
    "state_words": "",
    "tray_url": "?card=1",
    "is_in_tray": False,
}
_PICTURE = (
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%209'%3E"
    "%3Crect%20width='16'%20height='9'%20fill='%23dfeeea'/%3E%3C/svg%3E"
)

_DRAFT = {"pk": 1, "typed_at": _SUMMER}
_OPENING = {"place": "", "tab": "00000000-0000-4000-8000-000000000000", "clock": 0}

EXAMPLES: dict[str, list[Example]] = {
    "auto_draft": [("静かな一行（入力すると現れます）", {"opening": _OPENING})],
    "breadcrumb": [
        (
            "三段",
            {"label": "例の現在位置", "items": [("事例", "/cases/"), ("製造業", "/cases/?industry=E"), ("三人の工場長", "")]},
        )
    ],
    "button": [
        ("主", {"label": "提出する", "size": "large"}),
        ("副", {"label": "下書きを保存", "kind": "secondary"}),
        ("静か", {"label": "仕上がりを見る", "kind": "quiet"}),
        ("危険", {"label": "削除する", "kind": "danger", "size": "small", "described": "返信3"}),
        ("できない理由", {"label": "公開する", "refused": "自分が書いた事例は、自分では承認できません。"}),
    ],
    "card_case": [("見本の事例", {"case": _CASE}), ("壁のない事例", {"case": {**_CASE, "is_sample": False, "wall_labels": []}})],
    "card_entrance": [
        (
            "壁の入口",
            {
                "eyebrow": "①",
                "title": "見えない",
                "text": "会社の中で何が起きているのか、つかめない。",
                "url": "/walls/see/",
                "action": "この壁を見る",
            },
        ),
        ("短い入口", {"title": "伴走支援とは", "url": "/about/"}),
    ],
    "card_question": [
        ("問いかけ", {"question": _QUESTION}),
        ("あしたの1枚に入れたもの", {"question": {**_QUESTION, "pk": 2, "is_in_tray": True, "wall_labels": _WALLS}}),
        (
            "確認を待つ提案",
            {"question": {**_QUESTION, "pk": 3, "tray_url": "", "report_count": 0, "state_words": "提案（確認待ち）"}},
        ),
    ],
    "card_topic": [
        ("見本の話題", {"topic": _TOPIC}),
        ("返信のない話題", {"topic": {**_TOPIC, "is_sample": False, "reply_count": 0, "author": _EMI}}),
        ("解決して保管した話題", {"topic": {**_TOPIC, "is_sample": False, "is_solved": True, "is_archived": True}}),
        ("未読の話題", {"topic": {**_TOPIC, "is_sample": False, "is_unread": True}}),
    ],
    "follow_control": [
        ("フォローする前", {"follow": _FOLLOW, "csrf_token": "x"}),
        ("フォローしたあと", {"follow": {**_FOLLOW, "level": "digest", "level_words": "まとめて"}, "csrf_token": "x"}),
    ],
    "chip": [
        ("ふつう", {"label": "事業承継・後継者"}),
        ("壁へのリンク", {"label": "②向き合わない", "kind": "wall", "url": "/walls/face/", "described": "壁"}),
        ("強い", {"label": "転機", "kind": "strong"}),
        ("済み", {"label": "公開中", "kind": "success"}),
        ("待ち", {"label": "確認中", "kind": "warning"}),
        ("差し戻し", {"label": "差し戻し", "kind": "error"}),
    ],
    "compare_choice": [
        ("選ぶ前", {"pk": 1, "title": _CASE["title"]}),
        ("選んだあと", {"pk": 1, "title": _CASE["title"], "is_chosen": True}),
        ("題名つき", {"pk": 2, "title": _CASE["title"], "is_chosen": True, "shows_title": True}),
    ],
    "condition_chip": [
        ("件数つき", {"group": "五つの壁", "label": "②向き合わない", "url": "?industry=E", "count": 12}),
        ("件数なし", {"group": "業種", "label": "製造業", "url": "?wall=face"}),
    ],
    "definition_list": [
        (
            "事例の概要",
            {
                "items": [
                    ("業種", "製造業（金属製品）"),
                    ("地域", "近畿"),
                    ("支援の期間", "2024年4月〜2025年9月\n面談14回"),
                    ("創業", ""),
                ]
            },
        )
    ],
    "empty_state": [
        (
            "該当なし",
            {
                "title": "あてはまる事例はまだありません",
                "text": "条件を減らすと、近い事例が見つかることがあります。",
                "url": "/cases/",
                "action": "条件をすべて外す",
            },
        )
    ],
    "error_summary": [("断られた入力", {"form": _refused_form("refused")})],
    "facet_group": [
        (
            "壁",
            {
                "title": "五つの壁",
                "name": "wall",
                "is_open": True,
                "chosen_count": 1,
                "options": [
                    {"value": value, "label": label, "count": count, "is_chosen": value == "face", "is_disabled": not count}
                    for (value, label), count in zip(_WALLS, (4, 7, 3, 0, 1), strict=True)
                ],
            },
        )
    ],
    "figure": [
        (
            "図",
            {
                "src": _PICTURE,
                "width": 960,
                "height": 540,
                "alt": "経営者と支援者が並んで歩く図",
                "caption": "経営者と支援者は、同じ方を向いて歩きます。",
                "long_text": "左に経営者、右に支援者がいます。\n二人の前に一本の道が続いています。",
            },
        )
    ],
    "form_field": [
        *((str(field.label), {"field": field}) for field in _form("field").visible_fields()),
        *((f"{field.label}（断られた入力）", {"field": field}) for field in _refused_form("refused").visible_fields()),
    ],
    "facet_links": [
        (
            "五つの壁",
            {
                "title": "壁",
                "is_open": True,
                "options": [
                    {"label": label, "count": f"{place + 3}件", "url": "#facet_links"} for place, (_, label) in enumerate(_WALLS)
                ],
            },
        )
    ],
    "field_comment": [("まだ答えていないコメント", {"entry": _AnswerExample(prefix="answer")})],
    "form_row": [("一行", {"form": _episodes("episode").forms[0], "name": "対話", "number": 1})],
    "form_rows": [("二つの対話", {"formset": _episodes("episodes")})],
    "form_fields": [("フォーム全体", {"form": _form("whole")})],
    "inquiry_mark": [
        ("純粋", {"code": "pure", "words": "純粋な問いかけ"}),
        ("プロセス指向的", {"code": "process", "words": "プロセス指向的な問いかけ"}),
    ],
    "kept_drafts": [
        ("下書きから開いたとき", {"opening": {**_OPENING, "draft": _DRAFT}, "here": "/components/"}),
        (
            "別の画面の文章",
            {
                "opening": _OPENING,
                "here": "/components/",
                "others": [{"draft": _DRAFT, "lines": [("当初の相談", "「案内の紙を作り直したい」")]}],
            },
        ),
    ],
    "list_tabs": [
        (
            "三つの並び",
            {
                "label": "例の並び",
                "tabs": [
                    {"label": "新しい", "url": "?show=new", "is_current": True},
                    {"label": "返信待ち", "url": "?show=unanswered", "is_current": False},
                    {"label": "解決", "url": "?show=solved", "is_current": False},
                ],
            },
        )
    ],
    "link_button": [
        ("主", {"label": "事例を書く", "url": "/cases/new/"}),
        ("副", {"label": "事例を探す", "url": "/cases/", "kind": "secondary"}),
    ],
    "mark": [("しるし", {})],
    "notice": [
        ("お知らせ", {"kind": "info", "title": "下書きです", "body": "まだ公開されていません。"}),
        ("完了", {"kind": "success", "body": "提出しました。確認が終わると、メールでお知らせします。"}),
        (
            "注意",
            {
                "kind": "warning",
                "title": "会社名のような語があります",
                "lines": ["「〇〇製作所」"],
                "url": "#main",
                "link": "本文を見直す",
            },
        ),
        ("エラー", {"kind": "error", "body": "保存できませんでした。時間をおいて、もう一度お試しください。"}),
    ],
    "pager": [
        ("中ほど", {"page": {"previous_query": "?before=a", "next_query": "?after=b"}}),
        ("はじめ", {"page": {"next_query": "?after=b"}, "label": "はじめのページ送り"}),
        (
            "長い話題の中ほど",
            {
                "page": {
                    "previous_query": "?page=4",
                    "next_query": "?page=6",
                    "first_query": "?page=1",
                    "last_query": "?page=100",
                },
                "label": "返信のページ送り",
            },
        ),
    ],
    "profile": [
        ("登録した方から", {"profile": _PROFILE}),
        ("名前だけの方", {"profile": {"display_name": "葵"}}),
    ],
    "person": [("会員", {"person": _AOI}), ("運営", {"person": _EMI}), ("退会した人", {"person": None})],
    "post": [
        ("話題", {"post": {**_POST, "acts": [{"label": "修正する", "url": "/knowhow/topics/1/edit/"}]}, "kind": "opening"}),
        (
            "返信",
            {
                "post": {**_POST, "edited_at": _SUMMER, "acts": [{"label": "運営に知らせる", "url": "/report/"}]},
                "number": 3,
                "anchor": "reply-3",
                "author_is_opener": True,
            },
        ),
        (
            "解決につながった返信",
            {
                "post": {
                    **_POST,
                    "author_url": "/knowhow/people/1/",
                    "solved_by": "恵美",
                    "thanks": "待ってみたら、社長から話してくれました。",
                    "helpful_count": 4,
                    "tried_count": 1,
                    "trials": [
                        {"text": "十秒でも、ずいぶん違いました。", "author": _EMI, "tried_at": _SUMMER, "is_edited": True}
                    ],
                },
                "number": 5,
            },
        ),
        (
            "確認待ちの返信",
            {
                "post": {**_POST, "held": "事務局から修正のお願いがあります。お願い：会社の名前を消してください。"},
                "number": 5,
                "show_hidden": True,
            },
        ),
        ("非表示の返信", {"post": {**_POST, "hidden_reason": "会社が分かる内容が含まれていたため"}, "number": 4}),
    ],
    "sample_mark": [("事例", {}), ("話題", {"label": "見本（架空の話題）"})],
    "scene": [
        ("転機", {"scene": _SCENE}),
        ("短い後戻り", {"scene": {"number": 3, "partner_words": "社員", "question": "何に困っていますか。", **_SETBACK}}),
    ],
    "search_box": [
        (
            "大きい検索",
            {
                "id": "example-search",
                "label": "言葉で探す",
                "query": "気づき",
                "size": "large",
                "help": "書き方が違う言葉も見つかります。",
            },
        )
    ],
    "search_result": [
        (
            "事例",
            {
                "result": {
                    "title": mark_safe("後継者と、三つの<mark>気づき</mark>"),
                    "excerpt": mark_safe("……面談の帰りぎわ、社長が<mark>気づい</mark>たのは、誰も判断していないことでした……"),
                    "label": "事例",
                    "kind": "case",
                    "card": {
                        "url": "/cases/1/",
                        "shown_at": _SPRING,
                        "sample_label": "見本（架空の事例）",
                        "place": "製造業／近畿",
                    },
                    "why": "題名に「気づき」、事務局が確かめた事例",
                }
            },
        )
    ],
    "step_bar": [
        (
            "投稿の手順",
            {
                "steps": [
                    {"label": "書く", "state": "done", "url": "#step_bar"},
                    {"label": "確かめる", "state": "current"},
                    {"label": "提出する"},
                    {"label": "公開", "note": "3日ほど"},
                ]
            },
        )
    ],
    "support_bar": [("代わりの操作のあいだ", {"support": {"by": "恵美", "person": "葵", "minutes_left": 28}})],
    "announcement_bar": [
        (
            "ログインした方（閉じられます）",
            {
                "banners": [{"pk": 1, "title": "年末年始は、事例の審査をお休みします", "address": "/announcements/1/"}],
                "is_signed_in": True,
                "csrf_token": "x",
                "back": "/",
            },
        ),
    ],
    "toolbar": [("プレビュー付き", {"for_id": "id_field-situation", "preview_url": "/knowhow/preview/"})],
    "wordmark": [("名前", {"again": True})],
}
