"""The checks of texts, in the editor's side panel."""

from typing import Any

from django import template

from bansou.explainer.text_checks import Finding, findings_in

register = template.Library()


@register.simple_tag
def text_findings(thing: Any) -> list[Finding]:
    """What is worth another look in what the editor opened; nothing in what has never been saved: it is blank."""
    return findings_in(thing) if thing.pk else []
