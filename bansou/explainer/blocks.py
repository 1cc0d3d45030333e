"""The few building blocks of an explainer page. Layout is the templates' business; staff choose content only."""

from typing import Any

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from bansou.explainer.figures import FIGURES, Figure, figure_choices
from cases.vocabularies import Inquiry

#: What the text editor offers. h2 is a block of its own, so that the contents of a page can be listed.
TEXT_FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A section's heading; it appears in 「このページの内容」."""

    class Meta:
        icon = "title"
        label = "見出し"
        template = "explainer/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        label = "文章"
        template = "explainer/blocks/text.html"


class FigureBlock(blocks.ChoiceBlock):
    """One of our own drawings, with its words."""

    class Meta:
        icon = "site"
        label = "図"
        template = "explainer/blocks/figure.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The template gets the drawing and its words."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["figure"] = FIGURES.get(value)
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """A drawing is found by what it says."""
        figure: Figure | None = FIGURES.get(value)
        return [figure.title, figure.caption, figure.description] if figure else []


class PictureBlock(blocks.StructBlock):
    """A photograph or picture of staff's."""

    image = ImageChooserBlock(label="画像")
    alt_text = blocks.CharBlock(
        label="代替テキスト", max_length=200, help_text="画像が見えない方に、何が写っていて何を伝えたいのかを文で書きます。"
    )
    caption = blocks.CharBlock(label="画像の下の説明", max_length=120, required=False)

    class Meta:
        icon = "image"
        label = "画像"
        template = "explainer/blocks/picture.html"


class NoteBlock(blocks.StructBlock):
    """An aside."""

    title = blocks.CharBlock(label="題", max_length=40)
    text = blocks.RichTextBlock(label="文章", features=["bold", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = "囲み"
        template = "explainer/blocks/note.html"


class ComparisonRowBlock(blocks.StructBlock):
    """One aspect of a comparison."""

    aspect = blocks.CharBlock(label="比べる点", max_length=30)
    left = blocks.CharBlock(label="左", max_length=100)
    right = blocks.CharBlock(label="右", max_length=100)

    class Meta:
        label = "行"


class ComparisonBlock(blocks.StructBlock):
    """Two things, aspect by aspect."""

    left = blocks.CharBlock(label="左の見出し", max_length=30)
    right = blocks.CharBlock(label="右の見出し", max_length=30)
    rows = blocks.ListBlock(ComparisonRowBlock(), label="行", min_num=1)

    class Meta:
        icon = "table"
        label = "比較"
        template = "explainer/blocks/comparison.html"


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(label="題", max_length=80)
    text = blocks.TextBlock(label="説明", rows=3)

    class Meta:
        label = "項目"


class StepsBlock(blocks.ListBlock):
    """Numbered points in order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = "番号つきの項目"
        template = "explainer/blocks/steps.html"


class QuestionValue(blocks.StructValue):
    """A question, with its kind in words."""

    @property
    def kind_label(self) -> str:
        """The kind in words, 純粋な問いかけ and so on."""
        return str(Inquiry(self["kind"]).label)


class QuestionBlock(blocks.StructBlock):
    """A question that a supporter can ask tomorrow."""

    kind = blocks.ChoiceBlock(choices=Inquiry.choices, label="問いかけの種類")
    text = blocks.CharBlock(label="問いかけ", max_length=120)

    class Meta:
        label = "問いかけ"
        value_class = QuestionValue


class QuestionsBlock(blocks.ListBlock):
    """Questions to ask, each with its kind."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(QuestionBlock(), **kwargs)

    class Meta:
        icon = "help"
        label = "問いかけの例"
        template = "explainer/blocks/questions.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock(max_length=60)
    text = TextBlock(features=TEXT_FEATURES)
    figure = FigureBlock(choices=figure_choices)
    picture = PictureBlock()
    note = NoteBlock()
    comparison = ComparisonBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()


class SourceBlock(blocks.StructBlock):
    """Where a fact was read, and when."""

    title = blocks.CharBlock(label="資料の題名", max_length=200)
    publisher = blocks.CharBlock(label="発行者", max_length=100)
    url = blocks.URLBlock(label="アドレス")
    seen = blocks.DateBlock(label="確認した日")

    class Meta:
        icon = "openquote"
        label = "出典"


class SourcesBlock(blocks.StreamBlock):
    """The sources of a page."""

    source = SourceBlock()

    @cached_property
    def required(self) -> bool:
        """A page may have none: a policy states no facts about the method."""
        return False
