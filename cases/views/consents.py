"""Consents on the site, for the team: what is recorded and missing, what is taken back, sheets to print, the superior's yes."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused, reason_against
from bansou.notifications.reading import saw
from cases import actions, consent_actions
from cases.consent_forms import ConsentForm, ConsentWithdrawForm, SuperiorForm
from cases.consents import confirmation_of, uncovered
from cases.models import Case, Consent, PresidentLink
from cases.permissions import check_can_ask_superior, check_can_open_sheet, check_can_withdraw_consent

MINE = ("私の事例", "/cases/mine/")
#: What can be printed for the president: template and title.
SHEETS = {"agreement": "事例の公開についての同意書", "explanation": "事例の公開についてのご説明"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about the consents of a case, with the form for one more."""
    case = _of_team(request, pk)
    saw(request, case.thread)
    form = ConsentForm(request.POST or None, request.FILES or None, person=request.user, initial=_asked(request))
    if form.is_valid():
        try:
            consent = consent_actions.record_consent(
                case=case,
                by=person_of(request),
                answers=form.answers,
                sheet=form.cleaned_data["sheet"],
                submission_key=form.submission_key,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            words = "の同意を記録しました。" if consent.is_needed else "の同意が要らないことを記録しました。"
            messages.success(request, f"{consent.who}{words}")
            return redirect("cases:consents", pk=pk)
    return _shown(request, case, form, SuperiorForm(auto_id="superior_%s", person=request.user))


def _shown(request: HttpRequest, case: Case, form: ConsentForm, superior: SuperiorForm) -> HttpResponse:
    version = actions.latest_version(case)
    consents = case.consents.select_related("version", "recorded_by", "sheet").defer("sheet__sealed")
    context = {
        "case": case,
        "title": version.title,
        "disclosure": version.get_disclosure_display(),
        "consents": list(consents),
        "missing": uncovered(version),
        "form": form,
        "superior": superior,
        "superior_link": case.superior_links.select_related("version").first(),
        "confirmation": confirmation_of(case),
        "ask_refused": reason_against(check_can_ask_superior, request.user, version),
        "president_link": PresidentLink.objects.filter(case=case, revoked_at=None).order_by("-pk").first(),
        "breadcrumb": [MINE, (version.title, f"/cases/{case.pk}/preview/"), ("同意の記録", "")],
    }
    has_errors = bool(form.errors or superior.errors)
    return render(request, "cases/consents.html", context, status=422 if has_errors else 200)


def _asked(request: HttpRequest) -> dict[str, str]:
    """`?party=` chooses the party: what is missing links here."""
    return {"party": request.GET["party"]} if "party" in request.GET else {}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def consent_withdraw(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    """Take one consent back, after one question."""
    case = _known(request, pk)
    row = get_object_or_404(Consent.objects.standing(), case=case, pk=consent)
    if reason_against(check_can_withdraw_consent, request.user, case):
        raise Http404
    form = ConsentWithdrawForm(request.POST or None, person=request.user)
    if form.is_valid():
        is_gone = consent_actions.withdraw_consent(consent=row, by=person_of(request), reason=form.cleaned_data["reason"])
        words = "事例の公開も止めました。" if is_gone else ""
        messages.success(request, f"{row.who}の同意を取り消しました。{words}")
        return redirect("cases:consents", pk=pk) if case.is_team(request.user) else redirect(_desk(case))
    back = reverse("cases:consents", args=[pk]) if case.is_team(request.user) else _desk(case)
    context = {"form": form, "case": case, "consent": row, "back": back, "breadcrumb": [("同意の取り消し", "")]}
    return render(request, "cases/consent_withdraw.html", context, status=422 if form.errors else 200)


@sensitive_variables()
@never_cache
@require_safe
@signed_in
def consent_sheet(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    """The scanned sheet as a download: never shown inside a page of ours, whatever it holds."""
    case = _known(request, pk)
    row = get_object_or_404(Consent, case=case, pk=consent)
    if reason_against(check_can_open_sheet, request.user, case):
        raise Http404
    sheet = consent_actions.open_sheet(consent=row, by=person_of(request))
    if sheet is None:
        raise Http404
    return HttpResponse(
        sheet.content,
        content_type=sheet.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{sheet.name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
@signed_in
def president_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link that stands on the president's sheets, or a new one in its place."""
    anew = "anew" in request.POST
    consent_actions.president_link(case=_of_team(request, pk), by=person_of(request), anew=anew)
    if anew:
        messages.success(
            request, "取り消し用のリンクを新しくしました。前のリンクは使えません。用紙を印刷し直してお渡しください。"
        )
        return redirect("cases:consents", pk=pk)
    return redirect("cases:consent_print", pk=pk, sheet="explanation")


@sensitive_variables()
@never_cache
@require_safe
@signed_in
def consent_print(request: HttpRequest, pk: int, sheet: str) -> HttpResponse:
    """One page of A4 for the president, filled from the draft."""
    case = _of_team(request, pk)
    if sheet not in SHEETS:
        raise Http404
    link = PresidentLink.objects.filter(case=case, revoked_at=None, used_at=None).first()
    version = actions.latest_version(case)
    context = {
        "case": case,
        "version": version,
        "sheet": sheet,
        "title": SHEETS[sheet],
        "other": next((name, words) for name, words in SHEETS.items() if name != sheet),
        "withdraw_url": f"{settings.BASE_URL}{reverse('cases:president', args=[link.code])}" if link else "",
        "breadcrumb": [MINE, ("同意の記録", reverse("cases:consents", args=[pk])), (SHEETS[sheet], "")],
    }
    return render(request, f"cases/consent_{sheet}.html", context)


@require_POST
@signed_in
def superior_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the superior a link to the latest version."""
    case = _of_team(request, pk)
    form = SuperiorForm(request.POST, auto_id="superior_%s", person=request.user)
    if form.is_valid():
        try:
            consent_actions.ask_superior(
                case=case, by=person_of(request), email=form.cleaned_data["email"], submission_key=form.submission_key
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "所属長に、確認のリンクを送りました。返事はメールと、この画面でお知らせします。")
            return redirect("cases:consents", pk=pk)
    return _shown(request, case, ConsentForm(person=request.user), form)


@require_POST
@signed_in
def superior_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the question back."""
    consent_actions.revoke_superior_link(case=_of_team(request, pk), by=person_of(request))
    messages.success(request, "確認の依頼を取り消しました。送ったリンクは、もう使えません。")
    return redirect("cases:consents", pk=pk)


def _desk(case: Case) -> str:
    return reverse("wagtailsnippets_cases_case:edit", args=[case.pk])


def _of_team(request: HttpRequest, pk: int) -> Case:
    case: Case = get_object_or_404(Case.objects.of_team(request.user).select_related("author", "latest_revision"), pk=pk)
    return case


def _known(request: HttpRequest, pk: int) -> Case:
    """The case, for its team and for staff in whose sight it is."""
    cases = Case.objects.of_team(request.user)
    if person_of(request).is_staff and not cases.filter(pk=pk).exists():
        cases = Case.objects.in_sight_of_staff()
    case: Case = get_object_or_404(cases.select_related("author", "latest_revision"), pk=pk)
    return case
