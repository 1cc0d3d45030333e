"""The site that the browser tests visit: the filled site and the demo, and one thing in each state that has a page of its own."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.actions import keep_people_list
from accounts.belonging_links import token_of
from accounts.link_tokens import hash_of
from accounts.models import Invitation, PeopleList, User
from accounts.models.invitation import TOKENS as INVITATIONS
from bansou.announcements.models import Announcement
from bansou.explainer.models import ExplainerPage
from bansou.images.actions import picture_from_upload
from bansou.moderation.actions import report as report_thing
from bansou.moderation.models import LimitCounter, Notice, Reason, ReasonUse
from bansou.notifications.actions.addresses import link_token_of
from bansou.notifications.unsubscribing import token_of as mail_token_of
from bansou.operations.demo import load_demo
from bansou.operations.preparation import fill_site
from bansou.school.actions import make_certificate, mark_done
from bansou.school.models import Certificate, CheckItem, Lesson, ReadingAnswer, SelfCheck
from bansou.school.self_check.actions import finish_self_check
from bansou.search.models import Recommendation, SavedSearch, SearchedWords
from bansou.search.models.demand import monday_of
from bansou.search.models.recommendation import query_key
from bansou.search.registry import thing_at
from bansou.search.saved.actions import save_search
from bansou.text.markdown import render
from cases.consent_actions import ask_superior, president_link
from cases.models import Case, CaseMember, FollowUp, Keyword, QuestionCard, TakenWish, TeamInvitation, Theme, WantedCase
from cases.models.invitation import TOKENS as TEAM_INVITATIONS
from cases.statuses import Status
from cases.team_actions import invite
from knowhow.actions import ask_to_edit, release_post
from knowhow.actions.answers import mark_helpful, mark_solution, tell_trial
from knowhow.actions.bookmarks import bookmark
from knowhow.actions.clinics import open_clinic
from knowhow.actions.editing import edit_topic
from knowhow.actions.following import follow
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.questions import report_question
from knowhow.models import Board, Reply, Topic
from tests.factories import make_full_case, photo_with_gps, walk_case

#: Who visits, by the address that the demo gives. "" is a visitor.
ADDRESSES = {
    "reader": "reader@example.jp",
    "supporter": "supporter@example.jp",
    "staff": "staff@example.jp",
    "owner": "admin@example.jp",
    # The owner while he acts for the supporter.
    "helper": "admin@example.jp",
}


@dataclass(frozen=True)
class Holdings:
    """Keys of what the filled site holds."""

    sample_case: int
    draft: int
    submitted: int
    returned: int
    published: int
    topic: int
    reply: int
    hidden_from_visitors: int
    full: int
    member: int
    token: str
    site_token: str
    consent: int
    withdrawn: int
    president_code: str
    superior_code: str
    question: int
    report: int
    #: A solved question whose reply helped and was tried; an archived topic; the supporter himself.
    solved: int
    solution: int
    trial: int
    archived: int
    author: int
    keyword: int
    notice: int
    receipt: str
    held: int
    clinic: int
    version: int
    organisation: int
    belonging_token: str
    mail_token: str
    people_list: int
    address_token: str
    announcement: int
    wish: int
    saved_search: int
    about: int
    self_check: int
    certificate: str
    #: A sample case that stops, and what somebody wrote there.
    stop: int
    stop_answer: int


def fill() -> Holdings:
    """Fill an empty database as `make run` does, and add the supporter's own things."""
    fill_site()
    load_demo()
    supporter, staff = person("supporter"), person("staff")
    picture = picture_from_upload(photo_with_gps(), title="机", description="ノートを広げた机", by=supporter)
    made = {
        "draft": walk_case(author=supporter, title="書きかけの事例", situation_before="社長の山田さんは、盛岡市の工場で育った。"),
        "submitted": walk_case(author=supporter, status=Status.SUBMITTED, title="審査を待つ事例"),
        "returned": walk_case(author=supporter, reviewer=staff, status=Status.RETURNED, title="差し戻された事例"),
        "published": walk_case(
            author=supporter, reviewer=staff, status=Status.PUBLISHED, title="公開された事例", episodes=3, picture=picture,
            picture_alt="ノートを広げた机",
        ),
        "withdrawn": walk_case(author=supporter, reviewer=staff, status=Status.WITHDRAWN, title="取り下げた事例"),
    }  # fmt: skip
    members_only = walk_case(
        author=supporter, reviewer=staff, status=Status.PUBLISHED, title="会員だけが読める事例", disclosure="members"
    )
    topic = post_topic(
        by=supporter,
        board=Board.objects.filter(audience="public").order_by("position")[0],
        kind="question",
        title="沈黙が続いたときの待ち方",
        body="社長が考え込んだとき、三秒で話しかけてしまいます。\n\n■ 試したこと\n・お茶を飲む\n・窓の外を見る",
        submission_key=uuid.uuid4(),
    )
    reply = post_reply(
        by=person("reader"), topic=topic, body="わたしは、手元のノートに書くふりをします。", submission_key=uuid.uuid4()
    )
    if reply.is_held:
        release_post(by=staff, target=reply)
    edit_topic(
        by=supporter,
        topic=topic,
        title=topic.title,
        body=f"{topic.body}\n・外を歩く",
        edit_version=1,
        reason="一つ書き足しました",
    )
    question = QuestionCard.objects.shown().earliest("pk")
    report = report_question(by=supporter, card=question, text="長く黙られて、それから朝の電話の話になりました。")
    # Before the case with everything, which has follow-ups of its own.
    member = _team_of(made["draft"])
    holdings = Holdings(
        sample_case=Case.objects.filter(is_sample=True, live=True).order_by("pk")[0].pk,
        topic=topic.pk,
        reply=reply.pk,
        hidden_from_visitors=members_only.pk,
        full=make_full_case(author=supporter, reviewer=staff, president_voice_agreed=True).case.pk,
        member=member.pk,
        token=_invitation_for(supporter),
        site_token=_site_invitation_for(supporter),
        **_consents_of(made["draft"], made.pop("withdrawn")),
        question=question.pk,
        report=report.pk,
        **_answered(supporter),
        keyword=_followed(supporter, topic, reply).pk,
        **_order_on(topic, supporter),
        clinic=_clinic_of(supporter).pk,
        version=topic.versions.get().pk,
        organisation=supporter.membership.organisation_id,
        belonging_token=token_of(supporter.membership),
        mail_token=mail_token_of(supporter),
        people_list=_people_list(supporter).pk,
        address_token=link_token_of(supporter),
        announcement=_announcement().pk,
        wish=_wishes(made["published"]).pk,
        saved_search=_searched(supporter).pk,
        about=ExplainerPage.objects.get(slug="about").pk,
        self_check=_looked_again(supporter).pk,
        certificate=_learned(supporter).number,
        stop=(answer := ReadingAnswer.objects.in_sight().order_by("-pk")[0]).stop_id,
        stop_answer=answer.pk,
        **{name: case.pk for name, case in made.items()},
    )
    LimitCounter.objects.all().delete()  # the first post of a test is nobody's second within seconds
    return holdings


