"""The check of anonymity of a case: marks, what people decide about them, the checklist, the gate before the review."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.refusals import Refused
from cases.actions import EditConflict, edit_case, latest_version, submit_case
from cases.anonymity.actions import Keeping, Replacing, decide_marks, take_back_kept, tick_checklist
from cases.anonymity.checking import check_is_decided, marks_of, open_marks, undecided
from cases.anonymity.combination import combination_of
from cases.models import AllowedWord, Case, CheckTick, KeptMark
from cases.models.private import PrivateFacts
from cases.private_actions import write_private
from cases.statuses import Status
from cases.vocabularies import CheckPoint, IdentifyingKind
from tests.factories import decide_everything, fresh, make_case, make_full_case, step_data

pytestmark = pytest.mark.django_db

NAMED = "社長の山田さんは、盛岡市の工場で育った。"


@pytest.fixture
def case(supporter):
    """Aoi's draft names a person and a town."""
    return make_case(author=supporter, situation_before=NAMED)


@pytest.fixture
def aoi(client_of, supporter):
    return client_of(supporter)


def page_of(client, case):
    return client.get(f"/cases/{case.pk}/anonymity/")


def keys_in(response):
    """The names of the decisions that the page asks for, by word."""
    return {
        item["entry"].text: f"mark-{item['entry'].key}"
        for marked in response.context["texts"]
        for item in marked["entries"]
        if item["form"]
    }


def decide(client, case, **words):
    """Send the page. `words`: the fields of each marked word, by the word."""
    response = page_of(client, case)
    keys = keys_in(response)
    data = {"based_on": fresh(case).latest_revision_id}
    for word, values in words.items():
        data |= {f"{keys[word]}-{name}": value for name, value in ({"decision": "later", "instead": ""} | values).items()}
    return client.post(f"/cases/{case.pk}/anonymity/", data)


def words_of(marks):
    return [mark.text for mark in marks]


# -- marks ------------------------------------------------------------------------------------------------------------
def test_every_text_that_an_author_types_is_looked_at(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, status=Status.DRAFT)
    case, texts = full.case, {text for text in full.words if not text.startswith(("followup", "casemember"))}
    AllowedWord.objects.all().delete()

    from cases.anonymity.checking import texts_of

    looked_at = "\n".join(place.text for place in texts_of(latest_version(case)))

    assert [name for name in texts if full.words[name] not in looked_at] == []


def test_marked_text_is_the_slice_of_the_text(case):
    for mark in marks_of(latest_version(case)):
        assert mark.text == mark.place.text[mark.start : mark.end]
        assert mark.text


def test_the_name_of_the_authors_body_is_a_private_word(supporter):
    case = make_case(author=supporter, situation_before="相談は見本町商工会に来た。")

    assert [(mark.kind.value, mark.text) for mark in open_marks(latest_version(case))] == [("private", "見本町商工会")]


def test_a_word_that_staff_allow_is_open_no_more_at_once(case):
    assert words_of(open_marks(latest_version(case))) == ["山田", "盛岡市"]

    AllowedWord.objects.create(word="盛岡市")

    assert words_of(open_marks(latest_version(case))) == ["山田"]


# -- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_marks_with_their_kind_in_words_and_says_that_it_cannot_find_all(aoi, case):
    response = page_of(aoi, case)
    html = response.content.decode()

    assert "検出できないものがあります" in html
    assert re.search(r"<mark[^>]*>山田<span[^>]*><span[^>]*>（</span>人の名前", html)
    assert "支援前の状況" in html
    assert "2か所あります" in html


def test_the_page_is_the_teams_alone(case, client_of, visitor, member, other_supporter, reviewer):
    assert visitor.get(f"/cases/{case.pk}/anonymity/").status_code == 302
    for person in (member, other_supporter, reviewer):
        assert client_of(person).get(f"/cases/{case.pk}/anonymity/").status_code == 404


@pytest.fixture
def known(supporter):
    """A case whose private side has names that are ordinary words: no rule would find them."""
    case = make_case(author=supporter, situation_before="ことりの森では、前社長のほしのが朝の支度をした。")
    facts = PrivateFacts(company_name="株式会社ことりの森", people="ほしの：前社長")
    write_private(case=case, by=supporter, facts=facts, delete_on=timezone.localdate() + datetime.timedelta(days=30))
    return case


