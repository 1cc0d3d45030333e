"""Content Security Policy: strict on the site, softer under /admin/ (ADR in operations/README.md)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.csp import CSP


class SitePolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's policy middleware with a second policy for Wagtail's admin, and leave for its previews to be framed by it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Choose the policy by address; a view's own choice stands."""
        if not hasattr(response, "_csp_config"):
            if request.path.startswith("/admin/"):
                response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
            elif getattr(request, "is_preview", False):
                # The editor shows the page as its readers will see it, in a frame of the admin.
                response._csp_config = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}  # type: ignore[attr-defined]
        return super().process_response(request, response)
