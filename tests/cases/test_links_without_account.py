"""The president takes his consent back, the superior says yes: by a link, without an account. Looking changes nothing."""

import datetime
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Refused
from bansou.moderation.models import Decision
from bansou.operations.daily import do_daily_work
from cases.business_time import business_days_before, is_business_day
from cases.consent_actions import answer_as_superior, ask_superior, president_link, remind_superiors
from cases.consents import confirmation_of, uncovered
from cases.models import Case, CaseMember, Consent, PresidentLink, SuperiorLink
from cases.models.links import new_code, plain_code
from cases.statuses import Status, SuperiorAnswer
from tests.factories import cover, fresh, make_case, photo_with_gps

pytestmark = pytest.mark.django_db

BOSS = "kacho@example.jp"


def _president(link: PresidentLink) -> str:
    return reverse("cases:president", args=[link.code])


def _superior(link: SuperiorLink) -> str:
    return reverse("cases:superior", args=[link.code])


# -- codes ------------------------------------------------------------------------------------------------------------
def test_a_code_is_found_however_it_was_typed_from_paper():
    code = new_code()
    plain = plain_code(code)

    assert len(plain) == 20
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("0", "o").replace("1", "l")):
        assert plain_code(typed) == plain
    wide = code.translate({ord(letter): ord(letter) + 0xFEE0 for letter in code})
    assert plain_code(wide) == plain


@pytest.mark.parametrize("typed", ["", "-", "AAAA-BBBB-CCCC-DDDD-EEEE", "あいうえお", "x" * 5000])
def test_a_made_up_code_is_none_of_ours(typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert PresidentLink.objects.by_code(typed) is None


# -- the president ----------------------------------------------------------------------------------------------------
@pytest.fixture
def published(supporter, reviewer) -> Case:
    return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="載っている事例")


def test_the_sheets_for_the_president_carry_the_draft_and_the_address(client_of, supporter, settings):
    case = make_case(author=supporter)
    client = client_of(supporter)

    first = client.post(reverse("cases:president_sheets", args=[case.pk]))
    again = client.post(reverse("cases:president_sheets", args=[case.pk]))

    link = PresidentLink.objects.get(case=case)
    assert first.url == again.url == reverse("cases:consent_print", args=[case.pk, "explanation"])
    for sheet in ("explanation", "agreement"):
        page = client.get(reverse("cases:consent_print", args=[case.pk, sheet])).content.decode()
        assert f"{settings.BASE_URL}{_president(link)}" in page
        assert case.title in page
        assert "A社" in page
    assert client.get(reverse("cases:consent_print", args=[case.pk, "other"])).status_code == 404


def test_the_code_is_kept_as_a_hash_and_sealed(supporter):
    link = president_link(case=make_case(author=supporter), by=supporter)

    assert plain_code(link.code) not in f"{link.code_hash} {bytes(link.sealed)!r}"
    assert link.code.encode() not in bytes(link.sealed)


def test_the_sheets_are_the_teams_alone(client_of, supporter, other_supporter, reviewer, visitor):
    case = make_case(author=supporter)
    president_link(case=case, by=supporter)
    address = reverse("cases:consent_print", args=[case.pk, "agreement"])

    assert visitor.get(address).status_code == 302
    assert [client_of(person).get(address).status_code for person in (other_supporter, reviewer)] == [404, 404]


def test_looking_at_the_link_changes_nothing(published, supporter, visitor):
    link = president_link(case=published, by=supporter)

    page = visitor.get(_president(link))

    assert "載っている事例" in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page.content.decode()
    assert fresh(published).status == Status.PUBLISHED


def test_the_presidents_no_works_at_once_for_everybody(published, supporter, other_supporter, member, visitor, client_of):
    link = president_link(case=published, by=supporter)
    CaseMember.objects.create(case=published, user=other_supporter, organisation_type="bank", role="second")
    readers = [visitor, client_of(member)]
    for reader in readers:
        assert "載っている事例" in reader.get("/cases/").content.decode()
        assert reader.get(published.get_absolute_url()).status_code == 200

    done = Client().post(_president(link), follow=True)

    assert "同意を取り消しました" in done.content.decode()
    assert "載っている事例" not in done.content.decode()
    for reader in readers:
        assert reader.get(published.get_absolute_url()).status_code == 410
        assert "載っている事例" not in reader.get("/cases/").content.decode()
    assert fresh(published).status == Status.WITHDRAWN
    assert {letter.to[0] for letter in mail.outbox} == {supporter.email, other_supporter.email}
    [decision] = Decision.objects.about(published)
    assert decision.actor == "経営者（確認リンク）"


def test_the_link_needs_no_account_but_a_press_of_its_own_page(published, supporter):
    link = president_link(case=published, by=supporter)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(_president(link)).status_code == 403
    assert fresh(published).live


