"""What staff write for the school, in Wagtail's admin: one menu, one entry a kind of text."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from bansou.school.models import CheckItem, Lesson
from bansou.school.practice_viewsets import PresidentSheetViewSet, ReadingStopViewSet, RolePlayViewSet
from bansou.school.snippets import SchoolSnippetViewSet


class LessonViewSet(SchoolSnippetViewSet):
    """The lessons of the path."""

    model = Lesson
    icon = "list-ol"
    menu_label = "レッスン"
    list_display = (
        "title",
        Column("skill", label="Skill", accessor="get_skill_display"),
        "order",
        Column("minutes", label="分"),
        UpdatedAtColumn(label="更新"),
    )
    list_filter = ("skill",)
    search_fields = ("title", "summary")
    ordering = ("skill", "order", "pk")
    panels = [
        FieldPanel("title", required_on_save=True),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("skill", required_on_save=True), FieldPanel("order"), FieldPanel("minutes")])],
            heading="どこに並ぶか",
        ),
        MultiFieldPanel([FieldPanel("chapter")], heading="1 読む"),
        MultiFieldPanel([FieldPanel("question"), FieldPanel("wall"), FieldPanel("look_for")], heading="2 見る"),
        MultiFieldPanel([FieldPanel("exercise")], heading="3 やってみる"),
        MultiFieldPanel([FieldPanel("reflection")], heading="4 考えてみる"),
        FieldPanel("slug"),
    ]


class CheckItemViewSet(SchoolSnippetViewSet):
    """The words of the self-check. What anybody answered has no page here, and none anywhere but his own."""

    model = CheckItem
    icon = "tick-inverse"
    menu_label = "自己点検の項目"
    list_display = ("label", "statement", Column("skill", label="Skill", accessor="get_skill_display"))
    list_filter = ("skill",)
    search_fields = ("label", "statement")
    ordering = ("position",)
    panels = [FieldPanel("statement"), FieldPanel("hint"), FieldPanel("label")]


class SchoolViewSetGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """The school in the admin's menu."""

    items = (LessonViewSet, CheckItemViewSet, ReadingStopViewSet, RolePlayViewSet, PresidentSheetViewSet)
    menu_label = "学びと練習"
    menu_icon = "openquote"
    menu_order = 220