def _wishes(answer: Case) -> WantedCase:
    """A wish that waits, one that the case answers, and what was searched for before."""
    week = monday_of(timezone.localdate())
    SearchedWords.objects.bulk_create(
        [
            SearchedWords(week=week, words="兄弟 承継", people=8, empty_handed=7, by_kind={"cases": 0, "knowhow": 0}),
            SearchedWords(week=week, words="値上げ", people=23, results=14, by_kind={"cases": 4, "knowhow": 10}),
        ]
    )
    answered = WantedCase.objects.create(title="社長が朝礼をやめた事例")
    TakenWish.objects.create(wish=answered, case=answer)
    return WantedCase.objects.create(
        title="きょうだいで経営を引き継いだ事例", note="弟が社長になるとき、兄とどう話したか。", words="兄弟 承継",
        theme=Theme.objects.get(slug="succession"),
    )  # fmt: skip


def _answered(supporter: User) -> dict[str, int]:
    """A question of the supporter that was answered, and one that is archived."""
    board, others = (
        Board.objects.get(slug="dialogue"),
        list(User.objects.filter(email__in=("ren@example.jp", "kaede@example.jp"))),
    )
    made = {
        name: Topic.objects.create(
            board=board, kind="question", title=title, body="面談の終わり方に、いつも迷います。", author=supporter,
            body_html="<p>面談の終わり方に、いつも迷います。</p>", excerpt="面談の終わり方に、いつも迷います。", submission_key=uuid.uuid4(),
        )
        for name, title in (("solved", "面談の終わりに何を言いますか"), ("archived", "半年前の質問のままです"))
    }  # fmt: skip
    reply = post_reply(
        by=others[0], topic=made["solved"], body="次に話すことを、社長に一つ決めてもらいます。", submission_key=uuid.uuid4()
    )
    mark_solution(by=supporter, reply=reply, thanks="来週から、そう尋ねてみます。")
    mark_helpful(by=supporter, post=reply)
    mark_helpful(by=others[1], post=made["solved"])
    trial = tell_trial(by=others[1], post=reply, text="社長のほうから、次の約束を言ってくれました。")
    archived = made["archived"]
    archived.archived_at = timezone.now()
    archived.save()
    keys = {name: topic.pk for name, topic in made.items()}
    return keys | {"solution": reply.pk, "trial": trial.pk, "author": supporter.pk}


def _followed(supporter: User, topic: Topic, reply: Reply) -> Keyword:
    """A keyword of the topic; what the supporter follows, and a bookmark."""
    keyword = Keyword.objects.earliest("pk")
    topic.keywords.add(keyword)
    for followed in (topic.board, keyword, reply.author):
        follow(by=supporter, followed=followed, level="digest")
    bookmark(by=supporter, post=reply, note="来週の訪問の前に読む")
    return keyword


