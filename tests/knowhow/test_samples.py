"""The sample topics."""

import pytest

from knowhow.actions import load_samples
from knowhow.actions.clinic_sample import load_clinic_sample
from knowhow.models import Board, Reply, Topic, Trial


@pytest.fixture
def authors(supporter, other_supporter, member):
    return {"aoi": supporter, "kaede": other_supporter, "ren": member}


def test_samples_are_written_once_marked_and_in_order(authors, visitor):
    load_samples(authors=authors)
    counts = Board.objects.count(), Topic.objects.count(), Reply.objects.count()
    load_samples(authors=authors)

    assert counts == (Board.objects.count(), Topic.objects.count(), Reply.objects.count())
    assert counts[1] == 6
    assert not Topic.objects.filter(is_sample=False).exists()
    for topic in Topic.objects.all():
        moments = list(topic.replies.order_by("pk").values_list("created_at", flat=True))
        assert moments == sorted(moments)
        assert topic.reply_count == len(moments)
        assert topic.last_posted_at == max([topic.created_at, *moments])
        assert topic.is_solved == topic.replies.solutions().exists()
    assert Topic.objects.solved().count() == Trial.objects.count() == 1


def test_what_staff_changed_stays(authors):
    load_samples(authors=authors)
    Board.objects.filter(slug="trust").update(name="別の名前")

    load_samples(authors=authors)

    assert Board.objects.get(slug="trust").name == "別の名前"


def test_every_sample_opens_for_those_who_may_read_it(authors, client_of, reviewer):
    load_samples(authors=authors)
    browser = client_of(reviewer)

    for topic in Topic.objects.all():
        assert browser.get(topic.get_absolute_url()).status_code == 200


def test_the_sample_clinic_is_written_once_and_stands_in_its_first_round(authors, supporter, client_of):
    for _ in range(2):
        load_clinic_sample(authors=authors)

    topic = Topic.objects.get()
    page = client_of(supporter).get(topic.get_absolute_url()).content.decode()
    assert topic.reply_count == topic.replies.count() == 3
    assert [reply.alias for reply in topic.replies.order_by("created_at")] == ["支援者A", "相談者", "支援者B"]
    assert "問いかけを投稿する" in page
    assert "見本（架空の話題）" in page
    assert "れん" not in page
    assert "見本（架空の相談）" in client_of(supporter).get("/knowhow/clinic/").content.decode()
