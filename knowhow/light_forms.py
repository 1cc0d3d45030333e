"""What the form for a new topic says for each kind of topic: one form, three sets of words."""

from dataclasses import dataclass

from knowhow.models import TopicKind


@dataclass(frozen=True)
class LightForm:
    """The words around the fields, for one kind."""

    kind: TopicKind
    #: What the writer wants to do; the heading of the page and the label of the switch.
    label: str
    lead: str
    title_help: str
    #: What one might write about, in an order that helps; none of it is asked for.
    prompts: tuple[str, ...] = ()


LIGHT_FORMS: dict[str, LightForm] = {
    form.kind.value: form
    for form in (
        LightForm(
            kind=TopicKind.QUESTION,
            label="質問する",
            lead="まとまっていなくてもかまいません。いま迷っていることを、そのまま書いてみてください。",
            title_help="何に迷っているのかを、一文で書きます。例：沈黙が続くと、つい話してしまいます",
            prompts=("いま、どんな場面ですか", "自分では、何をしてみましたか", "何を聞いてみたいですか"),
        ),
        LightForm(
            kind=TopicKind.KNOWHOW,
            label="ノウハウを伝える",
            lead="小さな工夫が、どこかの支援者の明日に役立ちます。うまくいかなかったことも、立派なノウハウです。",
            title_help="何をしたのかが分かるように書きます。例：面談の最後に、次に話すことを社長に決めてもらう",
            prompts=("どんな場面で使いますか", "何をしますか", "やってみて、どうなりましたか"),
        ),
        LightForm(
            kind=TopicKind.TALK,
            label="話す・知らせる",
            lead="近況、勉強会のお知らせ、ちょっとした話。短くてかまいません。",
            title_help="何の話かが分かるように書きます。催しなら、日付も入れます。",
        ),
    )
}


def light_form(kind: str | None) -> LightForm:
    """The words for a kind; those of a question for an unknown one."""
    return LIGHT_FORMS.get(kind or "", LIGHT_FORMS[TopicKind.QUESTION])