def test_what_the_private_side_says_is_marked_and_nothing_else_of_it(known):
    marks = marks_of(latest_version(known))

    assert {mark.text for mark in marks if mark.kind == IdentifyingKind.PRIVATE} == {"ことりの森", "ほしの"}


def test_what_the_private_side_says_cannot_stay(aoi, known):
    response = decide(aoi, known, ほしの={"decision": "keep", "reason": "よくある名前"})

    assert response.status_code == 422
    assert not KeptMark.objects.exists()


def test_a_changed_private_side_is_asked_at_once_although_the_text_was_read_before(known, supporter):
    assert "前社長" not in words_of(marks_of(latest_version(known)))

    facts = PrivateFacts(company_name="前社長", people="ほしの")
    write_private(case=known, by=supporter, facts=facts, delete_on=timezone.localdate() + datetime.timedelta(days=30))

    assert {"前社長", "ほしの"} <= set(words_of(marks_of(latest_version(known))))
    assert "ことりの森" not in words_of(marks_of(latest_version(known)))


def test_a_page_that_is_looked_at_again_does_not_open_the_private_side(known, monkeypatch):
    marks_of(latest_version(known))
    monkeypatch.setattr("cases.models.private.unseal", lambda sealed: pytest.fail("opened"))

    assert marks_of(latest_version(known))


def test_the_page_asks_few_questions_of_the_database(aoi, case, django_assert_max_num_queries):
    page_of(aoi, case)  # content types are remembered
    # One of them is the sealed private side, whose words the texts must not have.

    with django_assert_max_num_queries(15):
        page_of(aoi, case)


def test_a_case_under_review_shows_the_marks_and_lets_nothing_be_decided(aoi, supporter):
    case = make_case(author=supporter, status=Status.SUBMITTED, situation_before=NAMED)

    html = page_of(aoi, case).content.decode()

    assert "山田" in html
    assert "審査中は編集できません" in html
    assert 'type="radio"' not in html
    assert aoi.post(f"/cases/{case.pk}/anonymity/", {"based_on": case.latest_revision_id}).status_code == 403


def test_saving_a_step_says_how_many_places_were_found(aoi, case):
    data = step_data("basics", based_on=case.latest_revision_id, title="盛岡の酒蔵")

    response = aoi.post(f"/cases/{case.pk}/edit/basics/", data, follow=True)

    assert "会社が分かりそうな言葉が3か所あります" in response.content.decode()
    assert f'href="/cases/{case.pk}/anonymity/"' in response.content.decode()


def test_a_record_that_nobody_else_reads_is_not_checked_when_it_is_saved(aoi, supporter):
    case = make_case(author=supporter, situation_before=NAMED, disclosure="draft")

    response = aoi.post(
        f"/cases/{case.pk}/edit/basics/",
        step_data("basics", based_on=case.latest_revision_id, disclosure="draft", title="新"),
        follow=True,
    )

    assert "会社が分かりそうな言葉" not in response.content.decode()


@pytest.mark.parametrize("address", ["edit/finish/", "preview/"])
def test_the_last_step_and_the_preview_lead_to_the_page(aoi, case, address):
    html = aoi.get(f"/cases/{case.pk}/{address}").content.decode()

    assert f'href="/cases/{case.pk}/anonymity/' in html
    assert "2か所" in html


def test_many_marks_come_in_portions(aoi, supporter, monkeypatch):
    monkeypatch.setattr("cases.views.anonymity.ENTRIES_AT_MOST", 1)
    case = make_case(author=supporter, situation_before=NAMED)

    response = page_of(aoi, case)

    assert list(keys_in(response)) == ["山田"]
    assert "ほかに1の言葉があります" in response.content.decode()


