"""The cases of an organisation on its page: for those who read on a case of which organisation it is."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Organisation
from accounts.organisation_page import register_organisation_part
from cases.layers import readable_columns
from cases.models import Case

_SHOWN = 6


def connect() -> None:
    """Stand on every organisation's page."""
    register_organisation_part(cases_of)


def cases_of(request: HttpRequest, organisation: Organisation) -> SafeString | str:
    """The latest published ones that were written for it. To the public the kind alone of a case's organisation is told, so here nothing."""
    if "organisation" not in readable_columns(Case, request.user):
        return ""
    cases = Case.objects.visible_to(request.user).filter(organisation=organisation).newest(_SHOWN)
    return render_to_string("cases/at_organisation.html", {"cases": cases}, request) if cases else ""
