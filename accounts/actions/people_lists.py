"""Every write of a list of an organisation's people: keep it, start taking it in, take in the next lines, throw it away."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.inviting import invite_from_list
from accounts.invitation_permissions import check_can_upload_lists
from accounts.invitations import ORGANISATION
from accounts.models import Organisation, PeopleList, User
from accounts.models.people_list import KEPT
from accounts.people_csv import Line, check_people
from accounts.refusals import Refused
from accounts.rooms_above import record_decision

#: Lines that are decided in one transaction: progress is seen, and a stopped worker loses no more than these.
LINES_AT_ONCE = 50


@transaction.atomic
def keep_people_list(*, by: User, organisation: Organisation, name: str, content: bytes) -> PeopleList:
    """Keep a readable list until it is confirmed, in place of an earlier one of the person that was not. Raises Refused."""
    check_can_upload_lists(by)
    checked = check_people(content, organisation)
    PeopleList.objects.filter(uploaded_by=by, confirmed_at=None).delete()
    return PeopleList.objects.create(
        organisation=organisation, uploaded_by=by, name=name[-200:], content=content,
        total=len(checked.lines) + len(checked.left_out),
    )  # fmt: skip


@transaction.atomic
def start_taking_in(*, people_list: PeopleList, by: User) -> None:
    """Let the worker take the list in. Once more wakes an import that stopped; nobody is invited twice."""
    from accounts.tasks import take_in_people_list

    check_can_upload_lists(by)
    people_list = PeopleList.objects.select_for_update(of=("self",)).get(pk=people_list.pk)
    if people_list.is_finished:
        raise Refused("この名簿は、もう取り込みました。")
    if people_list.confirmed_at is None:
        people_list.confirmed_at = timezone.now()
        people_list.save(update_fields=["confirmed_at"])
        reason = f"ファイル「{people_list.name}」（{people_list.total}行）"
        record_decision(by=by, target=people_list.organisation, verb="名簿を取り込んだ", reason=reason)
    take_in_people_list.enqueue(people_list.pk)


def take_in_next_lines(pk: int) -> bool:
    """Invite the people of the next lines, all of them or none. Returns whether there is more to do."""
    with transaction.atomic():
        people_list = PeopleList.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=pk).first()
        if people_list is None or not people_list.is_running:
            return False
        # Checked anew each time: others may have been invited meanwhile. Numbers of lines do not change, so they say what is done.
        checked = check_people(bytes(people_list.content), people_list.organisation)
        numbers = sorted([line.number for line in checked.lines] + [line.number for line in checked.left_out])
        due = set(numbers[people_list.done : people_list.done + LINES_AT_ONCE])
        for line in checked.lines:
            if line.number in due:
                _invite(people_list, line)
        people_list.left_out += [
            [line.number, line.address, line.name, line.reason] for line in checked.left_out if line.number in due
        ]
        people_list.done += len(due)
        people_list.save(update_fields=["done", "invited", "left_out"])
        return people_list.is_running


@transaction.atomic
def discard_people_list(*, people_list: PeopleList, by: User) -> None:
    """Throw a list away that nobody confirmed."""
    check_can_upload_lists(by)
    PeopleList.objects.filter(pk=people_list.pk, confirmed_at=None).delete()


def drop_old_people_lists() -> None:
    """Delete lists after their week. Daily."""
    PeopleList.objects.filter(uploaded_at__lte=timezone.now() - KEPT).delete()


def _invite(people_list: PeopleList, line: Line) -> None:
    invite_from_list(
        by=people_list.uploaded_by, email=line.address, name=line.name, kind=ORGANISATION, target_id=people_list.organisation_id
    )
    people_list.invited += 1
