"""The desk for follow-ups in Wagtail's admin: what waits, and an answer beside its case with the two decisions.

Staff see what was sent to them or is published, never a draft; a case that was withdrawn takes its follow-ups along.
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.access import person_of
from accounts.refusals import Refused, reason_against
from cases import follow_up_actions
from cases.comparison import compare_text
from cases.follow_up_forms import FollowUpReturnForm, FollowUpWithdrawForm
from cases.models import FollowUp
from cases.permissions import check_can_review_follow_up, check_can_withdraw_follow_up
from cases.statuses import FollowUpStatus


class FollowUpPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Staff read and decide. Nobody makes or deletes a follow-up here: the question comes with time, the words are the team's."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking and deciding."""
        return action in ("view", "change") and super().user_has_permission(user, action)


class FollowUpIndexView(IndexView):  # type: ignore[misc]
    """What waits first, the longest wait on top; then what is published."""

    default_ordering = "pk"

    def get_base_queryset(self) -> Any:
        """Follow-ups in staff's sight."""
        return FollowUp.objects.in_sight_of_staff().select_related("case", "author")

    def order_queryset(self, queryset: Any) -> Any:
        """The queue's own order, unless a column was clicked."""
        return super().order_queryset(queryset) if "ordering" in self.request.GET else queryset


class FollowUpReviewView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """An answer beside its case: publish, return with a reason, or take a published one out of sight."""

    model = FollowUp
    permission_required = "change"
    template_name = "cases/admin/follow_up_review.html"
    header_icon = "history"
    page_title = "その後の確認"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """404 for what staff were not shown."""
        super().setup(request, *args, **kwargs)
        rows = FollowUp.objects.in_sight_of_staff().select_related("case__organisation", "case__author", "author")
        self.object: FollowUp = get_object_or_404(rows, pk=kwargs["pk"])
        self.return_form = FollowUpReturnForm()
        self.withdraw_form = FollowUpWithdrawForm()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of three buttons. What was decided about something else than was read is refused."""
        try:
            done = self._decide(request)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect(request.path)
        if not done:
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        messages.success(request, done)
        return redirect("follow-ups:index")

    def _decide(self, request: HttpRequest) -> str:
        """What was done, or "" where a form was not filled in."""
        by, data = person_of(request), request.POST
        if "publish" in data:
            follow_up_actions.publish_follow_up(follow_up=self.object, by=by, seen=_moment(data.get("seen", "")))
            return "その後のようすを公開しました。書いた方にメールで知らせます。"
        if "return" in data:
            self.return_form = FollowUpReturnForm(data)
            if not self.return_form.is_valid():
                return ""
            comment = self.return_form.cleaned_data["comment"]
            follow_up_actions.return_follow_up(follow_up=self.object, by=by, seen=_moment(data.get("seen", "")), comment=comment)
            return "理由を添えて差し戻しました。書いた方にメールで知らせます。"
        if "withdraw" in data:
            self.withdraw_form = FollowUpWithdrawForm(data)
            if not self.withdraw_form.is_valid():
                return ""
            follow_up_actions.withdraw_follow_up(follow_up=self.object, by=by, reason=self.withdraw_form.cleaned_data["reason"])
            return "公開をやめました。書いた方にメールで知らせます。"
        raise PermissionDenied

    def get_page_subtitle(self) -> str:
        """Whose follow-up."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the list."""
        own = [{"url": reverse("follow-ups:index"), "label": "その後の確認"}, {"url": "", "label": str(self.object)}]
        return [*self.breadcrumbs_items, *own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The answer, what readers see now, and the case."""
        row = self.object
        waits = row.status == FollowUpStatus.SUBMITTED
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "follow_up": row,
            "case": row.case,
            "waits": waits,
            "changes": compare_text("いまのようす", row.text if row.is_shown else None, row.draft_text) if waits else None,
            "earlier": [told for told in row.case.follow_ups.all() if told.is_shown and told.months < row.months],
            "review_refused": reason_against(check_can_review_follow_up, self.request.user, row),
            "withdraw_refused": reason_against(check_can_withdraw_follow_up, self.request.user, row),
            "return_form": self.return_form,
            "withdraw_form": self.withdraw_form,
        }


def _moment(text: str) -> datetime.datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise PermissionDenied  # no page of ours sends that
    return moment


class FollowUpViewSet(ModelViewSet):  # type: ignore[misc]
    """Follow-ups for staff, beside the queue of cases."""

    model = FollowUp
    icon = "history"
    menu_label = "その後の確認"
    menu_order = 105
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = FollowUpIndexView
    form_fields = ()
    list_display = (
        TitleColumn("case", label="事例", accessor="case", get_url=lambda row: reverse("follow-ups:edit", args=[row.pk])),
        Column("months", label="時期", accessor="get_months_display"),
        Column("status_label", label="状態", accessor="status_label"),
        Column("author", label="書いた人", accessor="author"),
        DateColumn("submitted_at", label="届いた日", accessor="submitted_at"),
    )
    search_fields = None
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and the desk: there is nothing to add, copy or delete."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.construct_view(FollowUpReviewView), name="edit"),
        ]


follow_up_viewset = FollowUpViewSet("follow-ups")
