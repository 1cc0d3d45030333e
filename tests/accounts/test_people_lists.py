"""Staff take in the list of an organisation's people: every line is checked, shown, and those that are right are invited."""

import csv
import datetime
import io
import re
import time

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import grant_roles
from accounts.actions.people_lists import take_in_next_lines
from accounts.models import Invitation, Organisation, PeopleList, User
from accounts.models.people_list import KEPT
from accounts.people_csv import check_people
from accounts.refusals import Refused
from accounts.roles import REGISTRAR
from bansou.moderation.models import Decision

pytestmark = pytest.mark.django_db
INDEX = "/admin/people-lists/"
HEADINGS = "メールアドレス,名前\r\n"


@pytest.fixture
def registrar(db) -> User:
    person = User.objects.create_user("yui@example.jp", "pass-word-1234", display_name="ゆい")
    grant_roles(user=person, roles=[REGISTRAR], by=None)
    return person


@pytest.fixture
def staff(client_of, registrar):
    return client_of(registrar)


def upload(client, organisation, content: bytes | str, name: str = "名簿.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(INDEX, {"organisation": organisation.pk, "file": SimpleUploadedFile(name, content, "text/csv")})


def confirm(client):
    return client.post(reverse("people-lists:confirm", args=[PeopleList.objects.get().pk]))


def link_in(letter) -> str:
    return re.search(r"https?://[^/\s]+(/invitations/[^/\s]+/)", letter.body)[1]


def left_out(client) -> list[list[str]]:
    answer = client.get(reverse("people-lists:left_out", args=[PeopleList.objects.get().pk]))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


# -- whose list
def test_the_organisation_is_searched_for_by_name_and_the_form_is_for_the_chosen_one(staff, society):
    Organisation.objects.create(name="見本信用金庫", organisation_type="shinkin", prefecture="13", is_verified=True)
    Organisation.objects.create(name="見本町未確認会", organisation_type="society", prefecture="03")

    before = staff.get(INDEX).content.decode()
    found = staff.get(INDEX, {"name": "見本町", "prefecture": ""}).content.decode()
    chosen = staff.get(INDEX, {"organisation": society.pk}).content.decode()
    none = staff.get(INDEX, {"name": "ありません"}).content.decode()

    assert "見本" not in before
    assert 'type="file"' not in before
    assert f'href="?organisation={society.pk}"' in found
    assert "見本信用金庫" not in found
    assert "未確認会" not in found
    assert f'name="organisation" value="{society.pk}"' in chosen
    assert 'type="file"' in chosen
    assert "あてはまる支援機関がありません" in none


def test_a_list_of_no_organisation_is_refused_and_the_search_is_shown(staff):
    answer = staff.post(INDEX, {"file": SimpleUploadedFile("名簿.csv", HEADINGS.encode(), "text/csv")})

    assert answer.status_code == 422
    assert "支援機関を選んでください" in answer.content.decode()
    assert "支援機関を探す" in answer.content.decode()


# -- from the file to belonging -----------------------------------------------------------------------------------------
def test_a_list_is_shown_first_and_its_people_belong_once_they_accept(staff, registrar, society, member, client_of):
    shown = upload(staff, society, f"{HEADINGS}ren@example.jp,佐藤 蓮\r\nhana@example.jp,\r\n")
    page = staff.get(shown.url).content.decode()
    before = len(mail.outbox)
    confirmed = confirm(staff)
    progress = staff.get(confirmed.url).content.decode()
    guest = client_of(member)
    question = guest.get(link_in(mail.outbox[0])).content.decode()
    guest.post(link_in(mail.outbox[0]), {"accept": "1"})

    person = User.objects.get(pk=member.pk)
    assert "2人に招待を送ります。まだ何も送っていません" in page
    assert before == 0
    assert [letter.to for letter in mail.outbox] == [["ren@example.jp"], ["hana@example.jp"]]
    assert "佐藤 蓮 様" in mail.outbox[0].body
    assert "運営事務局" in mail.outbox[0].body
    assert registrar.display_name not in mail.outbox[0].body + question
    assert "2行のうち2行が済み、2人に招待を送りました" in progress
    assert person.is_supporter
    assert person.organisation == society
    assert Decision.objects.filter(verb="名簿を取り込んだ").count() == 1


def test_wrong_lines_are_left_out_with_their_reason_and_can_be_taken_away(staff, society, supporter):
    lines = [
        "a@example.jp,一",
        "not an address,二",
        ",三",
        "A@Example.jp,四",
        f"b@example.jp,{'長' * 41}",
        "aoi@example.jp,あおい",
        "",
        "c@example.jp,七",
    ]

    page = staff.get(upload(staff, society, HEADINGS + "\r\n".join(lines)).url).content.decode()
    early = left_out(staff)
    confirm(staff)
    late = left_out(staff)

    assert "直すところのある行が4行" in page
    assert "2人に招待を送る" in page
    assert (
        early
        == late
        == [
            ["メールアドレス", "名前", "行", "取り込まなかった理由"],
            ["not an address", "二", "3", "メールアドレスの形になっていません。"],
            ["", "三", "4", "「メールアドレス」が空です。"],
            ["A@Example.jp", "四", "5", "2行目と同じメールアドレスです。"],
            ["b@example.jp", "長" * 41, "6", "「名前」は40文字までです（今は41文字です）。"],
            ["aoi@example.jp", "あおい", "7", "もう、この支援機関に所属しています。"],
        ]
    )
    assert sorted(letter.to[0] for letter in mail.outbox) == ["a@example.jp", "c@example.jp"]


def test_the_list_of_what_was_left_out_can_be_uploaded_again_as_it_is(staff, society):
    upload(staff, society, f"{HEADINGS}wrong,一\r\nb@example.jp,=HYPERLINK(1)\r\n")
    content = staff.get(reverse("people-lists:left_out", args=[PeopleList.objects.get().pk])).content

    mended = content.decode("utf-8-sig").replace("wrong", "right@example.jp").encode("utf-8-sig")

    assert [line.address for line in check_people(mended, society).lines] == ["right@example.jp"]


def test_a_spreadsheet_calculates_nothing_of_what_is_taken_away(staff, society):
    upload(staff, society, f"{HEADINGS}wrong,=1+1\r\n")

    assert left_out(staff)[1][1] == "'=1+1"


def test_the_same_list_again_invites_nobody_twice(staff, society):
    for _ in range(2):
        upload(staff, society, f"{HEADINGS}a@example.jp,一\r\n")
        staff.post(reverse("people-lists:confirm", args=[PeopleList.objects.latest("pk").pk]))

    assert len(mail.outbox) == 1
    assert PeopleList.objects.latest("pk").left_out == [[2, "a@example.jp", "一", "招待を送ってあります。返事を待っています。"]]


def test_a_second_press_takes_nothing_in_twice(staff, society):
    upload(staff, society, f"{HEADINGS}a@example.jp,一\r\n")

    answers = [confirm(staff) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(mail.outbox) == 1


def test_a_list_that_nobody_confirmed_invites_nobody_and_can_be_thrown_away(staff, society):
    upload(staff, society, f"{HEADINGS}a@example.jp,一\r\n")

    staff.post(reverse("people-lists:discard", args=[PeopleList.objects.get().pk]))

    assert not PeopleList.objects.exists()
    assert mail.outbox == []


# -- the file -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        "メールアドレス,名前\r\nhana@example.jp,花子\r\n".encode("utf-8-sig"),
        "メールアドレス,名前\r\nhana@example.jp,花子\r\n".encode("cp932"),
        "氏名\tEmail\r\n花子\thana@example.jp\r\n".encode("utf-16"),
        "所属;名前;メール\n本店;花子;ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ\n".encode(),
        '"メールアドレス","名前"\r\n" hana@example.jp ","花子"\r\n\r\n,\r\n'.encode(),
    ],
    ids=["UTF-8", "Shift_JIS", "UTF-16 with tabs", "other columns", "quoted, with empty lines"],
)
def test_a_list_is_read_as_excel_saved_it(content, society):
    checked = check_people(content, society)

    assert [(line.address, line.name) for line in checked.lines] == [("hana@example.jp", "花子")]
    assert checked.left_out == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"PK\x03\x04book", "Excelブックのままでは"),
        (b"\x00\x01\x02\x00\x00", "読み取れません"),
        ("名前\r\n花子\r\n".encode(), "見出しがありません"),
        (HEADINGS.encode(), "一行もありません"),
        (HEADINGS.encode() + b"".join(b"p%d@example.jp,\r\n" % number for number in range(2001)), "2,000人まで"),
        (HEADINGS.encode() + b"x" * 2**20, "1MBまで"),
        (HEADINGS.encode() + b'"' + b"x" * 200_000, "表として読めません"),
    ],
    ids=["empty", "a workbook", "no text", "no headings", "no lines", "too many", "too big", "one endless cell"],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(content, words, staff, society):
    answer = upload(staff, society, content)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PeopleList.objects.exists()


