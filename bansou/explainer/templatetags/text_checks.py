"""The checks of texts, in the editor's side panel."""

from typing import Any

from django import template

from bansou.explainer.text_checks import Finding, findings_in, is_checked

register = template.Library()


@register.simple_tag
def text_findings(thing: Any) -> list[Finding] | None:
    """What is worth another look in what the editor opened: None where it is not checked, nothing in what was never saved: it is blank."""
    if not is_checked(thing):
        return None
    return findings_in(thing) if thing.pk else []
