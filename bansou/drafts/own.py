"""What a person has typed and not saved yet, as a part of his page."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.matters import Matter
from accounts.models import User
from bansou.drafts.models import Draft
from bansou.drafts.places import whereabouts

#: Characters of a draft that the list shows: enough to know it again.
_BEGINNING = 60


def own_drafts(request: HttpRequest) -> SafeString | str:
    """The list of drafts, the newest first; "" where there is none. A draft of what he may no longer open shows its whole text, to be copied."""
    drafts = list(Draft.objects.of(request.user))
    if not drafts:
        return ""
    places = whereabouts(request.user, drafts)
    rows = [
        {
            "draft": draft,
            "place": places.get(draft.pk),
            "beginning": Truncator(_longest(draft)).chars(_BEGINNING),
            "text": "" if draft.pk in places else _longest(draft),
        }
        for draft in drafts
    ]
    return render_to_string("drafts/own_drafts.html", {"rows": rows}, request)


def typed_texts(person: User) -> dict[str, QuerySet[Draft]]:
    """What he typed and has not saved."""
    return {"typed_texts": Draft.objects.of(person)}


def draft_matters(_request: HttpRequest, numbers: Mapping[str, int]) -> list[Matter]:
    """That something was typed and not saved, for the first page. No query."""
    number = numbers["typed_texts"]
    return [Matter("書きかけの文章", "/me/#own-drafts", number)] if number else []


def _longest(draft: Draft) -> str:
    """The longest thing that was typed: what the draft is about, whatever its form is."""
    return max((value for _, values in draft.typed.lists() for value in values), key=len, default="")
