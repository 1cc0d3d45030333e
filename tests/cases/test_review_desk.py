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
