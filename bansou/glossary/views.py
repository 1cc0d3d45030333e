"""The glossary on the site: all terms, and each on its own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bansou.freshness.keys import fresh_key
from bansou.glossary.models import Term
from bansou.glossary.pages import index_context, term_context


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """All terms by the syllabary."""
    return render(request, "glossary/term_list.html", index_context() | {"fresh_key": fresh_key(request)})


@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term; one that staff took out of the glossary is not there."""
    found = get_object_or_404(Term.objects.published(), slug=slug)
    return render(request, "glossary/term_detail.html", term_context(found) | {"fresh_key": fresh_key(request)})
