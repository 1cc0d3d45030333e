"""The people desk in Wagtail's admin: find somebody, see how he stands, and do what one's own role allows. And what each role may do.

Registrars and moderators work here without Wagtail's right to users, which is the right to everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.viewsets.base import ViewSet

from accounts.access import person_of
from accounts.acting_for import SESSION_KEY
from accounts.actions import change_roles, start_support
from accounts.desks import shown_unless_refused
from accounts.models import SUPPORT_MINUTES, User
from accounts.permissions import check_can_keep_people, check_can_support, check_can_verify, roles_granted_by, roles_held
from accounts.refusals import Refused, reason_against
from accounts.role_changes import OWNER_NAME
from accounts.role_words import rights_in_words
from accounts.roles import ROLES, STANDINGS
from bansou.lists.keyset import keyset_page
from bansou.moderation import actions
from bansou.moderation.people import file_of, find_people, row_of
from bansou.moderation.people_forms import AddressForm, FindForm, RolesForm, SupportForm, VerifyForm
from bansou.moderation.permissions import check_can_suspend

_DESK = "利用者の窓口"
_ROWS = 50


@dataclass
class Act:
    """One thing that may be done about the person: its form, and what its button says; or why it is refused."""

    name: str
    title: str
    button: str
    form: Form
    refused: str
    do: Callable[[dict[str, Any]], HttpResponse]


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who is found, the newest first. No address is shown."""
    check_can_keep_people(request.user)
    form = FindForm(request.GET)
    words = form.cleaned_data if form.is_valid() else {"q": "", "who": ""}
    page = keyset_page(find_people(words["q"], words["who"]), request, order=("-pk",), size=_ROWS)
    context = {"form": form, "rows": [row_of(person) for person in page.items], "page": page, "is_asked": bool(words["q"])}
    return _page(request, "moderation/admin/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """How somebody stands, and what whoever looks may do; each act is a POST with its own name."""
    check_can_keep_people(request.user)
    shown = get_object_or_404(User, pk=pk)
    acts = _acts(request, shown)
    asked = next((act for act in acts if act.name == request.POST.get("act")), None)
    if asked is not None and not asked.refused and asked.form.is_valid():
        try:
            return asked.do(asked.form.cleaned_data)
        except Refused as refusal:
            asked.form.add_error(None, refusal.reason)
    return _person_page(request, shown, acts, status=422 if request.method == "POST" else 200)


def _acts(request: HttpRequest, shown: User) -> list[Act]:
    """What may be done about the person, in the order of the page."""
    by = person_of(request)
    offered = roles_granted_by(by)

    def verify(words: dict[str, Any]) -> HttpResponse:
        actions.confirm_belonging(by=by, person=shown, organisation=words["organisation"], reason=words["reason"])
        return _done(request, shown, f"{shown}さんの所属を「{words['organisation']}」にしました。")

    def give_roles(words: dict[str, Any]) -> HttpResponse:
        kept = [role for role in roles_held(shown) if role not in offered]
        chosen = [role for role in offered if role.name in words["roles"]]
        change_roles(user=shown, roles=[*kept, *chosen], by=by, reason=words["reason"])
        return _done(request, shown, f"{shown}さんの役割を変えました。")

    def show_address(words: dict[str, Any]) -> HttpResponse:
        address = actions.reveal_address(by=by, person=shown, reason=words["reason"])
        return _person_page(request, shown, _acts(_as_read(request), shown), address=address)

    def act_for(words: dict[str, Any]) -> HttpResponse:
        request.session[SESSION_KEY] = start_support(by=by, person=shown, consent=words["consent"]).pk
        return redirect("accounts:support")

    def form_of(name: str, form_class: Callable[..., Form], **kwargs: Any) -> Form:
        return form_class(request.POST if request.POST.get("act") == name else None, prefix=name, person=by, **kwargs)

    held = {"roles": [role.name for role in roles_held(shown)]}
    no_roles = "" if offered else f"役割を変えられるのは、{OWNER_NAME}と登録担当の職員です。"
    own_roles = "自分の役割は、自分では変えられません。ほかの職員に頼んでください。" if by == shown else ""
    return [
        Act(
            "verify",
            "所属を確認する",
            "所属を確認済みにする",
            form_of("verify", VerifyForm),
            reason_against(check_can_verify, by),
            verify,
        ),
        Act(
            "roles",
            "役割を変える",
            "この役割にする",
            form_of("roles", RolesForm, offered=offered, initial=held),
            no_roles or own_roles,
            give_roles,
        ),
        Act("address", "メールアドレスを見る", "理由を残して見る", form_of("address", AddressForm), "", show_address),
        Act(
            "support",
            f"代わりに操作する（{SUPPORT_MINUTES}分）",
            "代わりの操作を始める",
            form_of("support", SupportForm),
            reason_against(check_can_support, by, shown),
            act_for,
        ),
    ]


def _as_read(request: HttpRequest) -> HttpRequest:
    """The request without what was sent: its forms are empty again."""
    request.POST = request.POST.__class__()
    return request


def _done(request: HttpRequest, shown: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("people:person", pk=shown.pk)


def _person_page(request: HttpRequest, shown: User, acts: list[Act], *, address: str = "", status: int = 200) -> HttpResponse:
    context = {
        "file": file_of(shown),
        "acts": acts,
        "address": address,
        "suspend_refused": "職員の投稿は止められません。" if shown.is_staff else reason_against(check_can_suspend, request.user),
        "breadcrumbs_items": [_crumb("people:index", _DESK), {"url": "", "label": shown.display_name}],
        "header_title": f"{shown.display_name}：{_DESK}",
    }
    return render(request, "moderation/admin/person.html", context, status=status)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, read from the code; for all staff."""
    granters = {role.name: [other.name for other in ROLES if role.name in other.grants] for role in ROLES}
    context = {
        "standings": STANDINGS,
        "roles": [(role, rights_in_words(role), [OWNER_NAME, *granters[role.name]]) for role in ROLES],
        "owner": OWNER_NAME,
        "breadcrumbs_items": [{"url": "", "label": "役割とできること"}],
        "header_title": "役割とできること",
    }
    return render(request, "moderation/admin/roles.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    crumbs = {"breadcrumbs_items": [{"url": "", "label": _DESK}], "header_title": _DESK, "header_icon": "user"}
    return render(request, template, context | crumbs)


def _crumb(name: str, label: str) -> dict[str, str]:
    return {"url": reverse(name), "label": label}


class PeopleViewSet(ViewSet):  # type: ignore[misc]
    """The desk."""

    icon = "user"
    menu_label = _DESK
    menu_order = 315
    add_to_admin_menu = True
    menu_item_class = shown_unless_refused(check_can_keep_people)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads to it."""
        return [path("", people, name="index"), path("<int:pk>/", person, name="person")]


class RolesViewSet(ViewSet):  # type: ignore[misc]
    """What each role may do."""

    icon = "key"
    menu_label = "役割とできること"
    menu_order = 350
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """One page."""
        return [path("", roles, name="index")]


people_viewset = PeopleViewSet("people")
roles_viewset = RolesViewSet("roles")