def _searched(supporter: User) -> SavedSearch:
    """A search that the supporter saved, and what staff recommend for some words."""
    Recommendation.objects.create(
        words="伴走支援", addresses="/about/", asked=[query_key("伴走支援")], things=[thing_at("/about/")]
    )
    return save_search(by=supporter, query="後継者", kind="cases", conditions={"wall": ("2",)}, name="後継者と壁②")


def _looked_again(supporter: User) -> SelfCheck:
    """The supporter's second self-check, three months after that of the demo."""
    answers = {item.code: 1 + item.position % 4 for item in CheckItem.objects.all()}
    return finish_self_check(by=supporter, answers=answers, submission_key=uuid.uuid4())


def _learned(supporter: User) -> Certificate:
    """The supporter has done all lessons, and made a record with everything that it may hold."""
    for lesson in Lesson.objects.all():
        mark_done(by=supporter, lesson=lesson)
    return make_certificate(
        by=supporter,
        name="長宗我部 葵之介",
        with_organisation=True,
        with_cases=True,
        with_replies=True,
        submission_key=uuid.uuid4(),
    )


def _announcement() -> Announcement:
    """One for everybody, without a banner: that of every page is looked at in the gallery."""
    now, text = timezone.now(), "■ 期間\n12月28日から1月4日まで、審査をお休みします。"
    return Announcement.objects.create(
        title="年末年始の審査", text=text, html=render(text), circle="everybody", for_visitors=True, send_at=now, sent_at=now
    )


def _order_on(topic: Topic, supporter: User) -> dict[str, Any]:
    """A reply that its author is asked to change, and a report with its number."""
    held = post_reply(by=supporter, topic=topic, body="取引先の見本商店から、こう言われました。", submission_key=uuid.uuid4())
    ask_to_edit(by=person("staff"), target=held, reason="会社の名前を消してください。")
    told = Notice.objects.filter(person=supporter).latest("pk")
    sent = report_thing(
        by=AnonymousUser(), reason=Reason.objects.offered(ReasonUse.REPORT)[0], text="社名があります。", target=topic, submission_key=uuid.uuid4()
    )  # fmt: skip
    return {"held": held.pk, "notice": told.pk, "receipt": sent.number}


def _clinic_of(author: User) -> Topic:
    """A clinic that runs, with a question."""
    LimitCounter.objects.all().delete()
    texts = {
        "situation": "二代目の社長は、後継ぎの話になると席を立ちます。", "hesitation": "待つか、尋ねるか、迷います。",
        "tried": "一度だけ、先代の話を聞きました。", "asked": "何を見落としているのでしょうか。",
    }  # fmt: skip
    clinic = open_clinic(by=author, title="席を立つ社長と、どう話すか", texts=texts, submission_key=uuid.uuid4())
    peer = User.objects.get(email="kaede@example.jp")
    post_reply(by=peer, topic=clinic, body="そのとき、社長はどこを見ていましたか。", submission_key=uuid.uuid4())
    return clinic


def _people_list(colleague: User) -> PeopleList:
    """A list that waits for its confirmation, with one line to put right."""
    content = "メールアドレス,名前\r\nhazuki@example.jp,葉月\r\nno-address,楓\r\n".encode()
    return keep_people_list(by=person("owner"), organisation=colleague.organisation, name="名簿.csv", content=content)


def _team_of(case: Case) -> CaseMember:
    """Somebody without an account, an open invitation; and a follow-up that was asked for, of every case that could be."""
    invite(case=case, by=case.author, email="hazuki@example.jp", role="observer", submission_key=uuid.uuid4())
    for published in Case.objects.filter(author=case.author, live=True):
        FollowUp.objects.get_or_create(case=published, months=6, defaults={"due_on": datetime.date(2026, 12, 20)})
    return CaseMember.objects.create(case=case, name="見本の税理士", organisation_type="tax", role="expert")


def _consents_of(draft: Case, withdrawn: Case) -> dict[str, Any]:
    """A consent, and the two links for people without an account."""
    author = draft.author
    return {
        "consent": draft.consents.get(party="president").pk,
        "withdrawn": withdrawn.pk,
        "president_code": president_link(case=draft, by=author).code,
        "superior_code": ask_superior(case=draft, by=author, email="kacho@example.jp", submission_key=uuid.uuid4()).code,
    }


def _invitation_for(guest: User) -> str:
    """The token of an invitation by the author of a sample."""
    case, token = Case.objects.filter(is_sample=True).order_by("pk")[0], TEAM_INVITATIONS.new()
    TeamInvitation.objects.create(
        case=case,
        email=guest.email,
        role="second",
        invited_by=case.author,
        token_hash=hash_of(token),
        submission_key=uuid.uuid4(),
    )
    return token


def _site_invitation_for(guest: User) -> str:
    """The token of an invitation into the site by the author of a sample."""
    inviter, token = Case.objects.filter(is_sample=True).order_by("pk")[0].author, INVITATIONS.new()
    Invitation.objects.create(
        email=guest.email, kind="site", invited_by=inviter, token_hash=hash_of(token), submission_key=uuid.uuid4()
    )
    return token


def person(name: str) -> User:
    """One of the people of the demo."""
    return User.objects.get(email=ADDRESSES[name])
