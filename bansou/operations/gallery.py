"""The gallery: every component with its usage and example data, in development only."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from bansou.operations.components import EXAMPLES

_USAGE = re.compile(r"\{% comment %\}\n(.*?)\n\{% endcomment %\}", re.DOTALL)
#: These look for the form around them; a search box is a form itself.
_WITHIN_A_FORM = {"auto_draft", "form_rows"}


def component_names() -> list[str]:
    """The components of the site, by the names of their files."""
    return sorted(path.stem for path in _folder().glob("*.html"))


def usage_of(name: str) -> str:
    """The comment with which the component's file begins, "" where it has none."""
    found = _USAGE.match((_folder() / f"{name}.html").read_text(encoding="utf-8"))
    return found.group(1) if found else ""


def components(request: HttpRequest) -> HttpResponse:
    """All components, one under another. 404 in production: the page is for those who build the site."""
    if not getattr(settings, "DEMO_ALLOWED", False):
        raise Http404
    shown = [
        {
            "name": name,
            "usage": usage_of(name),
            "in_form": name in _WITHIN_A_FORM,
            "examples": [
                (title, render_to_string(f"components/{name}.html", context, request)) for title, context in EXAMPLES[name]
            ],
        }
        for name in component_names()
    ]
    return render(request, "operations/components.html", {"components": shown, "breadcrumb": [("部品の一覧", "")]})


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "components"
