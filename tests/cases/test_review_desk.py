"""The review desk in Wagtail's admin, pressed as its buttons are."""

import pytest
from django.urls import reverse

from cases.statuses import Status
from tests.factories import fresh, make_case

pytestmark = pytest.mark.django_db


def test_the_button_that_approves_publishes_with_the_keywords_typed_beside_it(client_of, supporter, reviewer):
    case = make_case(author=supporter, status=Status.SUBMITTED)

    response = client_of(reviewer).post(
        reverse("wagtailsnippets_cases_case:edit", args=[case.pk]),
        {
            "loaded_revision_id": case.latest_revision_id,
            "keywords": "昼休み",
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        },
    )

    case = fresh(case)
    assert response.status_code == 302
    assert case.status == Status.PUBLISHED
    assert [keyword.name for keyword in case.keywords.all()] == ["昼休み"]


@pytest.mark.parametrize("first", ["approve", "reject"])
def test_of_two_decisions_on_a_case_the_first_stands_and_the_second_is_told(first, client_of, supporter, reviewer, owner):
    case = make_case(author=supporter, status=Status.SUBMITTED)
    address = reverse(
        "wagtailsnippets_cases_case:confirm_workflow_action", args=[case.pk, first, case.current_workflow_task_state.pk]
    )
    decided = client_of(reviewer).post(address, {"comment": "もう少しくわしく書いてください。"})
    after_first = fresh(case).status

    for name in ("approve", "reject"):
        late = client_of(owner).post(
            reverse("wagtailsnippets_cases_case:edit", args=[case.pk]),
            {"loaded_revision_id": case.latest_revision_id, "action-workflow-action": "true", "workflow-action-name": name,
             "workflow-action-extra-data": '{"comment": "遅れて届いた判断です。"}'},
            follow=True,
        )  # fmt: skip

        assert "判断はもう済んでいる" in late.content.decode()
    assert decided.status_code == 200
    assert after_first == (Status.PUBLISHED if first == "approve" else Status.RETURNED)
    assert fresh(case).status == after_first
