"""The intake of whole lists of cases, in Wagtail's admin: template, upload and check, preview, confirmation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.refusals import Refused
from cases.excel.checking import Checked, check_intake
from cases.excel.opening import Unreadable
from cases.excel.sheets import intake_sheets
from cases.excel.workbook import write_template
from cases.intake import discard_intake_file, import_drafts, keep_intake_file
from cases.limits import INTAKE_BYTES, INTAKE_CASES_AT_MOST, INTAKE_EPISODES_AT_MOST
from cases.models import IntakeFile, Theme
from cases.permissions import check_can_import
from cases.views.export import XLSX

_NOTES = (
    ("書く場所", "「事例」に一行一件で書きます。「対話」と「壁」は、受付番号で事例と結び付けます。見出しは変えないでください。"),
    ("件数", f"一つのファイルに、事例は{INTAKE_CASES_AT_MOST}件、対話は{INTAKE_EPISODES_AT_MOST:,}件までです。"),
    ("言葉とコード", "符号一覧にある言葉かコードの、どちらか一つを入れれば足ります。"),
    ("年月", "「2024-04」「2024年4月」「令和6年4月」のどれでも書けます。"),
    ("空の欄", "題名と、対話の問いかけのほかは、空のままでかまいません。支援者が、あとから書き足せます。"),
    ("取り込むと", "支援者それぞれの下書きになります。公開はしません。"),
    ("使えないもの", "数式、結合したセル、マクロは使えません。"),
)


class IntakeForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="取り込むファイル",
        allow_empty_file=True,  # check_intake says what to do about an empty one
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "max_length": "ファイル名を200文字以内にしてください。",
        },
        max_length=200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Choose a file; a good one is kept and shown, of another the page says what to put right."""
    check_can_import(request.user)
    form = IntakeForm(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    checked = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read(INTAKE_BYTES + 1)
        try:
            checked = check_intake(content)
        except Unreadable as unreadable:
            form.add_error("file", unreadable.reason)
        else:
            if not checked.problems.count:
                keep_intake_file(by=person_of(request), name=upload.name, content=content)
                return redirect("case-intake:preview")
    context = {"form": form, "checked": checked, "waiting": _waiting(request)}
    return _page(request, "cases/admin/intake.html", context, refused=request.method == "POST")


@require_safe
def intake_template(request: HttpRequest) -> HttpResponse:
    """The empty file to fill in."""
    check_can_import(request.user)
    content = write_template(intake_sheets(Theme.objects.filter(is_active=True)), _NOTES)
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        "attachment; filename*=utf-8''%E4%BA%8B%E4%BE%8B%E3%81%AE%E5%8F%96%E3%82%8A%E8%BE%BC%E3%81%BF.xlsx"
    )
    return response


@require_safe
def intake_preview(request: HttpRequest) -> HttpResponse:
    """What the kept file would make."""
    check_can_import(request.user)
    file = _waiting(request)
    if file is None:
        messages.warning(request, "取り込みを待っているファイルはありません。ファイルを選んでください。")
        return redirect("case-intake:index")
    checked = check_intake(bytes(file.content))
    supporters = {draft.supporter.pk for draft in checked.drafts}
    context = {"file": file, "checked": checked, "supporter_count": len(supporters)}
    return _page(request, "cases/admin/intake_preview.html", context)


@require_POST
def intake_confirm(request: HttpRequest) -> HttpResponse:
    """Make the drafts."""
    check_can_import(request.user)
    file = _waiting(request)
    digest = request.POST.get("digest", "")
    checked = check_intake(bytes(file.content)) if file and file.digest == digest else None
    if checked and checked.problems.count:
        # Since the preview a supporter lost his membership, or a theme was taken away.
        return redirect("case-intake:preview")
    try:
        made = import_drafts(by=person_of(request), digest=digest, drafts=_drafts(checked))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        supporters = len({case.author_id for case in made})
        messages.success(request, f"下書きを{len(made)}件作りました。支援者{supporters}人にメールでお知らせします。")
    return redirect("case-intake:index")


@require_POST
def intake_discard(request: HttpRequest) -> HttpResponse:
    """Throw the kept file away."""
    check_can_import(request.user)
    discard_intake_file(by=person_of(request))
    messages.success(request, "ファイルを消しました。事例は何も取り込んでいません。")
    return redirect("case-intake:index")


def _waiting(request: HttpRequest) -> IntakeFile | None:
    return IntakeFile.objects.waiting_for(request.user).defer("content").first()


def _drafts(checked: Checked | None) -> list[Any]:
    return list(checked.drafts) if checked else []


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, refused: bool = False) -> HttpResponse:
    context |= {"page_title": "事例の取り込み", "header_title": "事例の取り込み", "header_icon": "upload"}
    return render(request, template, context, status=422 if refused else 200)