# -- keeping ----------------------------------------------------------------------------------------------------------
def test_a_word_that_stays_needs_a_reason_and_is_open_no_more(aoi, case, supporter):
    refused = decide(aoi, case, 山田={"decision": "keep"})
    done = decide(aoi, case, 山田={"decision": "keep", "reason": "ご本人の許しを得ている"})

    kept = KeptMark.objects.get()
    assert refused.status_code == 422
    assert "「山田」を残す理由を書いてください" in refused.content.decode()
    assert done.status_code == 302
    assert (kept.kind, kept.text, kept.reason, kept.by) == ("person", "山田", "ご本人の許しを得ている", supporter)
    assert words_of(open_marks(latest_version(fresh(case)))) == ["盛岡市"]
    assert "ご本人の許しを得ている" in page_of(aoi, case).content.decode()


def test_what_stays_stays_in_later_versions_however_it_is_written(aoi, case, supporter):
    decide(aoi, case, 盛岡市={"decision": "keep", "reason": "県庁のある市で、多くの会社がある"})

    edit_case(case=case, by=supporter, answers={"real_issue": "盛岡市は広い。"}, rows={}, based_on=case.latest_revision_id)

    assert words_of(open_marks(latest_version(fresh(case)))) == ["山田"]


def test_a_kept_word_can_be_opened_again(aoi, case):
    decide(aoi, case, 山田={"decision": "keep", "reason": "理由"})

    response = aoi.post(f"/cases/{case.pk}/anonymity/kept/{KeptMark.objects.get().pk}/take-back/", follow=True)

    assert "残すのをやめました" in response.content.decode()
    assert not KeptMark.objects.exists()


def test_a_kept_word_of_another_case_is_not_opened_here(aoi, case, supporter):
    other = make_case(author=supporter)
    kept = KeptMark.objects.create(case=other, kind="person", text="山田", folded="山田", reason="理由", by=supporter)

    aoi.post(f"/cases/{case.pk}/anonymity/kept/{kept.pk}/take-back/")

    assert KeptMark.objects.filter(pk=kept.pk).exists()


# -- replacing --------------------------------------------------------------------------------------------------------
def test_words_are_replaced_in_one_new_version(aoi, case):
    versions = case.revisions.count()

    decide(aoi, case, 山田={"decision": "replace", "instead": "B"}, 盛岡市={"decision": "replace", "instead": "県内の市"})

    version = latest_version(fresh(case))
    assert version.situation_before == "社長のBさんは、県内の市の工場で育った。"
    assert case.revisions.count() == versions + 1
    assert open_marks(version) == []


def test_the_same_word_is_replaced_in_its_text_alone_or_in_all(aoi, supporter):
    texts = {"situation_before": "山田さんが来た。山田さんは黙っていた。", "real_issue": "山田さんの話だ。"}
    here, everywhere = (make_case(author=supporter, **texts) for _ in range(2))
    replace = {"decision": "replace", "instead": "B"}

    response = page_of(aoi, here)
    entries = {item["entry"].place.name: item["entry"].key for text in response.context["texts"] for item in text["entries"]}
    for case, more in ((here, {}), (everywhere, {"everywhere": "on"})):
        key = f"mark-{entries['situation_before']}"
        data = {f"{key}-{name}": value for name, value in (replace | more).items()}
        aoi.post(f"/cases/{case.pk}/anonymity/", {"based_on": case.latest_revision_id, **data})

    assert latest_version(fresh(here)).situation_before == "Bさんが来た。Bさんは黙っていた。"
    assert latest_version(fresh(here)).real_issue == "山田さんの話だ。"
    assert latest_version(fresh(everywhere)).real_issue == "Bさんの話だ。"


def test_a_word_in_a_row_is_replaced_and_the_other_rows_stay(supporter, aoi):
    case = make_case(author=supporter)
    version = latest_version(case)
    version.episodes.all()[1].reaction = "「山田に聞け」と言われた。"
    rows = list(version.episodes.all())
    rows[1].reaction = "「山田に聞け」と言われた。"
    version.episodes = rows
    version.save_revision(user=supporter)
    case = fresh(case)
    before = [(row.key, row.question) for row in latest_version(case).episodes.all()]

    decide(aoi, case, 山田={"decision": "replace", "instead": "番頭"})

    after = latest_version(fresh(case))
    assert after.episodes.all()[1].reaction == "「番頭に聞け」と言われた。"
    assert [(row.key, row.question) for row in after.episodes.all()] == before


