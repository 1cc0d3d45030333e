"""Registers the exchange with Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from accounts.desks import KeptPolicy, LookPolicy
from cases.models import QuestionCard
from knowhow.models import Board, Reply, Topic
from knowhow.viewsets import ExchangeViewSetGroup

register_permission_policy(Board, KeptPolicy(Board))  # addresses and topics hang on it
register_permission_policy(Topic, LookPolicy(Topic))  # hiding has its own page with a reason
register_permission_policy(Reply, LookPolicy(Reply))
register_permission_policy(QuestionCard, KeptPolicy(QuestionCard))  # cases name it


@hooks.register("register_admin_viewset")
def register_exchange() -> ExchangeViewSetGroup:
    """Boards, topics, replies and the question bank."""
    return ExchangeViewSetGroup()
