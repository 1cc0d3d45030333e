"""The intake of an organisation's list of people, in Wagtail's admin: upload, preview, confirmation, progress, what was left out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.access import person_of
from accounts.forms import OrganisationSearchForm, PeopleListForm
from accounts.forms.belonging import FOUND_AT_MOST
from accounts.invitation_permissions import check_can_upload_lists
from accounts.models import Organisation, PeopleList
from accounts.people_csv import BYTES_AT_MOST, check_people, write_left_out, write_template
from accounts.refusals import Refused

#: Lines that a page shows; the rest is counted, and stands in the CSV.
_SHOWN = 200
_CSV = "text/csv; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
def people_lists(request: HttpRequest) -> HttpResponse:
    """Search for the organisation, then choose a file; below, the lists of the last week."""
    check_can_upload_lists(request.user)
    organisation = _organisation(request)
    form = PeopleListForm(request.POST or None, request.FILES or None, initial={"organisation": organisation})
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = actions.keep_people_list(
                by=person_of(request), organisation=form.cleaned_data["organisation"], name=upload.name,
                content=upload.read(BYTES_AT_MOST + 1),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect("people-lists:detail", pk=kept.pk)
    lists = PeopleList.objects.select_related("organisation", "uploaded_by").defer("content", "left_out")[:50]
    search = OrganisationSearchForm(request.GET or None)
    found = search.found()
    context = {
        "form": form,
        "organisation": organisation,
        "search": search,
        "found": found[:FOUND_AT_MOST],
        "has_more": len(found) > FOUND_AT_MOST,
        "was_asked": "name" in request.GET,
        "lists": lists,
    }
    return _page(request, "index", context, refused=bool(form.errors))


@require_safe
def people_list_template(request: HttpRequest) -> HttpResponse:
    """The empty file to fill in."""
    check_can_upload_lists(request.user)
    return _download(write_template(), "%E5%90%8D%E7%B0%BF")


@require_safe
def people_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the confirmation what the list would do; afterwards how far it is."""
    check_can_upload_lists(request.user)
    found = _list_or_404(pk)
    if found.confirmed_at is None:
        checked = check_people(bytes(found.content), found.organisation)
        context = {"list": found, "checked": checked, "errors": checked.errors[:_SHOWN], "lines": checked.lines[:_SHOWN]}
        return _page(request, "preview", context | {"shown": _SHOWN})
    return _page(request, "progress", {"list": found, "left_out": found.left_out[:_SHOWN], "shown": _SHOWN})


@require_safe
def people_list_left_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that were not taken in, or would not be, with the reason, as a CSV to put right and upload again."""
    check_can_upload_lists(request.user)
    found = _list_or_404(pk)
    rows = found.left_out
    if found.confirmed_at is None:
        checked = check_people(bytes(found.content), found.organisation)
        rows = [(line.number, line.address, line.name, line.reason) for line in checked.left_out]
    return _download(write_left_out(rows), "%E5%8F%96%E3%82%8A%E8%BE%BC%E3%81%BE%E3%81%AA%E3%81%8B%E3%81%A3%E3%81%9F%E8%A1%8C")


@require_POST
def people_list_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker send the invitations; once more wakes one that stopped."""
    check_can_upload_lists(request.user)
    try:
        actions.start_taking_in(people_list=_list_or_404(pk), by=person_of(request))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "取り込みを始めました。この画面は閉じてもかまいません。")
    return redirect("people-lists:detail", pk=pk)


@require_POST
def people_list_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the list away; nobody is invited."""
    check_can_upload_lists(request.user)
    actions.discard_people_list(people_list=_list_or_404(pk), by=person_of(request))
    messages.success(request, "ファイルを消しました。だれにも招待を送っていません。")
    return redirect("people-lists:index")


def _organisation(request: HttpRequest) -> Organisation | None:
    """The verified one that was chosen; None before that, and for an address that nobody of ours made."""
    typed = request.POST.get("organisation") or request.GET.get("organisation", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        return None
    return Organisation.objects.verified().filter(pk=int(typed)).first()


def _list_or_404(pk: int) -> PeopleList:
    return get_object_or_404(PeopleList.objects.select_related("organisation"), pk=pk)


def _download(content: bytes, quoted_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_CSV)
    response.headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quoted_name}.csv"
    return response


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, refused: bool = False) -> HttpResponse:
    title = "名簿の取り込み"
    context |= {"page_title": title, "header_title": title, "header_icon": "upload"}
    return render(request, f"accounts/admin/people_list_{name}.html", context, status=422 if refused else 200)
