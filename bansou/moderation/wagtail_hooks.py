"""Registers the people desk, the queue, suspensions, reasons and the record of decisions with Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from accounts.desks import KeptPolicy, LookAndDecidePolicy, LookPolicy
from bansou.moderation.models import Decision, Reason, Report, Suspension
from bansou.moderation.people_viewset import people_viewset, roles_viewset
from bansou.moderation.queue_viewset import reason_viewset, report_viewset, suspension_viewset
from bansou.moderation.viewsets import decision_viewset

register_permission_policy(Decision, LookPolicy(Decision))
register_permission_policy(Report, LookAndDecidePolicy(Report))
register_permission_policy(Reason, KeptPolicy(Reason))  # reports and the record name it
register_permission_policy(Suspension, KeptPolicy(Suspension))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """The queue, the people desk, suspensions, reasons, the record of decisions, and what each role may do."""
    return [report_viewset, people_viewset, suspension_viewset, reason_viewset, decision_viewset, roles_viewset]
