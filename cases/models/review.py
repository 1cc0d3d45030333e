"""The steps of the review in Wagtail's workflow engine, with our rules: nobody of its team approves a case; a return says why."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState, WorkflowState, WorkflowTask

from cases.models.review_round import ReviewRound
from cases.statuses import ReviewStep
from cases.vocabularies import Disclosure


class ReturnForm(forms.Form):
    """What to say when a case goes back to its author."""

    comment = forms.CharField(
        label="差し戻す理由（書いた方にそのまま届きます）",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "差し戻す理由を書いてください。"},
        help_text="良かった点を一つ、直してほしい箇所と理由、どう直すとよいかの順に書くと、伝わりやすくなります。",
    )


class CaseReviewTask(AbstractGroupApprovalTask):  # type: ignore[misc]
    """One step of the review, in the hands of the moderators."""

    step = models.CharField("段階", max_length=10, choices=ReviewStep, default=ReviewStep.CONTENT, unique=True)

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "step"]

    class Meta:
        verbose_name = "事例の確認"
        verbose_name_plural = "事例の確認"

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """The second reviewer is passed over where nobody is named."""
        state = super().start(workflow_state, user=user)
        if self.step == ReviewStep.SECOND and not needs_second_reviewer(workflow_state.content_object):
            state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            state.save()
        return state

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """What the person may do with the case now; nothing with one of his own team."""
        if obj.is_team(user) or not self.user_can_access_editor(obj, user) or self.has_had_his_turn(obj, user):
            return []
        return [("approve", self.words_of_approval(obj), False), ("reject", "差し戻す", True)]

    def words_of_approval(self, case: Any) -> str:
        """What approving this step does, as the words of a button."""
        if self.step == ReviewStep.PERSONAL:
            return "個人情報確認を終え、内容確認へ進む"
        if self.step == ReviewStep.CONTENT and needs_second_reviewer(case):
            return "内容確認を終え、二人目の確認に回す"
        return "公開する"

    def has_had_his_turn(self, case: Any, user: Any) -> bool:
        """Whether the second look is asked of somebody who took a first one."""
        return self.step == ReviewStep.SECOND and ReviewRound.objects.open().filter(case_id=case.pk).approved_by(user).exists()

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """A return needs its reason."""
        form: type[forms.Form] = ReturnForm if action == "reject" else super().get_form_for_action(action)
        return form

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Refuse a case of one's own team, one's own second look, an uncovered case, a return without a reason, whatever way the call came.

        After an approval the next step by order begins, although an earlier round may have approved it: the text is another now.
        """
        review = task_state.workflow_state
        if review.content_object.is_team(user) or self.has_had_his_turn(review.content_object, user):
            raise PermissionDenied
        if action_name == "approve":
            from cases.consents import check_is_covered  # above the models; Wagtail asks the model

            check_is_covered(task_state.revision.as_object())
        if action_name == "reject" and not str(kwargs.get("comment", "")).strip():
            raise PermissionDenied
        if action_name == "approve":
            task_state.approve(user=user, update=False, **kwargs)
            review.update(user=user, next_task=self._next_in(review.workflow_id))
        else:
            super().on_action(task_state, user, action_name, **kwargs)

    def _next_in(self, workflow: int) -> Task | None:
        """The step after this one; None after the last, where Wagtail publishes unless a step was left out."""
        places = (
            WorkflowTask.objects.filter(workflow_id=workflow, task__active=True).order_by("sort_order").select_related("task")
        )
        tasks = [place.task for place in places]
        after = [task.pk for task in tasks].index(self.pk) + 1
        return tasks[after] if after < len(tasks) else None

    @classmethod
    def get_description(cls) -> str:
        """For staff who arrange workflows."""
        return "審査担当が事例を確認し、次へ進めるか差し戻すかを決めます。自分のチームの事例は確認できません。"


def needs_second_reviewer(case: Any) -> bool:
    """Whether the version under review names the company."""
    return bool(case.latest_disclosure == Disclosure.NAMED)
