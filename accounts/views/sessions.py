"""The list of one's own devices: allauth's, whose button here also ends what other browsers are spared."""

from typing import Any

from allauth.mfa.internal.flows.trust import is_trusted_browser, trust_browser
from allauth.usersessions.views import ListUserSessionsView
from django.db import transaction
from django.http import HttpResponse

from accounts.access import person_of
from accounts.actions import end_trust_of_browsers
from accounts.second_factor import has_second_factor


class SessionListView(ListUserSessionsView):  # type: ignore[misc]
    """Where I am signed in. Whoever fears for a lost device wants it to be asked for the second factor too."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With a second factor there is something to end also where nobody else is signed in."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        has_factor = has_second_factor(person_of(self.request))
        return context | {"has_second_factor": has_factor, "ends_others": has_factor or context["session_count"] > 1}

    def form_valid(self, form: Any) -> HttpResponse:
        """Only the browser in which the button was pressed goes on as it was."""
        person = person_of(self.request)
        was_trusted = is_trusted_browser(self.request, person)
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            end_trust_of_browsers(by=person)
        if was_trusted:
            trust_browser(self.request, person, response)
        return response