def test_the_template_is_a_list(staff, society):
    content = staff.get(f"{INDEX}template.csv").content

    assert [line.address for line in check_people(content, society).lines] == ["hanako@example.jp"]


# -- two thousand people --------------------------------------------------------------------------------------------------
def test_two_thousand_people_are_previewed_within_ten_seconds(staff, society):
    lines = [f"p{number}@example.jp,人{number}" if number % 10 else f"wrong{number},人" for number in range(2000)]
    started = time.perf_counter()

    page = staff.get(upload(staff, society, HEADINGS + "\r\n".join(lines)).url).content.decode()

    assert time.perf_counter() - started < 10
    assert "1,800人に招待を送る" in page
    assert "直すところのある行が200行" in page


def test_an_import_that_stopped_goes_on_where_it_was(staff, registrar, society):
    lines = [f"p{number}@example.jp," if number % 7 else "wrong," for number in range(120)]
    upload(staff, society, HEADINGS + "\r\n".join(lines))
    PeopleList.objects.update(confirmed_at=timezone.now())
    kept = PeopleList.objects.get()

    more = take_in_next_lines(kept.pk)
    kept.refresh_from_db()
    halfway = (kept.done, kept.invited + len(kept.left_out), kept.is_running)
    page = staff.get(reverse("people-lists:detail", args=[kept.pk])).content.decode()
    actions.start_taking_in(people_list=kept, by=registrar)
    kept.refresh_from_db()

    assert more
    assert halfway == (50, 50, True)
    assert "120行のうち50行が済み" in page
    assert (kept.done, kept.is_finished) == (120, True)
    assert kept.invited == Invitation.objects.count() == len(mail.outbox) == 102
    assert len(kept.left_out) == 18


