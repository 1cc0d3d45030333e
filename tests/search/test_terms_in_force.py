"""Staff keep the search's terms: nothing changes until they are put in force, then everything does."""

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.actions import grant_roles
from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import EDITOR
from bansou.search import terms_in_force
from bansou.search.actions import put_terms_in_force, reach_entries, write_terms
from bansou.search.models import TermGroup, TermsVersion
from bansou.search.tasks import reach_what_was_left
from bansou.search.terms import Terms
from bansou.search.words import terms_in_use, use_terms, words_only

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_terms(db):
    """A site begins with the field's terms; these tests write their own."""
    TermGroup.objects.all().delete()
    TermsVersion.objects.all().delete()
    use_terms(Terms())


@pytest.fixture
def editor() -> User:
    """Staff who keep the terms."""
    person = User.objects.create_user("editor@example.jp", "pass-word-1234", display_name="Hana")
    grant_roles(user=person, roles=[EDITOR], by=None)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def put(editor, django_capture_on_commit_callbacks):
    """Puts the groups in force, as a press of the button does."""

    def _put(*groups: str) -> TermsVersion | None:
        for terms in groups:
            TermGroup.objects.create(terms=terms)
        with django_capture_on_commit_callbacks(execute=True):
            return put_terms_in_force(by=editor)

    return _put


def test_a_new_group_finds_what_was_written_before_it(put, write_topic, found, supporter):
    write_topic(title="ロカベンを使いました")
    assert found(supporter, "ローカルベンチマーク") == []

    put("ロカベン\nローカルベンチマーク")

    assert found(supporter, "ローカルベンチマーク") == ["ロカベンを使いました"]


def test_a_group_that_is_no_longer_used_finds_nothing_more(put, write_topic, found, supporter):
    write_topic(title="ロカベンを使いました")
    put("ロカベン\nローカルベンチマーク")

    TermGroup.objects.update(is_used=False)
    put()

    assert found(supporter, "ローカルベンチマーク") == []


def test_what_is_written_later_is_found_too(put, write_topic, found, supporter):
    put("ロカベン\nローカルベンチマーク")

    write_topic(title="ロカベンを使いました")

    assert found(supporter, "ローカルベンチマーク") == ["ロカベンを使いました"]


def test_a_one_way_group_widens_one_way(put, write_topic, found, supporter):
    write_topic(title="親族外承継の相談")
    write_topic(title="のれん分けの相談")
    TermGroup.objects.create(terms="親族外承継\nのれん分け", is_one_way=True)

    put()

    assert set(found(supporter, "親族外承継")) == {"親族外承継の相談", "のれん分けの相談"}
    assert found(supporter, "のれん分け") == ["のれん分けの相談"]


def test_a_group_that_staff_still_write_changes_nothing(put, write_topic, found, supporter):
    put("資金繰り\nキャッシュフロー")
    write_topic(title="ロカベンを使いました")

    TermGroup.objects.create(terms="ロカベン\nローカルベンチマーク")

    assert found(supporter, "ローカルベンチマーク") == []
    assert terms_in_force.has_changes()


def test_only_entries_with_a_changed_term_are_written_anew(put, write_topic):
    write_topic(title="ロカベンを使いました")
    write_topic(title="朝礼をやめた話")
    put("資金繰り\nキャッシュフロー")
    TermGroup.objects.create(terms="ロカベン\nローカルベンチマーク")
    put_terms_in_force(by=None)

    assert reach_entries() == 1
    assert not TermsVersion.objects.filter(reached_at=None).exists()
    assert reach_entries() == 0


def test_a_term_that_came_and_went_before_the_index_was_reached_leaves_nothing(editor, write_topic, found, supporter):
    group = TermGroup.objects.create(terms="ロカベン\nローカルベンチマーク")
    put_terms_in_force(by=editor)
    write_topic(title="ロカベンを使いました")  # written with the group
    TermGroup.objects.filter(pk=group.pk).update(is_used=False)
    put_terms_in_force(by=editor)

    assert reach_entries() == 1


