"""The part of this room of a person's data: who he is here, where he belongs, how he signs in, and who of staff looked."""

from accounts.models import Membership, Profile, User
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
                "organisation", "confirmed_at", "ended_at",
            ),
            Table.of(
                "sessions", "ログイン中の端末", UserSession.objects.filter(user=person), "created_at", "last_seen_at", "ip",
                "user_agent",
            ),
            Table.of("second_factors", "二段階認証", Authenticator.objects.filter(user=person), "type", "created_at", "last_used_at"),
            Table.of("looks", "職員の閲覧", person.looks.all(), "looked_at", "what", "reason"),
        ),
        pictures=(picture,) if picture else (),
    )  # fmt: skip
