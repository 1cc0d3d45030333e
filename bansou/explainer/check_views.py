"""The checks of what stands in the editor at this moment, saved or not; in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe
from wagtail.admin.views.generic.preview import PreviewOnEdit
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from bansou.explainer.text_checks import findings_in

#: Wagtail routes the addresses of pages by the page's type, in a function that does not say which view it takes; other views stand in their address.
_OF_PAGES = {"wagtailadmin_pages:preview_on_edit": PreviewOnEditView, "wagtailadmin_pages:preview_on_add": PreviewOnCreateView}


@require_safe
def text_checks(request: HttpRequest) -> HttpResponse:
    """The findings as a part of a page. `preview` is the address to which the editor sent its form for the preview."""
    context = {"findings": findings_in(_previewed(request, request.GET.get("preview", "")))}
    return render(request, "explainer/admin/text_findings.html", context)


def _previewed(request: HttpRequest, address: str) -> Model:
    """What Wagtail's own preview of this address would show to this person. Asking its view keeps one rule of who may, for pages and snippets."""
    try:
        match = resolve(address)
    except Resolver404:
        raise Http404 from None
    kind: Any = _OF_PAGES.get(match.view_name) or getattr(match.func, "view_class", object)
    if not issubclass(kind, PreviewOnEdit):
        raise Http404
    view = kind(**getattr(match.func, "view_initkwargs", {}))
    view.setup(request, *match.args, **match.kwargs)  # raises PermissionDenied, or 404
    if not view.user_has_permission(view.permission_required):
        raise PermissionDenied
    state = view.get_form_state_queryset().first()
    form = view.get_form(QueryDict(state.data if state else ""))
    if view.validate_form(form):
        form.save(commit=False)
    found: Model = view.object
    return found
