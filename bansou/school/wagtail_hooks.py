"""Registers the school with Wagtail's admin."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.desks import ChangedPolicy, KeptPolicy
from bansou.school.models import CheckItem, Lesson
from bansou.school.viewsets import SchoolViewSetGroup

register_permission_policy(Lesson, KeptPolicy(Lesson))  # people's records name it: it is unpublished, never deleted
register_permission_policy(CheckItem, ChangedPolicy(CheckItem))  # answers are kept by its items, and drawn as twelve

# After the policies, which it would else set itself.
register_snippet(SchoolViewSetGroup)
