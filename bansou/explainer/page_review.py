"""How a page of the explainer is read by a second person before it is published: Wagtail's workflow, and its letters to staff."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from accounts.roles import EDITOR
from bansou.explainer.models import HomePage

WORKFLOW = "ページの確認"
STEP = "編集担当の確認"


@transaction.atomic
def write_page_workflow() -> None:
    """A second editor reads, for whoever asks for it. Made once: what staff changed or switched off stays. Nothing before there is a home page."""
    home = HomePage.objects.first()
    if home is None or Workflow.objects.filter(name=WORKFLOW).exists():
        return
    workflow, step = Workflow.objects.create(name=WORKFLOW), GroupApprovalTask.objects.create(name=STEP)
    step.groups.set(Group.objects.filter(name=EDITOR.name))
    WorkflowTask.objects.create(workflow=workflow, task=step)
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})


class _SubmittedLetter(GroupApprovalTaskStateSubmissionEmailNotifier):  # type: ignore[misc]
    """To the editors: a page waits to be read."""

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        """Pages alone: cases have letters of their own (cases.receivers)."""
        return super().can_handle(instance, **kwargs) and isinstance(instance.workflow_state.content_object, Page)


class _ApprovedLetter(WorkflowStateApprovalEmailNotifier):  # type: ignore[misc]
    """To whoever asked: the page was read and is public."""

    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        """Pages alone."""
        return super().can_handle(instance, **kwargs) and isinstance(instance.content_object, Page)


class _ReturnedLetter(WorkflowStateRejectionEmailNotifier):  # type: ignore[misc]
    """To whoever asked: the page came back, with the reader's remark."""

    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        """Pages alone."""
        return super().can_handle(instance, **kwargs) and isinstance(instance.content_object, Page)


_submitted, _approved, _returned = _SubmittedLetter(), _ApprovedLetter(), _ReturnedLetter()


def connect() -> None:
    """Called once when the app is ready. Wagtail's own receivers are switched off by cases: they know no difference between case and page."""
    task_submitted.connect(_submitted, dispatch_uid="explainer.page_submitted")
    workflow_approved.connect(_approved, dispatch_uid="explainer.page_approved")
    workflow_rejected.connect(_returned, dispatch_uid="explainer.page_returned")
