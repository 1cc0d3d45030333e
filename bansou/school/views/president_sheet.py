"""経営者に渡す1枚: filled in, printed, forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bansou.school.models import PresidentSheet
from bansou.school.practice_forms import SheetForm
from bansou.school.sheet_pages import own_words, parts_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def president_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet with the person's organisation, or with what he just typed. A POST, so that the words stand in no address and no log."""
    sheet = get_object_or_404(PresidentSheet)
    words = own_words(request.user)
    form = SheetForm(initial=words, person=request.user)
    if request.method == "POST":
        form = SheetForm(request.POST, person=request.user)
        form.is_valid()
        words = {name: form.cleaned_data.get(name, "") for name in ("organisation", "supporter", "contact", "company")}
    context = {
        "sheet": sheet,
        "parts": parts_of(sheet),
        "words": words,
        "form": form,
        "breadcrumb": [("学ぶ", "/learn/"), ("経営者に渡す1枚", "")],
    }
    return render(request, "school/president_sheet.html", context, status=422 if form.errors else 200)
