"""Consents on the desk page of a case."""

from typing import Any

from wagtail.admin.panels import HelpPanel

from cases.consents import confirmation_of, uncovered


class ConsentPanel(HelpPanel):  # type: ignore[misc]
    """Who agreed, how far and until when, and the way to the private facts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "cases/admin/consent_panel.html")
        kwargs.setdefault("heading", "同意と非公開の情報")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        """With the consents of this case."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """The consents, what is missing of them, the superior's confirmation."""
            context = super().get_context_data(parent_context)
            case = self.instance
            consents = case.consents.select_related("version", "sheet").defer("sheet__sealed") if case.pk else ()
            return context | {
                "case": case,
                "consents": consents,
                "uncovered": uncovered(case),
                "confirmation": confirmation_of(case) if case.pk else "",
            }
