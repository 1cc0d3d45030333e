"""What a reader sees when something broke, and what the log then says."""

import logging
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.debug import SafeExceptionReporterFilter

from bansou.operations.failures import is_unreachable, line_for


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a broken request: 503 with the time to try again where the database is away, else 500."""
    page = loader.get_template("500.html").render()
    error = sys.exception()
    if isinstance(error, OperationalError) and is_unreachable(error):
        return HttpResponse(page, status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
    return HttpResponse(page, status=500)


class DiscreetReporterFilter(SafeExceptionReporterFilter):
    """Keeps what is marked as sensitive out of error reports, a developer's included: his data may be a copy of real ones."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always."""
        return True


class MissingDatabaseFilter(logging.Filter):
    """A database that is away is one line a request in the log, not a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, that one shortened."""
        error = record.exc_info[1] if record.exc_info else None
        line = line_for(error) if isinstance(error, OperationalError) else ""
        if line:
            record.msg, record.args = line, ()
            record.exc_info, record.exc_text = None, None
        return True
