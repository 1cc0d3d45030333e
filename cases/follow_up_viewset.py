"""The desk for follow-ups in Wagtail's admin: what waits, and an answer beside its case with the two decisions.

Staff see what was sent to them or is published, never a draft; a case that was withdrawn takes its follow-ups along.
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.access import person_of
from accounts.desks import DeskIndexView, DeskView, DeskViewSet
from accounts.refusals import reason_against
from cases import follow_up_actions
from cases.comparison import compare_text
from cases.follow_up_forms import FollowUpReturnForm, FollowUpWithdrawForm
from cases.models import FollowUp
from cases.permissions import check_can_review_follow_up, check_can_withdraw_follow_up
from cases.statuses import FollowUpStatus


class FollowUpIndexView(DeskIndexView):
    """What waits first, the longest wait on top; then what is published."""

    def get_base_queryset(self) -> Any:
        """Follow-ups in staff's sight."""
        return FollowUp.objects.in_sight_of_staff().select_related("case", "author")


class FollowUpReviewView(DeskView):
    """An answer beside its case: publish, return with a reason, or take a published one out of sight."""

    model = FollowUp
    template_name = "cases/admin/follow_up_review.html"
    header_icon = "history"
    page_title = "その後の確認"
    index_url_name = "follow-ups:index"

    def rows(self) -> Any:
        """What staff were shown."""
        return FollowUp.objects.in_sight_of_staff().select_related("case__organisation", "case__author", "author")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """With empty forms."""
        super().setup(request, *args, **kwargs)
        self.return_form = FollowUpReturnForm()
        self.withdraw_form = FollowUpWithdrawForm()

    def decide(self, request: HttpRequest) -> str:
        """One of three buttons. What was decided about something else than was read is refused."""
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


class FollowUpViewSet(DeskViewSet):
    """Follow-ups for staff, beside the queue of cases."""

    model = FollowUp
    icon = "history"
    menu_label = "その後の確認"
    menu_order = 105
    index_view_class = FollowUpIndexView
    desk_view_class = FollowUpReviewView
    list_display = (
        TitleColumn("case", label="事例", accessor="case", get_url=lambda row: reverse("follow-ups:edit", args=[row.pk])),
        Column("months", label="時期", accessor="get_months_display"),
        Column("status_label", label="状態", accessor="status_label"),
        Column("author", label="書いた人", accessor="author"),
        DateColumn("submitted_at", label="届いた日", accessor="submitted_at"),
    )


follow_up_viewset = FollowUpViewSet("follow-ups")
