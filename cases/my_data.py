"""The cases that somebody wrote or joined, for the file with his data. Not who the company is: that is its data, and sealed."""

from accounts.models import User
from accounts.my_data import DataPart, Table, plain, register_data
from bansou.images.models import SitePicture
from cases.actions import latest_version
from cases.models import Case, CaseMember, Consent, FieldComment, FollowUp, KeptMark, TakenWish, TeamInvitation
from cases.record import FIELDS, ROW_KINDS

_FOLLOW_UP = ("case_id", "months", "month", "text", "self_running", "draft_text", "draft_self_running", "status", "comment")
_CONSENT = ("case_id", "party", "role_words", "method", "scope", "consented_on", "expires_on", "note")


def collect(person: User) -> DataPart:
    """Each case as it was written last, with its rows, and what he did around them. The team writes one text, so it is each one's."""
    cases = list(Case.objects.of_team(person).order_by("pk"))
    versions = [latest_version(case) for case in cases]
    rows = tuple(
        Table.of(
            f"case_{name}", f"事例の{kind.label}"[:31],
            [row for version in versions for row in getattr(version, name).all()],
            "case_id", *kind.columns, model=kind.model,
        )
        for name, kind in ROW_KINDS.items()
    )  # fmt: skip
    comments = FieldComment.objects.filter(round__case__in=cases, round__ended_at__isnull=False).select_related("round")
    memberships = CaseMember.objects.filter(user=person)
    return DataPart(
        tables=(
            Table.of("cases", "事例", versions, "pk", "page", *FIELDS, "created_at", "withdrawn_at", model=Case),
            _keywords(versions),
            *rows,
            Table.of("follow_ups", "その後", FollowUp.objects.filter(case__in=cases), *_FOLLOW_UP),
            Table.of("case_memberships", "チームへの参加", memberships, "case_id", "role", "organisation_type", "created_at"),
            Table.of("invitations", "チームへの招待", TeamInvitation.objects.filter(invited_by=person), "case_id", "email", "role", "status"),
            Table.of("taken_wishes", "求む事例", TakenWish.objects.filter(case__in=cases).select_related("wish"), "case_id", "wish"),
            Table.of("kept_marks", "残した言葉", KeptMark.objects.filter(by=person), "case_id", "text", "reason", "at"),
            Table.of("comments", "審査のコメントと返事", comments, "round.case_id", "label", "text", "answer"),
            Table.of("consents", "同意の記録", Consent.objects.filter(recorded_by=person), *_CONSENT),
        ),
        pictures=_pictures(versions),
    )  # fmt: skip


def _keywords(versions: list[Case]) -> Table:
    rows = tuple((version.pk, plain(version.keywords)) for version in versions)
    return Table("case_keywords", "事例のキーワード", ("case_id", "keywords"), ("事例", "キーワード"), rows)


def _pictures(versions: list[Case]) -> tuple[SitePicture, ...]:
    numbers = {version.picture_id for version in versions} | {
        figure.picture_id for version in versions for figure in version.figures.all()
    }
    return tuple(SitePicture.objects.filter(pk__in={number for number in numbers if number}).order_by("pk"))


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
