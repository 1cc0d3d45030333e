"""The fields of each step, with what to write and an example of it. The words are for somebody who says "I cannot write"."""

from typing import Any

from django import forms

from accounts.organisation_types import OrganisationType
from bansou.forms.base import SiteForm
from bansou.forms.fields import ImageUploadField, LineField
from bansou.forms.unchecked import Checkable
from cases.forms.fields import EpisodeField, MonthField, PhraseField, PickField, StoryField, ThemesField, TicksField
from cases.forms.questions import Offer, QuestionsField
from cases.models import Case
from cases.permissions import need_of
from cases.record import CHOSEN_FIELDS, EPISODE_POINTERS, STEP_FIELDS, Step
from cases.vocabularies import (
    AREA_CHOICES,
    DECADES,
    Disclosure,
    EmployeeBand,
    Industry,
    IssueNamer,
    PresidentRole,
    SelfRunning,
    SupportFormat,
    Tool,
    Trigger,
)


class StepForm(Checkable, SiteForm):
    """The fields of one step. `version` is the case as last written, None for a new one."""

    step: Step
    #: The version's number that the form was filled from.
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        for name, field in self.fields.items():
            need = need_of(name)
            field.requirement = need.asked if need and not field.required else ""  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, version: Case) -> dict[str, Any]:
        """What the form shows for a version of a case."""
        values = {name: getattr(version, name) for name in STEP_FIELDS[cls.step] if name not in CHOSEN_FIELDS}
        values |= {name: list(getattr(version, name).all()) for name in STEP_FIELDS[cls.step] if name in CHOSEN_FIELDS}
        return values | {"based_on": version.latest_revision_id}


class BasicsForm(StepForm):
    """Fields 1–3 and 5–9: what the case says at a glance, and the company."""

    step = Step.BASICS

    title = LineField(
        label="題名", max_length=60,
        help_text="何が変わったかが伝わる題名にします。会社名は入れません。あとから何度でも直せます。例：「断れなかった社長が、職人と仕事を選ぶまで」",
    )  # fmt: skip
    summary = PhraseField(
        label="一文で言うと", max_length=120,
        help_text="「〜だった会社が、〜に気づき、〜するようになった」に、言葉をあてはめてみてください。",
        example="注文を増やしたいと言っていた会社が、断れないことが苦しさのもとだと気づき、受ける仕事を職人と選ぶようになった。",
    )  # fmt: skip
    disclosure = forms.ChoiceField(
        label="公開のしかた", initial=Disclosure.ANONYMOUS, widget=forms.RadioSelect,
        choices=Disclosure.choices,
        help_text="あとから変えられます。公開には、選んだ範囲までの同意の記録が要ります。実名公開は、登場するすべての方の「実名公開まで」の同意が要ります。",
    )  # fmt: skip
    display_name = LineField(
        label="会社の呼び名", max_length=40, required=False,
        help_text="実在の社名や屋号は書きません。例：「A社」「A社（木の家具づくり）」",
    )  # fmt: skip
    industry = PickField([choice for choice in Industry.choices if choice[0] != Industry.S], label="業種")
    industry_note = LineField(
        label="業種の説明", max_length=30, required=False, help_text="少しくわしく書けます。例：「木の家具づくり」「水産加工業」"
    )
    area = forms.ChoiceField(
        label="地域", required=False, choices=[("", "選んでください"), *AREA_CHOICES],
        help_text="小さな町では、業種と規模だけで会社が分かることがあります。迷ったら地方ブロックにします。",
    )  # fmt: skip
    employee_band = PickField(EmployeeBand, label="従業員規模")
    founded_decade = forms.TypedChoiceField(
        label="創業年代",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "示さない"), *((str(value), label) for value, label in DECADES)],
    )
    president_role = PickField(PresidentRole, label="経営者の立場")


