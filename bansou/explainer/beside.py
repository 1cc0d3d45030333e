"""Cases and cards of the question bank beside a chapter: what editors chose for it, or what is close to its words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from accounts.audiences import Person
from bansou.search.backend import ranked_by
from bansou.search.lexemes import any_lexeme, joined
from cases.likeness import cases_alike, profile_of_note
from cases.likeness_words import telling_words
from cases.models import Case, QuestionCard
from knowhow.question_pages import ShownQuestion

if TYPE_CHECKING:
    from bansou.explainer.models import ExplainerPage

CASES_SHOWN, CARDS_SHOWN = 3, 3


@dataclass(frozen=True)
class Beside:
    """What stands beside a chapter. The addresses lead to all of what editors chose; "" where it was found by words."""

    cases: list[Case]
    questions: list[ShownQuestion]
    cases_url: str = ""
    questions_url: str = ""


def beside(page: "ExplainerPage", person: Person) -> Beside:
    """What there is beside the chapter that the person may read, in the same number of queries however much there is."""
    text = "\n".join([page.title, page.summary, *(words for _, words in page.headings)])
    wall, theme = page.beside_wall, page.beside_theme.slug if page.beside_theme else ""
    of_cases = {name: value for name, value in (("wall", wall), ("theme", theme)) if value}
    of_cards = {name: value for name, value in (("wall", wall), ("kind", page.beside_inquiry)) if value}
    return Beside(
        cases=_chosen_cases(person, wall, theme) if of_cases else _close_cases(person, text),
        questions=[ShownQuestion.of(card) for card in (_chosen_cards(of_cards) if of_cards else _close_cards(text))],
        cases_url=f"{reverse('cases:list')}?{urlencode(of_cases)}" if of_cases else "",
        questions_url=f"{reverse('knowhow:questions')}?{urlencode(of_cards)}" if of_cards else "",
    )


def _chosen_cases(person: Person, wall: str, theme: str) -> list[Case]:
    """The newest of the wall, of the theme, or of both."""
    cases = Case.objects.visible_to(person)
    if wall:
        cases = cases.with_wall(wall)
    if theme:
        cases = cases.with_any_theme([theme])
    return cases.newest(CASES_SHOWN)


def _close_cases(person: Person, text: str) -> list[Case]:
    """Those that say what the text says, the closest first."""
    cases = [alike.case for alike in cases_alike(profile_of_note(text), person, most=CASES_SHOWN)]
    prefetch_related_objects(cases, "walls")
    return cases


def _chosen_cards(chosen: dict[str, str]) -> list[QuestionCard]:
    cards = QuestionCard.objects.shown()
    if wall := chosen.get("wall"):
        cards = cards.at_wall(wall)
    if inquiry := chosen.get("kind"):
        cards = cards.filter(inquiry=inquiry)
    return list(cards.order_by("pk")[:CARDS_SHOWN])


def _close_cards(text: str) -> list[QuestionCard]:
    """Those that have the words of the text, the ones with most of them first."""
    some = joined([any_lexeme(sorted(word.lexemes)) for word in telling_words([text])], "or")
    return list(ranked_by(QuestionCard.objects.shown(), some)[:CARDS_SHOWN])
