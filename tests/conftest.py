"""The cast: Aoi and Kaede support companies, Ren reads along, Emi reviews, Sora owns the site, a visitor passes by."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.actions import confirm_membership, grant_roles
from accounts.models import Organisation, User
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture
from accounts.roles import MODERATOR, REVIEWER
from bansou.announcements.banners import REMEMBERED_AS
from bansou.forms.people import is_done, new_task
from bansou.search import terms_in_force
from bansou.search.terms import Terms
from bansou.search.words import terms_in_use, use_terms
from tests.plugins.databases import copy_database, drop_database, filled_site, search_index_at_rest, use_database

pytest_plugins = ["tests.plugins.embedded_database", "tests.plugins.budget", "tests.notifications.mail_server"]

# Drawn inputs meet a database, whose time says nothing; the same every time, so that a red gate is red for everybody.
drawing.register_profile(
    "bansou",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
drawing.load_profile("bansou")


@pytest.fixture(autouse=True)
def _site_is_small(request, settings, tmp_path):
    """Every test has its own folder for uploads, and caches that know of no other test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in settings.CACHES:
        caches[name].clear()
    # Twice a minute a page looks for banners; a test that counts queries would count that on its first page.
    caches["moments"].set(REMEMBERED_AS, [], timeout=None)
    # The same with the search's terms: those that a test puts in force are so in it alone.
    caches["moments"].set(terms_in_force.REMEMBERED_AS, True, timeout=None)
    asks_database = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    use_terms(_terms_of_a_site[-1] if asks_database and _terms_of_a_site else Terms())


#: What texts are cut by where a site begins, once the database is there.
_terms_of_a_site: list[Terms] = []

#: Folders whose tests look at Wagtail's indexes; elsewhere keeping them up to date is most of a test's time.
_INDEXED = {"search": "search", "freshness": "search", "browser": "search", "accounts": "references"}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[None]:
    """Every test begins where a site begins: with roles, themes, the review workflow and the explainer's pages."""
    before, own = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        copy_database(filled_site(), own)
        use_database(own)
        terms_in_force.take_up()
        _terms_of_a_site.append(terms_in_use())
    yield
    with django_db_blocker.unblock():
        use_database(before)
        drop_database(own)


@pytest.fixture(scope="module", autouse=True)
def _indexes_rest(request: pytest.FixtureRequest) -> Iterator[None]:
    """Search and reference index are kept only where tests ask them (tests/search, tests/browser; tests/accounts)."""
    kept = {_INDEXED[part] for part in request.path.parts if part in _INDEXED}
    with ExitStack() as resting:
        if "search" not in kept:
            resting.enter_context(search_index_at_rest())
        if not kept:
            resting.enter_context(disable_reference_index_auto_update())
        yield


@pytest.fixture
def society(db) -> Organisation:
    return Organisation.objects.create(
        name="見本町商工会", organisation_type=OrganisationType.SOCIETY, prefecture=Prefecture.IWATE, is_verified=True
    )


@pytest.fixture
def member(db) -> User:
    """Ren: has an account, belongs nowhere."""
    return User.objects.create_user("ren@example.jp", "pass-word-1234", display_name="れん")


@pytest.fixture
def supporter(society) -> User:
    """Aoi: a verified supporter who writes."""
    user = User.objects.create_user("aoi@example.jp", "pass-word-1234", display_name="あおい")
    confirm_membership(user=user, organisation=society, by=None)
    return user


@pytest.fixture
def other_supporter(society) -> User:
    """Kaede: a verified supporter who is not the author."""
    user = User.objects.create_user("kaede@example.jp", "pass-word-1234", display_name="かえで")
    confirm_membership(user=user, organisation=society, by=None)
    return user


@pytest.fixture
def reviewer(db) -> User:
    """Emi: agency staff, reviews cases and keeps order."""
    user = User.objects.create_user("emi@example.jp", "pass-word-1234", display_name="えみ")
    grant_roles(user=user, roles=[REVIEWER, MODERATOR], by=None)
    return user


@pytest.fixture
def owner(db) -> User:
    """Sora: every right."""
    return User.objects.create_superuser("sora@example.jp", "pass-word-1234", display_name="そら")


@pytest.fixture
def visitor(client: Client) -> Client:
    """Somebody who is not signed in."""
    return client


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which the person is signed in."""

    def _client_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return _client_of


@pytest.fixture
def as_person() -> Callable[[], dict[str, str]]:
    """What a browser adds to a form that is open to everybody: its piece of work, done."""

    def _as_person() -> dict[str, str]:
        task = new_task()
        return {"task": task, "task_answer": next(str(number) for number in count() if is_done(task, str(number)))}

    return _as_person
