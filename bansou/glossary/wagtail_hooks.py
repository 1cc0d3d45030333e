"""Registers the glossary with Wagtail's admin."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.desks import KeptPolicy
from bansou.glossary.models import Term
from bansou.glossary.viewsets import TermViewSet

register_permission_policy(Term, KeptPolicy(Term))  # pages and other people's links name it
register_snippet(TermViewSet)
