"""Field 28: the cards of the question bank that a case used, chosen in the form, kept in versions, shown and handed on."""

import io

import pytest
from openpyxl import load_workbook

from cases.actions import latest_version
from cases.models import QuestionCard
from cases.statuses import Status
from tests.factories import approve_all_steps, fresh, hand_in, make_case, step_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards():
    return list(QuestionCard.objects.shown().order_by("pk")[:3])


def _address(case):
    return f"/cases/{case.pk}/edit/dialogue/"


def _rows(case):
    return {"episodes": [{"key": str(row.key), "question": row.question} for row in case.episodes.all()]}


def _send(client, case, **changes):
    return client.post(
        _address(case), step_data("dialogue", based_on=fresh(case).latest_revision_id, rows=_rows(case), **changes)
    )


def _laid_out(response):
    return [int(str(value)) for value, _ in response.context["form"].fields["used_questions"].widget.choices]


def test_chosen_questions_are_part_of_the_version_and_public_once_it_is_approved(cards, supporter, reviewer, client_of, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    _send(client_of(supporter), case, used_questions=[card.pk for card in cards[:2]])

    assert list(latest_version(fresh(case)).used_questions.all()) == cards[:2]
    assert not fresh(case).used_questions.exists()
    assert cards[0].question not in visitor.get(case.get_absolute_url()).content.decode()
    hand_in(case=fresh(case), by=supporter)
    approve_all_steps(case, by=reviewer)
    page = visitor.get(case.get_absolute_url()).content.decode()
    assert f'href="{cards[0].get_absolute_url()}">{cards[0].question}' in page
    assert set(fresh(case).used_questions.all()) == set(cards[:2])


def test_the_cards_of_the_walls_of_the_case_are_laid_out_first(supporter, client_of):
    case = make_case(author=supporter, walls=("lack",))

    numbers = _laid_out(client_of(supporter).get(_address(case)))

    of_wall = set(QuestionCard.objects.shown().at_wall("lack").values_list("pk", flat=True))
    assert set(numbers[: len(of_wall)]) == of_wall


def test_a_word_finds_other_questions_without_saving_and_keeps_what_was_typed_and_chosen(cards, supporter, client_of):
    case = make_case(author=supporter)

    found = _send(
        client_of(supporter), case, find_questions="1", find_words="補助金", used_questions=[cards[0].pk],
        **{"episodes-0-reaction": "消えてはいけない文章"},
    )  # fmt: skip

    assert found.status_code == 200
    chosen, *others = _laid_out(found)
    assert chosen == cards[0].pk
    assert {card.code for card in QuestionCard.objects.filter(pk__in=others)} == {"lack-without-subsidy"}
    assert "消えてはいけない文章" in found.content.decode()
    assert fresh(case).latest_revision_id == case.latest_revision_id


def test_a_wall_narrows_what_is_laid_out(supporter, client_of):
    case = make_case(author=supporter)

    found = _send(client_of(supporter), case, find_questions="1", find_wall="follow")

    shown = QuestionCard.objects.filter(pk__in=_laid_out(found))
    assert shown
    assert all("follow" in card.walls for card in shown)


def test_an_own_proposal_can_be_chosen_and_somebody_elses_or_a_hidden_card_cannot(supporter, other_supporter, client_of):
    case = make_case(author=supporter)
    values = {"inquiry": "pure", "walls": ["see"], "stage": "start", "aim": "聞く"}
    own = QuestionCard.objects.create(question="自分の提案", state="proposed", author=supporter, **values)
    foreign = QuestionCard.objects.create(question="人の提案", state="proposed", author=other_supporter, **values)
    hidden = QuestionCard.objects.create(question="載せないもの", state="hidden", **values)
    browser = client_of(supporter)

    for card in (foreign, hidden):
        assert _send(browser, case, used_questions=[card.pk]).status_code == 422
    assert _send(browser, case, used_questions=[own.pk]).status_code == 302
    assert list(latest_version(fresh(case)).used_questions.all()) == [own]


def test_a_card_that_left_the_bank_stays_in_the_case_that_named_it_and_is_shown_to_nobody(
    cards, supporter, reviewer, client_of, visitor
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, used_questions=cards[:1])
    QuestionCard.objects.filter(pk=cards[0].pk).update(state="hidden")

    saved = _send(client_of(supporter), case, used_questions=[cards[0].pk], **{"episodes-0-reaction": "書き足しました"})

    assert saved.status_code == 302
    assert list(latest_version(fresh(case)).used_questions.all()) == cards[:1]
    assert cards[0].question not in visitor.get(case.get_absolute_url()).content.decode()
    assert cards[0].question not in _exported(visitor)


def test_more_questions_than_a_case_holds_are_refused(supporter, client_of):
    many = QuestionCard.objects.shown().values_list("pk", flat=True)[:21]

    refused = _send(client_of(supporter), make_case(author=supporter), used_questions=list(many))

    assert "20まで選べます" in refused.content.decode()


def _exported(client):
    workbook = load_workbook(io.BytesIO(b"".join(client.get("/cases/export.xlsx").streaming_content)))
    return [row[2].value for row in workbook["問いかけ"].iter_rows(min_row=2)]


def test_the_file_has_a_row_for_each_question_that_a_case_used(cards, supporter, reviewer, visitor):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, used_questions=cards)

    assert _exported(visitor) == [card.question for card in cards]


def test_the_form_leads_from_a_dialogue_to_its_proposal(supporter, client_of):
    case = make_case(author=supporter)

    page = client_of(supporter).get(_address(case)).content.decode()

    assert all(f"/knowhow/questions/new/?case={case.pk}&amp;dialogue={row.key}" in page for row in case.episodes.all())
