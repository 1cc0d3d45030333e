"""The question bank: finding a card, taking it along, proposing one, telling how it went; and who sees what of it."""

import re
import tomllib
import uuid
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actions import grant_roles
from accounts.refusals import Refused
from accounts.roles import EDITOR, REGISTRAR
from bansou.moderation.models import Decision, LimitCounter
from bansou.notifications.models import OutgoingMail
from cases import setup
from cases.models import QuestionCard
from cases.models.question import QUESTION_MAX
from cases.statuses import Status
from cases.vocabularies import Inquiry, Stage, Wall
from knowhow.actions import keep_question, report_question
from knowhow.models import QuestionReport
from knowhow.question_tray import CARDS_AT_MOST, setting_of
from tests.factories import make_case

pytestmark = pytest.mark.django_db

BANK = "/knowhow/questions/"


@pytest.fixture
def make_card(db):
    """A card in the bank, staff's own unless it has an author."""

    def _make_card(question="何に困っておられますか", **fields):
        values = {"inquiry": "pure", "walls": ["see"], "stage": "start", "partner": "president", "aim": "聞く", "state": "shown"}
        return QuestionCard.objects.create(question=question, submission_key=uuid.uuid4(), **values | fields)

    return _make_card


@pytest.fixture
def card(make_card):
    return make_card()


@pytest.fixture
def proposed(make_card, supporter):
    return make_card(
        "提案した問いかけです", state="proposed", author=supporter, organisation=supporter.organisation, source="supporter"
    )


def _typed(**changes):
    typed = {
        "question": "いちばん長く続いたお客さまは、どなたですか", "inquiry": "pure", "walls": ["see", "lack"], "stage": "start",
        "partner": "president", "aim": "続いている訳を聞く", "submission_key": str(uuid.uuid4()),
    }  # fmt: skip
    return typed | changes


# -- the bank as it begins


def test_the_bank_begins_with_questions_for_every_wall_and_every_kind_of_inquiry_and_every_stage():
    cards = tomllib.loads(setup.QUESTIONS.read_text(encoding="utf-8"))["cards"]

    kinds = Counter((wall, card["inquiry"]) for card in cards for wall in card["walls"])
    assert len(cards) >= 60
    assert all(kinds[wall, inquiry] >= 3 for wall in Wall.values for inquiry in Inquiry.values)
    assert {card["stage"] for card in cards} == set(Stage.values)
    assert len({card["question"] for card in cards}) == len({card["code"] for card in cards}) == len(cards)
    assert all(card["aim"] and card["reaction"] and card["not_when"] for card in cards)
    assert not [card["code"] for card in cards if card["question"].endswith("。") or "「" in card["question"]]


def test_a_pure_question_opens_and_does_not_answer_itself():
    cards = tomllib.loads(setup.QUESTIONS.read_text(encoding="utf-8"))["cards"]

    leading = re.compile(r"ではありませんか|ではないですか|ませんよね|べき|したほうが|だと思いませんか|でしょうね")
    assert not [card["question"] for card in cards if card["inquiry"] == "pure" and leading.search(card["question"])]


def test_filling_the_site_again_adds_nothing_and_keeps_what_staff_changed():
    first = QuestionCard.objects.order_by("pk").first()
    QuestionCard.objects.filter(pk=first.pk).update(question="職員が直した問いかけ", state="hidden")
    count = QuestionCard.objects.count()

    setup.write_questions()

    assert QuestionCard.objects.count() == count
    first.refresh_from_db()
    assert (first.question, first.state) == ("職員が直した問いかけ", "hidden")


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "長" * (QUESTION_MAX + 1)},
        {"question": ""},
        {"walls": []},
        {"walls": ["roof"]},
        {"inquiry": "rude"},
        {"state": "lost"},
    ],
)
def test_the_database_keeps_what_a_card_must_be(fields, make_card):
    with pytest.raises((IntegrityError, Exception)) as raised, transaction.atomic():
        make_card(**fields)

    assert "violates check constraint" in str(raised.value) or "too long" in str(raised.value)


# -- finding


