"""What Wagtail asks the database on every request although it changes once a year."""

import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.models import Site


class KnownSiteMiddleware:
    """Tells Wagtail its one site and the addresses of its root, remembered for settings.SITE_REMEMBERED_SECONDS in each process.

    Two queries fewer on each page of the tree. After a change of the site record the old one holds that long.
    """

    _remembered: ClassVar[tuple[float, Site, Any] | None] = None

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put what is known where Wagtail looks first."""
        if settings.SITE_REMEMBERED_SECONDS and (known := self._known()):
            _, request._wagtail_site, request._wagtail_cached_site_root_paths = known  # type: ignore[attr-defined]
        return self.get_response(request)

    @classmethod
    def _known(cls) -> tuple[float, Site, Any] | None:
        now = time.monotonic()
        if cls._remembered is None or cls._remembered[0] < now:
            site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
            cls._remembered = (now + settings.SITE_REMEMBERED_SECONDS, site, Site.get_site_root_paths()) if site else None
        return cls._remembered
