"""Who may do what for people. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from collections.abc import Collection

from accounts.audiences import Person
from accounts.models import BelongingRequest, Membership, Organisation, User
from accounts.refusals import Refused
from accounts.roles import ROLES, Role


def check_can_keep_people(user: Person) -> None:
    """Staff with the right to the people desk find people and see how they stand."""
    if not _has_right(user, "accounts.keep_people"):
        raise Refused("利用者の窓口を使えるのは、登録担当と見守り担当の職員です。")


def check_can_verify(user: Person) -> None:
    """Staff with the right to memberships confirm that somebody belongs to an organisation."""
    if not _has_right(user, "accounts.add_membership"):
        raise Refused("所属を確認できるのは、登録担当の職員です。")


def roles_granted_by(user: Person) -> tuple[Role, ...]:
    """The roles that the person gives and takes away: an owner all, others what their own roles name."""
    if not (user.is_authenticated and user.is_staff and user.is_active):
        return ()
    if user.is_superuser:
        return ROLES
    granted = {name for role in roles_held(user) for name in role.grants}
    return tuple(role for role in ROLES if role.name in granted)


def roles_held(user: User) -> tuple[Role, ...]:
    """The roles that were given to the person."""
    names = set(user.groups.values_list("name", flat=True))
    return tuple(role for role in ROLES if role.name in names)


def check_can_change_roles(by: User, user: User, roles: Collection[Role]) -> None:
    """`by` may give and take each role in which `roles` differs from what the person has; nobody's own, and no owner's but by an owner."""
    if by.pk == user.pk:
        raise Refused("自分の役割は、自分では変えられません。ほかの職員に頼んでください。")
    granted = set(roles_granted_by(by))
    if not granted:
        raise Refused("役割を変えられるのは、管理者と登録担当の職員です。")
    if user.is_superuser and not by.is_superuser:
        raise Refused("管理者の役割は、管理者だけが変えられます。")
    if roles and not user.is_active:
        raise Refused("ログインできない利用者に、役割は付けられません。")
    for role in ROLES:
        if role in (set(roles) ^ set(roles_held(user))) - granted:
            raise Refused(f"「{role.name}」を付けたり外したりできるのは、管理者だけです。")


def check_can_support(by: Person, person: User) -> None:
    """Staff with the right act for somebody who cannot write himself; never for staff, whose rights they would borrow."""
    if not _has_right(by, "accounts.support_person"):
        raise Refused("利用者に代わって操作できるのは、登録担当の職員です。")
    if by == person:
        raise Refused("自分に代わって操作することはできません。")
    if person.is_staff or person.is_superuser:
        raise Refused("事務局の職員に代わって操作することはできません。")
    if not person.is_active:
        raise Refused("ログインできない利用者に代わって操作することはできません。")


def check_can_close(user: User) -> None:
    """Everybody leaves when he wants to; staff give their roles back first, so that no desk is left without its person."""
    if user.is_staff:
        raise Refused("事務局の役割がある間は、退会できません。先に、ほかの職員に役割を外してもらってください。")


def check_can_reopen(by: User) -> None:
    """Staff who keep the register of people."""
    if not by.has_perm("accounts.change_closing"):
        raise Refused("退会を取り消せるのは、登録担当の職員です。")


def check_can_ask(user: User, organisation: Organisation | None) -> None:
    """Raise Refused unless the person may ask to belong there: one request at a time, and not where he belongs already."""
    if BelongingRequest.objects.waiting().filter(user=user).exists():
        raise Refused("確認待ちの申し込みがあります。別の支援機関に申し込むときは、先にその申し込みを取り下げてください。")
    if organisation is None:
        return
    if not organisation.is_verified:
        raise Refused("この支援機関には、まだ申し込めません。名称で探しなおしてください。")
    if user.membership is not None and user.membership.organisation_id == organisation.pk and user.membership.confirmed_at:
        raise Refused("この支援機関への所属は、確認済みです。")


def check_can_decide(by: User, request: BelongingRequest) -> None:
    """Raise Refused unless the member of staff may decide the request: it waits, and it is somebody else's."""
    if not by.has_perm("accounts.change_belongingrequest"):
        raise Refused("所属を確認するのは、登録担当です。")
    if request.user_id == by.pk:
        raise Refused("ご自分の申し込みは、ほかの職員が確認します。")
    if not request.is_waiting:
        raise Refused(f"この申し込みは、「{request.get_state_display()}」になっています。")


def check_can_end(by: User, membership: Membership) -> None:
    """Raise Refused unless the member of staff may end the belonging."""
    if not by.has_perm("accounts.change_membership"):
        raise Refused("所属を終えるのは、登録担当です。")
    if membership.ended_at is not None:
        raise Refused("この所属は、もう終わっています。")


def _has_right(user: Person, right: str) -> bool:
    return bool(user.is_authenticated and user.is_staff and user.has_perm(right))
