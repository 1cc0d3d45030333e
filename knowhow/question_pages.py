"""What the pages of the question bank show, as plain values for one reader."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.audiences import Audience, Person, can_read
from bansou.lists.keyset import KeysetPage, keyset_page
from bansou.moderation.permissions import keeps_order
from cases.conditions import ListConditions, Survey
from cases.facets import ColumnKind, ListKind
from cases.models import Case, QuestionCard
from cases.vocabularies import CardSource, Inquiry, Partner, Stage, Wall
from knowhow.cards import Writer
from knowhow.models import QuestionReport, Reply, ReplyQuestion
from knowhow.question_tray import Tray

#: Reports on a card's page.
REPORTS_SHOWN = 30

_KINDS = (
    ListKind("wall", "五つの壁", Wall.choices, "walls"),
    ColumnKind("kind", "問いかけの種類", Inquiry.choices, "inquiry", is_short=True),
    ColumnKind("stage", "段階", Stage.choices, "stage", is_short=True),
    ColumnKind("partner", "相手", Partner.choices, "partner", is_short=True),
)


class BankConditions(ListConditions):
    """What the address of the bank asks for; its links keep the tray."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, _KINDS)
        self.tray = Tray(query)

    def keep(self, address: QueryDict) -> None:
        """The cards in the tray."""
        address.setlist("card", [str(number) for number in self.tray.numbers])


@dataclass(frozen=True)
class ShownQuestion:
    """A card as the component `card_question` shows it. `tray_url`: takes it into the tray or out of it; "" where it is full."""

    pk: int
    url: str
    question: str
    inquiry: str
    inquiry_words: str
    stage_words: str
    partner_words: str
    wall_labels: list[tuple[str, str]]
    aim: str
    report_count: int
    state_words: str = ""
    tray_url: str = ""
    is_in_tray: bool = False

    @classmethod
    def of(cls, card: QuestionCard, tray: Tray | None = None) -> "ShownQuestion":
        """The card; with a tray where it can be taken along."""
        toggled = tray.toggled(card.pk) if tray else ""
        kept = f"?{'&'.join(f'card={number}' for number in tray.numbers)}" if tray and tray.numbers else ""
        return cls(
            pk=card.pk,
            url=card.get_absolute_url() + kept,
            question=card.question,
            inquiry=card.inquiry,
            inquiry_words=card.get_inquiry_display(),
            stage_words=card.get_stage_display(),
            partner_words=card.get_partner_display(),
            wall_labels=card.wall_labels,
            aim=card.aim,
            report_count=card.report_count,
            state_words="" if card.is_shown else card.get_state_display(),
            tray_url=f"{toggled}#question-{card.pk}" if toggled else "",
            is_in_tray=bool(tray and card.pk in tray.numbers),
        )


@dataclass(frozen=True)
class Bank:
    """A page of the bank under conditions."""

    survey: Survey
    page: KeysetPage[QuestionCard]
    questions: list[ShownQuestion]
    tray: Tray
    #: The cards in the tray that stand in the bank.
    taken: list[QuestionCard]


def bank_of(request: HttpRequest) -> Bank:
    """The part of the bank that the address asks for, in three queries."""
    conditions = BankConditions(request.GET)
    shown = QuestionCard.objects.shown()
    page = keyset_page(conditions.apply(shown), request, order=("pk",))
    return Bank(
        survey=conditions.survey(shown),
        page=page,
        questions=[ShownQuestion.of(card, conditions.tray) for card in page.items],
        tray=conditions.tray,
        taken=conditions.tray.cards(),
    )


@dataclass(frozen=True)
class Origin:
    """Where a card comes from, in words, with the place if the reader may open it."""

    words: str
    url: str = ""
    title: str = ""


def origin_of(card: QuestionCard, reader: Person) -> Origin:
    """The dialogue or the reply that the card was taken from, as far as the reader may see it; at most two queries."""
    words = str(card.get_source_display())
    if card.case_id:
        case = Case.objects.visible_to(reader).filter(pk=card.case_id).first()
        number = card.scene_number_in(case) if case else None
        if case:
            place = f"#dialogue-{number}" if number else ""
            return Origin(words, case.get_absolute_url() + place, case.title)
    if card.source == CardSource.REPLY:
        readable = ReplyQuestion.objects.filter(card=card, reply__in=Reply.objects.visible_to(reader))
        if link := readable.select_related("reply__topic").first():
            return Origin(words, link.reply.get_absolute_url(), link.reply.topic.title)
    return Origin(words)


@dataclass(frozen=True)
class ShownReport:
    """A report on a card's page."""

    pk: int
    text: str
    writer: Writer
    created_at: object
    edited_at: object
    hidden_reason: str
    hide_url: str


def reports_of(card: QuestionCard, reader: Person) -> list[ShownReport]:
    """The latest reports that the reader may read."""
    may_hide = keeps_order(reader)
    return [
        ShownReport(
            pk=report.pk,
            text=report.text,
            writer=Writer.of(report),
            created_at=report.created_at,
            edited_at=report.edited_at,
            hidden_reason=report.hidden_reason,
            hide_url=reverse("knowhow:question_report_hide", args=[report.pk]) if may_hide else "",
        )
        for report in QuestionReport.objects.visible_to(reader).filter(card=card).latest(REPORTS_SHOWN)
    ]


def proposer_of(card: QuestionCard, reader: Person) -> Writer | None:
    """Who proposed the card, for supporters: a card from a case would else name the author whom the case keeps for them.

    Nobody is told who took one from a clinic: it is often he who asked that question there, under an alias.
    """
    if card.source == CardSource.REPLY and ReplyQuestion.objects.filter(card=card).exclude(reply__alias="").exists():
        return None
    if card.author and can_read(reader, Audience.SUPPORTER):
        return Writer.from_person(card.author, card.organisation)
    return None
