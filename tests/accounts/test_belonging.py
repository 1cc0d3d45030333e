"""Where a person belongs: how it is proved, how it goes on, how it ends."""

import datetime
import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.actions import ask_to_belong, confirm_membership, prove_by_domain, tend_belongings
from accounts.belonging_links import token_of
from accounts.models import BelongingPaper, BelongingRequest, Ending, Membership, Organisation, OrganisationDomain, Proof, User
from accounts.prefectures import Prefecture
from accounts.refusals import Refused
from bansou.moderation.models import LimitCounter
from bansou.notifications.models import OutgoingMail
from cases.models import Case
from knowhow.models import Board, Topic
from tests.factories import make_case, photo_with_gps

pytestmark = pytest.mark.django_db

PAGE = "/me/belonging/"
TODAY = timezone.localdate


@pytest.fixture
def chamber(db) -> Organisation:
    """A chamber of commerce with a mail domain of its own."""
    chamber = Organisation.objects.create(
        name="見本市商工会議所", organisation_type="chamber", prefecture=Prefecture.NAGANO, is_verified=True
    )
    OrganisationDomain.objects.create(organisation=chamber, domain="mihon-cci.or.jp")
    return chamber


def _address(user: User, address: str, *, verified: bool = True) -> EmailAddress:
    return EmailAddress.objects.create(user=user, email=address, verified=verified, primary=False)


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def _mails(address: str) -> list[str]:
    return list(OutgoingMail.objects.filter(recipient=address).order_by("pk").values_list("text", flat=True))


# -- by the organisation's mail domain --------------------------------------------------------------------------------
def test_whoever_confirms_an_address_in_the_organisations_domain_belongs_there_at_once(chamber, client, as_person, mailoutbox):
    new = {"email": "hana@mihon-cci.or.jp", "display_name": "はな", "password1": "nagai-aikotoba-7", **as_person()}
    client.post("/accounts/signup/", new)
    link = re.search(r"/accounts/confirm-email/[^/\s]+/", mailoutbox[-1].body)

    client.post(link[0])

    hana = User.objects.get(email="hana@mihon-cci.or.jp")
    assert hana.is_supporter
    assert (hana.membership.organisation, hana.membership.proof) == (chamber, Proof.DOMAIN)
    assert any("見本市商工会議所への所属を確認しました" in text for text in _mails("hana@mihon-cci.or.jp"))


@pytest.mark.parametrize("address", ["x@sub.mihon-cci.or.jp", "x@mihon-cci.or.jp.example.jp", "mihon-cci.or.jp@gmail.com"])
def test_an_address_that_only_looks_like_the_organisations_proves_nothing(chamber, member, client_of, address):
    _address(member, address)

    page = client_of(member)
    page.post("/me/belonging/prove/", {"address": address})

    assert not _fresh(member).is_supporter
    assert "この所属で確認する" not in page.get(PAGE).content.decode()


def test_an_address_that_is_not_confirmed_or_not_his_proves_nothing(chamber, member, other_supporter, client_of):
    _address(member, "ren@mihon-cci.or.jp", verified=False)
    _address(other_supporter, "kaede@mihon-cci.or.jp")

    for address in ("ren@mihon-cci.or.jp", "kaede@mihon-cci.or.jp"):
        answer = client_of(member).post("/me/belonging/prove/", {"address": address}, follow=True)
        assert "あなたの確認済みのアドレスではありません" in answer.content.decode()

    assert _fresh(member).membership is None


def test_an_unverified_organisations_domain_makes_nobody_a_supporter(chamber, member):
    Organisation.objects.update(is_verified=False)
    _address(member, "ren@mihon-cci.or.jp")

    assert prove_by_domain(user=member, address="ren@mihon-cci.or.jp") is None


def test_who_belongs_elsewhere_is_asked_before_a_new_address_moves_him(chamber, supporter, society, client_of):
    from accounts.receivers import address_confirmed

    address_confirmed(email_address=_address(supporter, "aoi@mihon-cci.or.jp"))
    page = client_of(supporter)
    offered = page.get(PAGE).content.decode()
    before = _fresh(supporter).organisation
    page.post("/me/belonging/prove/", {"address": "aoi@mihon-cci.or.jp"})

    assert before == society
    assert "aoi@mihon-cci.or.jp は、<b>見本市商工会議所</b>のものです" in offered
    assert _fresh(supporter).organisation == chamber
    assert "この所属で確認する" not in page.get(PAGE).content.decode()