def test_conditions_of_the_address_narrow_the_bank_and_their_counts_are_true(visitor):
    context = visitor.get(f"{BANK}?wall=face&kind=confrontive").context["bank"]

    right = QuestionCard.objects.shown().filter(walls__contains=["face"], inquiry="confrontive")
    assert {question.pk for question in context.questions} == set(right.values_list("pk", flat=True))
    assert context.survey.total == right.count()
    facets = {facet.name: {option.value: option.count for option in facet.options} for facet in context.survey.facets}
    of_kind = QuestionCard.objects.shown().filter(inquiry="confrontive")
    assert facets["wall"] == {wall: of_kind.filter(walls__contains=[wall]).count() for wall in Wall.values}
    at_wall = QuestionCard.objects.shown().filter(walls__contains=["face"])
    assert facets["kind"] == {kind: at_wall.filter(inquiry=kind).count() for kind in Inquiry.values}
    assert [(chosen.label, chosen.count) for chosen in context.survey.chosen] == [
        ("②向き合わない", of_kind.count()),
        ("対決的な問いかけ", at_wall.count()),
    ]


def test_a_card_of_two_walls_is_found_at_both_and_counted_once_without_them(make_card, visitor):
    card = make_card(walls=["see", "lack"], partner="outsider", stage="follow_up")

    for walls in ("wall=see", "wall=lack", "wall=see&wall=lack"):
        bank = visitor.get(f"{BANK}?{walls}&partner=outsider&stage=follow_up").context["bank"]
        assert [question.pk for question in bank.questions] == [card.pk], walls
        assert bank.survey.total == 1


def test_the_pages_of_the_bank_hold_every_card_once(visitor):
    query, seen = "", []
    while True:
        bank = visitor.get(f"{BANK}{query}").context["bank"]
        seen += [question.pk for question in bank.questions]
        query = bank.page.next_query
        if not query:
            break

    assert seen == list(QuestionCard.objects.shown().order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "query", ["wall=roof", "kind=%00", "card=x", "card=99999999999999999999", "after=zzz", "stage=1&partner="]
)
def test_nonsense_in_the_address_opens_the_bank(query, visitor):
    assert visitor.get(f"{BANK}?{query}").status_code == 200


def test_the_page_of_a_wall_shows_a_question_of_each_kind_in_rising_interference(visitor):
    findings = visitor.get("/walls/act/").context["findings"]

    assert [question.inquiry for question in findings.cards] == list(Inquiry.values)
    assert all("act" in dict(question.wall_labels) for question in findings.cards)


# -- the tray and the sheet


def test_a_card_goes_into_the_tray_and_out_of_it_by_links_and_the_conditions_stay(card, visitor):
    before = next(q for q in visitor.get(f"{BANK}?partner=president&after=").context["bank"].questions)
    taken = visitor.get(f"{BANK}{before.tray_url.split('#')[0]}&partner=president").context["bank"]

    assert [one.pk for one in taken.taken] == [before.pk]
    again = next(q for q in taken.questions if q.pk == before.pk)
    assert again.is_in_tray
    assert "partner=president" in again.tray_url
    assert "card=" not in again.tray_url
    assert f"card={before.pk}" in taken.page.next_query
    assert all(f"card={before.pk}" in condition.query for condition in taken.survey.chosen)


def test_a_full_tray_takes_nothing_more(make_card, visitor):
    cards = [make_card(f"問いかけその{number}") for number in range(CARDS_AT_MOST + 1)]
    query = "&".join(f"card={card.pk}" for card in cards[:CARDS_AT_MOST])

    shown = visitor.get(f"{cards[-1].get_absolute_url()}?{query}").context["shown"]
    page = visitor.get(f"{BANK}sheet/?{query}&card={cards[-1].pk}").content.decode()

    assert shown.tray_url == ""
    assert all(card.question in page for card in cards[:CARDS_AT_MOST])
    assert cards[-1].question not in page


def test_the_sheet_keeps_the_order_that_was_chosen_and_shows_nothing_that_is_not_in_the_bank(
    make_card, proposed, supporter, client_of
):
    first, second = make_card("はじめの問いかけです"), make_card("つぎの問いかけです")
    address = f"{BANK}sheet/?card={second.pk}&card={proposed.pk}&card={first.pk}&card=999999999"

    page = client_of(supporter).get(address)

    lines = page.context["lines"]
    assert [line.card.pk for line in lines] == [second.pk, first.pk]
    assert lines[1].url_earlier == f"?card={first.pk}&card={second.pk}"
    assert lines[0].url_without == f"?card={first.pk}"
    assert proposed.question not in page.content.decode()