def test_the_link_works_once_and_says_so(published, supporter, visitor):
    link = president_link(case=published, by=supporter)
    for _ in range(2):
        visitor.post(_president(link))

    page = visitor.get(_president(link))

    assert page.status_code == 200
    assert "同意を取り消しました" in page.content.decode()
    assert Decision.objects.about(published).count() == 1


def test_a_revoked_link_is_dead_and_a_made_up_one_is_not_there(published, supporter, client_of, visitor):
    old = president_link(case=published, by=supporter)
    client_of(supporter).post(reverse("cases:president_sheets", args=[published.pk]), {"anew": "1"})
    new = PresidentLink.objects.get(case=published, revoked_at=None)

    assert visitor.post(_president(old)).status_code == 410
    assert fresh(published).live
    assert visitor.get(_president(new)).status_code == 200
    assert visitor.get(reverse("cases:president", args=["AAAA-BBBB"])).status_code == 404
    # Of a case that is erased its code is still known for one of ours.
    assert visitor.get(reverse("cases:president", args=[new_code()])).status_code == 410


def test_the_presidents_no_to_a_draft_keeps_it_from_ever_coming_out(supporter, visitor):
    case = make_case(author=supporter)
    link = president_link(case=case, by=supporter)

    page = visitor.get(_president(link))
    visitor.post(_president(link))

    assert "これから公開されることもなくなります" in page.content.decode()
    assert fresh(case).status == Status.DRAFT
    assert [entry.party for entry in uncovered(case)] == ["president"]


def test_somebody_who_tries_again_and_again_is_stopped(supporter, reviewer, monkeypatch, visitor):
    from bansou.moderation import limits

    monkeypatch.setitem(limits.RATES, "consent_link", (limits.Rate(1, 3600),))
    first, second = (
        president_link(case=make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED), by=supporter)
        for _ in range(2)
    )

    assert visitor.post(_president(first)).status_code == 302
    assert visitor.post(_president(second)).status_code == 403


# -- the superior -----------------------------------------------------------------------------------------------------
@pytest.fixture
def case(supporter) -> Case:
    """Covered but for the superior's yes."""
    written = make_case(author=supporter, title="まだ見せない題名", went_badly="支援者だけの反省")
    Consent.objects.filter(case=written, party="superior").delete()
    return fresh(written)


@pytest.fixture
def asked(case, supporter) -> SuperiorLink:
    return ask_superior(case=case, by=supporter, email=BOSS, submission_key=uuid.uuid4())


def test_the_team_asks_and_the_mail_names_neither_case_nor_company(client_of, supporter, case):
    sent = {"email": "ＫＡＣＨＯ@example.jp", "submission_key": str(uuid.uuid4())}
    for _ in range(2):
        client_of(supporter).post(reverse("cases:superior_ask", args=[case.pk]), sent)

    [letter] = mail.outbox
    assert letter.to == [BOSS]
    assert _superior(SuperiorLink.objects.get()) in letter.body
    assert case.title not in letter.body + letter.subject
    assert confirmation_of(case) == "未確認"


def test_a_wrong_address_is_named_on_the_same_page(client_of, supporter, case):
    page = client_of(supporter).post(reverse("cases:superior_ask", args=[case.pk]), {"email": "kacho"})

    assert page.status_code == 422
    assert not SuperiorLink.objects.exists()


@pytest.mark.parametrize(("fields", "words"), [({"disclosure": "draft"}, "公開しない"), ({"summary": ""}, "一文で言うと")])
def test_what_is_not_meant_to_be_read_is_not_shown_to_the_superior(client_of, supporter, fields, words):
    case = make_case(author=supporter, **fields)

    page = client_of(supporter).post(reverse("cases:superior_ask", args=[case.pk]), {"email": BOSS})

    assert page.status_code == 422
    assert words in page.content.decode()


def test_the_superior_sees_the_version_as_its_readers_will_and_nothing_more(asked, visitor, supporter):
    later = asked.case.get_latest_revision_as_object()
    later.title = "あとから変えた題名"
    later.save_revision(clean=False)

    page = visitor.get(_superior(asked)).content.decode()

    assert "まだ見せない題名" in page
    assert "あとから変えた題名" not in page
    assert "支援者だけの反省" not in page


def test_the_superiors_yes_counts_as_his_consent(asked, visitor, supporter):
    page = visitor.post(_superior(asked), {"yes": "1", "words": ""}, follow=True)

    assert "お返事を受け取りました" in page.content.decode()
    consent = Consent.objects.get(case=asked.case, party="superior")
    assert (consent.method, consent.scope, consent.version_id) == ("link", "anonymous", asked.version_id)
    assert confirmation_of(asked.case) == "確認済み"
    assert not uncovered(asked.case)
    assert mail.outbox[-1].to == [supporter.email]
    assert Decision.objects.about(asked.case).get().actor == "所属長（確認リンク）"


