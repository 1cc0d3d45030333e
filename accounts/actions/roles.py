"""Writes about roles: Django's groups are a copy of accounts.roles."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Task, Workflow

from accounts.models import User
from accounts.permissions import check_can_change_roles
from accounts.role_changes import witnessed
from accounts.roles import ROLES, Role


@transaction.atomic
def write_roles() -> None:
    """Bring Django's groups in line with accounts.roles; run at every start of a new version. Idempotent."""
    _drop_wagtails_own_roles()
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role.permissions))
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        root_page = Page.get_first_root_node()
        for permission in _by_codename(role.page_permissions, app_label="wagtailcore"):
            GroupPagePermission.objects.create(group=group, page=root_page, permission=permission)
        root_collection = Collection.get_first_root_node()
        for permission in _by_codename(role.image_permissions, app_label="wagtailimages"):
            GroupCollectionPermission.objects.create(group=group, collection=root_collection, permission=permission)


@transaction.atomic
def grant_roles(*, user: User, roles: Iterable[Role], by: User | None, reason: str = "") -> None:
    """Give the person exactly these roles. `by` is None only for commands of the operator. No role: no longer staff.

    It asks nobody's leave: pages call `change_roles`.
    """
    names = [role.name for role in roles]
    with witnessed(user, by=by, reason=reason):
        user.groups.set(Group.objects.filter(name__in=names))
        user.is_staff = bool(names) or user.is_superuser
        user.save(update_fields=["is_staff"])


@transaction.atomic
def change_roles(*, user: User, roles: Iterable[Role], by: User, reason: str) -> None:
    """Give the person exactly these roles, as far as `by` may. Raises Refused; the record keeps the reason."""
    chosen = tuple(roles)
    current = User.objects.select_for_update().get(pk=user.pk)
    check_can_change_roles(by, current, chosen)
    grant_roles(user=current, roles=chosen, by=by, reason=reason)


def _drop_wagtails_own_roles() -> None:
    """Wagtail's migrations bring two English groups and a page workflow between them: our roles are in code, editors publish."""
    Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True).delete()
    Task.objects.filter(name="Moderators approval", task_states__isnull=True).delete()
    Group.objects.filter(name__in=("Moderators", "Editors")).delete()


def _permissions(names: Iterable[str]) -> list[Permission]:
    found = []
    for name in names:
        app_label, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return found


def _by_codename(codenames: Iterable[str], *, app_label: str) -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label=app_label, codename__in=list(codenames))
