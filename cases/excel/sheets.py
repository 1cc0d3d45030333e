"""Which sheets there are, and what every column means. A field that is not here stands in no file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from accounts.audiences import Audience
from cases.excel.columns import CASE_NUMBER, RECEIPT_NUMBER, SUPPORTER, Column, Shape, columns_of
from cases.layers import LAYERS, OPENED_BY, ROW_AUDIENCE
from cases.models import (
    Case,
    CaseFigure,
    CaseMember,
    CaseWall,
    CompanyAction,
    Episode,
    FollowUp,
    LocabenTrend,
    Point,
    ResultNumber,
    SourceNote,
    Theme,
)
from cases.record import PLAIN_FIELDS, ROW_KINDS
from cases.vocabularies import Inquiry

KEYWORDS = "キーワード"
QUESTIONS = "問いかけ"
_OF_CASE = "事例の番号。「事例」シートの行と結び付きます。"
_AUDIENCE = "この行を読める方。"

#: Each sheet: its name, its model, and the meaning of its fields in the order of the columns.
_SHEETS: tuple[tuple[str, type[Model], dict[str, str]], ...] = (
    (
        "事例",
        Case,
        {
            "id": "このサイトでの事例の番号。ほかのシートの行と結び付きます。",
            "is_sample": "1の行は、書き方を示すための架空の見本です。統計には使わないでください。",
            "title": "何が変わったかを伝える題名。",
            "summary": "どんな会社が、何に気づき、どうなったか。",
            "disclosure": "公開したときに読める方。",
            "display_name": "会社が分からないように付けた呼び名。",
            "industry": "日本標準産業分類（令和5年7月改定）の大分類。",
            "industry_note": "業種の補足。",
            "area": "会社のある都道府県、または地方ブロック。コードは都道府県コードです。",
            "employee_band": "従業員の人数の幅。",
            "founded_decade": "創業した年代。",
            "president_role": "経営者が、どのように経営者になったか。",
            "support_started": "支援を始めた月。",
            "support_ended": "支援を終えた月。続いているときは空。",
            "meetings_count": "面談した回数。",
            "support_format": "支援の進め方。",
            "trigger": "支援者と会社が出会ったきっかけ。",
            "first_request": "最初に頼まれたこと。",
            "first_themes": "当初の相談のテーマ。三つまで。",
            "situation_before": "支援を始める前の会社のようす。",
            "real_issue": "対話を重ねて見えてきた課題。",
            "real_themes": "本質的な課題のテーマ。三つまで。",
            "issue_path": "本質的な課題にたどり着いた道のり。",
            "issue_named_by": "課題を最初に言葉にした人。",
            "noticing": "経営者が気づいたこと。",
            "noticing_episode": "気づきのあった対話。「対話」シートの対話番号です。",
            "noticing_not_yet": "1は、気づきがまだないことを示します。",
            "conviction": "経営者が腹落ちしたこと。",
            "conviction_episode": "腹落ちのあった対話。「対話」シートの対話番号です。",
            "conviction_not_yet": "1は、腹落ちがまだないことを示します。",
            "worked_with": "一緒に支援した機関の種類。",
            "tools": "支援に使ったツール。",
            "collaboration": "連携のようすと、使った施策。",
            "behaviour_change": "経営者や社員の行動、組織の変化。",
            "self_running": "会社が自分で課題を見つけて動けるようになった度合い。",
            "self_running_evidence": "自走化の状態をそう考えた根拠。",
            "president_voice": "経営者の言葉。載せる同意があるものだけを公開します。",
            "president_voice_agreed": "1は、経営者の声を載せる同意を得たことを示します。",
            "went_well": "支援者のふりかえり：うまくいった関わり。",
            "went_badly": "支援者のふりかえり：うまくいかなかった関わり。",
            "next_time": "支援者のふりかえり：次ならどうするか。",
            "hesitated": "支援者のふりかえり：迷ったこと。",
            "reflections_public": "1は、ふりかえりを事例を読める方すべてに見せることを示します。",
            "picture_alt": "写真に写っているもの。",
            "author": "事例を書いた支援者の表示名。",
            "organisation": "書いたときの支援者の所属。",
            "first_published_at": "このサイトで最初に公開した日。",
            "last_published_at": "いまの版を公開した日。",
        },
    ),
    (
        "対話",
        Episode,
        {
            "case": _OF_CASE,
            "key": "その事例の中で、何番目に語られた対話か。1から始まります。",
            "timing": "支援の中のいつごろか。日付ではありません。",
            "stage": "伴走支援の六つの段階のどこか。",
            "partner": "支援者が話した相手。",
            "setting": "話した場。",
            "aim": "支援者のねらい。",
            "inquiry": "シャインの四つの問いかけのどれか。",
            "question": "支援者が言ったこと、したこと。",
            "reaction": "相手の言葉や表情。",
            "change": "そのあとに起きた変化。",
            "unsaid": "支援者が、思ったけれど言わなかったこと。",
            "walls": "この対話のときに立っていた壁。",
            "mark": "この対話が、道のりの中でどんな意味を持ったか。",
        },
    ),
    (
        "壁",
        CaseWall,
        {
            "case": _OF_CASE,
            "wall": "自己変革を妨げる五つの壁のどれか。",
            "height": "壁の高さ。",
            "how_passed": "どのように越えたか、越えようとしたか。",
            "outcome": "壁を越えたかどうか。",
        },
    ),
    (
        "取組",
        CompanyAction,
        {
            "case": _OF_CASE,
            "what": "会社が自分でしたこと。",
            "who": "した人の、社内での役割。",
            "timing": "支援の中のいつごろか。日付ではありません。",
            "supporter_part": "支援者がどう関わったか。",
        },
    ),
    (
        "数字",
        ResultNumber,
        {
            "case": _OF_CASE,
            "indicator": "何を数えたか。",
            "before": "支援の前の値。「約2割」のように、幅や傾向の文字も入ります。",
            "after": "支援の後の値。「約2割」のように、幅や傾向の文字も入ります。",
            "unit": "前と後の値の単位。指標によって違うため、列にしています。",
            "audience": _AUDIENCE,
        },
    ),
    (
        "ロカベン",
        LocabenTrend,
        {"case": _OF_CASE, "item": "ローカルベンチマークの項目。", "trend": "支援の前と後で、どう変わったか。"},
    ),
    ("ポイント", Point, {"case": _OF_CASE, "heading": "読む方に持ち帰ってほしいこと。", "text": "その説明。"}),
    (
        "図",
        CaseFigure,
        {"case": _OF_CASE, "alt": "図に描かれているもの。", "caption": "図の見出し。", "audience": _AUDIENCE},
    ),
    ("出典", SourceNote, {"case": _OF_CASE, "label": "本や公開されたページの名前。", "url": "ページのアドレス。"}),
    (
        "その後",
        FollowUp,
        {
            "case": _OF_CASE,
            "months": "支援を終えてからの時期。コードは月の数です。",
            "month": "いつのようすか。",
            "text": "その後のようす。",
            "self_running": "そのときの自走化の状態。",
        },
    ),
    (
        "チーム",
        CaseMember,
        {
            "case": _OF_CASE,
            "organisation_type": "書いた方と一緒に支援した方の、所属の種類。",
            "role": "支援での役割。",
            "name": "一緒に支援した方の名前。",
        },
    ),
)

#: Fields that readers may see and that are in no sheet: bare numbers and keys, pictures, and what has a sheet of its own.
LEFT_OUT: dict[str, frozenset[str]] = {
    "case": frozenset({"picture", "keywords", "used_questions"}),
    "episode": frozenset({"id", "sort_order"}),
    **{name: frozenset({"id", "sort_order"}) for name in ("casewall", "companyaction", "resultnumber", "locabentrend", "point")},
    "sourcenote": frozenset({"id", "sort_order"}),
    "casefigure": frozenset({"id", "sort_order", "picture"}),
    "followup": frozenset({"id", "author", "published_at"}),
    "casemember": frozenset({"id", "user"}),
}

_KEYWORDS = (
    Column(CASE_NUMBER, "id", Shape.NUMBER, _OF_CASE, lambda row, _: row.content_object_id),
    Column("キーワード", "keywords", Shape.TEXT, "事務局が付けた言葉。一行に一つです。", lambda row, _: row.tag.name),
)

_QUESTIONS = (
    Column(CASE_NUMBER, "used_questions", Shape.NUMBER, _OF_CASE, lambda row, _: row.case_id),
    Column("問いかけ番号", "used_questions", Shape.NUMBER, "問いかけバンクでのカードの番号。", lambda row, _: row.questioncard_id),
    Column("問いかけ", "used_questions", Shape.TEXT, "使った問いかけ。一行に一つです。", lambda row, _: row.questioncard.question),
    Column(
        "問いかけの種類", "used_questions", Shape.WORDS, "シャインの四つの問いかけのどれか。",
        lambda row, _: row.questioncard.get_inquiry_display(), vocabulary=tuple(Inquiry.choices),
    ),
    Column(
        "問いかけの種類コード", "used_questions", Shape.CODE, "シャインの四つの問いかけのどれか。",
        lambda row, _: row.questioncard.inquiry, vocabulary=tuple(Inquiry.choices),
    ),
)  # fmt: skip

#: Sheets of what is chosen for a case of some table: a row for each choice, because a cell holds one value.
LINKED: dict[str, tuple[Column, ...]] = {KEYWORDS: _KEYWORDS, QUESTIONS: _QUESTIONS}

#: The sheets that staff fill in; the others are written on the site.
INTAKE_SHEETS = ("事例", "対話", "壁")


@dataclass(frozen=True)
class Sheet:
    """One sheet: a row for each object of the model."""

    name: str
    model: type[Model]
    columns: tuple[Column, ...]

    def audience_of(self, column: Column) -> str:
        """Who reads the column, in words."""
        name = str(self.model._meta.model_name)
        layer = LAYERS[name][column.name] if column.name else Audience.STAFF
        words = "事例を読める方すべて" if layer == Audience.PUBLIC else str(layer.label)
        if column.name in OPENED_BY.get(name, {}):
            words += "（書いた方が開いたものは、事例を読める方すべて）"
        elif name in ROW_AUDIENCE:
            words += "（「読める方」が支援者の行は、確認済みの支援者だけ）"
        return words


def sheets(themes: Iterable[Theme]) -> tuple[Sheet, ...]:
    """All sheets with all their columns; the caller takes away what the reader may not see."""
    known = list(themes)
    made = [Sheet(name, model, columns_of(model, meanings, known)) for name, model, meanings in _SHEETS]
    return (*made, *(Sheet(name, Case, columns) for name, columns in LINKED.items()))


def intake_sheets(themes: Iterable[Theme]) -> tuple[Sheet, ...]:
    """The sheets of the intake: the columns of the export that a team writes, tied together by the sender's own number."""
    written = {"事例": PLAIN_FIELDS, "対話": ("key", *ROW_KINDS["episodes"].columns), "壁": ROW_KINDS["walls"].columns}
    found = {sheet.name: sheet for sheet in sheets(themes)}
    made = []
    for name in INTAKE_SHEETS:
        columns = [column for column in found[name].columns if column.name in written[name]]
        made.append(Sheet(name, found[name].model, (*_keys_of(name), *columns)))
    return tuple(made)


def _keys_of(sheet: str) -> list[Column]:
    if sheet != "事例":
        return [Column(RECEIPT_NUMBER, "", Shape.TEXT, "「事例」シートの受付番号。どの事例の行かを示します。")]
    return [
        Column(RECEIPT_NUMBER, "", Shape.TEXT, "この一覧の中で事例を見分ける番号や記号。同じものは使えません。"),
        Column(SUPPORTER, "", Shape.TEXT, "下書きの持ち主になる、確認済みの支援者のメールアドレス。"),
    ]
