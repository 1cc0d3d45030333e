"""What the machines in front of the site ask: does the process live, and may it get readers."""

from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bansou.operations.preparation import is_migrated
from bansou.operations.watchdog_views import readyz_details

#: Seconds that the database has to take a connection.
DATABASE_LIMIT = 2


class _Remembered:
    """Migrations that were applied stay applied for the life of this process: looked up until they are, then no more."""

    is_migrated = False


class HealthMiddleware:
    """Answers /healthz and /readyz before all else: probes come over plain HTTP and by the machine's number, not the site's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The probe's answer, or the site's. `/readyz?details` is the site's: it asks who is signed in."""
        if "details" in request.GET:
            return self.get_response(request)
        probe = {"/healthz": healthz, "/readyz": readyz}.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Never asks the database: a process is not restarted because the database is away."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where the database answers and is migrated, else 503. No details, for everybody may ask: those are for staff, under `?details`."""
    if "details" in request.GET:
        return readyz_details(request)
    if _is_ready():
        return HttpResponse("ready\n", content_type="text/plain")
    return HttpResponse("not ready\n", content_type="text/plain", status=503)


def _is_ready() -> bool:
    try:
        # Not through the pool, which would wait its own, longer time.
        parameters = connection.get_connection_params() | {"connect_timeout": DATABASE_LIMIT}
        with connection.wrap_database_errors, psycopg.connect(**parameters) as direct:
            direct.execute("select 1")
        _Remembered.is_migrated = _Remembered.is_migrated or is_migrated()
    except OperationalError:
        return False
    return _Remembered.is_migrated


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: the admin, sign-in, personal pages and endless combinations of filters."""
    closed = (
        "/admin/",
        "/accounts/",
        "/me/",
        "/search/",
        "/cases/new/",
        "/cases/compare/",
        "/cases/export.xlsx",
        "/knowhow/new/",
        "/report/",
        "/api/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
