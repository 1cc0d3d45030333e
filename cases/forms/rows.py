"""The rows of a case as formsets: typed, ordered and removed without a script, too."""

import uuid
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from bansou.forms.fields import ImageUploadField, LineField
from bansou.forms.unchecked import Checkable
from bansou.images.models import SitePicture
from cases.forms.fields import PhraseField, PickField, StoryField, TicksField
from cases.limits import ROW_TEXT
from cases.models import Case
from cases.record import EPISODE_POINTERS, ROW_KINDS
from cases.vocabularies import (
    Inquiry,
    LocabenItem,
    Mark,
    Partner,
    RowAudience,
    Setting,
    Stage,
    Trend,
    Wall,
    WallHeight,
    WallOutcome,
)

_BEFORE_THE_WALL: dict[str, str] = {
    Wall.SEE: "何が起きているのか、社長にも見えていない。",
    Wall.FACE: "うすうす気づいているのに、話がそこへ向かない。",
    Wall.ACT: "やると決めても、動き出せない。続かない。",
    Wall.FOLLOW: "社長は動き出したのに、社内が付いてこない。",
    Wall.LACK: "やりたいのに、人や時間、知恵やお金が足りない。",
}


class RowForm(Checkable, forms.Form):
    """One row. A row in which nothing was typed is left out."""

    use_required_attribute = False
    #: What makes a row count as filled in; choices have a value from the start.
    TYPED: tuple[str, ...] = ()
    #: Without these a filled row cannot stand.
    NEEDED: tuple[str, ...] = ()
    #: Fields that are folded away until somebody wants to say more.
    MORE: tuple[str, ...] = ()

    def __init__(self, *args: Any, version: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        # Django would pass over a row that is as the stored one in its place, which another window may have stored meanwhile.
        self.empty_permitted = False
        for name, field in self.fields.items():
            field.requirement = "※必須" if name in self.NEEDED else ""  # type: ignore[attr-defined]
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = f"「{field.label}」は、一覧の中から選んでください。"

    def clean(self) -> dict[str, Any]:
        """Where something was typed, what the row is about is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_blank or cleaned.get("DELETE"):
            return cleaned
        for name in self.NEEDED:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"「{self.fields[name].label}」を入力してください。")
        return cleaned

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in the row."""
        return not any(self.cleaned_data.get(name) or name in self.errors for name in self.TYPED)

    @property
    def is_removed(self) -> bool:
        """Whether the row goes: struck out, or left empty."""
        return bool(not self.cleaned_data or self.cleaned_data.get("DELETE") or self.is_blank)

    @property
    def kept_by(self) -> str:
        """What points to the row, so that it cannot go; "" for nothing."""
        return ""

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The fields that are always seen."""
        return [field for field in self.visible_fields() if field.name not in (*self.MORE, "DELETE", "ORDER")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The folded fields."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def says_more(self) -> bool:
        """Whether a folded field holds something or was refused."""
        return any(field.value() not in (None, "", []) or field.errors for field in self.more_fields)


class EpisodeForm(RowForm):
    """One dialogue (field 14)."""

    TYPED = ("timing", "aim", "question", "reaction", "change", "unsaid")
    NEEDED = ("question",)
    MORE = ("stage", "setting", "aim", "inquiry", "unsaid", "walls", "mark")

    # A new row brings its key, so that the same form sent twice means the same row.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    timing = LineField(label="時期", max_length=40, required=False, help_text="「第3回」「4か月目」のように。日付は書きません。")
    partner = forms.ChoiceField(label="話した相手", required=False, choices=Partner.choices, initial=Partner.PRESIDENT)
    question = StoryField(
        label="問いかけ・関わり", max_length=ROW_TEXT, rows=3, help_text="あなたが実際に言ったこと、したこと。うまくいかなかったものも。",
        example="「いちばん最近、断りたかったのに受けた仕事は、どんな仕事でしたか」",
    )  # fmt: skip
    reaction = StoryField(
        label="相手の反応", max_length=ROW_TEXT, rows=3, help_text="言葉だけでなく、沈黙や表情も。",
        example="しばらく黙って、帳面をめくっていました。「断ったら次が来ないと思って」と、小さな声で言いました。",
    )  # fmt: skip
    change = StoryField(
        label="起きた変化", max_length=ROW_TEXT, rows=3, help_text="何も起きなかったときは、そう書きます。",
        example="次に伺うと、断りたかった仕事に印をつけた紙が、机に置いてありました。",
    )  # fmt: skip
    stage = PickField(Stage, label="段階")
    setting = PickField(Setting, label="場")
    aim = PhraseField(label="ねらい", max_length=200, example="社長がいちばん困っている場面を、社長の言葉で聞く")
    inquiry = PickField(Inquiry, label="問いかけの種類", blank="分からない・選ばない")
    unsaid = StoryField(
        label="言わなかったこと", max_length=ROW_TEXT, rows=2, help_text="心の中で思い、口に出さなかったこと。確認済みの支援者だけが読めます。",
        example="値段を上げればいいのに、と思いましたが、言いませんでした。",
    )  # fmt: skip
    walls = TicksField(Wall, label="この場面にあった壁")
    mark = PickField(Mark, label="しるし", blank="なし", help_text="話の流れが変わった場面なら選びます。")

    @property
    def kept_by(self) -> str:
        """「気づき」 or 「腹落ち」, where the case's own points here."""
        key = str(self["key"].value() or "")
        names = [label for name, label in EPISODE_POINTERS.items() if self.version and str(getattr(self.version, name)) == key]
        return "」「".join(names)

    def clean(self) -> dict[str, Any]:
        """A dialogue that is pointed to stays until something else is chosen. Most are with the president."""
        cleaned = super().clean()
        cleaned["partner"] = cleaned.get("partner") or Partner.PRESIDENT
        if self.kept_by and (cleaned.get("DELETE") or self.is_blank):
            self.add_error(
                None,
                f"この対話は「{self.kept_by}」の場面に選ばれているので、消せません。先に「課題と壁」のページで、ほかの対話を選んでください。",
            )
        return cleaned


class WallForm(RowForm):
    """One of the five walls (field 17): whether it stood, and how it was passed."""

    TYPED = ("stood",)

    wall = forms.ChoiceField(choices=Wall.choices, widget=forms.HiddenInput)
    stood = forms.BooleanField(label="この壁があった", required=False)
    height = PickField(WallHeight, label="高さ")
    how_passed = StoryField(
        label="越え方", max_length=ROW_TEXT, rows=3, help_text="何が効きましたか。越えなかったときは、試したことを。",
        example="数字を見せるのをやめて、断りたかった仕事を一つずつ話してもらいました。",
    )  # fmt: skip
    outcome = PickField(WallOutcome, label="結果")

    @property
    def title(self) -> str:
        """The wall in words."""
        return dict(Wall.choices).get(str(self["wall"].value()), "")

    @property
    def hint(self) -> str:
        """What somebody before this wall would say."""
        return _BEFORE_THE_WALL.get(str(self["wall"].value()), "")


class ActionForm(RowForm):
    """Something that the company did itself (field 19)."""

    TYPED = ("what", "who", "timing", "supporter_part")
    NEEDED = ("what",)

    what = StoryField(
        label="何をしたか", max_length=ROW_TEXT, rows=2, example="毎週月曜の朝、受ける仕事を社長と職人二人で選ぶことにした。"
    )
    who = LineField(
        label="誰がしたか", max_length=60, required=False, help_text="名前ではなく、社内の役割で。例：「年長の職人二人」"
    )
    timing = LineField(label="いつ", max_length=40, required=False, help_text="例：「5か月目から」。日付は書きません。")
    supporter_part = StoryField(
        label="支援者の関わり方", max_length=ROW_TEXT, rows=2, example="はじめの二回だけ同席し、あとは様子を聞くだけにしました。"
    )


class NumberForm(RowForm):
    """A result that can be counted (field 21)."""

    TYPED = ("indicator", "before", "after", "unit")
    NEEDED = ("indicator", "after")

    indicator = LineField(label="指標", max_length=60, required=False, help_text="例：「社長の残業」「断った仕事の数」")
    before = LineField(label="前", max_length=40, required=False, help_text="例：「毎日二、三時間」")
    after = LineField(label="後", max_length=40, required=False, help_text="幅や傾向で。例：「約半分」「増加」")
    unit = LineField(label="単位", max_length=20, required=False)
    audience = forms.ChoiceField(label="読める方", choices=RowAudience.choices, required=False, initial=RowAudience.SUPPORTER)

    def clean(self) -> dict[str, Any]:
        """Where nobody chose, the narrower circle."""
        cleaned = super().clean()
        cleaned["audience"] = cleaned.get("audience") or RowAudience.SUPPORTER
        return cleaned


class TrendForm(RowForm):
    """Which way an item of ロカベン went (field 23)."""

    TYPED = ("trend",)

    item = forms.ChoiceField(choices=LocabenItem.choices, widget=forms.HiddenInput)
    trend = PickField(Trend, label="変化", blank="書かない")

    @property
    def title(self) -> str:
        """The item in words."""
        return dict(LocabenItem.choices).get(str(self["item"].value()), "")


class PointForm(RowForm):
    """What a reader may take away (field 29)."""

    TYPED = ("heading", "text")
    NEEDED = ("heading", "text")

    heading = LineField(label="見出し", max_length=40, required=False, help_text="例：「断りたかった仕事から聞く」")
    text = StoryField(
        label="説明", max_length=200, rows=3, example="うまくいった話より、断りたかった話のほうに、会社の決め方がよく見えました。"
    )


class FigureForm(RowForm):
    """A picture of what was made or used (field 30)."""

    TYPED = ("picture", "upload", "alt", "caption")
    NEEDED = ("alt",)

    picture = forms.IntegerField(required=False, widget=forms.HiddenInput)
    upload = ImageUploadField(
        label="図", required=False, help_text="JPEG、PNG、WebP。10MBまで。写真や手書きの紙を写したものでも。"
    )
    alt = LineField(
        label="図の説明（見えない方へ）", max_length=200, required=False,
        help_text="例：「月曜の打ち合わせの表。仕事の名の横に、丸と三角の印が並んでいる」",
    )  # fmt: skip
    caption = LineField(label="見出し", max_length=200, required=False)
    audience = forms.ChoiceField(label="読める方", choices=RowAudience.choices, required=False, initial=RowAudience.PUBLIC)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.shown:
            del self.fields["upload"]

    @property
    def shown(self) -> SitePicture | None:
        """The picture that the row has already, of those that the case shows."""
        number = str(self["picture"].value() or "")
        figures = self.version.figures.all() if self.version and number else ()
        return next((figure.picture for figure in figures if str(figure.picture_id) == number), None)

    def clean(self) -> dict[str, Any]:
        """A new row needs its picture."""
        cleaned = super().clean()
        cleaned["audience"] = cleaned.get("audience") or RowAudience.PUBLIC
        if "upload" in self.fields and not self.is_blank and not cleaned.get("upload") and "upload" not in self.errors:
            self.add_error("upload", "「図」を選んでください。")
        return cleaned


class SourceForm(RowForm):
    """Where a method or a statement comes from."""

    TYPED = ("label", "url")
    NEEDED = ("label",)

    label = LineField(label="出典", max_length=200, required=False, help_text="本の名前、公開されている資料の名前など。")
    url = forms.URLField(
        label="アドレス", max_length=500, required=False, assume_scheme="https", help_text="https:// で始まるもの。なくてもかまいません。",
        error_messages={"invalid": "https:// で始まるアドレスを入力してください。"}, widget=forms.TextInput(attrs={"inputmode": "url"}),
    )  # fmt: skip

    def clean_url(self) -> str:
        """Only what is safe to follow."""
        url = str(self.cleaned_data["url"])
        if url and not url.startswith("https://"):
            raise forms.ValidationError("https:// で始まるアドレスを入力してください。")
        return url


class RowSet(BaseFormSet[RowForm]):
    """The rows of one kind."""

    #: Set by `row_set`.
    kind = ""
    #: What one row is called, and the words of the button that adds one.
    row_name = ""
    #: Blank rows that stay in sight where a script can add more.
    least = 0

    def in_order(self) -> list[RowForm]:
        """The forms as the person ordered them, also while the page is shown again; those without a number last."""
        forms = list(self.forms)
        return sorted(forms, key=_place) if self.is_bound else forms

    def values(self) -> list[dict[str, Any]]:
        """The filled rows for the actions, in order; removed and empty ones left out."""
        kept = [form for form in self.forms if not form.is_removed]
        kept.sort(key=lambda form: (form.cleaned_data.get("ORDER") is None, form.cleaned_data.get("ORDER") or 0))
        return [
            {name: form.cleaned_data.get(name) for name in form.base_fields if name in form.fields and name != "stood"}
            for form in kept
        ]

    @classmethod
    def values_of(cls, version: Case | None) -> list[dict[str, Any]]:
        """What the formset shows for a version of a case."""
        if version is None:
            return []
        names = [name for name in cls.form.base_fields if name != "upload"]
        return [
            {name: getattr(row, "picture_id" if name == "picture" else name) for name in names}
            for row in getattr(version, cls.kind).all()
        ]

    def _should_delete_form(self, form: RowForm) -> bool:
        """Django passes over the errors of rows that go: not of one that must stay."""
        return super()._should_delete_form(form) and not form.kept_by  # type: ignore[misc, no-any-return]


class FixedRowSet(RowSet):
    """A row for each of a closed list: nothing to add or to order, an empty one is none."""

    @classmethod
    def values_of(cls, version: Case | None) -> list[dict[str, Any]]:
        """All of the list, filled where the case has a row."""
        identity = ROW_KINDS[cls.kind].identity
        written = {getattr(row, identity): row for row in getattr(version, cls.kind).all()} if version else {}
        return [
            {identity: code, "stood": code in written}
            | {name: getattr(written[code], name) for name in cls.form.base_fields if code in written and name != "stood"}
            for code, _ in cls.form.base_fields[identity].choices  # type: ignore[attr-defined]
        ]


def _place(form: RowForm) -> tuple[bool, int]:
    typed = str(form["ORDER"].value() or "") if "ORDER" in form.fields else ""
    return (not typed.isdecimal(), int(typed[:6]) if typed.isdecimal() else 0)


def _rows(kind: str, form: type[RowForm], name: str, *, extra: int = 2, least: int = 0) -> type[RowSet]:
    """Rows that are added, ordered and removed. `extra` blank ones for those without a script."""
    most = ROW_KINDS[kind].at_most
    made: Any = formset_factory(
        form,
        formset=RowSet,
        extra=extra,
        can_order=True,
        can_delete=True,
        max_num=most,
        validate_max=True,
        absolute_max=most + 10,
    )
    made.kind, made.row_name, made.least = kind, name, least
    return made  # type: ignore[no-any-return]


def _fixed_rows(kind: str, form: type[RowForm]) -> type[RowSet]:
    most = ROW_KINDS[kind].at_most
    made: Any = formset_factory(form, formset=FixedRowSet, extra=0, max_num=most, validate_max=True, absolute_max=most)
    made.kind = kind
    return made  # type: ignore[no-any-return]


ROW_SETS: dict[str, type[RowSet]] = {
    "episodes": _rows("episodes", EpisodeForm, "対話", extra=3, least=1),
    "walls": _fixed_rows("walls", WallForm),
    "actions": _rows("actions", ActionForm, "取組", least=1),
    "numbers": _rows("numbers", NumberForm, "数字"),
    "trends": _fixed_rows("trends", TrendForm),
    "points": _rows("points", PointForm, "ポイント", least=1),
    "figures": _rows("figures", FigureForm, "図"),
    "sources": _rows("sources", SourceForm, "出典"),
}
