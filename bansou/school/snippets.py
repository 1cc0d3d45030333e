"""What the school's kinds of text have in common in Wagtail's admin."""

from wagtail.snippets.views.snippets import SnippetViewSet


class SchoolSnippetViewSet(SnippetViewSet):  # type: ignore[misc]
    """Written and listed; not copied, not searched by words, and offered in no chooser, because no page asks for one."""

    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None

    def register_chooser_viewset(self) -> None:
        """No chooser."""
