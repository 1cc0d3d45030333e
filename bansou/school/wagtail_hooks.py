"""Registers the school with Wagtail's admin."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.desks import ChangedPolicy, KeptPolicy
from bansou.school.models import CheckItem, Lesson, PresidentSheet, ReadingStop, RolePlay
from bansou.school.viewsets import SchoolViewSetGroup

register_permission_policy(Lesson, KeptPolicy(Lesson))  # people's records name it: it is unpublished, never deleted
register_permission_policy(CheckItem, ChangedPolicy(CheckItem))  # answers are kept by its items, and drawn as twelve
register_permission_policy(ReadingStop, KeptPolicy(ReadingStop))  # people's answers hang on it
register_permission_policy(RolePlay, KeptPolicy(RolePlay))  # printed sheets name its address: it is taken off the site instead
register_permission_policy(PresidentSheet, ChangedPolicy(PresidentSheet))

# After the policies, which it would else set itself.
register_snippet(SchoolViewSetGroup)
