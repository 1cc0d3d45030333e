"""Every URL pattern, asked by each role with each method, against one written table (matrix.txt)."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.utils.timezone import now
from wagtail.documents.models import Document
from wagtail.models import Collection, Page, Site, TaskState, Workflow, WorkflowState

from accounts.actions import close_account, confirm_membership, grant_roles
from accounts.models import BelongingRequest, Closing, Membership, Organisation, PeopleList, User
from accounts.organisation_types import OrganisationType
from accounts.people_csv import write_template
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER
from bansou.announcements.models import Announcement
from bansou.glossary.models import Term
from bansou.images.models import SitePicture
from bansou.moderation.models import Decision, Reason, Report, Suspension
from bansou.search.models import Recommendation, TermGroup
from cases.models import (
    AllowedWord,
    CannedReason,
    Case,
    CaseReviewTask,
    FollowUp,
    QuestionCard,
    ReviewerRegions,
    Theme,
    WantedCase,
)
from knowhow.models import Board, Reply, Topic
from tests.site.matrix import METHODS, OTHER_METHODS, ROLES, Pattern, lines, other_lines, patterns
from tests.site.test_addresses import addresses  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

#: What the parts of addresses stand for, by the pattern's room and the part's name.
Values = dict[str, dict[str, Any]]
#: Rooms of the admin whose `pk` is one of these.
_KEPT_IN: dict[str, type[Model]] = {
    "wagtailsites": Site, "wagtailusers_users": User, "wagtailusers_groups": Group,
    "organisations": Organisation, "memberships": Membership, "people": User, "belonging-requests": BelongingRequest,
    "announcement-desk": Announcement, "people-lists": PeopleList, "closings": Closing,
    "recommendations": Recommendation,
    "boards": Board, "topics": Topic, "replies": Reply,
    "questions": QuestionCard, "themes": Theme, "follow-ups": FollowUp, "allowed-words": AllowedWord, "canned-reasons": CannedReason,
    "reviewer-regions": ReviewerRegions, "wanted-cases": WantedCase, "search-terms": TermGroup,
    "reports": Report, "suspensions": Suspension, "reasons": Reason, "decisions": Decision,
}  # fmt: skip


def sign_of(response: HttpResponseBase) -> str:
    """One of the signs of the table: o opens, . nothing here, n refused with a reason, i sent to sign in, m method not taken, ! broken."""
    location = response.headers.get("Location", "")
    if location.startswith(("/accounts/login/", "/admin/login/")):
        return "i"
    if response.status_code == 403 or location == "/admin/":  # Wagtail refuses by leading back to its front
        return "n"
    return {404: ".", 405: "m"}.get(response.status_code, "!" if response.status_code >= 500 else "o")


class Asker:
    """A role's browser. Whatever it does is undone at once, so that each address is asked of the same site."""

    def __init__(self, person: User | None) -> None:
        client = Client()
        if person is not None:
            client.force_login(person)
        self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self._handler.load_middleware()

    def ask(self, method: str, address: str) -> str:
        """The sign of the answer."""
        browser = RequestFactory()
        browser.cookies.load(self._cookies)
        request = getattr(browser, method)(address)
        request._dont_enforce_csrf_checks = True
        with transaction.atomic():
            response = self._handler.get_response(request)
            transaction.set_rollback(True)
        cache.clear()
        return sign_of(response)