def test_a_prefectures_lg_jp_address_needs_nobody_of_staff(member, client_of):
    _address(member, "ren@pref.iwate.lg.jp")
    page = client_of(member)

    offered = page.get(PAGE).content.decode()
    assert not Organisation.objects.filter(name="岩手県").exists()  # looking changes nothing
    page.post("/me/belonging/prove/", {"address": "ren@pref.iwate.lg.jp"})

    assert "<b>岩手県</b>" in offered
    organisation = _fresh(member).organisation
    assert (organisation.name, organisation.organisation_type, organisation.prefecture) == ("岩手県", "local-government", "03")


def test_where_staff_took_the_verification_away_the_known_domain_proves_nothing(member):
    _address(member, "ren@pref.iwate.lg.jp")
    prove_by_domain(user=member, address="ren@pref.iwate.lg.jp")
    Organisation.objects.filter(name="岩手県").update(is_verified=False)

    assert prove_by_domain(user=member, address="ren@pref.iwate.lg.jp") is None
    assert not _fresh(member).is_supporter


def test_confirming_an_address_succeeds_even_where_the_limit_of_proofs_is_reached(chamber, member):
    from accounts.receivers import address_confirmed

    LimitCounter.objects.create(person=member, name="belonging", window_seconds=86_400, started_at=timezone.now(), count=30)

    address_confirmed(email_address=_address(member, "ren@mihon-cci.or.jp"))

    assert _fresh(member).membership is None


# -- by staff ---------------------------------------------------------------------------------------------------------
def test_a_person_finds_his_organisation_and_asks_with_a_note_and_a_paper(society, member, client_of):
    page = client_of(member)

    found = page.get(PAGE, {"name": "見本町", "prefecture": "03"}).content.decode()
    form = page.get(f"/me/belonging/ask/{society.pk}/")
    answer = page.post(
        f"/me/belonging/ask/{society.pk}/",
        {
            "note": "経営指導員です。",
            "paper": SimpleUploadedFile("id.pdf", b"%PDF-1.7 REN-NO-MEISHI"),
            "submission_key": str(uuid.uuid4()),
        },
        follow=True,
    )

    assert f'href="/me/belonging/ask/{society.pk}/"' in found
    assert form.status_code == 200
    assert "申し込みを受け付けました" in answer.content.decode()
    assert "確認を待っています" in answer.content.decode()
    paper = BelongingPaper.objects.get(request__user=member)
    assert b"REN-NO-MEISHI" not in bytes(paper.sealed)
    assert not _fresh(member).is_supporter


def test_an_organisation_that_is_not_in_the_list_is_described(member, client_of):
    answer = client_of(member).post(
        "/me/belonging/ask/",
        {
            "name": "見本村商工会",
            "organisation_type": "society",
            "prefecture": "20",
            "note": "事務局長です。",
            "submission_key": str(uuid.uuid4()),
        },
        follow=True,
    )

    assert "見本村商工会（長野県、未登録）への所属を、登録担当が確認しています" in answer.content.decode()