def test_a_replacement_must_be_another_word(aoi, case):
    empty = decide(aoi, case, 山田={"decision": "replace", "instead": ""})
    same = decide(aoi, case, 山田={"decision": "replace", "instead": "山田"})

    assert empty.status_code == same.status_code == 422
    assert "に代わる言葉を入力してください" in empty.content.decode()
    assert "元の言葉と同じです" in same.content.decode()


def test_a_text_that_would_get_too_long_is_refused_and_the_typed_words_stay(aoi, supporter):
    case = make_case(author=supporter, title="山田さんの会社が、断る注文を班長と決めるようになった")

    response = decide(aoi, case, 山田={"decision": "replace", "instead": "長" * 60})

    assert response.status_code == 422
    assert "60文字を超えます" in response.content.decode()
    assert "長" * 60 in response.content.decode()


def test_nothing_chosen_is_said(aoi, case):
    assert "一つ以上選んでください" in decide(aoi, case).content.decode()


def test_an_address_of_a_source_cannot_be_half_replaced(aoi, supporter):
    from cases.models import SourceNote

    source = SourceNote(sort_order=0, label="ホームページ", url="https://a-company.example.jp/")
    case = make_case(author=supporter, rows={"sources": [source]})

    response = page_of(aoi, case)

    (form,) = [item["form"] for text in response.context["texts"] for item in text["entries"]]
    assert [code for code, _ in form.fields["decision"].choices] == ["keep", "later"]
    assert decide_marks(
        case=case, by=supporter, keep=[], based_on=case.latest_revision_id,
        replace=[Replacing("sources.0.url", "url", "https://a-company.example.jp/", "x")],
    ).sources.all()[0].url == "https://a-company.example.jp/"  # fmt: skip


def test_who_replaces_learns_that_somebody_wrote_in_the_same_text(aoi, case, supporter):
    keys = keys_in(page_of(aoi, case))
    edit_case(case=case, by=supporter, answers={"situation_before": f"{NAMED}続き。"}, rows={}, based_on=case.latest_revision_id)
    data = {"based_on": case.latest_revision_id, f"{keys['山田']}-decision": "replace", f"{keys['山田']}-instead": "番頭"}

    first = aoi.post(f"/cases/{case.pk}/anonymity/", data)
    again = aoi.post(f"/cases/{case.pk}/anonymity/", data | {"based_on": first.context["form"].data["based_on"]})

    assert first.status_code == 422
    assert "ほかの方が「支援前の状況」を書き直しました" in first.content.decode()
    assert "番頭" in first.content.decode()
    assert again.status_code == 302
    assert latest_version(fresh(case)).situation_before == "社長の番頭さんは、盛岡市の工場で育った。続き。"


def test_a_version_of_another_case_is_no_basis(case, supporter):
    with pytest.raises(Refused, match="もう一度開いて"):
        decide_marks(case=case, by=supporter, keep=[], replace=[Replacing("title", "person", "山田", "B")], based_on=0)


def test_a_conflict_writes_nothing_at_all(case, supporter):
    based_on = case.latest_revision_id
    edit_case(case=case, by=supporter, answers={"situation_before": "山田さん。"}, rows={}, based_on=based_on)

    with pytest.raises(EditConflict):
        decide_marks(
            case=case, by=supporter, keep=[Keeping("place", "盛岡市", "理由")],
            replace=[Replacing("situation_before", "person", "山田", "B")], based_on=based_on,
        )  # fmt: skip

    assert not KeptMark.objects.exists()


