"""Boards, topics and replies in Wagtail's admin. Staff make boards here; posts they read here and hide on the site."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from accounts.access import person_of
from cases.models import QuestionCard
from cases.vocabularies import CardState
from knowhow import actions
from knowhow.actions.hosting import host_written_down
from knowhow.forms.boards import BoardForm
from knowhow.forms.questions import QuestionCardForm
from knowhow.models import Board, Post, Reply, Topic


def _beginning(post: Post) -> str:
    """The first words of a post, for a row."""
    return post.body[:60]


def _posted(post: Post) -> str:
    """When it was written; under an alias the day alone, for staff too."""
    return f"{timezone.localtime(post.created_at):{'%Y-%m-%d' if post.alias else '%Y-%m-%d %H:%M'}}"


class SitePageColumn(TitleColumn):  # type: ignore[misc]
    """The title as a link to the page on the site."""

    def get_link_url(self, instance: Any, parent_context: Any) -> str:
        """The page on the site."""
        return str(instance.get_absolute_url())


class HostWrittenDownMixin:
    """A change of the host goes into the record of decisions."""

    def save_instance(self) -> Any:
        """One transaction with the record."""
        with host_written_down(self.form.instance, by=person_of(self.request)):  # type: ignore[attr-defined]
            return super().save_instance()  # type: ignore[misc]


class BoardCreateView(HostWrittenDownMixin, CreateView):  # type: ignore[misc]
    """Wagtail's view."""


class BoardEditView(HostWrittenDownMixin, EditView):  # type: ignore[misc]
    """Wagtail's view."""


class BoardViewSet(ModelViewSet):  # type: ignore[misc]
    """Boards: name, purpose, readers, host; dragged into their order."""

    model = Board
    icon = "clipboard-list"
    menu_label = "掲示板"
    add_view_class = BoardCreateView
    edit_view_class = BoardEditView
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = BoardForm.Meta.fields
    list_display = ("name", Column("group", label="まとまり", accessor="get_group_display"), "audience", "host", "is_open")
    list_filter = ("group", "audience", "is_open")
    ordering = ("position", "pk")
    sort_order_field = "position"

    def get_form_class(self, for_update: bool = False) -> type[BoardForm]:
        """The same for new boards and old ones."""
        return BoardForm


class PostIndexView(IndexView):  # type: ignore[misc]
    """Posts with who wrote them and where they stand."""

    def get_base_queryset(self) -> Any:
        """With what each row shows."""
        return super().get_base_queryset().select_related("author", "topic" if self.model is Reply else "board")


class PostViewSet(ModelViewSet):  # type: ignore[misc]
    """What topics and replies have in common."""

    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("body",)
    index_view_class = PostIndexView
    # Not by number: those of clinics tell no time.
    ordering = ("-created_at", "-pk")


class TopicViewSet(PostViewSet):
    """Topics, the newest first."""

    model = Topic
    icon = "comment"
    menu_label = "話題"
    list_display = (
        SitePageColumn("title", label="題名"),
        "board",
        Column("writer_name", label="書いた人"),
        Column("reply_count", label="返信"),
        Column("posted", label="投稿", accessor=_posted),
        Column("hidden_reason", label="非表示の理由"),
    )
    list_filter = ("board", "kind", "is_sample")
    search_fields = ("title", "body")
    search_backend_name = None


class ReplyViewSet(PostViewSet):
    """Replies, the newest first."""

    model = Reply
    icon = "comment-add"
    menu_label = "返信"
    list_display = (
        SitePageColumn("beginning", label="本文", accessor=_beginning),
        "topic",
        Column("writer_name", label="書いた人"),
        Column("posted", label="投稿", accessor=_posted),
        Column("hidden_reason", label="非表示の理由"),
    )
    search_fields = ("body",)


class QuestionCreateView(CreateView):  # type: ignore[misc]
    """A card of staff's own."""

    def get_initial_form_instance(self) -> QuestionCard:
        """It stands in the bank unless staff say otherwise."""
        return QuestionCard(state=CardState.SHOWN)

    def save_instance(self) -> QuestionCard:
        """By the action that decides about cards."""
        return actions.keep_question(by=self.request.user, card=self.form.save(commit=False))


class QuestionEditView(EditView):  # type: ignore[misc]
    """A card, proposed or not."""

    def save_instance(self) -> QuestionCard:
        """By the action that decides about cards."""
        return actions.keep_question(by=self.request.user, card=self.form.save(commit=False))


class QuestionViewSet(ModelViewSet):  # type: ignore[misc]
    """The question bank; what waits for a decision is found by the filter of states."""

    model = QuestionCard
    icon = "help"
    menu_label = "問いかけバンク"
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    form_fields = QuestionCardForm.Meta.fields
    list_display = (
        "question",
        Column("inquiry", label="種類", accessor="get_inquiry_display"),
        Column("state", label="状態", accessor="get_state_display"),
        Column("source", label="出どころ", accessor="get_source_display"),
        Column("report_count", label="使ってみた人"),
        DateColumn("created_at", label="作成"),
    )
    list_filter = ("state", "inquiry", "stage", "partner", "source")
    search_fields = ("question", "aim")
    search_backend_name = None
    ordering = ("-pk",)

    def get_form_class(self, for_update: bool = False) -> type[QuestionCardForm]:
        """The same for new cards and old ones."""
        return QuestionCardForm


class ExchangeViewSetGroup(ModelViewSetGroup):  # type: ignore[misc]
    """The exchange in the admin's menu."""

    items = (BoardViewSet("boards"), TopicViewSet("topics"), ReplyViewSet("replies"), QuestionViewSet("questions"))
    menu_label = "支援者の広場"
    menu_icon = "comment"
    menu_order = 210