def test_one_that_is_in_the_list_is_not_described_anew(society, member, client_of):
    answer = client_of(member).post(
        "/me/belonging/ask/", {"name": "見本町商工会", "organisation_type": "society", "prefecture": "03", "note": "職員です。"}
    )

    assert answer.status_code == 422
    assert "登録済みです" in answer.content.decode()
    assert "職員です。" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ nothing", "写真として読み取れませんでした"), (b"%PDF-" + b"x" * (5 * 2**20), "5MBまでです")],
)
def test_what_is_no_paper_is_refused_and_the_note_stays(society, member, client_of, content, words):
    answer = client_of(member).post(
        f"/me/belonging/ask/{society.pk}/", {"note": "経営指導員です。", "paper": SimpleUploadedFile("a.pdf", content)}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "経営指導員です。" in answer.content.decode()


def test_a_double_press_asks_once_and_a_second_request_keeps_its_text(society, chamber, member, client_of):
    page, sent = client_of(member), {"note": "経営指導員です。", "submission_key": str(uuid.uuid4())}

    first, second = (page.post(f"/me/belonging/ask/{society.pk}/", sent) for _ in range(2))
    third = page.post(f"/me/belonging/ask/{chamber.pk}/", {"note": "移りました。", "submission_key": str(uuid.uuid4())})

    assert (first.status_code, second.status_code, third.status_code) == (302, 302, 422)
    assert "確認待ちの申し込みがあります" in third.content.decode()
    assert "移りました。" in third.content.decode()
    assert BelongingRequest.objects.count() == 1
    assert page.get(f"/me/belonging/ask/{chamber.pk}/")["Location"] == PAGE


def test_a_request_taken_back_leaves_no_paper(society, member, client_of):
    _asked(member, society, paper=SimpleUploadedFile("a.jpg", photo_with_gps().read()))

    answer = client_of(member).post("/me/belonging/withdraw/", follow=True)

    assert "取り下げました" in answer.content.decode()
    assert not BelongingPaper.objects.exists()
    assert client_of(member).get(f"/me/belonging/ask/{society.pk}/").status_code == 200


def _asked(member: User, organisation: Organisation, paper=None) -> BelongingRequest:
    return ask_to_belong(
        by=member, organisation=organisation, words={}, note="経営指導員です。", paper=paper, submission_key=uuid.uuid4()
    )


def test_a_proof_by_address_settles_the_request_that_waits(chamber, society, member):
    request = _asked(member, society)
    _address(member, "ren@mihon-cci.or.jp")

    prove_by_domain(user=member, address="ren@mihon-cci.or.jp")

    request.refresh_from_db()
    assert request.state == "withdrawn"


# -- leaving and moving -----------------------------------------------------------------------------------------------
def test_what_was_written_keeps_its_organisation_when_the_writer_moves(supporter, society, chamber, reviewer):
    case = make_case(author=supporter, reviewer=reviewer)
    board = Board.objects.create(slug="talk", name="雑談", purpose="話す", audience="public", position=91)
    topic = Topic.objects.create(
        board=board, kind="talk", title="四月から異動します", author=supporter, organisation=society,
        body="ありがとうございました。", submission_key=uuid.uuid4(),
    )  # fmt: skip

    confirm_membership(user=supporter, organisation=chamber, by=None)

    assert Case.objects.get(pk=case.pk).organisation == society
    assert Topic.objects.get(pk=topic.pk).organisation == society
    assert _fresh(supporter).organisation == chamber
    ended = Membership.objects.get(user=supporter, organisation=society)
    assert (ended.ended_because, ended.ended_at is not None) == (Ending.MOVED, True)


def test_leaving_is_asked_once_and_ends_what_a_supporter_may(supporter, client_of):
    page = client_of(supporter)

    asked = page.get("/me/belonging/leave/")
    still = _fresh(supporter).is_supporter
    page.post("/me/belonging/leave/")

    assert asked.status_code == 200
    assert still
    assert not _fresh(supporter).is_supporter
    assert page.get("/cases/new/").status_code == 403
    assert page.post("/me/belonging/leave/").status_code == 302


def test_confirming_the_same_organisation_once_more_makes_no_second_row(supporter, society):
    first = supporter.membership.pk
    Membership.objects.update(confirmed_until=TODAY())

    again = confirm_membership(user=supporter, organisation=society, by=None)

    assert again.pk == first
    assert again.confirmed_until == TODAY() + datetime.timedelta(days=365)


# -- the year ---------------------------------------------------------------------------------------------------------
def _ends_in(user: User, days: int, **values) -> Membership:
    Membership.objects.living().filter(user=user).update(confirmed_until=TODAY() + datetime.timedelta(days=days), **values)
    return Membership.objects.living().get(user=user)


def test_the_yearly_link_works_without_sign_in_and_looking_changes_nothing(supporter):
    membership = _ends_in(supporter, 20)
    tend_belongings()
    link = re.search(r"/me/belonging/confirm/[^/\s]+/", _mails("aoi@example.jp")[-1])[0]
    visitor = Client(enforce_csrf_checks=True)

    looked = visitor.get(link)
    unchanged = Membership.objects.get(pk=membership.pk).confirmed_until
    forged = visitor.post(link)
    pressed = visitor.post(link, {"csrfmiddlewaretoken": visitor.cookies["csrftoken"].value})

    assert "いまも所属しています" in looked.content.decode()
    assert unchanged == TODAY() + datetime.timedelta(days=20)
    assert forged.status_code == 403
    assert "確認しました" in pressed.content.decode()
    assert Membership.objects.get(pk=membership.pk).confirmed_until == TODAY() + datetime.timedelta(days=365)
    assert visitor.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "WzEsICIyMDI2Il0:1:2", "a" * 300])
def test_a_forged_link_confirms_nothing(supporter, visitor, token):
    assert visitor.post(f"/me/belonging/confirm/{token}/").status_code in (404, 410)


def test_the_link_of_a_belonging_that_is_over_is_dead(supporter, visitor, client_of):
    link = f"/me/belonging/confirm/{token_of(supporter.membership)}/"
    client_of(supporter).post("/me/belonging/leave/")

    assert visitor.post(link).status_code == 410
    assert not _fresh(supporter).is_supporter


