"""The review desk in Wagtail's admin: the queue, and a case beside its previous version.

Staff see a case while it is in their hands or published, never a supporter's private draft: the queue filters, and every address
below a case asks again (`_in_sight`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import modelform_factory
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from accounts.desks import shown_unless_refused
from accounts.models import User
from accounts.prefectures import Block
from cases.anonymity_viewset import AnonymityPanel
from cases.consent_panel import ConsentPanel
from cases.desk import CaseDeskView, CaseWorkflowActionView, ComparisonPanel, DecisionPanel, DeskPanels, StandPanel
from cases.forms.review import DeskForm
from cases.models import CannedReason, Case, ReviewerRegions, Theme
from cases.permissions import check_can_import
from cases.queue import COLUMNS, CaseIndexView, QueueFilterSet
from cases.statuses import OWNER, Hand, Status
from cases.views import intake

#: In these states the latest version is meant for staff's eyes.
_OPEN_TO_STAFF = (Status.SUBMITTED, Status.REVISION_SUBMITTED, Status.PUBLISHED, Status.EXPIRED, Status.WITHDRAWN)


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
    list_display = COLUMNS
    filterset_class = QueueFilterSet
    search_fields = None
    list_per_page = 50
    edit_view_class = CaseDeskView
    workflow_action_view_class = CaseWorkflowActionView
    # In the order of the Tab key. Wide screens set the text on the left, all other panels on the right (static/css/admin/case_desk.css).
    panels = [StandPanel(), ComparisonPanel(), ConsentPanel(), AnonymityPanel(), FieldPanel("keywords"), DecisionPanel()]

    def get_edit_handler(self) -> DeskPanels:
        """The panels in our form."""
        panels: DeskPanels = DeskPanels(self.panels, base_form_class=DeskForm).bind_to_model(self.model)
        return panels

    def register_chooser_viewset(self) -> None:
        """No chooser: Wagtail's shows every case, private drafts too, to whoever enters the admin, and no page of ours asks for it."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Every address below a case asks whether the case is in sight."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = _in_sight(pattern.callback)
        return patterns


def _in_sight(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For reviewers alone. 404 for a case in its author's hands, and for versions that staff were never shown; writing only while staff have it.

    Who writes holds the case's row, so that of two decisions sent at once, also by a double click, the second learns of the first.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("cases.view_case"):
            raise PermissionDenied
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
                return _told_of_end(request)
            _case_in_sight(int(pk), kwargs)
            return view(request, *args, **kwargs)

    return guarded


def _told_of_end(request: HttpRequest) -> HttpResponseBase:
    """The case left staff's hands meanwhile. What a reviewer typed is shown once more, so that he can take it along."""
    words = "この事例の判断はもう済んでいるか、提出が取り消されています。いまの状態を確かめてください。"
    typed = [text for name, text in request.POST.items() if (name == "comment" or name.startswith("note:")) and str(text).strip()]
    if not typed:
        messages.warning(request, words)
        return redirect("wagtailsnippets_cases_case:list")
    context = {"page_title": "書いた言葉は残っています", "header_icon": "warning", "words": words, "typed": typed}
    return render(request, "cases/admin/decided_meanwhile.html", context, status=409)


def _case_in_sight(pk: int, kwargs: dict[str, Any]) -> Case:
    case = Case.objects.in_sight_of_staff().filter(pk=pk).first()
    if case is None or case.status not in _OPEN_TO_STAFF or not _versions_in_sight(case, kwargs):
        raise Http404
    return case


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


class CannedReasonViewSet(ModelViewSet):  # type: ignore[misc]
    """Reasons that reviewers need again and again: written and ordered by them."""

    model = CannedReason
    icon = "comment"
    menu_label = "差し戻しの文例"
    menu_order = 106
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ("title", "text", "position", "is_active")
    list_display = ("title", "position", "is_active")
    ordering = ("position",)
    search_fields = ("title", "text")


class ReviewerRegionsForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A reviewer and his regions."""

    reviewer = forms.ModelChoiceField(
        label="審査担当", queryset=User.objects.filter(groups__casereviewtask__isnull=False, is_active=True).distinct()
    )
    blocks = forms.MultipleChoiceField(
        label="地域",
        choices=Block.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="選んだ地域の事例が出されたときに、メールで知らせます。ほかの地域の事例も審査できます。",
    )


class ReviewerRegionsViewSet(ModelViewSet):  # type: ignore[misc]
    """Who looks after which regions."""

    model = ReviewerRegions
    icon = "globe"
    menu_label = "審査の地域"
    menu_order = 107
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("reviewer", Column("blocks_words", label="地域", accessor="blocks_words"))
    search_fields = ("reviewer__display_name",)

    def get_form_class(self, for_update: bool = False) -> Any:
        """Regions as ticks."""
        return modelform_factory(ReviewerRegions, form=ReviewerRegionsForm, fields=("reviewer", "blocks"))


class IntakeViewSet(ViewSet):  # type: ignore[misc]
    """Taking in whole lists of cases."""

    icon = "upload"
    menu_label = "事例の取り込み"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = shown_unless_refused(check_can_import)

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
canned_reason_viewset = CannedReasonViewSet("canned-reasons")
reviewer_regions_viewset = ReviewerRegionsViewSet("reviewer-regions")
intake_viewset = IntakeViewSet("case-intake")
