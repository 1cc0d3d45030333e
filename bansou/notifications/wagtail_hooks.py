"""Registers what staff see of mails with Wagtail's admin."""

from wagtail import hooks

from bansou.notifications.digest_viewset import DigestViewSet, digest_viewset


@hooks.register("register_admin_viewset")
def register_digests() -> DigestViewSet:
    """The digests."""
    return digest_viewset