# -- the checklist ----------------------------------------------------------------------------------------------------
def test_the_checklist_is_kept_per_version_with_who_and_when(aoi, case, supporter):
    data = {"version": case.latest_revision_id, "points": ["names", "people"]}

    aoi.post(f"/cases/{case.pk}/anonymity/checklist/", data)
    aoi.post(f"/cases/{case.pk}/anonymity/checklist/", data | {"points": ["people", "places"]})

    ticks = CheckTick.objects.filter(version_id=case.latest_revision_id)
    assert {tick.point: tick.by for tick in ticks} == {"people": supporter, "places": supporter}
    assert "あおい" in page_of(aoi, case).content.decode()
    edit_case(case=case, by=supporter, answers={"real_issue": "直した。"}, rows={}, based_on=case.latest_revision_id)
    assert page_of(aoi, case).content.decode().count(" checked") == page_of(aoi, case).content.decode().count('value="later"')


def test_a_checklist_of_an_earlier_version_is_refused(aoi, case, supporter):
    seen = case.latest_revision_id
    edit_case(case=case, by=supporter, answers={"real_issue": "直した。"}, rows={}, based_on=seen)

    response = aoi.post(f"/cases/{case.pk}/anonymity/checklist/", {"version": seen, "points": ["names"]}, follow=True)

    assert "もう一度読み返してから" in response.content.decode()
    assert not CheckTick.objects.exists()


def test_only_the_team_decides_and_ticks(case, other_supporter, supporter):
    for write in (
        lambda: decide_marks(case=case, by=other_supporter, keep=[], replace=[], based_on=case.latest_revision_id),
        lambda: tick_checklist(case=case, by=other_supporter, points=["names"], version=case.latest_revision_id),
        lambda: take_back_kept(case=case, by=other_supporter, kept=1),
    ):
        with pytest.raises(Refused):
            write()


def test_what_is_refused_while_in_review_is_said(aoi, supporter):
    case = make_case(author=supporter, status=Status.SUBMITTED)

    for address in ("checklist/", "kept/1/take-back/"):
        data = {"version": case.latest_revision_id, "points": ["names"]}
        response = aoi.post(f"/cases/{case.pk}/anonymity/{address}", data, follow=True)

        assert "審査中は編集できません" in response.content.decode()


# -- the gate ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("disclosure", ["anonymous", "members"])
def test_a_case_is_not_submitted_before_every_mark_is_decided_and_all_points_are_ticked(supporter, disclosure):
    case = make_case(author=supporter, situation_before=NAMED, disclosure=disclosure)

    with pytest.raises(Refused, match="2か所"):
        submit_case(case=case, by=supporter)
    decide_marks(
        case=case, by=supporter, replace=[], based_on=case.latest_revision_id,
        keep=[Keeping(mark.kind.value, mark.text, "理由") for mark in open_marks(latest_version(case))],
    )  # fmt: skip
    with pytest.raises(Refused, match="あと10項目"):
        submit_case(case=case, by=supporter)
    tick_checklist(case=case, by=supporter, points=CheckPoint.values[1:], version=case.latest_revision_id)
    with pytest.raises(Refused, match="あと1項目"):
        submit_case(case=case, by=supporter)
    tick_checklist(case=case, by=supporter, points=CheckPoint.values, version=case.latest_revision_id)
    submit_case(case=case, by=supporter)

    assert fresh(case).status == Status.SUBMITTED


@pytest.mark.parametrize("disclosure", ["named", "draft"])
def test_a_case_that_is_not_to_be_anonymous_needs_no_decision(supporter, disclosure):
    case = make_case(author=supporter, situation_before=NAMED, disclosure=disclosure)

    assert undecided(latest_version(case)) == []
    assert check_is_decided(latest_version(case)) is None


def test_the_preview_lists_what_is_undecided_as_links(aoi, case):
    html = aoi.get(f"/cases/{case.pk}/preview/").content.decode()

    assert "匿名化の確認をすませると、審査に出せます" in html
    assert f'href="/cases/{case.pk}/anonymity/#marks"' in html
    assert f'href="/cases/{case.pk}/anonymity/#checklist"' in html
    assert "/submit/" not in html


def test_a_case_with_all_decided_can_be_submitted_from_the_preview(aoi, case, supporter):
    decide_everything(case, by=supporter)

    assert f'action="/cases/{case.pk}/submit/"' in aoi.get(f"/cases/{case.pk}/preview/").content.decode()


