"""The desk page of one case: its panels, and the one view that claims, remarks, returns and approves without leaving it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.panels import HelpPanel, ObjectList
from wagtail.snippets.views.snippets import EditView, WorkflowActionView

from accounts.access import person_of
from accounts.models import User
from accounts.refusals import Refused, reason_against
from cases import actions, review_actions
from cases.forms.review import DeskForm
from cases.models import Case
from cases.models.reviewer import blocks_of
from cases.permissions import check_can_claim, check_can_release, check_can_review
from cases.review_actions import comments_of_last_return

#: So many of the longest waiting are looked at for the next one.
_LOOKED_AT = 30


def next_case(user: User) -> Case | None:
    """What the reviewer may take up next: first what he claimed, then what nobody claimed of his regions, then of all Japan."""
    waiting = list(
        Case.objects.in_sight_of_staff()
        .with_queue_order()
        .filter(waiting_since__isnull=False)
        .select_related("latest_revision", "organisation")[:_LOOKED_AT]
    )
    blocks = blocks_of(user)

    def rank(case: Case) -> tuple[bool, bool]:
        is_own = case.open_round is not None and case.open_round.claimant == user
        return (not is_own, bool(blocks) and case.block not in blocks)

    return next((case for case in sorted(waiting, key=rank) if not reason_against(check_can_review, user, case)), None)


class DeskPanel(HelpPanel):  # type: ignore[misc]
    """A part of the desk page drawn by a template, which gets the case, the form and what the reviewer may do."""

    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        """With this case and this reviewer."""

        form: DeskForm

        def get_context_data(self, parent_context: Any = None) -> Any:
            """What all parts of the desk need."""
            user = self.request.user
            context = super().get_context_data(parent_context)
            return context | {
                "case": self.instance,
                "form": self.form,
                "review_refused": reason_against(check_can_review, user, self.instance),
            }


class DeskPanels(ObjectList):  # type: ignore[misc]
    """All panels of the desk. Our panels draw the form's own fields where they belong; Wagtail would draw them once more at the end."""

    class BoundPanel(ObjectList.BoundPanel):  # type: ignore[misc]
        """Without the fields that no panel has claimed."""

        def render_missing_fields(self) -> str:
            """Nothing."""
            return ""


