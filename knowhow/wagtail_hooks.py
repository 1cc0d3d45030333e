"""Registers the exchange with Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from knowhow.models import Board, Reply, Topic
from knowhow.viewsets import BoardPolicy, ExchangeViewSetGroup, PostPolicy

register_permission_policy(Board, BoardPolicy(Board))
register_permission_policy(Topic, PostPolicy(Topic))
register_permission_policy(Reply, PostPolicy(Reply))


@hooks.register("register_admin_viewset")
def register_exchange() -> ExchangeViewSetGroup:
    """Boards, topics and replies."""
    return ExchangeViewSetGroup()
