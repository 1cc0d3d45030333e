"""Organisations, belongings and the desk for requests, in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts import actions
from accounts.access import person_of
from accounts.forms import GrantForm, MembershipEndForm, MembershipForm, OrganisationForm, RefusalForm
from accounts.mail_domains import domain_of, kind_of
from accounts.models import BelongingPaper, BelongingRequest, Membership, Organisation
from accounts.permissions import check_can_decide
from accounts.refusals import Refused, reason_against


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


class MembershipPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Belongings are made and ended; nobody deletes one, because what somebody wrote keeps its organisation."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """All but deleting."""
        return action != "delete" and super().user_has_permission(user, action)


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


class BelongingRequestPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Staff read and decide. Nobody makes or deletes a request here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking and deciding."""
        return action in ("view", "change") and super().user_has_permission(user, action)


class BelongingRequestIndexView(IndexView):  # type: ignore[misc]
    """What waits first, the longest wait on top."""

    default_ordering = "pk"

    def get_base_queryset(self) -> Any:
        """With its person and organisation."""
        return BelongingRequest.objects.for_desk()

    def order_queryset(self, queryset: Any) -> Any:
        """The desk's own order, unless a column was clicked."""
        return super().order_queryset(queryset) if "ordering" in self.request.GET else queryset


class BelongingRequestView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """One request: what the person says, what his address shows, the paper; and the two decisions."""

    model = BelongingRequest
    permission_required = "change"
    template_name = "accounts/admin/belonging_request.html"
    header_icon = "user"
    page_title = "所属の申し込み"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """404 for what was withdrawn."""
        super().setup(request, *args, **kwargs)
        self.object: BelongingRequest = get_object_or_404(BelongingRequest.objects.for_desk(), pk=kwargs["pk"])
        self.grant_form = GrantForm(request=self.object)
        self.refusal_form = RefusalForm()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of three buttons."""
        try:
            if "paper" in request.POST:
                return self._paper(request)
            done = self._decide(request)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect(request.path)
        if not done:
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        messages.success(request, done)
        return redirect("belonging-requests:index")

    def _decide(self, request: HttpRequest) -> str:
        """What was done, or "" where a form was not filled in."""
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

    def get_page_subtitle(self) -> str:
        """Whose request."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the list."""
        own = [
            {"url": reverse("belonging-requests:index"), "label": "所属の申し込み"},
            {"url": "", "label": str(self.object)},
        ]
        return [*self.breadcrumbs_items, *own]

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


class BelongingRequestViewSet(ModelViewSet):  # type: ignore[misc]
    """Requests to belong, for staff."""

    model = BelongingRequest
    icon = "user"
    menu_label = "所属の申し込み"
    menu_order = 325
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = BelongingRequestIndexView
    form_fields = ()
    list_display = (
        TitleColumn(
            "user", label="申し込んだ人", accessor="user", get_url=lambda row: reverse("belonging-requests:edit", args=[row.pk])
        ),
        Column("where", label="支援機関", accessor="where"),
        Column("state", label="状態", accessor="get_state_display"),
        DateColumn("asked_at", label="申し込んだ日", accessor="asked_at"),
    )
    search_fields = None
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and the desk: there is nothing to add, copy or delete."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.construct_view(BelongingRequestView), name="edit"),
        ]


organisation_viewset = OrganisationViewSet("organisations")
membership_viewset = MembershipViewSet("memberships")
belonging_request_viewset = BelongingRequestViewSet("belonging-requests")