def test_a_person_is_told_thirty_days_and_seven_days_before_and_not_more_often(supporter):
    for days, told in ((31, 0), (30, 1), (29, 1), (8, 1), (7, 2), (6, 2)):
        _ends_in(supporter, days)
        last = Membership.objects.get(user=supporter).told_on
        if last:  # the days between pass
            Membership.objects.filter(user=supporter, told_on=TODAY()).update(told_on=_when_told(days))
        tend_belongings()
        tend_belongings()
        assert len(_mails("aoi@example.jp")) == told, days


def _when_told(days: int) -> datetime.date:
    """The day of the last letter, seen from a day so many days before the end."""
    return TODAY() - datetime.timedelta(days=(30 if days >= 7 else 7) - days)


def test_a_belonging_that_nobody_confirmed_ends_and_the_page_tells_the_way_on(supporter, client_of):
    _ends_in(supporter, -1, told_on=TODAY() - datetime.timedelta(days=8))

    tend_belongings()

    page = client_of(supporter).get(PAGE).content.decode()
    assert not _fresh(supporter).is_supporter
    assert "所属の確認の期限が過ぎました" in page
    assert "支援機関を探して申し込む" in page
    assert "期限が過ぎたため" in _mails("aoi@example.jp")[-1]


def test_no_belonging_ends_unannounced_when_the_daily_work_has_slept(supporter):
    _ends_in(supporter, -90)

    tend_belongings()

    membership = Membership.objects.get(user=supporter)
    assert membership.ended_at is None
    assert membership.confirmed_until == TODAY() + datetime.timedelta(days=7)
    assert len(_mails("aoi@example.jp")) == 1


def test_the_yearly_link_goes_to_the_address_that_proved_it(chamber, member):
    _address(member, "ren@mihon-cci.or.jp")
    prove_by_domain(user=member, address="ren@mihon-cci.or.jp")
    _ends_in(member, 10)

    tend_belongings()

    assert any("いまも所属しています" in text for text in _mails("ren@mihon-cci.or.jp"))
    assert not any("いまも所属しています" in text for text in _mails("ren@example.jp"))


def test_whoever_lost_the_address_that_proved_it_is_not_confirmed_by_the_link(chamber, member, visitor):
    address = _address(member, "ren@mihon-cci.or.jp")
    membership = prove_by_domain(user=member, address="ren@mihon-cci.or.jp")
    address.delete()

    answer = visitor.post(f"/me/belonging/confirm/{token_of(membership)}/")

    assert answer.status_code == 403
    assert "もう一度所属を確認してください" in answer.content.decode()


def test_the_paper_goes_ninety_days_after_the_decision_and_the_decision_stays(society, member, other_supporter):
    for person, days in ((member, 91), (other_supporter, 89)):
        BelongingRequest.objects.filter(user=person).delete()
        request = BelongingRequest.objects.create(
            user=person, organisation=society, note="職員です。", state="refused", reason="分かりません。", submission_key=uuid.uuid4(),
            decided_at=timezone.now() - datetime.timedelta(days=days),
        )  # fmt: skip
        BelongingPaper.objects.create(request=request, content_type="application/pdf", sealed=b"x")

    tend_belongings()

    assert list(BelongingPaper.objects.values_list("request__user", flat=True)) == [other_supporter.pk]
    assert BelongingRequest.objects.filter(user=member).exists()


# -- rules in the database --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("domain", ["gmail.com", "docomo.ne.jp", "or.jp", "lg.jp", "no domain", "localhost", ""])
def test_nobodys_and_anybodys_domain_is_never_an_organisations(society, domain):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        OrganisationDomain.objects.create(organisation=society, domain=domain)


def test_a_domain_as_it_is_typed_is_kept_in_one_form(society):
    assert OrganisationDomain.objects.create(organisation=society, domain=" ＠Mihon-SHO.or.jp ").domain == "mihon-sho.or.jp"


def test_every_prefecture_has_its_own_known_domain():
    from accounts.public_bodies import PUBLIC_BODIES

    assert {body.prefecture for domain, body in PUBLIC_BODIES.items() if domain.endswith(".lg.jp")} == set(Prefecture)
    assert PUBLIC_BODIES["pref.aomori.lg.jp"].name == "青森県"
    assert PUBLIC_BODIES["metro.tokyo.lg.jp"].name == "東京都"
    assert PUBLIC_BODIES["pref.okinawa.lg.jp"].name == "沖縄県"


def test_a_limit_stops_a_script(member, society):
    LimitCounter.objects.create(person=member, name="belonging", window_seconds=86_400, started_at=timezone.now(), count=30)

    with pytest.raises(Refused, match="所属の手続き"):
        _asked(member, society)