def test_a_yes_to_an_anonymous_case_is_none_to_a_named_one(asked, visitor):
    visitor.post(_superior(asked), {"yes": "1"})
    asked.case.disclosure = "named"

    assert [entry.party for entry in uncovered(asked.case)] == ["superior"]


def test_a_wish_for_changes_has_words_and_the_team_reads_them_at_the_preview(asked, visitor, supporter, client_of):
    without = visitor.post(_superior(asked), {"changes": "1", "words": " "})
    visitor.post(_superior(asked), {"changes": "1", "words": "地名をぼかしてください"})

    assert without.status_code == 422
    page = client_of(supporter).get(reverse("cases:preview", args=[asked.case_id])).content.decode()
    assert "地名をぼかしてください" in page
    assert "未確認（直してほしいところがあります）" in page
    assert uncovered(asked.case)


def test_the_superior_answers_once(asked, visitor):
    visitor.post(_superior(asked), {"yes": "1"})
    again = visitor.post(_superior(asked), {"changes": "1", "words": "やっぱり"})

    assert again.status_code == 200
    assert SuperiorLink.objects.get().answer == SuperiorAnswer.YES
    with pytest.raises(Refused):
        answer_as_superior(link=asked, says_yes=False, words="やっぱり")


def test_a_new_question_or_a_revocation_kills_the_old_link_and_time_does_too(asked, case, supporter, client_of, visitor):
    newer = ask_superior(case=case, by=supporter, email=BOSS, submission_key=uuid.uuid4())
    assert visitor.get(_superior(asked)).status_code == 410
    client_of(supporter).post(reverse("cases:superior_revoke", args=[case.pk]))
    assert visitor.get(_superior(newer)).status_code == 410
    last = ask_superior(case=case, by=supporter, email=BOSS, submission_key=uuid.uuid4())
    SuperiorLink.objects.filter(pk=last.pk).update(created_at=timezone.now() - datetime.timedelta(days=31))
    assert visitor.get(_superior(last)).status_code == 410
    assert visitor.get(reverse("cases:superior", args=["AAAA"])).status_code == 404
    assert "返事のないまま期限" in client_of(supporter).get(reverse("cases:consents", args=[case.pk])).content.decode()


def test_a_picture_of_a_draft_stays_closed_to_who_has_the_link(supporter, visitor):
    from bansou.images.actions import picture_from_upload

    picture = picture_from_upload(photo_with_gps(), title="写真", description="机", by=supporter)
    case = make_case(author=supporter, picture=picture, picture_alt="机")
    link = ask_superior(case=case, by=supporter, email=BOSS, submission_key=uuid.uuid4())

    page = visitor.get(_superior(link))

    assert page.status_code == 200
    assert "/media/" not in page.content.decode()


def test_who_does_not_answer_is_reminded_once_after_three_business_days(asked, supporter):
    mail.outbox.clear()
    SuperiorLink.objects.update(
        created_at=datetime.datetime(2026, 11, 19, 10, tzinfo=timezone.get_current_timezone())
    )  # a Thursday

    # Saturday, Sunday and the holiday of the 23rd do not count.
    told = [remind_superiors(today=datetime.date(2026, 11, day)) for day in (23, 24, 25, 26, 27)]

    assert told == [0, 0, 1, 0, 0]
    [letter] = mail.outbox
    assert letter.to == [BOSS]
    assert _superior(asked) in letter.body


def test_the_daily_run_reminds_superiors_but_not_those_whose_time_is_over(asked):
    mail.outbox.clear()
    SuperiorLink.objects.update(created_at=timezone.now() - datetime.timedelta(days=31))

    do_daily_work.func()

    assert not mail.outbox


@pytest.mark.parametrize(
    ("day", "works"),
    [((2026, 11, 20), True), ((2026, 11, 21), False), ((2026, 11, 23), False), ((2026, 11, 24), True), ((2027, 1, 1), False)],
)
def test_weekends_and_holidays_are_no_business_days(day, works):
    assert is_business_day(datetime.date(*day)) == works


def test_business_days_are_counted_back_over_a_holiday():
    # From Wednesday the 25th back: the 25th, the 24th, and the Friday before the long weekend.
    assert business_days_before(datetime.date(2026, 11, 25), 3) == datetime.date(2026, 11, 19)


@pytest.mark.parametrize(
    ("rows", "words"),
    [([], "未確認"), ([{"is_needed": False, "note": "独立している"}], "不要")],
)
def test_the_confirmation_of_the_superior_is_said_in_words(case, supporter, rows, words):
    for row in rows:
        Consent.objects.create(case=case, party="superior", recorded_by=supporter, submission_key=uuid.uuid4(), **row)

    assert confirmation_of(case) == words


def test_covering_twice_is_no_contradiction(case):
    cover(case)

    assert not uncovered(case)
