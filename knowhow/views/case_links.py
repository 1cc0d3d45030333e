"""The case that a new topic asks about."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Case


def case_of_address(request: HttpRequest) -> Case | None:
    """The case that `?case=` names; 404 where the person may not read it."""
    number = request.GET.get("case", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return get_object_or_404(Case.objects.visible_to(request.user), pk=int(number))
