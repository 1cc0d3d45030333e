"""The review step in Wagtail's workflow engine, with our two rules: nobody of its team approves a case; a return says why."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from wagtail.models import AbstractGroupApprovalTask


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
    """A moderator looks at the case."""

    class Meta:
        verbose_name = "事例の確認"
        verbose_name_plural = "事例の確認"

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """What the person may do with the case now; nothing with one of his own team."""
        if obj.is_team(user) or not self.user_can_access_editor(obj, user):
            return []
        return [("approve", "公開する", False), ("reject", "差し戻す", True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """A return needs its reason."""
        form: type[forms.Form] = ReturnForm if action == "reject" else super().get_form_for_action(action)
        return form

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Refuse a case of one's own team, one that is not covered, and a return without a reason, whatever way the call came."""
        if task_state.workflow_state.content_object.is_team(user):
            raise PermissionDenied
        if action_name == "approve":
            from cases.consents import check_is_covered  # above the models; Wagtail asks the model

            check_is_covered(task_state.revision.as_object())
        if action_name == "reject" and not str(kwargs.get("comment", "")).strip():
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        """For staff who arrange workflows."""
        return "審査担当が事例を確認し、公開または差し戻しを決めます。自分のチームの事例は確認できません。"
