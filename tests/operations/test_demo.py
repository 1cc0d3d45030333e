"""Demo people: known to everybody, therefore never with production settings; made once, left alone afterwards."""

import pytest
from django.core.management import CommandError, call_command

from accounts.audiences import Audience, audiences_of
from accounts.models import User
from bansou.explainer.models import ArticlePage
from bansou.operations import demo
from bansou.operations.bulk import LONG_TOPIC_REPLIES
from bansou.operations.preparation import fill_site
from bansou.search.backend import index_now
from bansou.search.models import SearchEntry
from cases import setup as cases_setup
from cases.models import Case
from cases.permissions import Need, missing_for_review
from knowhow.actions.counters import miscounted
from knowhow.models import Topic


@pytest.fixture
def one_sample(tmp_path, monkeypatch):
    """One sample case is enough where the number does not matter."""
    first = min(cases_setup.SAMPLES.glob("*.toml"))
    (tmp_path / first.name).write_bytes(first.read_bytes())
    monkeypatch.setattr(cases_setup, "SAMPLES", tmp_path)


@pytest.mark.django_db
def test_production_settings_refuse_demo_people(settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="本番の設定では作れません"):
        call_command("load_demo")

    assert not User.objects.exists()


@pytest.mark.django_db
def test_each_demo_person_signs_in_with_the_printed_password_and_is_who_it_says(client, one_sample):
    demo.load_demo()

    for person in demo.SIGN_INS:
        response = client.post("/accounts/login/", {"login": person.address, "password": demo.PASSWORD})
        assert response.status_code == 302, person.address
        client.logout()
    readers = {person.address: audiences_of(User.objects.get(email=person.address)) for person in demo.SIGN_INS}
    assert Audience.SUPPORTER not in readers["reader@example.jp"]
    assert Audience.SUPPORTER in readers["supporter@example.jp"]
    assert User.objects.get(email="staff@example.jp").is_staff
    assert User.objects.get(email="admin@example.jp").is_superuser


@pytest.mark.django_db
def test_the_samples_are_published_and_a_second_run_changes_nothing():
    demo.load_demo()
    before = (
        Case.objects.filter(live=True, is_sample=True).count(),
        Topic.objects.filter(is_sample=True).count(),
        User.objects.count(),
    )

    fill_site()
    demo.load_demo()

    assert before[:2] == (24, 7)
    gaps = {case.title: missing_for_review(case) for case in Case.objects.all()}
    assert not [title for title, missing in gaps.items() if any(entry.need == Need.SUBMIT for entry in missing)]
    assert (Case.objects.count(), Topic.objects.count(), User.objects.count()) == before


@pytest.mark.django_db
def test_authors_of_the_samples_have_no_password(one_sample):
    demo.load_demo()

    assert not any(User.objects.get(email=person.address).has_usable_password() for person in demo.AUTHORS.values())


@pytest.mark.django_db
def test_bulk_data_copies_the_samples_with_their_dialogues(one_sample):
    demo.load_demo()

    call_command("load_bulk", cases=7, topics=5, pages=2, index=True, verbosity=0)

    assert Case.objects.count() == 1 + 7
    assert ArticlePage.objects.count() == 2
    newest = Case.objects.order_by("-pk").first()
    assert newest.is_sample
    assert newest.episodes.count() >= 3
    assert newest.walls.count() == 1
    assert Topic.objects.count() == 7 + 5
    made = Topic.objects.under_own_name().order_by("pk")[6:]
    assert [topic.reply_count for topic in made] == [LONG_TOPIC_REPLIES, 1, 2, 3, 4]
    assert miscounted(Topic.objects.all()) == []


@pytest.mark.django_db
def test_bulk_data_is_indexed_as_if_each_row_had_been_saved(one_sample):
    demo.load_demo()
    call_command("load_bulk", cases=2, topics=2, pages=1, index=True, verbosity=0)
    things = [Case.objects.latest("pk"), Topic.objects.latest("pk"), ArticlePage.objects.latest("pk")]
    written = [_entry_of(thing) for thing in things]

    for thing in things:
        index_now(thing)

    for thing, (body, *others) in zip(things, written, strict=True):
        own_body, *own_others = _entry_of(thing)
        assert others == own_others
        # Cut sentence by sentence, a word beside a full stop may be another: in about one text of five hundred.
        assert len(body & own_body) >= 0.97 * len(body | own_body)


def _entry_of(thing):
    entry = thing.index_entries.get()
    narrow = SearchEntry.objects.get(entry=entry)
    lexemes = {place.partition(":")[0] for place in entry.body.split()}
    return lexemes, entry.title, entry.autocomplete, narrow.kind, narrow.facets, narrow.standing


@pytest.mark.django_db
def test_bulk_data_says_what_it_needs_where_there_are_no_samples():
    with pytest.raises(CommandError, match="見本の事例がありません"):
        call_command("load_bulk", cases=1, topics=1)
