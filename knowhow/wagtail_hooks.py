"""Registers the exchange with Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cases.models import QuestionCard
from knowhow.models import Board, Reply, Topic
from knowhow.viewsets import BoardPolicy, ExchangeViewSetGroup, PostPolicy, QuestionCardPolicy

register_permission_policy(Board, BoardPolicy(Board))
register_permission_policy(Topic, PostPolicy(Topic))
register_permission_policy(Reply, PostPolicy(Reply))
register_permission_policy(QuestionCard, QuestionCardPolicy(QuestionCard))


@hooks.register("register_admin_viewset")
def register_exchange() -> ExchangeViewSetGroup:
    """Boards, topics, replies and the question bank."""
    return ExchangeViewSetGroup()