class StandPanel(DeskPanel):
    """Where the case stands, who has it in hand, whose it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"template": "cases/admin/stand_panel.html", "heading": "審査の状態"} | kwargs))

    class BoundPanel(DeskPanel.BoundPanel):
        """With the claim."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """Since when it waits, and what may be done about the claim."""
            user, case = self.request.user, self.instance
            review = case.open_round
            return super().get_context_data(parent_context) | {
                "review": review,
                "claimant": review.claimant if review else None,
                "is_claimed_by_me": bool(review and review.claimant == user),
                "claim_refused": reason_against(check_can_claim, user, case),
                "release_refused": reason_against(check_can_release, user, case),
                "is_own": case.is_team(user),
            }


class ComparisonPanel(DeskPanel):
    """The version under review beside the one that staff read last, with a place for a remark at each field."""

    def __init__(self, **kwargs: Any) -> None:
        defaults = {"template": "cases/admin/comparison_panel.html", "heading": "事例の内容", "classname": "desk-text"}
        super().__init__(**(defaults | kwargs))

    class BoundPanel(DeskPanel.BoundPanel):
        """With the rows of this case."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """What changed first; what did not is folded away. A field that was remarked upon counts as changed."""
            context = super().get_context_data(parent_context)
            asked: dict[str, list[Any]] = {}
            for comment in comments_of_last_return(self.instance):
                asked.setdefault(comment.place, []).append(comment)
            lines = [
                {"row": row, "note": self.form[f"note:{row.place}"], "asked": asked.pop(row.place, [])} for row in self.form.rows
            ]
            is_new = self.form.before is None
            return context | {
                "before": self.form.before,
                "shown": [line for line in lines if is_new or _is_worth_a_look(line)],
                "folded": [line for line in lines if not is_new and not _is_worth_a_look(line)],
                "gone": [comment for comments in asked.values() for comment in comments],
            }


def _is_worth_a_look(line: dict[str, Any]) -> bool:
    return bool(line["row"].changed or line["asked"] or line["note"].errors or line["note"].value())


class DecisionPanel(DeskPanel):
    """The decision: on with it, or back to its author."""

    def __init__(self, **kwargs: Any) -> None:
        defaults = {"template": "cases/admin/decision_panel.html", "heading": "判断", "classname": "desk-decision"}
        super().__init__(**(defaults | kwargs))

    class BoundPanel(DeskPanel.BoundPanel):
        """With the words of the step."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """What approving does now."""
            context = super().get_context_data(parent_context)
            state = self.instance.current_workflow_task_state
            approval = state.task.specific.words_of_approval(self.instance) if state else ""
            return context | {"approval": approval, "opened_step": state.pk if state else ""}


class CaseDeskView(EditView):  # type: ignore[misc]
    """Wagtail's edit page, whose buttons are ours: none of its own actions is taken here."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Wagtail would save a version half a second after each letter of a remark."""
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of our buttons. A refusal keeps what was typed."""
        decide = request.POST.get("decide", "")
        if decide not in _DECISIONS:
            raise PermissionDenied  # no button of ours
        form = self.get_form()
        self.produced_error_message = self.get_error_message()
        if not form.is_valid():
            return self._again(form)
        if request.POST.get("loaded_revision_id") != str(self.live_object.latest_revision_id):
            # Nobody decides about what he has not seen.
            self.produced_error_message = "この画面を開いたあとで、新しい版ができました。内容をもう一度確かめてください。"
            return self._again(form)
        try:
            done = _DECISIONS[decide](self.live_object, person_of(request), form)
        except Refused as refusal:
            self.produced_error_message = refusal.reason
            return self._again(form)
        if decide in ("claim", "release", "keywords"):
            messages.success(request, done)
            self.produced_error_message = None
            return self._again(form, status=200) if form.typed_words else redirect(self.get_edit_url())
        following = next_case(person_of(request))
        messages.success(request, done, buttons=[_button_to(following)] if following else None)
        return redirect(self.index_url_name)

    def _again(self, form: DeskForm, *, status: int = 422) -> HttpResponse:
        response: HttpResponse = self.form_invalid(form)
        response.status_code = status
        return response


def _button_to(case: Case) -> Any:
    return messages.button(reverse("wagtailsnippets_cases_case:edit", args=[case.pk]), f"次の事例を開く：{case.latest_title}")


def _claim(case: Case, by: User, form: DeskForm) -> str:
    review_actions.claim_case(case=case, by=by)
    return "この事例を担当します。ほかの審査担当には、あなたの名前が表示されます。"


def _release(case: Case, by: User, form: DeskForm) -> str:
    review_actions.release_case(case=case, by=by)
    return "担当を外しました。ほかの審査担当が読めます。"


def _keywords(case: Case, by: User, form: DeskForm) -> str:
    actions.give_keywords(case=case, by=by, keywords=_typed_keywords(form))
    return "キーワードを保存しました。"


def _approve(case: Case, by: User, form: DeskForm) -> str:
    title, words = case.latest_title, case.current_workflow_task.words_of_approval(case) if case.current_workflow_task else ""
    actions.approve_case(case=case, by=by, keywords=_typed_keywords(form), step=form.opened_step)
    return f"「{title}」：{words or '承認しました'}"


def _return(case: Case, by: User, form: DeskForm) -> str:
    actions.return_case(
        case=case, by=by, comment=form.whole_comment, field_comments=form.notes, labels=form.labels, step=form.opened_step
    )
    return f"「{case.latest_title}」を差し戻しました。書いた方にメールで知らせます。"


def _typed_keywords(form: DeskForm) -> list[str]:
    return list(form.cleaned_data.get("keywords") or [])


_DECISIONS = {"claim": _claim, "release": _release, "keywords": _keywords, "approve": _approve, "return": _return}


class CaseWorkflowActionView(WorkflowActionView):  # type: ignore[misc]
    """Wagtail's own address for a decision (its home page links to it): the same actions as the desk's."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve or return; a refusal is told on the desk page."""
        form = self.form_class(request.POST)
        try:
            if self.action_name == "approve":
                actions.approve_case(case=self.object, by=person_of(request))
            elif form.is_valid():
                actions.return_case(case=self.object, by=person_of(request), comment=form.cleaned_data["comment"])
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect(self.redirect_url)
