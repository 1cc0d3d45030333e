"""The pages on which a person sees to his saved searches."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.search.address import read_address
from bansou.search.models import SavedSearch
from bansou.search.models.saved_search import MOST_SAVED
from bansou.search.page import address_in_words, known_labels
from bansou.search.saved import actions
from bansou.search.saved.forms import SavedSearchForm

_ME, _SAVED = ("マイページ", "/me/"), ("保存した検索", "/me/searches/")


@dataclass(frozen=True)
class _Line:
    """A saved search with what it asks, in words."""

    search: SavedSearch
    asked: str


@require_safe
@signed_in
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The person's saved searches, the latest first."""
    labels = known_labels()
    context = {
        "lines": [_Line(search, address_in_words(search.asked, labels)) for search in SavedSearch.objects.of(request.user)],
        "most": MOST_SAVED,
        "breadcrumb": [_ME, (_SAVED[0], "")],
    }
    return render(request, "search/saved_list.html", context)


@require_POST
def search_save(request: HttpRequest) -> HttpResponse:
    """Keep the search of a page of results. Whoever is signed out by now finds the results again after his sign-in."""
    asked = read_address(request.POST)
    results = f"/search/{asked.url}"
    if not request.user.is_authenticated:
        return redirect_to_login(results)
    if not asked:
        return redirect("search:results")
    try:
        search = actions.save_search(
            by=person_of(request),
            query=asked.query,
            kind=asked.kind,
            conditions=asked.conditions,
            name=address_in_words(asked, known_labels()),
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(results)
    messages.success(request, f"「{search.name}」を保存しました。新しい結果があると、「お知らせ」に載ります。")
    return redirect("saved_searches:list")


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def search_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, whether to be told, or deleting; one's own alone."""
    person = person_of(request)
    search = get_object_or_404(SavedSearch.objects.of(person), pk=pk)
    stored = {"name": search.name, "tells": search.tells}
    form = SavedSearchForm(request.POST or parked_text(request), initial=stored, person=person)
    if request.method == "POST" and ("delete" in request.POST or form.is_valid()) and _done(request, form, search):
        return redirect("saved_searches:list")
    context = {
        "form": form,
        "line": _Line(search, address_in_words(search.asked, known_labels())),
        "breadcrumb": [_ME, _SAVED, ("名前を変える・消す", "")],
    }
    return render(request, "search/saved_change.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, form: SavedSearchForm, search: SavedSearch) -> bool:
    """Whether the pressed button did its work; else the form says why not."""
    person = person_of(request)
    try:
        if "delete" in request.POST:
            actions.delete_search(by=person, search=search)
            messages.success(request, f"「{search.name}」を消しました。")
        else:
            chosen = form.cleaned_data
            actions.change_search(by=person, search=search, name=chosen["name"], tells=chosen["tells"])
            messages.success(request, "保存しました。")
    except Refused as refusal:
        form.is_valid()
        form.add_error(None, refusal.reason)
        return False
    return True
