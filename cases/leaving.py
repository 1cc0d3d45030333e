"""What becomes of somebody's cases when he leaves: the team's rules hold, so only what he wrote first is his to withdraw."""

from django.db import transaction

from accounts.leaving import LEFT_REASON, LeavingRules, register_leaving
from accounts.models import User
from accounts.refusals import reason_against
from cases.actions import recall_case, withdraw_case
from cases.models import Case, CaseMember, TeamInvitation
from cases.permissions import check_can_recall, check_can_withdraw


@transaction.atomic
def withdraw(person: User) -> None:
    """What he wrote first is taken out of sight, what waits for review is recalled; after its days it is erased like every withdrawn case."""
    for case in Case.objects.written_by(person).order_by("pk"):
        if not reason_against(check_can_withdraw, person, case):
            withdraw_case(case=case, by=person, reason=LEFT_REASON)
        elif not reason_against(check_can_recall, person, case):
            recall_case(case=case, by=person)


@transaction.atomic
def erase(person: User, address: str) -> None:
    """Invitations to him go, and drafts that he alone could read: with a team, or once published, the case is not his alone."""
    TeamInvitation.objects.filter(email=address).delete()
    joined = CaseMember.objects.exclude(user=None).values("case")
    never_read = Case.objects.written_by(person).filter(first_published_at=None, live=False).exclude(pk__in=joined)
    for case in never_read.filter(pk__in=[case.pk for case in never_read if case.current_workflow_state is None]):
        case.delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(withdraw=withdraw, erase=erase))