def test_a_version_whose_task_was_lost_is_taken_up_by_the_hourly_work(editor, write_topic, found, supporter):
    write_topic(title="ロカベンを使いました")
    TermGroup.objects.create(terms="ロカベン\nローカルベンチマーク")
    put_terms_in_force(by=editor)  # and the process ends before the task is written

    reach_what_was_left()

    assert found(supporter, "ローカルベンチマーク") == ["ロカベンを使いました"]


def test_the_same_terms_are_not_put_in_force_twice(put):
    assert put("資金繰り\nキャッシュフロー") is not None
    assert put() is None


def test_a_process_takes_up_the_newest_version_when_it_looks_again(put):
    put("資金繰り\nキャッシュフロー")
    use_terms(Terms())  # another process

    terms_in_force.keep_up()
    assert len(words_only("資金繰り")) == 2
    caches["moments"].delete(terms_in_force.REMEMBERED_AS)
    terms_in_force.keep_up()

    assert len(words_only("資金繰り")) == 1


def test_a_search_asks_for_the_terms_once_in_a_while(found, supporter, django_assert_num_queries):
    caches["moments"].delete(terms_in_force.REMEMBERED_AS)

    with django_assert_num_queries(1):
        terms_in_force.keep_up()
    with django_assert_num_queries(0):
        terms_in_force.keep_up()


def test_only_editors_put_terms_in_force(member, supporter, reviewer):
    for person in (member, supporter, reviewer):
        with pytest.raises(Refused, match="編集担当"):
            put_terms_in_force(by=person)


def test_a_new_site_has_the_terms_of_the_field_and_keeps_what_staff_changed():
    assert write_terms() >= 80
    TermGroup.objects.filter(shipped_as="資金繰り").update(terms="資金繰り\nお金の巡り", is_used=False)

    assert write_terms() == 0
    assert TermGroup.objects.get(shipped_as="資金繰り").spelled == ["資金繰り", "お金の巡り"]


def test_every_shipped_term_is_cut_as_the_words_of_a_text_are():
    write_terms()
    use_terms(terms_in_force.edited())

    for group in TermGroup.objects.all():
        for term in group.spelled:
            (word,) = words_only(f"昨日、{term}。")[1:]
            assert group.pk in word.tells, term
    assert terms_in_use()


@pytest.mark.parametrize(
    ("typed", "kept"), [("資金繰り\r\n\r\n 資金繰り \nＣＦ", "資金繰り\nＣＦ"), ("ＤＸ\nDX\nIT化", "ＤＸ\nIT化")]
)
def test_lines_are_tidied(typed, kept):
    group = TermGroup(terms=typed)

    group.full_clean()

    assert group.terms == kept


@pytest.mark.parametrize("typed", ["", "\n", "の", "。", "あ" * 61, "\n".join(f"言葉{number}" for number in range(31))])
def test_a_group_without_a_usable_term_is_refused(typed):
    with pytest.raises(ValidationError):
        TermGroup(terms=typed).full_clean()


def test_the_page_shows_a_sentence_before_and_after(put, editor, client: Client):
    put("資金繰り\nキャッシュフロー")
    TermGroup.objects.create(terms="よろず支援拠点")
    client.force_login(editor)

    page = client.get(reverse("search-terms:try"), {"sentence": "よろず支援拠点で資金繰りを相談"}).content.decode()

    before, after = page.split('id="after"')
    assert "資金繰り／キャッシュフロー" in before
    assert "よろず支援拠点</b>" not in before
    assert "よろず支援拠点</b>" in after
    assert "効いていない変更があります" in after


def test_the_button_puts_the_terms_in_force(
    editor, client: Client, django_capture_on_commit_callbacks, write_topic, found, supporter
):
    write_topic(title="ロカベンを使いました")
    client.force_login(editor)
    client.post(reverse("search-terms:add"), {"terms": "ロカベン\nローカルベンチマーク", "is_used": "on", "note": ""})
    assert found(supporter, "ローカルベンチマーク") == []

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("search-terms:try"), follow=True).content.decode()

    assert "検索に効かせました" in page
    assert found(supporter, "ローカルベンチマーク") == ["ロカベンを使いました"]
