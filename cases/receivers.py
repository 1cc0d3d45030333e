"""Where Wagtail tells us that a review ended; each receiver calls one action."""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cases import actions
from cases.models import Case


def tell_of_return(sender: Any, instance: WorkflowState, **_: Any) -> None:
    """A case went back to its author."""
    case = instance.content_object
    if isinstance(case, Case):
        actions.tell_author_of_return(case, comment=instance.current_task_state.comment)


def tell_of_publication(sender: Any, instance: WorkflowState, **_: Any) -> None:
    """A case was published."""
    case = instance.content_object
    if isinstance(case, Case) and not case.is_sample:
        actions.tell_author_of_publication(case)


def connect() -> None:
    """Called once when the app is ready."""
    workflow_rejected.connect(tell_of_return, dispatch_uid="cases.tell_of_return")
    workflow_approved.connect(tell_of_publication, dispatch_uid="cases.tell_of_publication")


def silence_wagtails_letters() -> None:
    """Ours replace Wagtail's workflow mails: those lead supporters into /admin/ and are half English (README, decision of 2026-11-22)."""
    task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
    for signal, name in ((workflow_submitted, "submitted"), (workflow_rejected, "rejected"), (workflow_approved, "approved")):
        signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")
