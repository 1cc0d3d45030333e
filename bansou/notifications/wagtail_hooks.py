"""Registers with Wagtail's admin what staff see of this room."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from accounts.desks import LookAndDecidePolicy
from bansou.notifications.dead_mails_viewset import dead_mails_viewset
from bansou.notifications.digest_viewset import digest_viewset
from bansou.notifications.models import OutgoingMail

register_permission_policy(OutgoingMail, LookAndDecidePolicy(OutgoingMail))


@hooks.register("register_admin_viewset")
def register_dead_mails() -> ViewSet:
    """Mails that were given up."""
    return dead_mails_viewset


@hooks.register("register_admin_viewset")
def register_digests() -> ViewSet:
    """The digests."""
    return digest_viewset