def test_more_and_longer_questions_are_set_smaller(make_card):
    short, long = make_card("何がありましたか"), make_card("長" * 200, aim="長" * 300, not_when="長" * 300)

    settings = [setting_of(cards) for cards in ([short], [short] * 6, [long] * 2, [long] * 6)]

    assert settings[0] == "large"
    assert settings[-1] == "dense"
    order = ["large", "medium", "fair", "small", "dense"]
    assert [order.index(name) for name in settings] == sorted(order.index(name) for name in settings)


# -- proposing


def test_a_supporter_proposes_a_card_that_waits_for_staff(supporter, client_of, visitor):
    answer = client_of(supporter).post(f"{BANK}new/", _typed(question="「どなたに相談されますか。」"))

    card = QuestionCard.objects.get(author=supporter)
    assert answer.url == card.get_absolute_url()
    assert (card.question, card.state, card.source) == ("どなたに相談されますか", "proposed", "supporter")
    assert client_of(supporter).get(card.get_absolute_url()).status_code == 200
    assert visitor.get(card.get_absolute_url()).status_code == 404
    assert card.question not in visitor.get(f"{BANK}?wall=lack&kind=pure").content.decode()


def test_a_double_press_proposes_once(supporter, client_of):
    typed, browser = _typed(), client_of(supporter)

    assert browser.post(f"{BANK}new/", typed).url == browser.post(f"{BANK}new/", typed).url
    assert QuestionCard.objects.filter(author=supporter).count() == 1


def test_a_key_that_somebody_else_used_names_no_foreign_card(supporter, other_supporter, client_of):
    typed = _typed()
    client_of(supporter).post(f"{BANK}new/", typed)

    with pytest.raises(IntegrityError):
        client_of(other_supporter).post(f"{BANK}new/", typed)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("question", "", "「問いかけ」を入力"), ("question", "長" * 201, "200文字以内"), ("walls", [], "「どの壁の前で」を選んで"),
        ("inquiry", "rude", "一覧の中から"), ("stage", "", "「段階」を選んで"), ("aim", "", "「ねらい」を入力"),
    ],
)  # fmt: skip
def test_a_refused_proposal_says_what_to_do_and_keeps_the_text(field, value, words, supporter, client_of):
    answer = client_of(supporter).post(f"{BANK}new/", _typed(reaction="消えてはいけない文章") | {field: value})

    assert answer.status_code == 422
    assert any(words in error for errors in answer.context["form"].errors.values() for error in errors)
    assert "消えてはいけない文章" in answer.content.decode()


def test_only_supporters_propose(member, client_of):
    browser = client_of(member)
    browser.raise_request_exception = False

    assert browser.post(f"{BANK}new/", _typed()).status_code == 403
    assert not QuestionCard.objects.filter(code=None).exists()


def test_proposals_are_limited(supporter, client_of):
    browser = client_of(supporter)
    for number in range(10):
        assert browser.post(f"{BANK}new/", _typed(question=f"提案その{number}")).status_code == 302

    refused = browser.post(f"{BANK}new/", _typed(question="十一番目の提案"))

    assert "24時間に10回まで" in refused.content.decode()
    assert "十一番目の提案" in refused.content.decode()


