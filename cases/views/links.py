"""Pages for people without an account: the president takes his consent back, the superior answers. Looking changes nothing.

The address is the key. That no other site learns it is the site's own policy (`Referrer-Policy: same-origin`); a stricter one would
take the origin from the form, and with it the protection against forged presses.
"""

from contextlib import suppress
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from bansou.moderation.limits import check_reader_limit
from cases import consent_actions
from cases.consent_forms import SuperiorAnswerForm
from cases.models import PresidentLink, SuperiorLink
from cases.models.links import plain_code
from cases.page import preview_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def president(request: HttpRequest, code: str) -> HttpResponse:
    """The president's page: one question, and when he says yes it is done."""
    link = PresidentLink.objects.select_related("case__latest_revision").by_code(code)
    if link is None and not plain_code(code):
        raise Http404
    if link is not None and link.is_open and request.method == "POST":
        check_reader_limit(request, "consent_link")
        consent_actions.withdraw_by_president(link=link)
        return redirect("cases:president", code=code)
    context: dict[str, Any] = {"link": link, "breadcrumb": [("公開の同意の取り消し", "")]}
    if link is not None and link.is_open:
        context |= {"is_open": True, "case": link.case, "title": link.case.latest_title}
    # Who comes back after it is done reads that it is done: nothing of the case stands there any more.
    is_known = link is not None and link.revoked_at is None
    return render(request, "cases/president.html", context, status=200 if is_known else 410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def superior(request: HttpRequest, code: str) -> HttpResponse:
    """The superior's page: the version as readers will see it, and two answers."""
    link = SuperiorLink.objects.select_related("case__organisation", "case__author", "version", "created_by").by_code(code)
    if link is None:
        raise Http404
    form = SuperiorAnswerForm(request.POST or None)
    if link.is_open and form.is_valid():
        check_reader_limit(request, "consent_link")
        with suppress(Refused):  # the second press of a double click: the page says how it stands
            consent_actions.answer_as_superior(link=link, says_yes="yes" in request.POST, words=form.cleaned_data["words"])
        return redirect("cases:superior", code=code)
    context: dict[str, Any] = {"link": link, "form": form, "breadcrumb": [("事例の確認", "")]}
    if not link.is_open:
        return render(request, "cases/superior_over.html", context, status=200 if link.answered_at else 410)
    version = link.version.as_object()
    eyes = "supporter" if version.disclosure == "members" else "public"
    context |= preview_context(version, AnonymousUser(), asked=eyes) | {"version": version, "eyes": ()}
    # Files open for people, not for links: who has only the link gets none.
    context["page"] |= {"picture": None, "figures": []}
    return render(request, "cases/superior.html", context, status=422 if form.errors else 200)
