"""What stands beside a chapter, for the person who looks; what to read next; how long it takes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bansou.explainer.beside import CARDS_SHOWN, beside
from bansou.explainer.models import ExplainerPage
from bansou.explainer.vocabularies import Part
from bansou.search.backend import index_now
from cases.models import QuestionCard, Theme
from cases.statuses import Status
from tests.factories import make_case

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def published(supporter, reviewer):
    def publish(**fields):
        case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, **fields)
        index_now(case)
        return case

    return publish


@pytest.fixture
def about() -> ExplainerPage:
    return ExplainerPage.objects.get(slug="about")


def choose(page: ExplainerPage, **chosen) -> ExplainerPage:
    for name, value in chosen.items():
        setattr(page, name, value)
    page.save()
    return ExplainerPage.objects.get(pk=page.pk)


def test_editors_choose_the_cases_by_wall_and_theme(published, about):
    theme = Theme.objects.order_by("pk").first()
    fitting = published(title="壁もテーマも合う事例", walls=("face",))
    fitting.real_themes.set([theme])
    fitting.save()
    other = published(title="壁だけ合う事例", walls=("face",))
    other.real_themes.set(Theme.objects.order_by("-pk")[:1])
    other.save()

    by_wall = beside(choose(about, beside_wall="face"), NOBODY)
    by_both = beside(choose(about, beside_wall="face", beside_theme=theme), NOBODY)

    assert {case.title for case in by_wall.cases} == {"壁もテーマも合う事例", "壁だけ合う事例"}
    assert [case.title for case in by_both.cases] == ["壁もテーマも合う事例"]
    assert by_wall.cases_url == "/cases/?wall=face"
    assert by_both.cases_url == f"/cases/?wall=face&theme={theme.slug}"


def test_editors_choose_the_questions_by_kind(about):
    found = beside(choose(about, beside_inquiry="confrontive"), NOBODY)

    assert {question.inquiry for question in found.questions} == {"confrontive"}
    assert found.questions_url == "/knowhow/questions/?kind=confrontive"


def test_without_a_choice_stands_what_is_close_to_the_words_of_the_chapter(published, about):
    choose(about, beside_inquiry="")
    about.title, about.summary = "朝礼の沈黙", "朝礼で黙っている社員に、工場長が問いかけます。"
    published(title="朝礼の沈黙が破れた日", summary="朝礼で黙っていた社員が、工場長に話した。", walls=("face",))
    for number in range(4):
        published(title=f"販路を広げた話{number}", summary="通販で新しい客をつかんだ。", walls=("lack",))
    card = QuestionCard.objects.shown().earliest("pk")
    card.question = "朝礼の沈黙のあと、工場長は何と言いましたか。"
    card.save()
    index_now(card)

    found = beside(about, NOBODY)

    assert found.cases[0].title == "朝礼の沈黙が破れた日"
    assert not [case for case in found.cases if "販路" in case.title]
    assert found.questions[0].pk == card.pk
    assert (found.cases_url, found.questions_url) == ("", "")


def test_a_case_that_the_reader_may_not_read_stands_beside_nothing(published, about, supporter, visitor, client_of):
    published(title="支援者だけの事例", walls=("face",), disclosure="members")
    choose(about, beside_wall="face")

    assert "支援者だけの事例" not in visitor.get("/about/").content.decode()
    assert "支援者だけの事例" in client_of(supporter).get("/about/").content.decode()


@pytest.mark.parametrize("chosen", [{}, {"beside_wall": "face", "beside_inquiry": "pure"}])
def test_a_chapter_asks_as_much_beside_one_case_as_beside_nine(published, about, visitor, chosen):
    choose(about, **chosen)
    published(title="沈黙の事例", walls=("face",))
    visitor.get("/about/")
    published(title="対話の事例", walls=("face",))
    with CaptureQueriesContext(connection) as few:
        visitor.get("/about/")
    for number in range(8):
        published(title=f"対話と沈黙の事例{number}", walls=("face",))

    with CaptureQueriesContext(connection) as many:
        visitor.get("/about/")

    assert len(many) == len(few)


def test_no_more_stands_beside_a_chapter_than_three_cards(about):
    assert len(beside(about, NOBODY).questions) <= CARDS_SHOWN


def test_a_wall_keeps_its_own_findings(visitor):
    html = visitor.get("/walls/face/").content.decode()

    assert "この壁に向き合った事例" in html
    assert "実際には、どう進んだか" not in html


def next_of(client, address: str) -> str:
    html = client.get(address).content.decode()
    return html[html.index('id="page-next-title"') :].partition("</nav>")[0]


def test_the_next_page_is_the_one_that_staff_chose(visitor, about):
    choose(about, next_page=ExplainerPage.objects.get(slug="site"))

    assert 'href="/site/"' in next_of(visitor, "/about/")


def test_a_page_does_not_lead_to_itself(about):
    about.next_page = about

    with pytest.raises(ValidationError, match="このページ自身"):
        about.full_clean()


def test_a_chosen_page_that_went_is_not_next(visitor, about):
    gone = ExplainerPage.objects.get(slug="site")
    choose(about, next_page=gone)
    gone.unpublish()

    assert 'href="/site/"' not in next_of(visitor, "/about/")


def test_the_next_page_is_of_the_same_part_and_after_the_last_one_comes_the_next_part(visitor):
    ExplainerPage.objects.update(part=Part.KEEP)
    ExplainerPage.objects.filter(slug__in=("about", "process")).update(part=Part.KNOW)
    ExplainerPage.objects.filter(slug="difference").update(part=Part.ASK)

    assert 'href="/process/"' in next_of(visitor, "/about/")
    assert 'href="/difference/"' in next_of(visitor, "/process/")
    assert "聴く・問いかける" in next_of(visitor, "/process/")


def test_walls_follow_their_chapter_whatever_part_they_say(visitor):
    ExplainerPage.objects.exclude(wall="").update(part=Part.ASK)

    assert 'href="/walls/see/"' in next_of(visitor, "/walls/")
    assert 'href="/walls/face/"' in next_of(visitor, "/walls/see/")
    assert 'href="/walls/"' not in next_of(visitor, "/walls/lack/")


def test_what_is_folded_away_or_not_on_the_page_takes_no_time_to_read():
    page = ExplainerPage(title="題", summary="")
    page.body = page.body.stream_block.to_python(
        [
            {"type": "text", "value": f"<p>{'い' * 500} <a href='/about/'>つづき</a></p>"},
            {"type": "figure", "value": "roles-around"},
            {"type": "picture", "value": {"image": None, "alt_text": "代" * 200, "caption": "下の説明"}},
            {"type": "questions", "value": [{"kind": "pure", "text": "どうなさいましたか"}]},
        ]
    )

    figure = page.body[1].block.get_context("roles-around")["figure"]
    read = 500 + len("つづき") + len(figure.caption) + len("下の説明") + len("純粋な問いかけ") + len("どうなさいましたか")
    assert page.characters == read
    assert page.reading_minutes == 1
