"""Organisations, belongings and the desk for requests, in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts import actions
from accounts.access import person_of
from accounts.desks import DeskIndexView, DeskView, DeskViewSet
from accounts.forms import GrantForm, MembershipEndForm, MembershipForm, OrganisationForm, RefusalForm
from accounts.mail_domains import domain_of, kind_of
from accounts.models import BelongingPaper, BelongingRequest, Membership, Organisation
from accounts.permissions import check_can_decide
from accounts.refusals import reason_against


class OrganisationViewSet(ModelViewSet):  # type: ignore[misc]
    """Organisations: added, described and verified by staff."""

    model = Organisation
    icon = "group"
    menu_label = "支援機関"
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("name", "organisation_type", "prefecture", "is_verified", "in_directory")
    list_filter = ("organisation_type", "prefecture", "is_verified", "in_directory")
    search_fields = ("name",)

    def get_form_class(self, for_update: bool = False) -> Any:
        """With the domains, which are rows of their own."""
        return OrganisationForm


class MembershipCreateView(CreateView):  # type: ignore[misc]
    """Staff confirm a belonging of their own accord."""

    def save_instance(self) -> Membership:
        """By the action, which ends an older belonging."""
        values = {name: self.form.cleaned_data[name] for name in ("user", "organisation")}
        return actions.confirm_membership(**values, by=person_of(self.request))


class MembershipEndView(EditView):  # type: ignore[misc]
    """A belonging is opened to end it."""

    def get_object(self, queryset: Any = None) -> Membership:
        """What is over is over: 404."""
        membership: Membership = super().get_object(queryset)
        if membership.ended_at is not None:
            raise Http404
        return membership

    def save_instance(self) -> Membership:
        """By the action, which tells the person."""
        reason = self.form.cleaned_data["reason"]
        actions.end_membership(membership=self.object, by=person_of(self.request), reason=reason)
        return self.object  # type: ignore[no-any-return]

    def get_success_url(self) -> str:
        """The list: the belonging cannot be opened any more."""
        return reverse("memberships:index")

    def get_success_buttons(self) -> list[Any]:
        """None, for the same reason."""
        return []


class MembershipViewSet(ModelViewSet):  # type: ignore[misc]
    """Who belongs where: confirmed and ended by staff."""

    model = Membership
    icon = "user"
    menu_label = "所属"
    menu_order = 330
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEndView
    list_display = ("user", "organisation", "proof", "confirmed_at", "confirmed_until", "ended_at", "ended_because")
    list_filter = ("proof", "ended_because")
    search_fields = ("user__display_name", "organisation__name")

    def get_form_class(self, for_update: bool = False) -> Any:
        """Opening a belonging is for ending it; adding one is confirming it."""
        return MembershipEndForm if for_update else MembershipForm


class BelongingRequestIndexView(DeskIndexView):
    """What waits first, the longest wait on top."""

    def get_base_queryset(self) -> Any:
        """With its person and organisation."""
        return BelongingRequest.objects.for_desk()


class BelongingRequestView(DeskView):
    """One request: what the person says, what his address shows, the paper; and the two decisions."""

    model = BelongingRequest
    template_name = "accounts/admin/belonging_request.html"
    header_icon = "user"
    page_title = "所属の申し込み"
    index_url_name = "belonging-requests:index"

    def rows(self) -> Any:
        """All but what was withdrawn."""
        return BelongingRequest.objects.for_desk()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """With empty forms."""
        super().setup(request, *args, **kwargs)
        self.grant_form = GrantForm(request=self.object)
        self.refusal_form = RefusalForm()

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Or the paper."""
        return self._paper(request) if "paper" in request.POST else super().answer(request)

    def decide(self, request: HttpRequest) -> str:
        """Confirm or refuse."""
        by, row = person_of(request), self.object
        if "grant" in request.POST:
            self.grant_form = GrantForm(request.POST, request=row)
            if not self.grant_form.is_valid():
                return ""
            organisation = self.grant_form.cleaned_data["organisation"] or actions.enter_organisation(request=row, by=by)
            actions.grant_request(request=row, by=by, organisation=organisation)
            return f"{row.user}さんの{organisation}への所属を確認しました。ご本人にメールで知らせます。"
        if "refuse" in request.POST:
            self.refusal_form = RefusalForm(request.POST)
            if not self.refusal_form.is_valid():
                return ""
            actions.refuse_request(request=row, by=by, reason=self.refusal_form.cleaned_data["reason"])
            return "確認できなかったことを、理由を添えてご本人にメールで知らせます。"
        raise PermissionDenied

    def _paper(self, request: HttpRequest) -> HttpResponse:
        """As a download: nothing in it ever runs on our pages. A POST, because that somebody looked is written down."""
        paper = actions.open_paper(request=self.object, by=person_of(request))
        headers = {"Content-Disposition": f'attachment; filename="{paper.name}"', "Cache-Control": "no-store"}
        return HttpResponse(paper.content, content_type=paper.content_type, headers=headers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The domain of the address, never the address itself: staff look at that elsewhere, with a reason."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row, domain = self.object, domain_of(self.object.user.email)
        return context | {
            "row": row,
            "domain": domain,
            "domain_kind": kind_of(domain),
            "has_paper": BelongingPaper.objects.filter(request=row).exists(),
            "decision_refused": reason_against(check_can_decide, person_of(self.request), row),
            "grant_form": self.grant_form,
            "refusal_form": self.refusal_form,
        }


class BelongingRequestViewSet(DeskViewSet):
    """Requests to belong, for staff."""

    model = BelongingRequest
    icon = "user"
    menu_label = "所属の申し込み"
    menu_order = 325
    index_view_class = BelongingRequestIndexView
    desk_view_class = BelongingRequestView
    list_display = (
        TitleColumn(
            "user", label="申し込んだ人", accessor="user", get_url=lambda row: reverse("belonging-requests:edit", args=[row.pk])
        ),
        Column("where", label="支援機関", accessor="where"),
        Column("state", label="状態", accessor="get_state_display"),
        DateColumn("asked_at", label="申し込んだ日", accessor="asked_at"),
    )


organisation_viewset = OrganisationViewSet("organisations")
membership_viewset = MembershipViewSet("memberships")
belonging_request_viewset = BelongingRequestViewSet("belonging-requests")