# -- the combination --------------------------------------------------------------------------------------------------
def test_the_combination_is_counted_over_published_cases_that_everybody_may_read(supporter, reviewer):
    case = make_case(author=supporter)
    known = {"author": supporter, "reviewer": reviewer, "status": Status.PUBLISHED}
    make_case(**known)
    make_case(**known, area="04")  # the same block
    make_case(**known, employee_band="51-100")
    make_case(**known, industry="I")
    make_case(**known, disclosure="members")
    make_case(**known, is_sample=True)
    make_case(author=supporter)

    combination = combination_of(latest_version(case))

    assert combination.facts == ["製造業", "岩手県", "21〜50人"]
    assert combination.others == 1
    assert combination.is_rare
    assert [way.others for way in combination.coarser] == [2, 2, 2]


def test_a_combination_that_many_share_is_not_rare(supporter, reviewer):
    for _ in range(3):
        make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    assert not combination_of(latest_version(make_case(author=supporter))).is_rare


def test_without_a_trade_there_is_no_combination_and_what_is_not_said_counts_for_all(supporter, aoi):
    nothing = make_case(author=supporter, industry="")
    little = combination_of(latest_version(make_case(author=supporter, area="none", employee_band="none")))

    assert combination_of(latest_version(nothing)) is None
    assert "業種がまだ選ばれていません" in page_of(aoi, nothing).content.decode()
    assert (little.facts, little.coarser) == (["製造業"], [])


def test_a_rare_combination_is_said_with_what_to_say_less_finely(aoi, case):
    html = page_of(aoi, case).content.decode()

    assert "組み合わせがめずらしく" in html
    assert "地域を「東北地方」までにする" in html
    assert "「業種の説明」（水産加工業）" in html


# -- staff ------------------------------------------------------------------------------------------------------------
def test_the_desk_shows_what_was_kept_why_what_is_open_and_who_ticked(client_of, supporter, reviewer):
    case = make_case(author=supporter, status=Status.SUBMITTED, situation_before=NAMED)
    KeptMark.objects.create(case=case, kind="person", text="山田", folded="山田", reason="許しを得ている", by=supporter)
    CheckTick.objects.create(case=case, version_id=case.latest_revision_id, point="names", by=supporter)

    html = client_of(reviewer).get(f"/admin/snippets/cases/case/edit/{case.pk}/").content.decode()

    assert "許しを得ている" in html
    assert "盛岡市" in html
    assert "まだ決まっていない言葉" in html
    assert "10のうち1" in html


def test_a_sample_needs_no_check_at_the_desk(client_of, supporter, reviewer):
    case = make_case(author=supporter, status=Status.SUBMITTED, situation_before=NAMED, is_sample=True)

    html = client_of(reviewer).get(f"/admin/snippets/cases/case/edit/{case.pk}/").content.decode()

    assert "確認は要りません" in html
    assert "まだ決まっていない言葉" not in html


def test_staff_keep_the_words_that_identify_nobody_in_the_admin(client_of, reviewer, case):
    emi = client_of(reviewer)

    page = emi.get("/admin/allowed-words/")
    saved = emi.post("/admin/allowed-words/new/", {"word": "盛岡市", "note": "県庁のある市"})

    assert page.status_code == 200
    assert saved.status_code == 302
    assert AllowedWord.objects.get().word == "盛岡市"


def test_no_reader_sees_marks_or_reasons(client_of, visitor, supporter, other_supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, situation_before=NAMED)
    KeptMark.objects.create(case=case, kind="person", text="山田", folded="山田", reason="qzxreason", by=supporter)

    for client in (visitor, client_of(other_supporter)):
        html = client.get(f"/cases/{case.pk}/").content.decode()
        assert "qzxreason" not in html
        assert "find__kind" not in html


def test_kept_words_and_ticks_go_with_their_case(case, supporter):
    KeptMark.objects.create(case=case, kind="person", text="山田", folded="山田", reason="理由", by=supporter)
    CheckTick.objects.create(case=case, version_id=case.latest_revision_id, point="names", by=supporter)

    Case.objects.get(pk=case.pk).delete()

    assert not KeptMark.objects.exists()
    assert not CheckTick.objects.exists()
