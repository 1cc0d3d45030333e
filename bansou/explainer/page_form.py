"""The form in which staff write a page."""

from typing import Any

from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.admin.forms import WagtailAdminPageForm


class WrittenPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Wagtail makes a page's address from the letters of its title; a Japanese title has none, so one is made from the day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """What was typed, or an address like page-20261123-4821."""
        typed: str = self.cleaned_data["slug"]
        return typed or f"page-{timezone.localdate():%Y%m%d}-{get_random_string(4, '0123456789')}"
