"""Registers bansou.drafts with Django."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """The drafts room."""

    name = "bansou.drafts"
    label = "drafts"
    verbose_name = "書きかけ"

    def ready(self) -> None:
        """Show a person's drafts on his page."""
        from accounts.matters import register_matters
        from accounts.my_page import register_part
        from bansou.drafts import leaving, my_data
        from bansou.drafts.own import draft_matters, own_drafts, typed_texts

        register_part(own_drafts)
        register_matters("drafts", draft_matters, order=1, counted=typed_texts)
        leaving.connect()
        my_data.connect()
