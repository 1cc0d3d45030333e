"""What the pages of 読む演習 show, as plain values for one reader: the part before a dialogue, the dialogue, and what others would have asked."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.audiences import Person
from accounts.shown_organisation import shown_organisation
from bansou.moderation.permissions import keeps_order
from bansou.school.models import ReadingAnswer, ReadingStop, ShownAs
from bansou.school.practice_forms import AnswerForm
from cases.models import Case
from cases.models.whole import load_rows
from cases.page import Reader
from cases.page.dialogue import dialogue_of

#: Answers of others on a page.
ANSWERS_SHOWN = 50
ALIAS = "名前を出していない方"
#: Of the case what stands before the dialogues, without what tells how it ends: no title, no summary.
_BEFORE = ("display_name", "industry", "employee_band", "president_role", "first_request", "situation_before", "is_sample")

LEARN = ("学ぶ", "/learn/")
READING = ("読む演習", "/learn/reading/")


@dataclass(frozen=True)
class StopCard:
    """A stop in the list."""

    url: str
    title: str
    company: str
    is_sample: bool
    is_answered: bool

    @classmethod
    def of(cls, stop: ReadingStop) -> "StopCard":
        """A stop fetched `with_own_answer` and its case."""
        return cls(
            url=stop.get_absolute_url(),
            title=stop.title,
            company=stop.case.display_name,
            is_sample=stop.case.is_sample,
            is_answered=getattr(stop, "is_answered", False),
        )


class Passage:
    """A case up to one of its dialogues, and that dialogue, as one reader may see them."""

    def __init__(self, stop: ReadingStop, case: Case, person: Person) -> None:
        """`case`: one that the person may read."""
        self.stop = stop
        self._case = load_rows(case)
        self._reader = Reader(person, is_team=case.is_team(person))
        self._number = [episode.key for episode in case.episodes.all()].index(stop.episode_key) + 1

    @cached_property
    def before(self) -> dict[str, Any]:
        """What is told of the company before its dialogues."""
        return self._reader.seen(self._case, _BEFORE)

    @cached_property
    def _scenes(self) -> list[dict[str, Any]]:
        # Which dialogue brought the noticing is not said: it would tell how the story goes on.
        return [scene | {"moments": []} for scene in dialogue_of(self._case, self._reader, wall="").scenes]

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """The dialogues before it."""
        return self._scenes[: self._number - 1]

    @property
    def scene(self) -> dict[str, Any]:
        """The dialogue itself."""
        return self._scenes[self._number - 1]

    @property
    def title(self) -> str:
        """What the case calls itself: it tells how the story ends."""
        return self._case.title

    @property
    def summary(self) -> str:
        """The case in a sentence."""
        return self._case.summary

    @property
    def case_url(self) -> str:
        """The dialogue's place on the page of the case."""
        return f"{self._case.get_absolute_url()}#dialogue-{self._number}"


@dataclass(frozen=True)
class ShownAnswer:
    """What somebody would have asked. Who he is only where he wished it."""

    pk: int
    text: str
    reason: str
    display_name: str
    organisation: str
    created_at: object
    is_edited: bool
    state: str
    report_url: str
    hide_url: str
    hide_words: str

    @classmethod
    def of(cls, answer: ReadingAnswer, *, may_hide: bool) -> "ShownAnswer":
        """An answer fetched with its writer and organisation."""
        is_named = answer.shown_as == ShownAs.NAME
        return cls(
            pk=answer.pk,
            text=answer.text,
            reason=answer.reason,
            display_name=answer.author.display_name if is_named else ALIAS,
            organisation=shown_organisation(answer.author, answer.organisation) if is_named else "",
            # Under no name the moment could be laid beside somebody's other posts.
            created_at=answer.created_at if is_named else None,
            is_edited=is_named and answer.edited_at is not None,
            state=state_of(answer) if may_hide else "",
            report_url=f"{reverse('moderation:report')}?kind=reading_answer&id={answer.pk}",
            hide_url=reverse("school:answer_hide", args=[answer.pk]) if may_hide else "",
            hide_words="表示に戻す" if answer.is_hidden else "非表示にする",
        )


def state_of(answer: ReadingAnswer) -> str:
    """Why others do not read it, for its writer and staff; "" where they do."""
    if answer.is_hidden:
        return f"運営が非表示にしています。理由：{answer.hidden_reason}"
    if answer.shown_as == ShownAs.SELF:
        return "あなただけが読めます。"
    if answer.held_at:
        return "事務局が確認してから、ほかの方にも見えるようになります（ふつう1営業日以内）。"
    return ""


def others_answers(stop: ReadingStop, person: Person) -> list[ShownAnswer]:
    """What others would have asked, the latest first, as far as the person may read it."""
    answers = ReadingAnswer.objects.visible_to(person).filter(stop=stop)
    if person.is_authenticated:
        answers = answers.exclude(author_id=person.pk)
    may_hide = keeps_order(person)
    return [ShownAnswer.of(answer, may_hide=may_hide) for answer in answers.latest(ANSWERS_SHOWN)]


def stop_preview(stop: ReadingStop, person: Person) -> dict[str, Any]:
    """The page of a stop that staff still write."""
    return {
        "stop": stop,
        # A dialogue that the case has no longer has no page either; staff see their own words alone.
        "passage": Passage(stop, Case.objects.get(pk=stop.case_id), person) if stop.dialogue_number else None,
        "form": AnswerForm(person=person),
        "is_preview": True,
        "breadcrumb": [LEARN, READING, (stop.title, "")],
    }


def own_published_cases(request: HttpRequest) -> list[Case]:
    """The person's cases out of which he may propose a dialogue, the latest first."""
    if not request.user.is_authenticated:
        return []
    return list(Case.objects.of_team(request.user).published().order_by("-first_published_at", "-pk")[:20])
