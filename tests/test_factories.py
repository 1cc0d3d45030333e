"""What the factories set down quickly is what the site itself would have left."""

import datetime
from typing import Any

import pytest
from django.db.models import Model
from wagtail.models import TaskState

from cases.models import Case
from cases.statuses import Status
from tests.factories import make_case, walk_case

#: What differs between any two cases.
OWN = {"id", "object_id", "submission_key"}


def shape(row: Model) -> dict[str, Any]:
    """The row's values; of moments and of references to the case's own rows only that there is one."""
    values = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        is_own = field.related_model is not None and field.related_model._meta.model_name in {
            "revision",
            "taskstate",
            "workflowstate",
        }
        values[field.name] = value is not None if is_own or isinstance(value, datetime.datetime) else value
    return {name: value for name, value in values.items() if name not in OWN}


def record(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept of a case's state, without the words of its versions."""
    versions = list(case.revisions.order_by("pk").values_list("pk", flat=True))
    steps = TaskState.objects.filter(workflow_state__in=case.workflow_states.all())
    return {
        "case": [shape(case)],
        "versions": [
            {name: value for name, value in shape(row).items() if name != "content"} for row in case.revisions.order_by("pk")
        ],
        "reviews": [shape(row) for row in case.workflow_states.order_by("pk")],
        "steps": [shape(row) for row in steps.order_by("pk")],
        "rounds": [shape(row) | {"case": None} for row in case.review_rounds.order_by("pk")],
        "which version": [{"version": versions.index(row.revision_id)} for row in steps.order_by("pk")],
    }


@pytest.mark.parametrize("status", Status)
def test_a_case_set_down_in_a_state_is_kept_as_the_review_would_have_left_it(status, supporter, reviewer):
    walked = walk_case(author=supporter, reviewer=reviewer, status=status)

    made = make_case(author=supporter, reviewer=reviewer, status=status)

    assert made.status == walked.status == status
    assert record(made) == record(walked)
