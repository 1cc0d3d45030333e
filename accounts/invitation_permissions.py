"""Who may invite, take an invitation back, and accept one; each refusal carries its reason."""

from accounts.audiences import Person
from accounts.invitations import destination_of, place_of
from accounts.models import Invitation
from accounts.models.by_link import INVITATION_DAYS
from accounts.models.invitation import InvitationStatus
from accounts.refusals import Refused


def check_vouches(user: Person) -> None:
    """Verified supporters and staff invite: each invitation is a mail to an address that somebody typed."""
    if not user.is_authenticated:
        raise Refused("招待するには、ログインしてください。")
    if not (user.is_supporter or user.is_staff):
        raise Refused("ほかの方を招待できるのは、所属を確認した支援者の方です。")


def check_can_change(user: Person, invitation: Invitation) -> None:
    """Whoever sent it sends it again or takes it back, as long as it is not answered."""
    if invitation.invited_by_id != user.pk:
        raise Refused("この招待は、ほかの方が送ったものです。")
    if invitation.status == InvitationStatus.ACCEPTED:
        raise Refused("この方は、もう参加しています。")
    if invitation.status != InvitationStatus.SENT:
        raise Refused("この招待は、もう終わっています。必要なときは、新しく招待してください。")


def check_can_accept(user: Person, invitation: Invitation) -> None:
    """The person to whose address it was sent accepts, once and in time, whoever forwarded the mail to whom."""
    if invitation.status == InvitationStatus.ACCEPTED:
        raise Refused("この招待は、もう使われています。")
    if invitation.status == InvitationStatus.DECLINED:
        raise Refused("この招待は、お断りの返事がされています。")
    if invitation.status == InvitationStatus.REVOKED:
        raise Refused("この招待は、取り消されています。")
    if invitation.is_expired:
        raise Refused(f"この招待は、期限（{INVITATION_DAYS}日間）が過ぎています。招待した方に、もう一度送ってもらってください。")
    if destination_of(invitation.kind) is None or not place_of(invitation):
        raise Refused("招待先が、なくなりました。")
    if not user.is_authenticated:
        raise Refused("参加するには、ログインしてください。")
    if not user.has_address(invitation.email):
        raise Refused("この招待は、別のメールアドレスあてです。招待を受け取ったアドレスの方だけが参加できます。")


def check_can_upload_lists(user: Person) -> None:
    """Staff who confirm belongings also take in whole lists of an organisation's people."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("accounts.add_peoplelist")):
        raise Refused("名簿を取り込めるのは、登録担当の職員です。")
