"""Content Security Policy: strict on the site, softer under /admin/ (ADR in operations/README.md)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware


class SitePolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's policy middleware with a second policy for Wagtail's admin."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Choose the policy by address; a view's own choice stands."""
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return super().process_response(request, response)