def test_a_proposal_from_a_dialogue_begins_with_the_words_that_were_spoken_and_names_its_place(
    supporter, reviewer, client_of, visitor
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    case.episodes.filter(sort_order=1).update(
        question="少し待って聞きました。「誰と決めますか」と。", aim="相手を知る", walls=["follow"]
    )
    key = case.episodes.get(sort_order=1).key
    address = f"{BANK}new/?case={case.pk}&dialogue={key}"

    initial = client_of(supporter).get(address).context["form"].initial
    client_of(supporter).post(address, _typed(question="誰と決めますか"))
    QuestionCard.objects.filter(author=supporter).update(state="shown")

    assert (initial["question"], initial["aim"], initial["walls"]) == ("誰と決めますか", "相手を知る", ["follow"])
    page = visitor.get(QuestionCard.objects.get(author=supporter).get_absolute_url()).content.decode()
    assert f'href="{case.get_absolute_url()}#dialogue-2"' in page
    assert supporter.display_name not in page


def test_the_case_that_a_card_comes_from_is_named_only_to_those_who_may_read_it(
    supporter, reviewer, other_supporter, make_card, client_of, visitor
):
    case = make_case(
        author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members", title="会員だけの事例です"
    )
    card = make_card(source="episode", case=case, episode_key=case.episodes.first().key, author=supporter)

    assert "会員だけの事例です" not in visitor.get(card.get_absolute_url()).content.decode()
    page = client_of(other_supporter).get(card.get_absolute_url()).content.decode()
    assert "会員だけの事例です" in page
    assert supporter.display_name in page


@pytest.mark.parametrize("query", ["case=999999&dialogue=x", "case=x", "reply=999999", "reply=%00", "case=99999999999999999999"])
def test_what_cannot_be_read_cannot_be_proposed_from(query, supporter, client_of):
    assert client_of(supporter).get(f"{BANK}new/?{query}").status_code == 404


def test_somebody_elses_draft_cannot_be_proposed_from(supporter, other_supporter, client_of):
    draft = make_case(author=supporter)
    address = f"{BANK}new/?case={draft.pk}&dialogue={draft.episodes.first().key}"

    assert client_of(other_supporter).get(address).status_code == 404
    assert client_of(supporter).get(address).status_code == 200


def test_a_proposal_from_a_reply_leads_to_it_as_far_as_one_may_read_it(
    make_board, make_topic, make_reply, supporter, client_of, visitor
):
    topic = make_topic(board=make_board("supporters", "supporter"))
    reply = make_reply(topic=topic)

    client_of(supporter).post(f"{BANK}new/?reply={reply.pk}", _typed())
    card = QuestionCard.objects.get(author=supporter)
    QuestionCard.objects.filter(pk=card.pk).update(state="shown")

    assert card.source == "reply"
    assert topic.title in client_of(supporter).get(card.get_absolute_url()).content.decode()
    assert topic.title not in visitor.get(card.get_absolute_url()).content.decode()


# -- staff


def _of_staff(card, **changes):
    fields = {name: getattr(card, name) for name in ("question", "inquiry", "walls", "stage", "partner", "aim", "state", "note")}
    return fields | changes


@pytest.fixture
def editor(member):
    grant_roles(user=member, roles=[EDITOR], by=None)
    return member


def test_staff_show_a_proposed_card_and_its_proposer_learns_of_it(proposed, reviewer, supporter, client_of, visitor):
    client_of(reviewer).post(f"/admin/questions/edit/{proposed.pk}/", _of_staff(proposed, state="shown", walls=["see", "act"]))

    proposed.refresh_from_db()
    assert (proposed.state, proposed.walls) == ("shown", ["see", "act"])
    assert visitor.get(proposed.get_absolute_url()).status_code == 200
    assert "載せました" in OutgoingMail.objects.get(recipient=supporter.email).subject
    assert Decision.objects.about(proposed).get().verb == "問いかけバンクに載せた"


def test_staff_put_a_proposed_card_aside_only_with_a_reason_that_its_proposer_reads(proposed, reviewer, supporter, client_of):
    browser, address = client_of(reviewer), f"/admin/questions/edit/{proposed.pk}/"

    browser.post(address, _of_staff(proposed, state="hidden"))
    proposed.refresh_from_db()
    assert proposed.state == "proposed"

    browser.post(address, _of_staff(proposed, state="hidden", note="よく似た問いかけが、もうあります。"))
    proposed.refresh_from_db()
    assert proposed.state == "hidden"
    assert "よく似た問いかけ" in OutgoingMail.objects.get(recipient=supporter.email).text
    assert "よく似た問いかけ" in client_of(supporter).get(proposed.get_absolute_url()).content.decode()


def test_editors_write_cards_that_stand_in_the_bank_at_once(editor, client_of, visitor):
    card = QuestionCard(question="職員の問いかけ", inquiry="pure", walls=["lack"], stage="solve", aim="聞く", state="shown")

    client_of(editor).post("/admin/questions/new/", _of_staff(card))

    card = QuestionCard.objects.get(question="職員の問いかけ")
    assert (card.state, card.source, card.author) == ("shown", "staff", None)
    assert visitor.get(card.get_absolute_url()).status_code == 200


def test_cards_are_never_deleted(card, owner, client_of):
    client_of(owner).post(f"/admin/questions/delete/{card.pk}/")

    assert QuestionCard.objects.filter(pk=card.pk).exists()


def test_a_hidden_card_is_gone_from_list_sheet_and_case_at_once(card, supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, used_questions=[card])
    addresses = (f"{BANK}?wall=see&kind=pure&stage=start", f"{BANK}sheet/?card={card.pk}", case.get_absolute_url())
    assert all(card.question in visitor.get(address).content.decode() for address in addresses)

    QuestionCard.objects.filter(pk=card.pk).update(state="hidden")

    assert not any(card.question in visitor.get(address).content.decode() for address in addresses)
    assert visitor.get(card.get_absolute_url()).status_code == 404


def test_a_card_of_staffs_own_is_put_aside_without_a_letter(card, reviewer, client_of):
    client_of(reviewer).post(f"/admin/questions/edit/{card.pk}/", _of_staff(card, state="hidden"))

    card.refresh_from_db()
    assert card.state == "hidden"
    assert not OutgoingMail.objects.exists()


def test_nobody_without_the_right_keeps_the_bank(card, supporter, member):
    grant_roles(user=member, roles=[REGISTRAR], by=None)

    for person in (AnonymousUser(), supporter, member):
        with pytest.raises(Refused, match="編集担当と審査担当"):
            keep_question(by=person, card=card)


# -- where it was used, and how it went


def test_a_card_names_the_cases_in_which_it_was_used_to_those_who_may_read_them(
    card, supporter, reviewer, other_supporter, client_of, visitor
):
    for disclosure, title in (("anonymous", "公開の事例です"), ("members", "会員の事例です")):
        make_case(
            author=supporter,
            reviewer=reviewer,
            status=Status.PUBLISHED,
            disclosure=disclosure,
            title=title,
            used_questions=[card],
        )
    make_case(author=supporter, title="書きかけの事例です", used_questions=[card])

    for client, readable in ((visitor, {"公開の事例です"}), (client_of(other_supporter), {"公開の事例です", "会員の事例です"})):
        assert {case.title for case in client.get(card.get_absolute_url()).context["page"].items} == readable


def test_a_supporter_tells_how_it_went_once_and_may_say_it_otherwise(card, supporter, client_of):
    browser = client_of(supporter)
    browser.post(card.get_absolute_url(), {"text": "長い沈黙のあとで、話し始めました。"})
    LimitCounter.objects.all().delete()
    browser.post(card.get_absolute_url(), {"text": "二度目は、うまくいきませんでした。"})

    report = QuestionReport.objects.get()
    card.refresh_from_db()
    assert (report.text, report.author, card.report_count) == ("二度目は、うまくいきませんでした。", supporter, 1)
    assert report.edited_at is not None
    assert browser.get(card.get_absolute_url()).context["form"].initial["text"] == report.text


def test_the_words_of_reports_are_for_supporters_and_their_number_for_everybody(
    card, supporter, other_supporter, member, client_of, visitor
):
    report_question(by=supporter, card=card, text="支援者だけの話です")

    for client, reads in ((visitor, False), (client_of(member), False), (client_of(other_supporter), True)):
        page = client.get(card.get_absolute_url()).content.decode()
        assert ("支援者だけの話です" in page) is reads
        assert "1人" in page


def test_reports_are_limited_and_the_text_is_kept(card, make_card, supporter, client_of):
    browser = client_of(supporter)
    browser.post(card.get_absolute_url(), {"text": "ひとつめ"})

    refused = browser.post(make_card("別の問いかけ").get_absolute_url(), {"text": "すぐに続けて書きました"})

    assert refused.status_code == 422
    assert "待ってから" in refused.content.decode()
    assert "すぐに続けて書きました" in refused.content.decode()


def test_whoever_is_no_supporter_tells_nothing(card, member, client_of, visitor):
    refused = client_of(member).post(card.get_absolute_url(), {"text": "会員の話"})
    parked = visitor.post(card.get_absolute_url(), {"text": "だれかの話"})

    assert "所属を確認した支援者" in refused.content.decode()
    assert parked.url.startswith("/accounts/login/")
    assert not QuestionReport.objects.exists()


def test_nobody_tells_of_a_card_that_is_not_in_the_bank(proposed, supporter, client_of):
    refused = client_of(supporter).post(proposed.get_absolute_url(), {"text": "自分の提案です"})

    assert "載っていません" in refused.content.decode()
    assert not QuestionReport.objects.exists()


def test_staff_hide_a_report_with_a_reason_and_the_count_follows(card, supporter, other_supporter, reviewer, client_of):
    report = report_question(by=supporter, card=card, text="会社が分かる話")
    address = f"{BANK}reports/{report.pk}/hide/"
    staff, other, writer = client_of(reviewer), client_of(other_supporter), client_of(supporter)

    staff.post(address, {"act": "hide", "reason": "会社が分かるため"})
    staff.post(address, {"act": "hide", "reason": "会社が分かるため"})

    card.refresh_from_db()
    assert card.report_count == 0
    assert "会社が分かる話" not in other.get(card.get_absolute_url()).content.decode()
    assert "会社が分かるため" in writer.get(card.get_absolute_url()).content.decode()
    assert "直せません" in writer.post(card.get_absolute_url(), {"text": "書き直し"}).content.decode()
    for _ in range(2):
        staff.post(address, {"act": "show", "reason": "分からない形でした"})
    card.refresh_from_db()
    assert card.report_count == 1
    assert [decision.verb for decision in Decision.objects.about(report)] == ["表示に戻した", "非表示にした"]


# -- cost


def test_a_page_of_the_bank_asks_the_same_number_of_queries_at_one_and_at_fifty_rows(
    card, make_card, supporter, other_supporter, reviewer, django_user_model, client_of, visitor
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, used_questions=[card])
    report_question(by=supporter, card=card, text="ひとつめ")
    QuestionCard.objects.filter(code__isnull=False).update(state="hidden")
    browsers = {"visitor": visitor, "supporter": client_of(other_supporter), "staff": client_of(reviewer)}
    addresses = (
        BANK,
        f"{BANK}?wall=see&card={card.pk}",
        card.get_absolute_url(),
        f"{BANK}sheet/?card={card.pk}",
        case.get_absolute_url(),
    )

    def queries():
        asked = {}
        for who, browser in browsers.items():
            for address in addresses:
                browser.get(address)
                caches["pages"].clear()
                with CaptureQueriesContext(connection) as captured:
                    assert browser.get(address).status_code == 200
                asked[who, address] = len(captured)
        return asked

    at_one = queries()
    more = [make_card(f"問いかけその{number}") for number in range(49)]
    case.used_questions.add(*more[:19])
    case.save()
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, used_questions=[card, *more])
    for number in range(20):
        person = django_user_model.objects.create_user(f"p{number}@example.jp", "pass-word-1234", display_name=f"人{number}")
        QuestionReport.objects.create(card=card, author=person, organisation=supporter.organisation, text=f"声{number}")

    assert queries() == at_one
    assert max(count for (who, _), count in at_one.items() if who != "staff") <= 12
    assert max(at_one.values()) <= 14  # staff: two for their rights


def test_a_reply_that_asks_offers_supporters_to_propose_it(make_reply, topic, supporter, member, reviewer, client_of, visitor):
    asks, says = make_reply("そのとき、何を見ていましたか。"), make_reply("よく分かります。私もです。")
    address = f"{BANK}new/?reply="

    pages = {
        name: client_of(person).get(topic.get_absolute_url()).content.decode()
        for name, person in (("supporter", supporter), ("member", member), ("staff", reviewer))
    }

    assert f"{address}{asks.pk}" in pages["supporter"]
    assert f"{address}{says.pk}" not in pages["supporter"]
    assert not [name for name in ("member", "staff") if address in pages[name]]
    assert address not in visitor.get(topic.get_absolute_url()).content.decode()
