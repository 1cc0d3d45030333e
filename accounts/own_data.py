"""The part of this room of a person's data: who he is here, where he belongs, how he signs in, and who of staff looked."""

from accounts.models import BelongingRequest, Invitation, Membership, Profile, SupportedSession, User
from accounts.my_data import DataPart, Table


def own_data(person: User) -> DataPart:
    """Without passwords and secrets of the second factor: they are of no use to anybody but the site."""
    from allauth.account.models import EmailAddress  # needs our User first
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    profile = Profile.objects.select_related("picture").filter(user=person).first()
    picture = profile.picture if profile else None
    return DataPart(
        tables=(
            Table.of(
                "account", "登録", [person], "pk", "display_name", "email", "organisation_shown", "date_joined", "last_login",
                "groups", model=User,
            ),
            Table.of(
                "profile", "プロフィール", [profile] if profile else [], "reading", "region", "experience_labels",
                "qualifications", "words", "updated_at", model=Profile,
            ),
            Table.of("addresses", "メールアドレス", EmailAddress.objects.filter(user=person), "email", "verified", "primary"),
            Table.of(
                "memberships", "所属", Membership.objects.filter(user=person).select_related("organisation"),
                "organisation", "proof", "address", "confirmed_at", "confirmed_until", "ended_at", "ended_reason",
            ),
            Table.of(
                "belonging_requests", "所属の申し込み",
                BelongingRequest.objects.filter(user=person).select_related("organisation"),
                "organisation", "name", "note", "state", "asked_at", "decided_at", "reason",
            ),
            # The addresses of the invited are theirs.
            Table.of("invitations", "送った招待", Invitation.objects.sent_by(person), "kind", "status", "created_at", "answered_at"),
            Table.of("joined", "参加した招待", Invitation.objects.filter(accepted_by=person), "kind", "created_at", "answered_at"),
            Table.of("supported", "職員による代わりの操作", SupportedSession.objects.filter(person=person), "consent", "started_at", "ends_at"),
            Table.of(
                "sessions", "ログイン中の端末", UserSession.objects.filter(user=person), "created_at", "last_seen_at", "ip",
                "user_agent",
            ),
            Table.of("second_factors", "二段階認証", Authenticator.objects.filter(user=person), "type", "created_at", "last_used_at"),
            Table.of("looks", "職員の閲覧", person.looks.all(), "looked_at", "what", "reason"),
        ),
        pictures=(picture,) if picture else (),
    )  # fmt: skip
