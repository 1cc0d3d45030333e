"""The private side of a case on the site: a form for its team, a look with a recorded reason for staff. Nothing of it is remembered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.access import person_of, signed_in
from accounts.refusals import reason_against
from cases import private_actions
from cases.models import Case, PrivateSide
from cases.permissions import check_can_reveal
from cases.private_forms import PrivateForm, RevealForm

MINE = ("私の事例", "/cases/mine/")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_private(request: HttpRequest, pk: int) -> HttpResponse:
    """Who the company is: for the team to write, for staff to see once."""
    case = Case.objects.of_team(request.user).select_related("latest_revision").filter(pk=pk).first()
    if case is not None:
        return _written(request, case)
    case = Case.objects.in_sight_of_staff().select_related("latest_revision").filter(pk=pk).first()
    if case is None or reason_against(check_can_reveal, request.user, case):
        raise Http404
    return _revealed(request, case)


@sensitive_variables()
def _written(request: HttpRequest, case: Case) -> HttpResponse:
    side = PrivateSide.objects.filter(case=case).first()
    initial = vars(side.facts) | {"delete_on": side.delete_on} if side else {}
    form = PrivateForm(request.POST or None, initial=initial, person=request.user)
    if form.is_valid():
        facts = form.facts
        private_actions.write_private(case=case, by=person_of(request), facts=facts, delete_on=form.cleaned_data["delete_on"])
        messages.success(request, "内容をすべて消しました。" if facts.is_empty else "暗号にして保存しました。")
        return redirect("cases:private", pk=case.pk)
    breadcrumb = [MINE, (case.latest_title, f"/cases/{case.pk}/preview/"), ("非公開の情報", "")]
    context = {"form": form, "case": case, "side": side, "breadcrumb": breadcrumb}
    return render(request, "cases/private.html", context, status=422 if form.errors else 200)


@sensitive_variables()
def _revealed(request: HttpRequest, case: Case) -> HttpResponse:
    """The facts stand in the answer to the POST alone: looking again needs a reason again."""
    form = RevealForm(request.POST or None, person=request.user)
    context = {"form": form, "title": case.latest_title, "breadcrumb": [("非公開の情報", "")]}
    if form.is_valid():
        facts = private_actions.reveal_private(case=case, by=person_of(request), reason=form.cleaned_data["reason"])
        context |= {
            "is_empty": facts.is_empty,
            "facts": [
                ("会社の本当の名前", facts.company_name),
                ("法人番号", facts.corporate_number),
                ("連絡先", facts.contacts),
                ("登場する方の本当の名前", facts.people),
            ],
        }
    return render(request, "cases/private_reveal.html", context, status=422 if form.errors else 200)
