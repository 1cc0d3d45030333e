"""Whatever an entry of the index is made of: its change is noted by the database, whoever makes it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models

from accounts.audiences import Audience
from bansou.search.backend import JapaneseIndexer, SearchBackend
from bansou.search.indexing import thing_of
from bansou.search.models import Waiting
from bansou.search.registry import searchables
from cases.models import Case, CaseWall, Episode, Keyword, Point, QuestionCard, Theme
from knowhow.models import Board, Reply, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(write_case) -> Case:
    case = write_case(questions=("何に困っていますか",))
    case.real_themes.add(Theme.objects.first())
    case.keywords.add("価格転嫁")
    case.save()
    return case


@pytest.fixture
def topic(write_topic) -> Topic:
    topic = write_topic(replies=("三つ数えてから話します。",))
    topic.keywords.add(Keyword.objects.create(name="傾聴"))
    return topic


def noted_by(change) -> set[tuple[str, str]]:
    Waiting.objects.all().delete()
    change()
    return set(Waiting.objects.values_list("model", "key"))


def _hidden(topic: Topic) -> dict[str, object]:
    return {"hidden_at": timezone.now(), "hidden_by": topic.author, "hidden_reason": "広告"}


#: Ways past every action: in bulk, by related rows, by the shell. All of them are statements to the database.
OF_A_CASE = {
    "its own words": lambda case: Case.objects.filter(pk=case.pk).update(summary="別の要約です。"),
    "a dialogue changed": lambda case: Episode.objects.filter(case=case).update(question="何がうれしかったですか"),
    "a dialogue gone": lambda case: Episode.objects.filter(case=case).delete(),
    "a wall": lambda case: CaseWall.objects.bulk_create([CaseWall(case=case, wall="see", sort_order=0)]),
    "a point": lambda case: Point.objects.create(case=case, heading="聞く", text="待つ", sort_order=0),
    "a theme renamed": lambda case: Theme.objects.filter(pk=case.real_themes.first().pk).update(name="後継ぎの育成"),
    "a theme taken away": lambda case: Case.real_themes.through.objects.filter(case=case).delete(),
    "a keyword renamed": lambda case: Keyword.objects.filter(name="価格転嫁").update(name="値決め"),
    "a keyword gone": lambda case: Keyword.objects.filter(name="価格転嫁").delete(),
}
OF_A_TOPIC = {
    "its own words": lambda topic: Topic.objects.filter(pk=topic.pk).update(title="面談のあとの記録"),
    "hidden": lambda topic: Topic.objects.filter(pk=topic.pk).update(**_hidden(topic)),
    "a reply changed": lambda topic: topic.replies.update(body="四つ数えてから話します。"),
    "a reply hidden": lambda topic: topic.replies.update(**_hidden(topic)),
    "a reply gone": lambda topic: topic.replies.all().delete(),
    "a keyword renamed": lambda topic: Keyword.objects.filter(name="傾聴").update(name="聞く力"),
    "its board for others": lambda topic: Board.objects.filter(pk=topic.board_id).update(audience=Audience.SUPPORTER),
}


@pytest.mark.parametrize("change", OF_A_CASE.values(), ids=OF_A_CASE)
def test_a_case_is_noted_for(change, case):
    assert thing_of(case) in noted_by(lambda: change(case))


@pytest.mark.parametrize("change", OF_A_TOPIC.values(), ids=OF_A_TOPIC)
def test_a_topic_is_noted_for(change, topic):
    assert thing_of(topic) in noted_by(lambda: change(topic))


def test_a_reply_that_moves_is_noted_for_both_topics(topic, write_topic):
    other = write_topic(title="もう一つの話題です")

    noted = noted_by(lambda: Reply.objects.filter(topic=topic).update(topic=other))

    assert noted == {thing_of(topic), thing_of(other)}


def test_thanks_and_counts_are_not_noted(topic, case):
    def count() -> None:
        Topic.objects.update(reply_count=3, helpful_count=2, last_posted_at=timezone.now())
        Reply.objects.update(helpful_count=2, tried_count=1)
        QuestionCard.objects.update(report_count=5)

    assert noted_by(count) == set()


def test_a_page_is_noted_as_one_of_the_tree(write_page):
    page = write_page()

    assert noted_by(lambda: type(page).objects.filter(pk=page.pk).update(summary="別の要約です。")) == {thing_of(page)}
    assert noted_by(page.unpublish) == {thing_of(page)}


def test_what_is_undone_was_never_noted(topic):
    from django.db import transaction

    def undone() -> None:
        with transaction.atomic():
            Topic.objects.filter(pk=topic.pk).update(title="面談のあとの記録")
            transaction.set_rollback(True)

    assert noted_by(undone) == set()


#: Read for every entry and never changed while the site runs; people and organisations are in no entry.
_CONSTANT = {"django_content_type", "wagtailcore_site", "wagtailcore_locale", "wagtailcore_collection", "taggit_tag"}


def test_every_table_that_an_entry_is_made_of_is_noted(case, topic, write_page):
    write_page()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'search\\_note\\_%'")
        noted = {name for (name,) in cursor.fetchall()}
    for model in get_indexed_models():
        assert {model._meta.db_table, get_model_root(model)._meta.db_table} <= noted, model
        row = model.objects.first()
        if row is None:
            continue
        with CaptureQueriesContext(connection) as captured:
            indexer = JapaneseIndexer(model.objects.get(pk=row.pk), SearchBackend({}))
            assert indexer.title_text + indexer.body_text + indexer.autocomplete
            for searchable in searchables():
                if issubclass(model, searchable.model):
                    searchable.facets(row)
                    searchable.standing(row)
                    searchable.supporters_texts(row)
        read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in captured)))
        assert read - _CONSTANT <= noted, model
