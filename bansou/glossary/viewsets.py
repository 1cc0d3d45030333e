"""The glossary in Wagtail's admin: staff write terms, see them as readers will, and publish them."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from bansou.glossary.models import Term


class TermViewSet(SnippetViewSet):  # type: ignore[misc]
    """Terms: added, changed, published, taken out of the glossary; never deleted."""

    model = Term
    icon = "list-ul"
    menu_label = "用語集"
    menu_name = "glossary"
    menu_order = 205
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "name",
        Column("reading", label="よみ", sort_key="reading"),
        Column("short", label="短い意味"),
        DateColumn("updated", label="更新日", sort_key="updated"),
        LiveStatusTagColumn(),
    )
    list_filter = ("live", "is_marked")
    list_per_page = 100
    ordering = ("reading",)
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("reading"), FieldPanel("spellings"), FieldPanel("is_marked")], heading="言葉"
        ),
        MultiFieldPanel([FieldPanel("short"), FieldPanel("long")], heading="意味"),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("see_also")], heading="あわせて読む"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_publisher"),
                FieldPanel("source_url"),
                FieldPanel("source_seen"),
            ],
            heading="出典",
        ),
        FieldRowPanel([FieldPanel("updated"), FieldPanel("slug")]),
    ]
