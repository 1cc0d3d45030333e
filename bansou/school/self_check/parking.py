"""Answers wait in the session while somebody signs in: sealed, for an hour, taken out once.

The parking of all other forms (bansou.forms.parking) keeps what was typed as it is, and sessions lie in the database.
"""

import json
import time

from cryptography.fernet import InvalidToken
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from bansou.forms.parking import is_typed_by
from bansou.school.models.self_check import Answers
from bansou.school.sealing import seal, unseal

_KEY = "self_check"
_KEEP_SECONDS = 3600


@sensitive_variables()
def park_answers(request: HttpRequest, answers: Answers) -> None:
    """Keep the answers until the visitor has signed in; those of a form that somebody filled in signed in come back to him alone."""
    kept = {"answers": answers, "typed_by": request.POST.get("typed_by", "")}
    request.session[_KEY] = {"sealed": seal(json.dumps(kept).encode()).decode(), "at": int(time.time())}


@sensitive_variables()
def parked_answers(request: HttpRequest) -> Answers:
    """What was parked for whoever is signed in now, once; nothing where there is nothing."""
    parked = request.session.pop(_KEY, None)
    if not parked or time.time() - parked["at"] > _KEEP_SECONDS:
        return {}
    try:
        kept = json.loads(unseal(parked["sealed"].encode()))
    except InvalidToken:
        return {}
    if kept["typed_by"] and not is_typed_by(request.user, kept["typed_by"]):
        return {}
    answers: Answers = kept["answers"]
    return answers