@pytest.fixture
def _pages_stay_blank(monkeypatch):
    """Only the answer's status is asked. Nine tenths of the time of a page is its template, and other tests look at those."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args, **kwargs: "")


@pytest.fixture
def askers(member, other_supporter, addresses, owner) -> dict[str, Asker]:  # noqa: F811
    """Somebody in each role."""
    elsewhere = Organisation.objects.create(
        name="見本信用金庫", organisation_type=OrganisationType.SHINKIN, prefecture="40", is_verified=True
    )
    people: dict[str, User | None] = {"visitor": None, "member": member, "supporter": other_supporter, "owner": owner}
    people["host"] = _person("host")
    confirm_membership(user=people["host"], organisation=elsewhere, by=None)
    Board.objects.update(host=people["host"])
    for name, role in (("reviewer", REVIEWER), ("moderator", MODERATOR), ("editor", EDITOR), ("registrar", REGISTRAR)):
        people[name] = _person(name)
        grant_roles(user=people[name], roles=[role], by=None)
    _write_what_staff_keep(people["reviewer"], member)
    return {name: Asker(people[name]) for name in ROLES}


def _write_what_staff_keep(reviewer: User, person: User) -> None:
    """One of each thing that the admin lists and that the site of `addresses` has not."""
    AllowedWord.objects.create(word="対話")
    WantedCase.objects.create(title="引き継いだ事例")
    Recommendation.objects.create(words="後継者", addresses="/about/")
    TermGroup.objects.create(terms="資金繰り\nキャッシュフロー")
    CannedReason.objects.create(title="社名", text="社名が分かる言葉を直してください。")
    ReviewerRegions.objects.create(reviewer=reviewer, blocks=["block-tohoku"])
    Topic.objects.update(excerpt="沈黙が続きます。")
    Suspension.objects.create(person=person, by=reviewer, reason="宣伝", lifted_at=now())
    BelongingRequest.objects.create(
        user=person, name="見本町商工会", organisation_type=OrganisationType.SOCIETY, prefecture="03", note="指導員です。",
        submission_key=uuid.uuid4(),
    )  # fmt: skip
    PeopleList.objects.create(
        organisation=Organisation.objects.first(), uploaded_by=reviewer, name="list.csv", content=write_template()
    )
    close_account(user=_person("left"), by=None)
    Report.objects.create(reason=Reason.objects.first(), address="/about/", submission_key=uuid.uuid4())


def _person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.jp", "pass-word-1234", display_name=name)


@pytest.fixture
def address_of(addresses) -> Callable[[Pattern], str]:  # noqa: F811
    """An address of each pattern, of things that are there."""
    values = _values()

    def _address_of(pattern: Pattern) -> str:
        if pattern.name in addresses:
            return addresses[pattern.name]
        room = values.get(pattern.name.rpartition(":")[0], {})
        return _filled(pattern.route, values[""] | room)

    return _address_of


def _values() -> Values:
    """What the parts of the admin's addresses are: things that are there, so that only a right can be missing."""
    case, page, picture, folder = Case.objects.get(), Page.objects.filter(depth=3).first(), SitePicture.objects.first(), _folder()
    document = Document.objects.create(title="様式", file=SimpleUploadedFile("form.pdf", b"%PDF-1.4"), collection=folder)
    task = CaseReviewTask.objects.order_by("pk").first()
    state = TaskState.objects.filter(task=task).order_by("pk").first()
    page.specific.save_revision()
    page.refresh_from_db()
    pages = {"page_id": page.pk, "parent_page_id": page.pk, "pk": page.pk, "revision_id": page.latest_revision_id}
    pages |= {"content_type_app_name": "explainer", "content_type_model_name": "explainerpage", "app_label": "explainer"}
    pages |= {
        "model_name": "explainerpage",
        "page_to_move_id": page.pk,
        "destination_id": page.get_parent().pk,
        "task_id": task.pk,
    }
    # No page is in a workflow: numbers that nothing has.
    pages |= {"revision_id_a": "earliest", "revision_id_b": "latest", "task_state_id": 0, "workflow_state_id": 0}
    cases = {
        "pk": case.pk,
        "revision_id": case.live_revision_id,
        "task_id": task.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "live",
    }
    cases |= {
        "workflow_state_id": WorkflowState.objects.get(object_id=str(case.pk)).pk,
        "action_name": "approve",
        "task_state_id": state.pk if state else 1,
    }
    term = Term.objects.earliest("pk")
    terms = {"pk": term.pk, "revision_id": term.save_revision().pk, "revision_id_a": "earliest", "revision_id_b": "live"}
    rooms: Values = {
        "": {"parent_page_id": page.pk, "pk": Topic.objects.earliest("pk").pk, "app_label": "accounts", "model_name": "user", "action": "delete"},
        "wagtailadmin_pages": pages,
        "wagtailadmin_api:pages": {"pk": page.pk, "action_name": "copy"},
        "wagtailadmin_api:images": {"pk": picture.pk},
        "wagtailadmin_api:documents": {"pk": document.pk},
        "wagtailadmin_collections": {"pk": folder.pk, "collection_id": folder.pk},
        "wagtailadmin_workflows": {
            "pk": Workflow.objects.first().pk, "task_id": task.pk, "app_label": "cases", "model_name": "casereviewtask", "page_pk": page.pk
        },
        "wagtailadmin_editing_sessions": {"app_label": "explainer", "model_name": "explainerpage", "object_id": page.pk},
        "wagtailimages": {"image_id": picture.pk, "filter_spec": "max-20x20"},
        "wagtailimages_chooser": {"image_id": picture.pk, "pk": picture.pk},
        "wagtaildocs": {"document_id": document.pk, "doc_id": document.pk},
        "wagtaildocs_chooser": {"pk": document.pk},
        "wagtailsnippets_cases_case": cases,
        "wagtailsnippets_glossary_term": terms,
        "wagtailsnippetchoosers_glossary_term": terms,
    }  # fmt: skip
    return rooms | {room: {"pk": model.objects.order_by("pk").first().pk} for room, model in _KEPT_IN.items()}