class RequestForm(StepForm):
    """Fields 11–13: how the support began, and what was asked."""

    step = Step.REQUEST

    first_request = StoryField(
        label="当初の相談", rows=4, help_text="最初に何を頼まれましたか。相手が言ったとおりに、一、二行でかまいません。",
        example="「お客を増やしたいので、案内の紙を作り直したい。何を書けばいいか教えてほしい」",
    )  # fmt: skip
    first_themes = ThemesField(label="当初の相談のテーマ", help_text="3つまで。")
    situation_before = StoryField(
        label="支援前の状況", rows=9,
        help_text="はじめて伺った日に見えたことから書くと、書きやすくなります。仕事のこと、人のこと、お金の流れ、社長の思い。気になったのに聞けなかったことも。",
        example="職人は五人。注文は多いのに、お金が残らない月が続いていました。社長は夜の九時まで、一人で見積りを書いていました。休憩の時間、職人たちが社長と目を合わせないのが気になりましたが、その日は聞けませんでした。",
    )  # fmt: skip
    trigger = PickField(Trigger, label="支援のきっかけ")
    support_started = MonthField(label="支援を始めた月", required=False, help_text="「2024年4月」「令和6年4月」のように。")
    support_ended = MonthField(label="支援を終えた月", required=False, help_text="続いているときは、空のままにします。")
    meetings_count = forms.IntegerField(
        label="面談の回数", required=False, min_value=1, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "5"}),
        help_text="はっきりしないときは、おおよその数で。",
        error_messages={"invalid": "数字で入力してください。", "min_value": "1以上の数を入力してください。", "max_value": "999以下の数を入力してください。"},
    )  # fmt: skip
    support_format = PickField(SupportFormat, label="支援の形")

    def clean(self) -> dict[str, Any]:
        """Months in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        started, ended = cleaned.get("support_started"), cleaned.get("support_ended")
        if started and ended and ended < started:
            self.add_error("support_ended", "支援を終えた月が、始めた月より前になっています。")
        if ended and not started and "support_started" not in self.errors:
            self.add_error("support_started", "支援を始めた月も入力してください。")
        return cleaned


class DialogueForm(StepForm):
    """Field 28: the cards of the question bank that were used. The dialogues (14) are rows."""

    step = Step.DIALOGUE

    used_questions = QuestionsField(
        label="使った問いかけ", help_text="近い問いかけがあれば選びます。言い回しが少し違っていてもかまいません。"
    )

    def __init__(self, *args: Any, person: Any = None, version: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, person=person, version=version, **kwargs)
        field, typed = self.fields["used_questions"], self.data if self.is_bound else {}
        assert isinstance(field, QuestionsField)
        values = [str(getattr(value, "pk", value)) for value in self["used_questions"].value() or []]
        chosen = [int(value) for value in values if value.isdecimal() and len(value) < 19]
        offer = Offer(person, version, chosen=chosen, words=typed.get("find_words", ""), wall=typed.get("find_wall", ""))
        field.lay_out(offer, chosen)
        self.offer = offer

    @property
    def proposable(self) -> list[tuple[str, Any]]:
        """The saved dialogues, told in short, with their keys: each may be proposed for the question bank."""
        episodes = self.version.episodes.all() if self.version else []
        return [(episode.told_in_short(number), episode.key) for number, episode in enumerate(episodes, start=1)]


class IssueForm(StepForm):
    """Fields 15, 16 and 18: what lay behind the request, and how it was seen. The walls (17) are rows."""

    step = Step.ISSUE

    real_issue = StoryField(
        label="本質的な課題", rows=5, help_text="話を重ねて見えてきたことです。社長自身の言葉があれば、そのまま書きます。",
        example="「足りないのはお客じゃなくて、どの仕事を受けるかを皆で決める場だった」と、社長が言いました。",
    )  # fmt: skip
    real_themes = ThemesField(label="本質的な課題のテーマ", help_text="3つまで。当初の相談と違っていてかまいません。")
    issue_path = StoryField(
        label="課題設定への経緯", rows=5, help_text="はじめの相談から、どんな順番でそこへたどり着きましたか。回り道も、そのまま書きます。",
        example="三回目までは案内の紙の話だけでした。四回目、断りたかった仕事に社長が印をつけ、それを職人に見せると、違う印がつきました。その違いを話すうちに、社長が自分で言いました。",
    )  # fmt: skip
    issue_named_by = PickField(IssueNamer, label="課題を言葉にした人", help_text="最初に口にしたのは、だれでしたか。")
    noticing = StoryField(
        label="気づき", rows=3, help_text="「そうだったのか」と、見え方が変わった場面です。",
        example="印の数をかぞえて、社長が「半分以上じゃないか」とつぶやきました。",
    )  # fmt: skip
    noticing_episode = EpisodeField(label="気づきのあった対話", help_text="「対話」のページに書いたものから選びます。")
    noticing_not_yet = forms.BooleanField(label="気づきは、まだない", required=False)
    conviction = StoryField(
        label="腹落ち", rows=3, help_text="頭で分かるのとは別に、「これでいい」と体から納得した場面です。気づきと違う日のことも、よくあります。",
        example="職人が自分から見積りの相談に来た日、社長は「これでよかったんだな」と二度言いました。",
    )  # fmt: skip
    conviction_episode = EpisodeField(label="腹落ちのあった対話", help_text="「対話」のページに書いたものから選びます。")
    conviction_not_yet = forms.BooleanField(label="腹落ちは、まだない", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        episodes = self.version.episodes.all() if self.version else []
        choices = [(str(episode.key), episode.told_in_short(number)) for number, episode in enumerate(episodes, start=1)]
        for name in EPISODE_POINTERS:
            self.fields[name].choices = [("", "選ばない" if choices else "対話がまだありません"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Either it came, or not yet."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, label in (("noticing", "気づき"), ("conviction", "腹落ち")):
            if cleaned.get(f"{name}_not_yet") and (cleaned.get(name) or cleaned.get(f"{name}_episode")):
                self.add_error(
                    f"{name}_not_yet",
                    f"「{label}は、まだない」にしるしがあります。書いた内容を残すときは、しるしを外してください。",
                )
        return cleaned


class ResultsForm(StepForm):
    """Fields 20, 22, 24 and 26. What the company did (19), numbers (21) and ロカベン (23) are rows."""

    step = Step.RESULTS

    worked_with = TicksField(OrganisationType, label="連携した機関")
    tools = TicksField(Tool, label="使ったツール")
    collaboration = StoryField(
        label="連携のようす・使った施策", rows=3, help_text="だれと、どのように力を合わせましたか。なければ空のままにします。",
        example="信用金庫の担当の方と一緒に、仕事ごとのお金の出入りを社長に見てもらいました。",
    )  # fmt: skip
    behaviour_change = StoryField(
        label="行動・組織の変化", rows=5, help_text="前と違う行いを、目に見えるように。会議でだれが先に話すようになりましたか。だれが何をしなくなりましたか。",
        example="朝の打ち合わせで、職人が先に話すようになりました。社長は最後に一言だけ話します。",
    )  # fmt: skip
    self_running = PickField(
        SelfRunning,
        label="自走化の状態",
        help_text="会社が自分たちで歩いているか、いまの様子に近いものを。中断も、大切な記録です。",
    )
    self_running_evidence = StoryField(
        label="自走化の根拠", rows=3, help_text="そう思ったのは、何を見たからですか。",
        example="わたしが伺わない月も、月曜の打ち合わせが続いていました。",
    )  # fmt: skip
    president_voice = StoryField(
        label="経営者の声", rows=3, max_length=1000, help_text="心に残っている言葉を。会社が分かる言い回しは、言いかえます。",
        example="「断るのがこわかったんですよ。でも、断った方が、翌月また来てくれたんです」",
    )  # fmt: skip
    president_voice_agreed = forms.BooleanField(
        label="経営者の声を載せる同意を得た", required=False, help_text="しるしがない間は、この言葉はどこにも公開されません。"
    )


class FinishForm(StepForm):
    """Field 27, and the picture. Points (29), figures (30) and sources are rows."""

    step = Step.FINISH

    went_well = StoryField(
        label="うまくいった関わり", rows=3, help_text="あなたがしたことで、よかったと思うことを。小さなことで十分です。",
        example="社長が黙っている間、次の言葉を待てたこと。",
    )  # fmt: skip
    went_badly = StoryField(
        label="うまくいかなかった関わり", rows=3, help_text="読む人がいちばん助けられるのは、ここかもしれません。",
        example="はじめの二か月、案内の紙の直し方ばかり話してしまったこと。",
    )  # fmt: skip
    next_time = StoryField(label="次ならどうするか", rows=3, example="二回目までに、作業場を歩かせてもらいます。")
    hesitated = StoryField(
        label="迷ったこと", rows=3, help_text="答えの出ていないままで、かまいません。",
        example="息子さんにも声をかけるかどうか、最後まで迷いました。",
    )  # fmt: skip
    reflections_public = forms.BooleanField(
        label="ふりかえりを、事例を読める方すべてに見せる",
        required=False,
        help_text="しるしがなければ、確認済みの支援者だけが読めます。",
    )
    picture_upload = ImageUploadField(
        label="写真", required=False,
        help_text="JPEG、PNG、WebP。10MBまで。撮影した場所や日時の情報は、自動で取り除きます。人の顔や看板が写っていないかを確かめてください。",
    )  # fmt: skip
    picture_alt = LineField(
        label="写真の説明", max_length=200, required=False,
        help_text="写真が見えない方に、何が写っているかを伝える文です。例：「作業台に並んだ、印のついた見積りの紙」",
    )  # fmt: skip
    picture_remove = forms.BooleanField(label="いまの写真を外す", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picture = bool(self.version and self.version.picture_id)
        if not self.has_picture:
            del self.fields["picture_remove"]

    def clean(self) -> dict[str, Any]:
        """A picture has words."""
        cleaned: dict[str, Any] = super().clean() or {}
        keeps = self.has_picture and not cleaned.get("picture_remove")
        if (cleaned.get("picture_upload") or keeps) and not cleaned.get("picture_alt") and "picture_alt" not in self.errors:
            self.add_error("picture_alt", "写真を載せるときは、写真の説明を入力してください。")
        return cleaned


STEP_FORMS: dict[Step, type[StepForm]] = {
    form.step: form for form in (BasicsForm, RequestForm, DialogueForm, IssueForm, ResultsForm, FinishForm)
}
