"""What of the exchange one may be invited into: a board, and a running clinic (accounts.invitations)."""

from collections.abc import Collection

from django.urls import reverse

from accounts.audiences import can_read
from accounts.invitation_permissions import check_vouches
from accounts.invitations import Destination, register_destination
from accounts.models import Invitation, User
from accounts.refusals import Refused
from knowhow.models import Board, Topic
from knowhow.models.topic import TopicKind

BOARD, CLINIC = "board", "clinic"
_SUPPORTERS_ALONE = "ここを読めるのは、所属を確認した支援者の方です。所属の確認が済むと、参加できます。招待は、そのまま残ります。"


def _name_boards(targets: Collection[int]) -> dict[int, str]:
    return {board.pk: f"支援者の広場の掲示板「{board.name}」" for board in Board.objects.filter(pk__in=targets)}


def _enter_board(user: User, invitation: Invitation) -> None:
    if not can_read(user, Board.objects.get(pk=invitation.target_id).audience):
        raise Refused(_SUPPORTERS_ALONE)


def _name_clinics(targets: Collection[int]) -> dict[int, str]:
    """Never their titles: those are for supporters, and the mail goes to a stranger."""
    found = Topic.objects.shown().filter(kind=TopicKind.CLINIC, pk__in=targets).values_list("pk", flat=True)
    return dict.fromkeys(found, "支援者の広場の事例クリニック")


def _check_can_invite_to_clinic(by: User, target_id: int) -> None:
    check_vouches(by)
    if Topic.objects.select_related("clinic").get(pk=target_id).clinic.is_over:
        raise Refused("このクリニックは終わりました。")


def _enter_clinic(user: User, invitation: Invitation) -> None:
    if not Topic.objects.visible_to(user).filter(pk=invitation.target_id).exists():
        raise Refused(_SUPPORTERS_ALONE)


def connect() -> None:
    """Registers the destinations of this room."""
    register_destination(
        Destination(
            kind=BOARD,
            named=_name_boards,
            is_visible_to=lambda user, target_id: Board.objects.visible_to(user).filter(pk=target_id).exists(),
            check_can_invite=lambda by, target_id: check_vouches(by),
            arrive=_enter_board,
            landing=lambda target_id: Board.objects.get(pk=target_id).get_absolute_url(),
        )
    )
    register_destination(
        Destination(
            kind=CLINIC,
            named=_name_clinics,
            is_visible_to=lambda user, target_id: (
                Topic.objects.visible_to(user).filter(kind=TopicKind.CLINIC, pk=target_id).exists()
            ),
            check_can_invite=_check_can_invite_to_clinic,
            arrive=_enter_clinic,
            landing=lambda target_id: reverse("knowhow:topic", args=[target_id]),
            caution="相談した方のお名前は、招待しても出ません。招待のメールに、相談の題名は書きません。",
        )
    )
