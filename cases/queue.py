"""The queue of the review desk: what waits, since when, where, in whose hands; and taking several cases in hand at once."""

from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import IndexView

from accounts.access import person_of
from accounts.desks import DeskOrderMixin
from accounts.prefectures import Block
from accounts.refusals import Refused, reason_against
from cases import review_actions
from cases.limits import CLAIMED_AT_ONCE
from cases.models import Case
from cases.models.querysets import CaseQuerySet
from cases.models.reviewer import blocks_of
from cases.permissions import check_can_claim, check_can_release
from cases.statuses import ReviewStep
from cases.vocabularies import Disclosure, Industry

_MINE = "mine"


class QueueFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By who has it in hand, region, step, disclosure and trade."""

    claim = django_filters.ChoiceFilter(
        label="担当", choices=((_MINE, "自分の担当"), ("none", "担当なし")), method="by_claim", empty_label="すべて"
    )
    region = django_filters.ChoiceFilter(
        label="地域", choices=((_MINE, "自分の地域"), *Block.choices), method="by_region", empty_label="すべて"
    )
    step = django_filters.ChoiceFilter(label="段階", choices=ReviewStep.choices, method="by_step", empty_label="すべて")
    disclosure = django_filters.ChoiceFilter(label="公開のしかた", choices=Disclosure.choices, empty_label="すべて")
    industry = django_filters.ChoiceFilter(label="業種", choices=Industry.choices, empty_label="すべて")

    class Meta:
        model = Case
        fields = ("claim", "region", "step", "disclosure", "industry", "is_sample")

    def by_claim(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """One's own, or those that nobody has."""
        return cases.claimed_by(self.request.user) if value == _MINE else cases.unclaimed()

    def by_region(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """One region, or those that staff set for the reviewer; all where they set none."""
        blocks = blocks_of(self.request.user) if value == _MINE else [value]
        return cases.in_blocks(blocks) if blocks else cases

    def by_step(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """One step of the review."""
        return cases.in_review_step(value)


class CaseIndexView(DeskOrderMixin, IndexView):  # type: ignore[misc]
    """What waits for review first, oldest first."""

    def get_base_queryset(self) -> Any:
        """Cases in staff's sight, with what the queue says of them."""
        return Case.objects.in_sight_of_staff().select_related("author", "organisation", "latest_revision").with_queue_order()


def _age(case: Case) -> str:
    review = case.open_round
    return review.age_words if review else ""


def _claimant(case: Case) -> str:
    review = case.open_round
    return str(review.claimant or "") if review else ""


def _writer(case: Case) -> str:
    return f"{case.author}（{case.organisation}）" if case.organisation else str(case.author)


COLUMNS = (
    TitleColumn(
        "latest_title",
        label="題名",
        accessor="latest_title",
        get_url=lambda case: reverse("wagtailsnippets_cases_case:edit", args=[case.pk]),
    ),
    Column("status_label", label="状態", accessor="status_label"),
    Column("age", label="待ち", accessor=_age),
    Column("claimant", label="担当", accessor=_claimant),
    Column("block", label="地域", accessor=lambda case: str(case.block.label).partition("（")[0] if case.block else ""),
    Column("disclosure", label="公開のしかた", accessor=lambda case: Disclosure(case.latest_disclosure).label.partition("（")[0]),
    Column("author", label="書いた人", accessor=_writer),
)


class _ReviewBulkAction(SnippetBulkAction):  # type: ignore[misc]
    """On cases in staff's sight, not more than a person can read at once."""

    models = [Case]
    template_name = "cases/admin/bulk_claim.html"

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        """Of what was ticked, what waits for review; in one order for everybody, so that nobody waits crosswise."""
        waiting = Case.objects.in_sight_of_staff().with_queue_order().filter(waiting_since__isnull=False, pk__in=object_ids)
        return waiting.select_related("latest_revision").order_by("pk")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """「すべて」: those that wait longest and that nobody has."""
        return list(Case.objects.unclaimed().with_queue_order().values_list("pk", flat=True)[:CLAIMED_AT_ONCE])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the words of the act."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"act": self.display_name, "most": CLAIMED_AT_ONCE}

    def prepare_action(self, objects: Any, objects_without_access: Any) -> HttpResponse | None:
        """Refuse more than a person can read at once."""
        if len(objects) <= CLAIMED_AT_ONCE:
            return None
        messages.error(self.request, f"一度に選べるのは{CLAIMED_AT_ONCE}件までです（今は{len(objects)}件です）。")
        return redirect(self.next_url)

    def get_execution_context(self) -> dict[str, Any]:
        """Who does it."""
        return {"by": person_of(self.request)}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many it were."""
        return f"{num_parent_objects}件：{self.display_name}"


class ClaimBulkAction(_ReviewBulkAction):
    """Take several in hand."""

    display_name = "担当する"
    action_type = "claim"
    aria_label = "選んだ事例を担当する"
    action_priority = 10

    def check_perm(self, case: Case) -> bool:
        """Not those that somebody else has."""
        return not reason_against(check_can_claim, self.request.user, case)

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        """Claim each; what somebody claimed in the same moment is left to him."""
        return sum(_done(review_actions.claim_case, case, kwargs["by"]) for case in objects), 0


class ReleaseBulkAction(_ReviewBulkAction):
    """Give several back to the queue."""

    display_name = "担当を外す"
    action_type = "release"
    aria_label = "選んだ事例の担当を外す"
    action_priority = 20

    def check_perm(self, case: Case) -> bool:
        """Only one's own, but for an owner."""
        return not reason_against(check_can_release, self.request.user, case)

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        """Release each."""
        return sum(_done(review_actions.release_case, case, kwargs["by"]) for case in objects), 0


def _done(act: Any, case: Case, by: Any) -> bool:
    try:
        act(case=case, by=by)
    except Refused:
        return False
    return True
