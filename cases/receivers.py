"""Where Wagtail tells us that a review ended; each receiver calls one action."""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_cancelled, workflow_rejected, workflow_submitted

from cases import actions, review_actions
from cases.models import Case
from cases.statuses import RoundOutcome


def begin_round(sender: Any, instance: TaskState, **_: Any) -> None:
    """A step of a review began."""
    case = instance.workflow_state.content_object
    if isinstance(case, Case):
        review_actions.open_round(case, instance)


def end_recalled_round(sender: Any, instance: WorkflowState, **_: Any) -> None:
    """A review was broken off."""
    case = instance.content_object
    if isinstance(case, Case):
        review_actions.end_round(case, RoundOutcome.RECALLED)


def tell_of_return(sender: Any, instance: WorkflowState, **_: Any) -> None:
    """A case went back to its author."""
    case = instance.content_object
    if isinstance(case, Case):
        review_actions.end_round(case, RoundOutcome.RETURNED)
        actions.tell_of_return(case, instance.current_task_state)


def tell_of_publication(sender: Any, instance: WorkflowState, **_: Any) -> None:
    """A case was published."""
    case = instance.content_object
    if not isinstance(case, Case):
        return
    review_actions.end_round(case, RoundOutcome.PUBLISHED)
    if not case.is_sample:
        actions.tell_of_publication(case)


def connect() -> None:
    """Called once when the app is ready."""
    task_submitted.connect(begin_round, dispatch_uid="cases.begin_round")
    workflow_cancelled.connect(end_recalled_round, dispatch_uid="cases.end_recalled_round")
    workflow_rejected.connect(tell_of_return, dispatch_uid="cases.tell_of_return")
    workflow_approved.connect(tell_of_publication, dispatch_uid="cases.tell_of_publication")


def silence_wagtails_letters() -> None:
    """Ours replace Wagtail's workflow mails: those lead supporters into /admin/ and are half English (README, decision of 2026-11-22)."""
    task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
    for signal, name in ((workflow_submitted, "submitted"), (workflow_rejected, "rejected"), (workflow_approved, "approved")):
        signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")