def test_a_line_costs_the_same_few_queries_whatever_the_length_of_the_list(staff, society, django_assert_max_num_queries):
    lines = [f"p{number}@example.jp," for number in range(200)]

    with django_assert_max_num_queries(5):
        check_people((HEADINGS + "\r\n".join(lines)).encode(), society)


# -- who, and how long ------------------------------------------------------------------------------------------------
def test_only_those_who_confirm_belongings_take_lists_in(reviewer, supporter, society, client_of):
    for person, status in ((reviewer, 403), (supporter, 404)):
        client = client_of(person)
        assert client.get(INDEX).status_code == status
        assert upload(client, society, f"{HEADINGS}a@example.jp,\r\n").status_code == status
    with pytest.raises(Refused):
        actions.keep_people_list(by=reviewer, organisation=society, name="x", content=HEADINGS.encode() + b"a@example.jp,")


def test_a_list_is_gone_after_a_week(staff, society):
    upload(staff, society, f"{HEADINGS}a@example.jp,\r\n")
    PeopleList.objects.update(uploaded_at=timezone.now() - KEPT + datetime.timedelta(minutes=1))
    actions.drop_old_people_lists()
    kept = PeopleList.objects.count()
    PeopleList.objects.update(uploaded_at=timezone.now() - KEPT)

    actions.drop_old_people_lists()

    assert (kept, PeopleList.objects.count()) == (1, 0)
