"""Practice in Wagtail's admin: the dialogues at which cases stop, the role-plays, the president's sheet."""

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from accounts.access import person_of
from bansou.school.models import PresidentSheet, ReadingStop, RolePlay
from bansou.school.models.president_sheet import PARTS
from bansou.school.practice_actions import keep_stop
from bansou.school.practice_forms import ReadingStopForm
from bansou.school.snippets import SchoolSnippetViewSet


class KeepStopMixin:
    """A stop is saved by the action that decides about it."""

    def save_instance(self) -> ReadingStop:
        """With the record of the decision."""
        return keep_stop(by=person_of(self.request), stop=self.form.save(commit=False))  # type: ignore[attr-defined]


class ReadingStopCreateView(KeepStopMixin, CreateView):  # type: ignore[misc]
    """A dialogue that staff choose."""


class ReadingStopEditView(KeepStopMixin, EditView):  # type: ignore[misc]
    """A stop, proposed or not."""


def _case_of(stop: ReadingStop) -> str:
    return str(stop.case.title)


class ReadingStopViewSet(SchoolSnippetViewSet):
    """The dialogues to practise on; what the writers of cases propose is found by the filter of states."""

    model = ReadingStop
    icon = "openquote"
    menu_label = "読む演習"
    menu_name = "reading-stops"
    add_view_class = ReadingStopCreateView
    edit_view_class = ReadingStopEditView
    panels = [FieldPanel(name) for name in ("case_address", "dialogue", "title", "scene", "state", "note")]
    list_display = (
        "title",
        Column("case", label="事例", accessor=_case_of),
        Column("dialogue_number", label="対話"),
        Column("state", label="状態", accessor="get_state_display"),
    )
    list_filter = ("state", "is_from_team")
    search_fields = ("title",)
    ordering = ("-pk",)
    list_per_page = 50

    def get_queryset(self, request: Any) -> Any:
        """With what each row shows."""
        return ReadingStop.objects.select_related("case").prefetch_related("case__episodes")

    def get_edit_handler(self) -> Any:
        """The panels in our form, which finds the dialogue."""
        return ObjectList(self.panels, base_form_class=ReadingStopForm).bind_to_model(self.model)


class RolePlayViewSet(SchoolSnippetViewSet):
    """Role-plays, in the order in which the site shows them."""

    model = RolePlay
    icon = "group"
    menu_label = "ロールプレイ"
    menu_name = "role-plays"
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("skill"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("setting", "president", "supporter", "observer")],
            heading="三枚の紙（それぞれA4で1枚）",
        ),
        FieldPanel("position"),
        FieldPanel("is_shown"),
    ]
    list_display = ("title", Column("skill", label="身につくこと", accessor="get_skill_display"), "position", "is_shown")
    list_filter = ("skill", "is_shown")
    search_fields = ("title", "summary")
    ordering = ("position", "pk")
    list_per_page = 50


class PresidentSheetViewSet(SchoolSnippetViewSet):
    """The words of the president's sheet."""

    model = PresidentSheet
    icon = "doc-empty"
    menu_label = "経営者に渡す1枚"
    menu_name = "president-sheet"
    panels = [
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel(name) for name in PARTS], heading="五つの部分（A4で1枚に収まります）"),
    ]
    list_display = ("__str__",)
    search_fields = None
