"""Boards, topics and replies in Wagtail's admin. Staff make boards here; posts they read here and hide on the site."""

from typing import Any

from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from knowhow.models import Board, Post, Reply, Topic


def _beginning(post: Post) -> str:
    """The first words of a post, for a row."""
    return post.body[:60]


class BoardPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Boards are made, changed and closed, never deleted: addresses and topics hang on them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """All but deleting."""
        return action != "delete" and super().user_has_permission(user, action)


class PostPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Posts are only looked at: writing is for people on the site, hiding has its own page with a reason."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking."""
        return action == "view" and super().user_has_permission(user, action)


class SitePageColumn(TitleColumn):  # type: ignore[misc]
    """The title as a link to the page on the site."""

    def get_link_url(self, instance: Any, parent_context: Any) -> str:
        """The page on the site."""
        return str(instance.get_absolute_url())


class BoardViewSet(ModelViewSet):  # type: ignore[misc]
    """Boards: name, purpose, readers, order."""

    model = Board
    icon = "clipboard-list"
    menu_label = "掲示板"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("name", "slug", "purpose", "audience", "position", "is_open")
    list_display = ("name", "audience", "position", "is_open")
    ordering = ("position", "pk")


class PostViewSet(ModelViewSet):  # type: ignore[misc]
    """What topics and replies have in common."""

    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("body",)
    ordering = ("-pk",)


class TopicViewSet(PostViewSet):
    """Topics, the newest first."""

    model = Topic
    icon = "comment"
    menu_label = "話題"
    list_display = (
        SitePageColumn("title", label="題名"),
        "board",
        "author",
        Column("reply_count", label="返信"),
        DateColumn("created_at", label="投稿"),
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
        "author",
        DateColumn("created_at", label="投稿"),
        Column("hidden_reason", label="非表示の理由"),
    )
    search_fields = ("body",)


class ExchangeViewSetGroup(ModelViewSetGroup):  # type: ignore[misc]
    """The exchange in the admin's menu."""

    items = (BoardViewSet("boards"), TopicViewSet("topics"), ReplyViewSet("replies"))
    menu_label = "支援者の広場"
    menu_icon = "comment"
    menu_order = 210
