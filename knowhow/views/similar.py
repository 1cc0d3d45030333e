"""What was written about the same already, while somebody types a topic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from accounts.refusals import Refused
from bansou.moderation.limits import check_reader_limit
from bansou.search.finding import Result, find
from bansou.search.lexemes import LONGEST_QUERY
from bansou.text.normalise import clean_line, clean_text
from cases.likeness import cases_alike, profile_of_note
from cases.limits import NOTE_TEXT

#: Characters from which a title tells something; things that are shown, and cases of them; the kinds that answer a question.
_SHORTEST, _MOST, _MOST_CASES = 4, 5, 2
_KINDS = ("cases", "knowhow", "explainer")
#: How the forms of a topic and of a clinic call the text that tells the story.
_TEXTS = ("body", "situation")


@require_POST
@signed_in
@sensitive_post_parameters()
def similar(request: HttpRequest) -> HttpResponse:
    """Topics and pages like the title, cases like title and text: a piece of a page, empty where there is nothing.

    By POST, because what is not posted yet belongs in no address. Nothing of it is kept.
    """
    title = clean_line(request.POST.get("title", "")[: 2 * LONGEST_QUERY])[:LONGEST_QUERY]
    text = "\n".join(clean_text(request.POST.get(name, "")[:NOTE_TEXT]) for name in _TEXTS)
    try:
        check_reader_limit(request, "similar")
    except Refused:
        return HttpResponse(status=204)
    alike = cases_alike(profile_of_note(f"{title}\n{text}"), request.user, most=_MOST_CASES)
    results = find(user=request.user, query=title).results if len(title) >= _SHORTEST else []
    shown = {other.case.get_absolute_url() for other in alike}
    found = [result for result in results if _is_other(result, shown)][: _MOST - len(alike)]
    return render(request, "knowhow/similar.html", {"alike": alike, "found": found})


def _is_other(result: Result, shown: set[str]) -> bool:
    return result.kind in _KINDS and result.card.url not in shown
