"""Staff's side of belonging, in Wagtail's admin: requests, belongings, organisations and their domains."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions import ask_to_belong, grant_roles, tend_belongings
from accounts.models import BelongingRequest, Membership, Organisation, User
from accounts.roles import REGISTRAR
from bansou.moderation.models import Decision
from bansou.notifications.models import OutgoingMail
from tests.factories import photo_with_gps

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(db) -> User:
    """Toki: agency staff, confirms organisations and belongings."""
    user = User.objects.create_user("toki@example.jp", "pass-word-1234", display_name="とき")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


@pytest.fixture
def request_of_ren(member, society) -> BelongingRequest:
    """Ren asks to belong to the society, with a photograph of his card."""
    return _asked(member, society, paper=SimpleUploadedFile("card.jpg", photo_with_gps().read()))


def _asked(by: User, organisation: Organisation | None, paper=None, **words) -> BelongingRequest:
    key = uuid.uuid4()
    return ask_to_belong(by=by, organisation=organisation, words=words, note="経営指導員です。", paper=paper, submission_key=key)


def _desk(request: BelongingRequest) -> str:
    return f"/admin/belonging-requests/{request.pk}/"


def test_staff_read_the_request_and_confirm_it_and_the_person_hears_of_it(request_of_ren, member, society, registrar, client_of):
    page = client_of(registrar)

    listed = page.get("/admin/belonging-requests/").content.decode()
    desk = page.get(_desk(request_of_ren)).content.decode()
    page.post(_desk(request_of_ren), {"grant": "1", "organisation": society.pk})

    assert _desk(request_of_ren) in listed
    assert "経営指導員です。" in desk
    assert "ren@example.jp" not in desk  # the domain alone
    membership = User.objects.get(pk=member.pk).membership
    assert (membership.organisation, membership.confirmed_by, membership.proof) == (society, registrar, "staff")
    assert Decision.objects.filter(verb="所属を確認した").exists()
    assert "見本町商工会への所属を確認しました" in OutgoingMail.objects.get(recipient="ren@example.jp").text


def test_a_refusal_needs_a_reason_which_the_person_reads_with_the_way_on(request_of_ren, member, registrar, client_of):
    page, reason = client_of(registrar), "お名前を職員紹介で見つけられませんでした。名刺の写真を添えてください。"

    without = page.post(_desk(request_of_ren), {"refuse": "1", "reason": ""})
    page.post(_desk(request_of_ren), {"refuse": "1", "reason": reason})

    assert without.status_code == 422
    own = client_of(member).get("/me/belonging/").content.decode()
    assert reason in own
    assert f'href="/me/belonging/ask/{request_of_ren.organisation_id}/"' in own
    assert reason in OutgoingMail.objects.get(recipient="ren@example.jp").text
    assert not User.objects.get(pk=member.pk).is_supporter


def test_a_described_organisation_is_entered_by_the_same_press(member, registrar, client_of):
    request = _asked(member, None, name="見本村商工会", organisation_type="society", prefecture="20")

    client_of(registrar).post(_desk(request), {"grant": "1", "organisation": ""})

    entered = Organisation.objects.get(name="見本村商工会")
    assert entered.is_verified
    assert User.objects.get(pk=member.pk).organisation == entered


def test_a_request_is_decided_once_and_nobody_decides_his_own(request_of_ren, society, registrar, client_of):
    own = _asked(registrar, society)
    page = client_of(registrar)

    for row, words in ((own, "ほかの職員が確認します"), (request_of_ren, "「確認済み」になっています")):
        if row == request_of_ren:
            page.post(_desk(row), {"grant": "1", "organisation": society.pk})
        answer = page.post(_desk(row), {"grant": "1", "organisation": society.pk}, follow=True)
        assert words in answer.content.decode()

    assert not User.objects.get(pk=registrar.pk).is_supporter


def test_the_paper_is_a_download_without_its_place_and_that_staff_looked_is_recorded(request_of_ren, registrar, client_of):
    answer = client_of(registrar).post(_desk(request_of_ren), {"paper": "1"})

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:2] == b"\xff\xd8"
    assert b"GPS" not in answer.content
    assert b"Exif" not in answer.content
    assert Decision.objects.filter(verb="所属の書類を見た", by=registrar).count() == 1


def test_registrars_hear_once_a_day_that_requests_wait(request_of_ren, registrar, reviewer):
    tend_belongings()
    tend_belongings()

    assert list(OutgoingMail.objects.values_list("recipient", "subject")) == [
        ("toki@example.jp", "【伴走】所属の確認を待っている方が1人います")
    ]


def test_a_reviewer_has_no_part_in_belongings(request_of_ren, reviewer, client_of):
    page = client_of(reviewer)

    for address in ("/admin/belonging-requests/", _desk(request_of_ren), "/admin/memberships/", "/admin/organisations/new/"):
        answer = page.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), address
    assert page.post(_desk(request_of_ren), {"paper": "1"}).status_code == 302


def test_staff_confirm_a_belonging_of_their_own_accord_and_an_older_one_ends(supporter, registrar, client_of):
    bank = Organisation.objects.create(name="見本銀行", organisation_type="bank", prefecture="13", is_verified=True)

    client_of(registrar).post("/admin/memberships/new/", {"user": supporter.pk, "organisation": bank.pk})

    membership = User.objects.get(pk=supporter.pk).membership
    assert (membership.organisation, membership.confirmed_by) == (bank, registrar)
    assert membership.confirmed_until is not None
    assert Decision.objects.filter(verb="所属を確認した", by=registrar).count() == 1
    assert "見本銀行への所属を確認しました" in OutgoingMail.objects.get(recipient="aoi@example.jp").text


def test_staff_end_a_belonging_with_a_reason_and_nobody_deletes_one(supporter, registrar, owner, client_of):
    address = f"/admin/memberships/edit/{supporter.membership.pk}/"
    page = client_of(registrar)

    without = page.post(address, {"reason": ""})
    page.post(address, {"reason": "退職されたと、機関から連絡がありました。"})
    client_of(owner).post(f"/admin/memberships/delete/{supporter.membership.pk}/")

    assert without.status_code == 200
    ended = Membership.objects.get(user=supporter)
    assert (ended.ended_because, ended.ended_reason) == ("staff", "退職されたと、機関から連絡がありました。")
    assert "退職された" in client_of(supporter).get("/me/belonging/").content.decode()
    assert page.post(address, {"reason": "もう一度"}).status_code == 404  # over is over


def _organisation_form(organisation: Organisation, **changes) -> dict[str, object]:
    values = {
        "name": organisation.name, "organisation_type": organisation.organisation_type, "prefecture": organisation.prefecture,
        "is_verified": "on", "about": "", "contact_desk": "", "contact_phone": "", "contact_email": "", "website": "", "domains": "",
    }  # fmt: skip
    return values | changes


def test_staff_write_an_organisations_domains_one_a_line(society, registrar, client_of):
    page, address = client_of(registrar), f"/admin/organisations/edit/{society.pk}/"

    page.post(address, _organisation_form(society, domains="Mihon-SHO.or.jp\n\nmihon.example", abilities=["plan", "sales"]))
    form = page.get(address).content.decode()
    page.post(address, _organisation_form(society, domains="mihon.example"))

    assert "mihon-sho.or.jp" in form
    assert list(society.domains.values_list("domain", flat=True)) == ["mihon.example"]
    assert Decision.objects.filter(verb="メールのドメインを変えた").count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"domains": "gmail.com"}, "どなたでもアドレスを持てるドメインです"),
        ({"domains": "mihon"}, "の形（example.or.jp）ではありません"),
        ({"domains": "taken.example"}, "見本銀行のドメインとして登録済みです"),
        ({"in_directory": "on"}, "電話番号、メールアドレス、ウェブサイトのどれかを入力してください"),
    ],
)
def test_what_cannot_speak_for_an_organisation_is_refused_in_words(society, registrar, client_of, changes, words):
    bank = Organisation.objects.create(name="見本銀行", organisation_type="bank", prefecture="13", is_verified=True)
    bank.domains.create(domain="taken.example")

    answer = client_of(registrar).post(f"/admin/organisations/edit/{society.pk}/", _organisation_form(society, **changes))

    assert words in answer.content.decode()
    assert not society.domains.exists()
