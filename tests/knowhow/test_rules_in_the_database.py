"""What PostgreSQL refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from knowhow.models import Board, Topic


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "advert"},
        {"title": "短い"},
        {"body": "短い"},
        {"hidden_reason": "理由だけある"},
        {"edited_at": timezone.now()},
        {"edit_version": 2},
        {"reply_count": -1},
    ],
)
def test_a_broken_topic_is_not_stored(fields, topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(**fields)


def test_a_hidden_topic_names_who_and_why(topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(hidden_at=timezone.now())


@pytest.mark.parametrize("audience", ["team", "staff", "", "all"])
def test_a_board_is_public_for_members_or_for_supporters(audience, board):
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.filter(pk=board.pk).update(audience=audience)
