"""The review desk in Wagtail's admin: the queue, and a case beside its previous version.

Staff see a case while it is in their hands or published, never a supporter's private draft: the queue filters, and every address
below a case asks again (`_in_sight`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from accounts.refusals import reason_against
from cases.actions import previous_version
from cases.anonymity_viewset import AnonymityPanel
from cases.comparison import compare
from cases.consents import confirmation_of, uncovered
from cases.models import Case, Theme
from cases.permissions import check_can_import
from cases.statuses import OWNER, Hand, Status
from cases.views import intake

#: In these states the latest version is meant for staff's eyes.
_OPEN_TO_STAFF = (Status.SUBMITTED, Status.REVISION_SUBMITTED, Status.PUBLISHED, Status.EXPIRED, Status.WITHDRAWN)


class CasePermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Staff read and give keywords. Nobody adds, publishes or deletes a case here: that is the author's form and the review."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking and keywords, whoever asks, owners too."""
        return action in ("view", "change") and super().user_has_permission(user, action)


class ComparisonPanel(HelpPanel):  # type: ignore[misc]
    """The version under review beside the one that staff saw before."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "cases/admin/comparison_panel.html")
        kwargs.setdefault("heading", "事例の内容")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        """With the rows of this case."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """The comparison, and the author's state of affairs."""
            context = super().get_context_data(parent_context)
            before = previous_version(self.instance) if self.instance.pk else None
            context["before"] = before
            context["rows"] = compare(self.instance, before.as_object() if before else None)
            context["case"] = self.instance
            context["is_own"] = self.instance.is_team(self.request.user)
            return context


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


class CaseIndexView(IndexView):  # type: ignore[misc]
    """The queue: what waits for review first, oldest first."""

    default_ordering = "pk"

    def get_base_queryset(self) -> Any:
        """Cases in staff's sight, with their state."""
        return Case.objects.in_sight_of_staff().select_related("author", "organisation", "latest_revision").with_queue_order()

    def order_queryset(self, queryset: Any) -> Any:
        """The queue's own order, unless a column was clicked."""
        return super().order_queryset(queryset) if "ordering" in self.request.GET else queryset


class CaseViewSet(SnippetViewSet):  # type: ignore[misc]
    """Cases for staff."""

    model = Case
    icon = "doc-full-inverse"
    menu_label = "事例の審査"
    menu_name = "case-review"
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = CaseIndexView
    copy_view_enabled = False
    list_display = (
        TitleColumn(
            "latest_title",
            label="題名",
            accessor="latest_title",
            get_url=lambda case: reverse("wagtailsnippets_cases_case:edit", args=[case.pk]),
        ),
        Column("status_label", label="状態", accessor="status_label"),
        Column("author", label="書いた人", accessor="author"),
        Column("organisation", label="所属", accessor="organisation"),
        DateColumn("handed_at", label="提出・公開", accessor="handed_at"),
    )
    list_filter = {"industry": ["exact"], "disclosure": ["exact"], "is_sample": ["exact"]}
    search_fields = None
    list_per_page = 50
    panels = [ComparisonPanel(), ConsentPanel(), AnonymityPanel(), FieldPanel("keywords")]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Every address below a case asks whether the case is in sight."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = _in_sight(pattern.callback)
        return patterns


def _in_sight(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """404 for a case in its author's hands, and for versions that staff were never shown; writing only while staff have it.

    Who writes holds the case's row, so that of two decisions sent at once, also by a double click, the second learns of the first.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = kwargs.get("pk", args[0] if args else None)
        if pk is None:
            return view(request, *args, **kwargs)
        if not str(pk).isdigit():
            raise Http404
        if request.method != "POST":
            _case_in_sight(int(pk), kwargs)
            return view(request, *args, **kwargs)
        with transaction.atomic():
            handed = Case.objects.select_for_update(of=("self",)).filter(pk=pk, workflow_states__isnull=False).first()
            if handed is not None and OWNER[handed.status] != Hand.STAFF:
                messages.warning(
                    request, "この事例の判断はもう済んでいるか、提出が取り消されています。いまの状態を確かめてください。"
                )
                return redirect("wagtailsnippets_cases_case:list")
            case = _case_in_sight(int(pk), kwargs)
            if _is_outdated(request, case):
                messages.error(
                    request, "この画面を開いたあとで、書いた方が新しい版を出しました。内容をもう一度確かめてください。"
                )
                return redirect("wagtailsnippets_cases_case:edit", case.pk)
            return view(request, *args, **kwargs)

    return guarded


def _case_in_sight(pk: int, kwargs: dict[str, Any]) -> Case:
    case = Case.objects.in_sight_of_staff().filter(pk=pk).first()
    if case is None or case.status not in _OPEN_TO_STAFF or not _versions_in_sight(case, kwargs):
        raise Http404
    return case


def _is_outdated(request: HttpRequest, case: Case) -> bool:
    """Whether a decision rests on an earlier version than the latest: nobody approves what he has not seen."""
    seen = request.POST.get("loaded_revision_id", "")
    return bool(seen) and seen != str(case.latest_revision_id)


def _versions_in_sight(case: Case, kwargs: dict[str, Any]) -> bool:
    asked = {str(kwargs[name]) for name in ("revision_id", "revision_id_a", "revision_id_b") if name in kwargs} - {
        "latest",
        "live",
    }
    if not asked:
        return True
    shown = set(case.revisions.filter(task_states__isnull=False).values_list("pk", flat=True))
    shown |= {case.live_revision_id, case.latest_revision_id}
    return asked <= {str(pk) for pk in shown if pk}


class ThemeViewSet(ModelViewSet):  # type: ignore[misc]
    """Themes: added, renamed, ordered by editors; never deleted where a case uses them."""

    model = Theme
    icon = "tag"
    menu_label = "テーマ"
    menu_order = 310
    add_to_admin_menu = True
    form_fields = ("slug", "name", "position", "is_active")
    list_display = ("name", "slug", "position", "is_active")
    ordering = ("position",)
    search_fields = ("name",)


class IntakeMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may."""
        return not reason_against(check_can_import, request.user)


class IntakeViewSet(ViewSet):  # type: ignore[misc]
    """Taking in whole lists of cases."""

    icon = "upload"
    menu_label = "事例の取り込み"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = IntakeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Upload first: the menu leads to it."""
        return [
            path("", intake.intake, name="index"),
            path("template.xlsx", intake.intake_template, name="template"),
            path("preview/", intake.intake_preview, name="preview"),
            path("confirm/", intake.intake_confirm, name="confirm"),
            path("discard/", intake.intake_discard, name="discard"),
        ]


theme_viewset = ThemeViewSet("themes")
intake_viewset = IntakeViewSet("case-intake")
