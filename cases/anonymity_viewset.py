"""The check of anonymity in Wagtail's admin: what a team decided, beside the case, and the words that identify nobody."""

from typing import Any

from wagtail.admin.panels import HelpPanel
from wagtail.admin.viewsets.model import ModelViewSet

from cases.anonymity.checking import is_anonymous, kept_marks, marks_of, ticks_of
from cases.anonymity.combination import combination_of
from cases.models import AllowedWord
from cases.vocabularies import CheckPoint


class AnonymityPanel(HelpPanel):  # type: ignore[misc]
    """What was kept and why, what is open, who looked at what."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "cases/admin/anonymity_panel.html")
        kwargs.setdefault("heading", "匿名化の確認")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        """Of this case's version."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """The decisions, as values."""
            context = super().get_context_data(parent_context)
            context["is_sample"] = self.instance.is_sample
            if self.instance.pk and not self.instance.is_sample:
                kept, marks, ticks = kept_marks(self.instance), marks_of(self.instance), ticks_of(self.instance)
                standing = {mark.identity for mark in marks}
                context |= {
                    "is_anonymous": is_anonymous(self.instance),
                    "kept": [decision for identity, decision in kept.items() if identity in standing],
                    "open": [mark for mark in marks if mark.identity not in kept],
                    "points": [(point.label, ticks.get(point.value)) for point in CheckPoint],
                    "ticked": len(ticks),
                    "combination": combination_of(self.instance),
                }
            return context


class AllowedWordViewSet(ModelViewSet):  # type: ignore[misc]
    """Words that look like names and identify nobody: in force with the next page that is opened."""

    model = AllowedWord
    icon = "tick-inverse"
    menu_label = "印を付けない言葉"
    menu_order = 320
    add_to_admin_menu = True
    form_fields = ("word", "note")
    list_display = ("word", "note")
    ordering = ("word",)
    search_fields = ("word", "note")


allowed_word_viewset = AllowedWordViewSet("allowed-words")