def _folder() -> Collection:
    return Collection.get_first_root_node().add_child(name="様式")


def _filled(route: str, values: dict[str, Any]) -> str:
    """The route with a value for each part; 1 where none is known."""
    address = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda part: str(values.get(part[1] or part[2], 1)), route)
    return "/" + re.sub(r"\([^)]*\)|[\^$\\]", "", address)


def test_every_pattern_stands_in_exactly_one_line_and_every_line_has_one():
    table, named = lines(), [pattern.name for pattern in patterns()]
    places = {name: [line.place for line in table if line.is_for(name)] for name in named}

    assert {name: found for name, found in places.items() if len(found) != 1} == {}
    assert [line.names for line in table if not any(line.is_for(name) for name in named)] == []


@pytest.mark.thorough
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.usefixtures("_pages_stay_blank")
def test_every_role_is_answered_as_the_table_says(askers, address_of, method):
    table = lines()
    differences = []
    for pattern in patterns():
        line = next((line for line in table if line.is_for(pattern.name)), None)
        found = _signs(askers, method, address_of(pattern))
        written = line.answers[method] if line else "no line"
        if found != written:
            differences.append(f"{pattern.name} {method}: {found}, in the table {written}")

    assert not differences, "\n" + "\n".join(differences)


@pytest.mark.thorough
@pytest.mark.usefixtures("_pages_stay_blank")
def test_no_address_takes_another_method_but_those_of_the_table(askers, address_of):
    """Asked by a visitor and by the owner, who may do most; the table's few lines by everybody."""
    taken = other_lines()
    differences = []
    for pattern in patterns():
        address, method_of = (
            address_of(pattern),
            {name: line for line in taken if line.is_for(pattern.name) for name in line.answers},
        )
        for method in OTHER_METHODS:
            found = (
                {asker: askers[asker].ask(method, address) for asker in ("visitor", "owner")} if method not in method_of else {}
            )
            differences += [f"{pattern.name} {method} {asker}: {sign}" for asker, sign in found.items() if sign not in "m.ni"]
        for method, line in method_of.items():
            signs = _signs(askers, method, address)
            if signs != line.answers[method]:
                differences.append(f"{pattern.name} {method}: {signs}, in the table {line.answers[method]}")

    assert not differences, "\n" + "\n".join(differences)
    assert [line.names for line in taken if not any(line.is_for(pattern.name) for pattern in patterns())] == []


def _signs(askers: dict[str, Asker], method: str, address: str) -> str:
    """What each role is answered. Under /admin/ the supporter asks for members and hosts too: its door asks for a right of staff alone."""
    outside = {"member": "supporter", "host": "supporter"} if address.startswith("/admin/") else {}
    signs = {role: askers[role].ask(method, address) for role in ROLES if role not in outside}
    return "".join(signs[outside.get(role, role)] for role in ROLES)
