"""Recommended results: written by staff, shown above the results to those who may see them."""

import pytest

from accounts.actions import grant_roles
from accounts.roles import EDITOR
from bansou.search.models import Recommendation
from cases.models import Case

pytestmark = pytest.mark.django_db
DESK = "/admin/recommendations/"


def text_of(response):
    return response.content.decode()


def shown(client, query, **asked):
    return "事務局のおすすめ" in text_of(client.get("/search/", {"q": query} | asked))


@pytest.fixture
def editor(member, client_of):
    """Staff who write pages, in the admin."""
    grant_roles(user=member, roles=[EDITOR], by=None)
    return client_of(member)


def recommend(editor, words, *addresses):
    return editor.post(f"{DESK}new/", {"words": words, "addresses": "\n".join(addresses), "is_active": "on"})


def test_staff_recommend_in_the_admin_and_readers_find_it_above_their_results(editor, visitor, write_case):
    case = write_case(title="冬の朝の話")

    answer = recommend(editor, "補助金\nサーバ　管理", f"/cases/{case.pk}/", "https://example.jp/about/")

    assert answer.status_code == 302, text_of(answer)
    for query in ("補助金", "管理 サーバー"):
        assert shown(visitor, query)
    assert "冬の朝の話" in text_of(visitor.get("/search/", {"q": "補助金"}))
    assert not shown(visitor, "補助")
    assert not shown(visitor, "補助金", after="1.1")


def test_what_a_person_may_not_see_is_not_recommended_to_him(editor, visitor, other_supporter, client_of, write_case):
    case = write_case(title="冬の朝の話", disclosure="members")
    recommend(editor, "補助金", f"/cases/{case.pk}/")

    assert not shown(visitor, "補助金")
    assert shown(client_of(other_supporter), "補助金")
    Case.objects.filter(pk=case.pk).update(live=False)
    assert not shown(client_of(other_supporter), "補助金")


def test_a_recommendation_can_be_put_away(editor, visitor, write_case):
    recommend(editor, "補助金", f"/cases/{write_case().pk}/")

    Recommendation.objects.update(is_active=False)

    assert not shown(visitor, "補助金")


@pytest.mark.parametrize(
    ("words", "addresses", "reason"),
    [
        ("の", ["/about/"], "「の」では検索できません"),
        ("補助金", ["/cases/999999/"], "検索で見つかるページのアドレスではありません"),
        ("補助金", ["/about/"] + [f"/walls/{wall}/" for wall in ("see", "face", "act")], "3つまで"),
    ],
)
def test_a_recommendation_that_nobody_would_see_is_refused_with_the_reason(editor, words, addresses, reason):
    assert reason in text_of(recommend(editor, words, *addresses))
    assert not Recommendation.objects.exists()
