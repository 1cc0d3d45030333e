"""The review desk in Wagtail's admin, pressed as its buttons are."""

import pytest
from django.contrib.messages import get_messages
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

    def decide(person, action):
        return client_of(person).post(
            reverse("wagtailsnippets_cases_case:edit", args=[case.pk]),
            {
                "loaded_revision_id": case.latest_revision_id,
                "action-workflow-action": "true",
                "workflow-action-name": action,
                "workflow-action-extra-data": '{"comment": "もう少しくわしく書いてください。"}',
            },
        )

    decide(reviewer, first)
    decided = fresh(case).status

    assert decided == (Status.PUBLISHED if first == "approve" else Status.RETURNED)
    for second in ("approve", "reject"):
        answer = decide(owner, second)

        assert answer.status_code == 302
        assert any("判断はもう済んでいる" in str(message) for message in get_messages(answer.wsgi_request))
    assert fresh(case).status == decided
