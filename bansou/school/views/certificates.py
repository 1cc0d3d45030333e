"""The record of learning: made by the person, shown to whoever he gives the number."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.school import actions
from bansou.school.forms import CertificateForm
from bansou.school.models import Certificate
from bansou.school.permissions import check_can_make_certificate, owns

_RECORD = "学習の記録"


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def certificates(request: HttpRequest) -> HttpResponse:
    """One's own records, and a new one."""
    person = person_of(request)
    form = CertificateForm(initial={"name": person.display_name} | dict((parked_text(request) or {}).items()), person=person)
    if request.method == "POST":
        form = CertificateForm(request.POST, person=person)
        if form.is_valid() and (made := _made(request, form)):
            return redirect(made)
    context = {
        "form": form,
        "certificates": Certificate.objects.of(person),
        "refused": reason_against(check_can_make_certificate, person),
        "breadcrumb": [("学ぶ", reverse("school:landing")), ("学びの道", reverse("school:path")), (_RECORD, "")],
    }
    return render(request, "school/certificates.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: CertificateForm) -> Certificate | None:
    """The record; None where it was refused, with the reason in the form."""
    words = form.cleaned_data
    try:
        return actions.make_certificate(
            by=person_of(request), name=words["name"], with_organisation=words.get("with_organisation", False),
            with_cases=words.get("with_cases", False), with_replies=words.get("with_replies", False),
            submission_key=form.submission_key,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


@never_cache
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What the record says, to print and to compare with the paper. Whoever has the number sees it."""
    found = Certificate.objects.confirmed().filter(number=number.upper()).first()
    if found is None:
        return render(request, "school/certificate_unknown.html", {"breadcrumb": [(_RECORD, "")]}, status=404)
    is_own = owns(request.user, found)
    trail = [("学ぶ", reverse("school:landing")), (_RECORD, reverse("school:certificates")), (found.number, "")]
    context = {"certificate": found, "is_own": is_own, "breadcrumb": trail if is_own else [(_RECORD, "")]}
    return render(request, "school/certificate.html", context)


@require_POST
@signed_in
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """The person takes his record back: its page is gone."""
    found = get_object_or_404(Certificate.objects.of(person_of(request)), number=number.upper())
    actions.take_back_certificate(by=person_of(request), certificate=found)
    messages.success(request, "記録を取り下げました。番号のページは、もう開けません。")
    return redirect("school:certificates")
