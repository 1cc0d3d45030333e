"""Saved searches: kept, changed, looked through every hour, told of to their owner alone."""

import re
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from accounts.my_data import data_of
from bansou.notifications.actions import send_waiting
from bansou.notifications.models import EventChoice, Notice
from bansou.search.models import SavedSearch
from bansou.search.saved import actions
from bansou.search.saved.actions import ROUND, look_through_saved_searches, save_search
from cases.models import Case

pytestmark = pytest.mark.django_db
LIST = "/me/searches/"


def text_of(response):
    return response.content.decode()


def saved_by(person, query="工場", **asked):
    return save_search(by=person, query=query, name=query, **({"kind": "", "conditions": {}} | asked))


def an_hour_passes():
    SavedSearch.objects.update(looked_at=timezone.now() - 2 * ROUND)
    assert look_through_saved_searches() is False


def told(client):
    """Of which searches the inbox tells."""
    return set(re.findall(r"保存した検索「([^」]+)」に、新しい結果があります", text_of(client.get("/me/inbox/"))))


def test_a_search_is_saved_from_its_results_and_opens_them_again(member, client_of, write_case):
    write_case(title="工場の話")
    client = client_of(member)
    page = text_of(client.get("/search/", {"q": "工場", "kind": "cases", "pref": "23"}))
    form = re.search(r'<form class="search-page__save.*?</form>', page, re.DOTALL)[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))

    client.post(f"{LIST}save/", fields)

    (search,) = SavedSearch.objects.of(member)
    listed = text_of(client.get(LIST))
    (address,) = re.findall(r'saved-searches__name"><a href="([^"]+)"', listed)
    assert search.name == "工場／事例／愛知県"
    assert "工場の話" in re.sub("</?mark>", "", text_of(client.get(unescape(address))))


def test_a_visitor_cannot_save_and_finds_his_results_again_after_the_sign_in(visitor):
    assert "保存する" not in text_of(visitor.get("/search/", {"q": "工場"}))
    answer = visitor.post(f"{LIST}save/", {"q": "工場"})

    assert answer.headers["Location"].startswith("/accounts/login/?next=/search/%3Fq%3D")


def test_the_same_search_is_saved_once(member):
    assert saved_by(member, conditions={"wall": ("2", "1")}) == saved_by(member, conditions={"wall": ("1", "2")})
    assert SavedSearch.objects.count() == 1


def test_twenty_searches_can_be_saved_and_the_next_is_refused_with_the_reason(member, client_of):
    for number in range(20):
        SavedSearch.objects.create(person=member, name=str(number), query=str(number))

    page = text_of(client_of(member).post(f"{LIST}save/", {"q": "工場"}, follow=True))

    assert "20件まで" in page
    assert SavedSearch.objects.count() == 20


def test_a_search_is_renamed_quietened_and_deleted(member, client_of):
    client, search = client_of(member), saved_by(member)

    client.post(f"{LIST}{search.pk}/", {"name": "工場のこと"})
    search.refresh_from_db()
    assert (search.name, search.tells) == ("工場のこと", False)
    refused = client.post(f"{LIST}{search.pk}/", {"name": "", "tells": "on"})
    assert refused.status_code == 422
    client.post(f"{LIST}{search.pk}/", {"delete": "1"})

    assert not SavedSearch.objects.exists()


def test_nobody_else_sees_a_saved_search_staff_neither(member, supporter, owner, client_of):
    search = saved_by(member, "誰にも言えないこと")

    for person in (supporter, owner):
        client = client_of(person)
        assert client.get(f"{LIST}{search.pk}/").status_code == 404
        assert client.post(f"{LIST}{search.pk}/", {"delete": "1"}).status_code == 404
        assert "誰にも言えないこと" not in text_of(client.get(LIST))
    assert SavedSearch.objects.exists()


def test_what_is_new_is_told_once_and_what_was_there_is_not(member, client_of, write_case):
    write_case(title="工場の話、前から")
    saved_by(member)
    an_hour_passes()
    assert told(client_of(member)) == set()

    write_case(title="工場の話、新しい")
    for _ in range(2):
        an_hour_passes()

    assert told(client_of(member)) == {"工場"}
    assert Notice.objects.of(member).count() == 1
    assert "工場の話、新しい" in text_of(client_of(member).get("/me/inbox/"))


def test_within_the_hour_nobody_looks_again(member, client_of, write_case):
    saved_by(member)
    write_case(title="工場の話")

    look_through_saved_searches()

    assert told(client_of(member)) == set()


def test_what_the_person_may_not_see_is_never_told(member, other_supporter, client_of, write_case):
    for person in (member, other_supporter):
        saved_by(person)
    write_case(title="工場の内輪の話", disclosure="members")

    an_hour_passes()

    assert told(client_of(member)) == set()
    assert told(client_of(other_supporter)) == {"工場"}


def test_what_was_withdrawn_since_leaves_the_inbox(member, client_of, write_case):
    saved_by(member)
    case = write_case(title="工場の話")
    an_hour_passes()

    Case.objects.filter(pk=case.pk).update(live=False)

    assert told(client_of(member)) == set()


def test_whoever_chose_it_gets_a_mail_with_the_titles(member, write_case):
    EventChoice.objects.create(person=member, event="saved_search", mail="at_once")
    search = saved_by(member)
    case = write_case(title="工場の話")
    an_hour_passes()

    send_waiting()

    (letter,) = mail.outbox
    assert letter.to == [member.email]
    assert "工場の話" in letter.body
    assert f"/cases/{case.pk}/" in letter.body
    assert search.name in letter.subject


def test_who_does_not_want_to_be_told_is_not(member, write_case):
    search = saved_by(member)
    SavedSearch.objects.filter(pk=search.pk).update(tells=False)
    write_case(title="工場の話")

    an_hour_passes()

    assert not Notice.objects.exists()


def test_whoever_begins_to_be_told_hears_of_what_comes_from_then_on(member, client_of, write_case):
    search = saved_by(member)
    client = client_of(member)
    client.post(f"{LIST}{search.pk}/", {"name": "工場"})
    write_case(title="工場の話")
    client.post(f"{LIST}{search.pk}/", {"name": "工場", "tells": "on"})

    an_hour_passes()

    assert told(client) == set()


def test_saved_searches_are_in_the_data_of_their_person_and_go_with_him(member):
    from bansou.search.leaving import erase

    saved_by(member, "後継者")
    tables = [table for part in data_of(member) for table in part.tables if table.name == "saved_searches"]
    erase(member, member.email)

    assert "後継者" in str(tables[0].rows)
    assert not SavedSearch.objects.exists()


def test_staff_who_act_for_a_person_see_nothing_of_his_searches():
    from accounts.acting_for import _ROOMS

    assert "saved_searches" not in _ROOMS


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_asks_the_same_queries_for_one_and_for_twenty(number, member, client_of, django_assert_max_num_queries):
    for place in range(number):
        SavedSearch.objects.create(person=member, name=str(place), query=str(place), conditions={"wall": ["1"]})
    client = client_of(member)
    client.get(LIST)

    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_a_search_that_fails_does_not_stop_those_of_others(member, other_supporter, client_of, write_case, monkeypatch):
    broken = saved_by(member)
    saved_by(other_supporter)
    write_case(title="工場の話")
    look = actions.newest_results
    monkeypatch.setattr(actions, "newest_results", lambda user, search: 1 / 0 if search == broken else look(user, search))

    with pytest.raises(ZeroDivisionError):
        an_hour_passes()
    look_through_saved_searches()

    assert told(client_of(other_supporter)) == {"工場"}
