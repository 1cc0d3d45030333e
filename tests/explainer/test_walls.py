"""The walls as the main entrance: what cases and the exchange tell of each, for the person who looks."""

import uuid

import pytest

from bansou.explainer.walls import WORDS, wall_counts
from bansou.search.backend import index_now
from cases.models import CaseWall, Episode
from cases.statuses import Status
from cases.vocabularies import Wall
from knowhow.models import Board, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(supporter, reviewer):
    def publish(**fields):
        return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, **fields)

    return publish


@pytest.fixture
def post(supporter):
    def write(body: str, *, title: str = "社長と話せる時間", audience: str = "public") -> Topic:
        board, _ = Board.objects.get_or_create(
            slug=audience, defaults={"name": audience, "purpose": "話す", "audience": audience}
        )
        topic = Topic.objects.create(
            board=board,
            kind="question",
            title=title,
            author=supporter,
            body=body,
            body_html=f"<p>{body}</p>",
            submission_key=uuid.uuid4(),
        )
        index_now(topic)
        return topic

    return write


def _scene(question: str, *, walls: tuple[str, ...] = ("face",), mark: str = "turning", place: int = 0) -> Episode:
    return Episode(question=question, walls=list(walls), mark=mark, sort_order=place)


def test_the_entrance_says_how_many_cases_and_topics_each_wall_has(published, post, visitor, supporter, client_of):
    published(walls=("see", "face"))
    published(walls=("see",))
    published(walls=("see",), disclosure="members")
    post("原価の見える化から始めました。")
    post("社長の本音が聞けません。", audience="supporter")

    html = visitor.get("/walls/").content.decode()
    for_supporters = client_of(supporter).get("/walls/").content.decode()

    assert "事例 2件　話題 1件" in html
    assert "事例 1件　話題 0件" in html
    assert "事例 3件　話題 1件" in for_supporters
    assert "事例 1件　話題 1件" in for_supporters


def test_a_walls_page_says_how_high_it_was_and_how_it_was_passed(published, visitor):
    walls = [CaseWall(wall="face", height="high", outcome="passed", how_passed="帳簿を三人で開いた。", sort_order=0)]
    published(rows={"walls": walls})

    html = visitor.get("/walls/face/").content.decode()

    assert "壁の高さ：高い／越えた／帳簿を三人で開いた。" in html


def test_a_walls_page_shows_questions_that_worked_there_with_their_case(published, visitor):
    case = published(title="帳簿を開く", rows={"episodes": [_scene("夜は眠れていますか")]})
    published(rows={"episodes": [_scene("計画は立てましたか", mark="setback")]})
    published(rows={"episodes": [_scene("何が見えませんか", walls=("see",))]})
    published(rows={"episodes": [_scene("誰に話していますか")]}, disclosure="members")
    make_case(author=case.author, rows={"episodes": [_scene("下書きの問いかけ")]})

    html = visitor.get("/walls/face/").content.decode()

    questions = html[html.index('id="wall-questions"') : html.index('id="wall-topics"')]
    assert "夜は眠れていますか" in questions
    assert f'href="{case.get_absolute_url()}?wall=face#dialogue"' in questions
    for other in ("計画は立てましたか", "何が見えませんか", "誰に話していますか", "下書きの問いかけ"):
        assert other not in questions


def test_one_case_gives_one_question(published, visitor):
    published(rows={"episodes": [_scene("はじめの問い"), _scene("次の問い", place=1)]})

    html = visitor.get("/walls/face/").content.decode()

    assert "はじめの問い" in html
    assert "次の問い" not in html


def test_a_walls_page_shows_topics_by_words_and_says_which(post, visitor):
    post("社長が本音を話してくれません。", title="本音を待つには")
    post("補助金の締め切りはいつですか。", title="締め切りのこと")
    post("向き合うのがこわいのは私でした。", title="支援者だけの話題", audience="supporter")

    html = visitor.get("/walls/face/").content.decode()

    topics = html[html.index('id="wall-topics"') :]
    assert "本音を待つには" in topics
    assert "締め切りのこと" not in topics
    assert "支援者だけの話題" not in topics
    assert all(f">{word}</a>" in topics for word in WORDS["face"])


def test_a_hidden_topic_counts_nowhere(post, supporter):
    topic = post("社長の本音が聞けません。")
    before = wall_counts(supporter)["face"].topics
    topic.hidden_at, topic.hidden_by, topic.hidden_reason = topic.created_at, supporter, "理由"
    topic.save()

    assert (before, wall_counts(supporter)["face"].topics) == (1, 0)


def test_every_wall_has_words():
    assert set(WORDS) == set(Wall.values)


def test_a_walls_page_leads_to_its_board_if_the_reader_may_read_it(visitor, supporter, client_of):
    board = Board.objects.create(slug="wall-face", name="向き合わない", purpose="話す", audience="supporter")
    link = f'href="{board.get_absolute_url()}"'

    assert link in client_of(supporter).get("/walls/face/").content.decode()
    assert link not in visitor.get("/walls/face/").content.decode()
    assert link not in client_of(supporter).get("/walls/see/").content.decode()
