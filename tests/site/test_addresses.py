"""Every address of the site, asked as each kind of person, against one written table. Every pattern, role and method: test_matrix.py."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from accounts.belonging_links import token_of
from accounts.link_tokens import hash_of
from accounts.models import Invitation, User
from accounts.models.invitation import TOKENS as INVITATIONS
from bansou.announcements.models import Announcement
from bansou.moderation.actions import record_decision, tell
from bansou.notifications.actions.addresses import link_token_of
from bansou.notifications.unsubscribing import token_of as mail_token_of
from bansou.search.models import SavedSearch
from cases.consent_actions import ask_superior, president_link
from cases.models import Case, CaseMember, ConsentSheet, FollowUp, Keyword, QuestionCard, TeamInvitation
from cases.models.invitation import TOKENS as TEAM_INVITATIONS
from cases.sealing import seal
from cases.statuses import Status
from knowhow.actions import open_clinic
from knowhow.models import Board, PostPicture, PostVersion, QuestionReport, Reply, Topic, Trial
from tests.factories import make_case, photo_with_gps

pytestmark = pytest.mark.django_db

#: What GET answers to a visitor, a member, a supporter and a member of staff. The supporter is not the author of what is asked for.
#: "in" means: sent to sign in. A new address without a line here fails the test below.
TABLE: dict[str, tuple[Any, Any, Any, Any]] = {
    # for everybody
    "operations:healthz": (200, 200, 200, 200),
    "operations:readyz": (200, 200, 200, 200),
    "operations:robots": (200, 200, 200, 200),
    "mail_address:ask": (405, 405, 405, 405),
    "mail_address:confirm": (200, 200, 200, 200),
    "operations:sitemap": (200, 200, 200, 200),
    "operations:components": (200, 200, 200, 200),  # in development and tests alone
    "cases:list": (200, 200, 200, 200),
    "cases:map": (200, 200, 200, 200),
    "cases:changes": (200, 200, 200, 200),
    "cases:wanted": (200, 200, 200, 200),
    "cases:compare": (200, 200, 200, 200),
    "cases:like": (200, 200, 200, 200),
    "cases:detail": (200, 200, 200, 200),
    "cases:export": (200, 200, 200, 200),
    "announcements:list": (200, 200, 200, 200),
    "announcements:detail": (200, 200, 200, 200),
    "announcements:put_aside": (405, 405, 405, 405),
    "case_feeds:newest": (200, 200, 200, 200),
    "case_feeds:wall": (200, 200, 200, 200),
    "case_feeds:keyword": (404, 404, 404, 404),  # no case of the stage has it; of one that has: tests/cases/test_feeds.py
    "knowhow_feeds:newest": (200, 200, 200, 200),
    "knowhow_feeds:board": (200, 200, 200, 200),
    "knowhow_feeds:keyword": (200, 200, 200, 200),
    "knowhow:front": (200, 200, 200, 200),
    "knowhow:board": (200, 200, 200, 200),
    "knowhow:boards": (200, 200, 200, 200),
    "knowhow:topic": (200, 200, 200, 200),
    "knowhow:keyword": (200, 200, 200, 200),
    "knowhow:clinics": (200, 200, 200, 200),
    "knowhow:topic_history": (200, 200, 200, 200),
    "knowhow:reply_history": (200, 200, 200, 200),
    "knowhow:picture": (200, 200, 200, 200),
    "knowhow:questions": (200, 200, 200, 200),
    "knowhow:question": (200, 200, 200, 200),
    "knowhow:question_sheet": (200, 200, 200, 200),
    "glossary:terms": (200, 200, 200, 200),
    "glossary:term": (200, 200, 200, 200),
    "moderation:report": (200, 200, 200, 200),
    "moderation:receipt": (200, 200, 200, 200),
    "search:results": (200, 200, 200, 200),
    "search:suggest": (200, 200, 200, 200),
    "wagtail_serve": (200, 200, 200, 200),
    "media": (200, 200, 200, 200),
    # for the signed-in
    "accounts:me": ("in", 200, 200, 200),
    "accounts:second_factor_later": (405, 405, 405, 405),
    "accounts:profile": ("in", 200, 200, 200),
    "accounts:data": ("in", 200, 200, 200),
    "accounts:data_file": ("in", 302, 302, 302),  # asks for the password again; whose it is: tests/accounts/test_my_data.py
    "accounts:close": ("in", 302, 302, 302),  # asks for the password again
    "accounts:closed": (200, 200, 200, 200),
    # where somebody belongs, and organisations
    "accounts:organisations": (200, 200, 200, 200),
    "accounts:organisation": (200, 200, 200, 200),
    "accounts:belonging": ("in", 200, 200, 200),
    "accounts:belonging_ask": ("in", 200, 302, 200),  # the supporter belongs there already
    "accounts:belonging_ask_unlisted": ("in", 200, 200, 200),
    "accounts:belonging_withdraw": (405, 405, 405, 405),
    "accounts:belonging_prove": (405, 405, 405, 405),
    "accounts:belonging_listing": (405, 405, 405, 405),
    "accounts:belonging_leave": ("in", 302, 200, 302),  # who belongs nowhere has nothing to leave
    "accounts:belonging_confirm": (200, 200, 200, 200),  # whoever has the link
    "moderation:notices": ("in", 200, 200, 200),
    "moderation:notice": ("in", 404, 404, 404),  # the supporter who asks is not the one it is for
    "notifications:inbox": ("in", 200, 200, 200),
    "notifications:all_read": (405, 405, 405, 405),
    "notifications:open": (405, 405, 405, 405),
    "notifications:read": (405, 405, 405, 405),
    "notifications:choices": ("in", 200, 200, 200),
    "notifications:choices_by_link": (200, 200, 200, 200),  # whoever has the link
    "notifications:stop": (200, 200, 200, 200),
    "saved_searches:list": ("in", 200, 200, 200),
    "saved_searches:save": (405, 405, 405, 405),
    "saved_searches:change": ("in", 404, 404, 404),  # the supporter who asks is not the one who saved it
    "cases:mine": ("in", 200, 200, 200),
    "knowhow:new": ("in", 200, 200, 200),
    "knowhow:person": ("in", 200, 200, 200),
    "knowhow:topic_try": ("in", 200, 200, 200),
    "knowhow:reply_try": ("in", 200, 200, 200),
    "knowhow:topic_reopen": ("in", 302, 302, 302),  # it is open; of an archived one: tests/knowhow/test_ageing.py
    "knowhow:following": ("in", 200, 200, 200),
    "knowhow:unread": ("in", 200, 200, 200),
    "knowhow:topic_unread": ("in", 302, 302, 302),
    "knowhow:bookmarks": ("in", 200, 200, 200),
    "knowhow:topic_bookmark": ("in", 200, 200, 200),
    "knowhow:reply_bookmark": ("in", 200, 200, 200),
    "knowhow:similar": (405, 405, 405, 405),
    # staff acting for somebody; of a living session: tests/accounts/test_supported_sessions.py
    "accounts:support": (404, 404, 404, 404),
    "accounts:support_end": (405, 405, 405, 405),
    # writing: supporters and their own things
    "cases:new": ("in", 403, 200, 403),  # staff review; they do not write
    "knowhow:question_new": ("in", 403, 200, 403),
    "knowhow:clinic_new": ("in", 403, 200, 403),  # staff could see who is who
    "knowhow:clinic_edit": ("in", 404, 404, 404),
    "knowhow:clinic_close": ("in", 404, 404, 404),
    "knowhow:clinic_views": (405, 405, 405, 405),
    "knowhow:clinic_put_away": (405, 405, 405, 405),
    "knowhow:clinic_case": (405, 405, 405, 405),
    "cases:edit": ("in", 404, 404, 404),
    "cases:edit_step": ("in", 404, 404, 404),
    "cases:resume": ("in", 404, 404, 404),
    "cases:preview": ("in", 404, 404, 404),
    "cases:withdraw": ("in", 404, 404, 200),
    "cases:anonymity": ("in", 404, 404, 404),
    "cases:anonymity_checklist": (405, 405, 405, 405),
    "cases:anonymity_take_back": (405, 405, 405, 405),
    "cases:submit": (405, 405, 405, 405),
    "cases:recall": (405, 405, 405, 405),
    "drafts:keep": (405, 405, 405, 405),
    "drafts:discard": (405, 405, 405, 405),
    "cases:private": ("in", 404, 404, 200),  # staff are asked for a reason first
    "cases:consents": ("in", 404, 404, 404),  # staff see them at the desk
    "cases:consent_withdraw": ("in", 404, 404, 200),
    "cases:consent_sheet": ("in", 404, 404, 200),
    "cases:consent_print": ("in", 404, 404, 404),
    "cases:president_sheets": (405, 405, 405, 405),
    "cases:superior_ask": (405, 405, 405, 405),
    "cases:superior_revoke": (405, 405, 405, 405),
    "cases:reopen": (405, 405, 405, 405),
    "cases:restore": (404, 404, 404, 404),  # the case is published; of a withdrawn one: tests/cases/test_withdrawal.py
    "cases:president": (200, 200, 200, 200),  # whoever has the link
    "cases:superior": (200, 200, 200, 200),
    "cases:team": ("in", 404, 404, 404),
    "cases:team_remove": ("in", 404, 404, 404),
    "cases:invitation_revoke": (405, 405, 405, 405),
    "cases:invitation_resend": (405, 405, 405, 405),
    "cases:invitation": (200, 403, 200, 403),  # the supporter is the one who was invited
    "cases:invitation_own": ("in", 404, 200, 404),
    "accounts:invitations": ("in", 200, 200, 200),
    "accounts:invitation_new": ("in", 403, 200, 200),  # into the site
    "accounts:invitation_own": ("in", 404, 200, 404),
    "accounts:invitation": (200, 403, 200, 403),
    "accounts:invitation_resend": (405, 405, 405, 405),
    "accounts:invitation_revoke": (405, 405, 405, 405),
    "cases:follow_up": ("in", 404, 404, 404),
    "cases:follow_up_recall": (405, 405, 405, 405),
    "cases:follow_up_withdraw": (405, 405, 405, 405),
    "knowhow:preview": (405, 405, 405, 405),
    "knowhow:topic_edit": ("in", 403, 403, 403),
    "knowhow:reply_edit": ("in", 403, 403, 403),
    "knowhow:topic_helpful": (405, 405, 405, 405),
    "knowhow:topic_unhelpful": (405, 405, 405, 405),
    "knowhow:reply_helpful": (405, 405, 405, 405),
    "knowhow:reply_unhelpful": (405, 405, 405, 405),
    "knowhow:reply_solve": ("in", 403, 403, 200),  # staff may, as hosts do
    "knowhow:reply_unsolve": (405, 405, 405, 405),
    "knowhow:topic_keywords": ("in", 403, 403, 200),
    # keeping order: staff
    "knowhow:topic_hide": (404, 404, 404, 200),
    "knowhow:reply_hide": (404, 404, 404, 200),
    "knowhow:topic_arrange": (404, 404, 404, 200),
    "knowhow:topic_ask": (404, 404, 404, 200),
    "knowhow:reply_ask": (404, 404, 404, 200),
    "knowhow:topic_release": (404, 404, 404, 200),
    "knowhow:reply_release": (404, 404, 404, 200),
    "knowhow:clinic_writers": (404, 404, 404, 200),  # asked for a reason first
    "knowhow:version_hide": (404, 404, 404, 200),
    "knowhow:question_report_hide": (404, 404, 404, 200),
    "knowhow:trial_hide": (404, 404, 404, 200),
    "knowhow:waiting": (404, 404, 404, 200),  # and hosts
    # sign-in (allauth)
    "account_login": (200, 302, 302, 302),
    "account_signup": (200, 302, 302, 302),
    "account_logout": (302, 200, 200, 200),
    "account_inactive": (200, 200, 200, 200),
    "account_reauthenticate": ("in", 200, 200, 200),
    "account_email": ("in", 200, 200, 200),
    "account_email_verification_sent": (200, 200, 200, 200),
    "account_change_password": ("in", 200, 200, 200),
    "account_set_password": ("in", 302, 302, 302),
    "account_reset_password": (200, 200, 200, 200),
    "account_reset_password_done": (200, 200, 200, 200),
    "account_reset_password_from_key": (200, 200, 200, 200),
    "account_reset_password_from_key_done": (200, 200, 200, 200),
    "account_confirm_email": (200, 200, 200, 200),
    "account_request_login_code": (200, 302, 302, 302),
    "account_confirm_login_code": ("in", 302, 302, 302),
    "mfa_index": ("in", 200, 200, 200),
    "mfa_authenticate": ("in", 302, 302, 302),
    "mfa_reauthenticate": ("in", 302, 302, 302),
    "mfa_trust": ("in", 302, 302, 302),
    "mfa_login_webauthn": ("in", 302, 302, 302),
    "mfa_list_webauthn": ("in", 200, 200, 200),
    "mfa_add_webauthn": ("in", 302, 302, 302),
    "mfa_edit_webauthn": ("in", 302, 302, 302),
    "mfa_remove_webauthn": ("in", 302, 302, 302),
    "mfa_reauthenticate_webauthn": ("in", 302, 302, 302),
    "mfa_activate_totp": ("in", 302, 302, 302),
    "mfa_deactivate_totp": ("in", 404, 404, 404),
    "mfa_view_recovery_codes": ("in", 404, 404, 404),
    "mfa_generate_recovery_codes": ("in", 302, 302, 302),
    "mfa_download_recovery_codes": ("in", 404, 404, 404),
    "usersessions_list": ("in", 200, 200, 200),
    "socialaccount_connections": ("in", 200, 200, 200),
    "socialaccount_signup": ("in", "in", "in", "in"),  # only on the way from a provider
    "socialaccount_login_cancelled": (200, 200, 200, 200),
    "socialaccount_login_error": (401, 401, 401, 401),
    "openid_connect_login": (404, 404, 404, 404),  # none is set up; with one: tests/accounts/test_doors_identity.py
    "openid_connect_callback": (404, 404, 404, 404),
    # Wagtail's side doors
    "wagtaildocs_serve": (404, 404, 404, 404),
    "wagtaildocs_authenticate_with_password": (404, 404, 404, 404),
    "wagtailcore_authenticate_with_password": (404, 404, 404, 404),
    "wagtail_login_closed": ("in", "in", "in", "in"),
    "wagtailcore_login": ("in", "in", "in", "in"),
}


def _patterns(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, prefix + str(pattern.pattern), inner)
        else:
            yield prefix + str(pattern.pattern), f"{namespace}{pattern.name}", pattern


SITE = [name for route, name, _ in _patterns(get_resolver()) if not route.startswith("admin/")]


@pytest.fixture
def addresses(supporter, other_supporter, reviewer) -> dict[str, str]:
    """An address of each name, for things that another supporter wrote and everybody may read."""
    from bansou.images.actions import picture_from_upload

    picture = picture_from_upload(photo_with_gps(), title="写真", description="机", by=supporter)
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, picture=picture, picture_alt="机")
    board = Board.objects.create(slug="dialogue", name="対話", purpose="話す", audience="public", position=1)
    post = {"author": supporter, "body": "本文です。よろしくお願いします。", "body_html": "<p>本文です。</p>"}
    topic = Topic.objects.create(board=board, kind="question", title="沈黙が続いたとき", submission_key=uuid.uuid4(), **post)
    reply = Reply.objects.create(topic=topic, submission_key=uuid.uuid4(), **post)
    trial = Trial.objects.create(reply=reply, author=other_supporter, text="長く待てました。")
    keyword = Keyword.objects.create(name="沈黙")
    announcement = Announcement.objects.create(
        title="お知らせ",
        text="本文です。",
        html="<p>本文です。</p>",
        circle="everybody",
        for_visitors=True,
        send_at=now(),
        sent_at=now(),
    )
    topic.keywords.add(keyword)
    decision = record_decision(by=reviewer, target=topic, verb="返信を止めた", reason="話が出つくしました。")
    notice = tell(person=supporter, decision=decision, target=topic)
    posted = PostPicture.objects.create(picture=picture, alt="机の写真", uploaded_by=supporter, topic=topic, unused_since=None)
    version = PostVersion.objects.create(topic=topic, number=1, body="前の本文です。", written_at=now(), replaced_at=now())
    card = QuestionCard.objects.shown().earliest("pk")
    report = QuestionReport.objects.create(card=card, author=supporter, text="長く黙られました。")
    texts = dict.fromkeys(("situation", "hesitation", "tried", "asked"), "迷っています。")
    clinic = open_clinic(by=supporter, title="席を立つ社長の相談", texts=texts, submission_key=uuid.uuid4())
    saved = SavedSearch.objects.create(person=supporter, name="後継者", query="後継者")
    keys: dict[str, list[Any]] = {
        "saved_searches:change": [saved.pk],
        "knowhow:question": [card.pk], "knowhow:question_report_hide": [report.pk],
        "announcements:detail": [announcement.pk], "announcements:put_aside": [announcement.pk],
        "case_feeds:wall": ["see"], "case_feeds:keyword": [keyword.pk],
        "knowhow_feeds:board": [board.slug], "knowhow_feeds:keyword": [keyword.pk],
        "knowhow:board": [board.slug], "knowhow:keyword": [keyword.pk],
        "knowhow:topic_unread": [topic.pk], "knowhow:topic_bookmark": [topic.pk], "knowhow:topic_keywords": [topic.pk],
        "knowhow:reply_bookmark": [reply.pk],
        "moderation:notice": [notice.pk], "accounts:data_file": [uuid.uuid4()],
        "accounts:organisation": [supporter.organisation.pk], "accounts:belonging_ask": [supporter.organisation.pk],
        "notifications:open": [1], "notifications:read": [1],
        "notifications:choices_by_link": [mail_token_of(supporter)], "notifications:stop": [mail_token_of(supporter), "digest"],
        "accounts:belonging_confirm": [token_of(supporter.membership)],
        "mail_address:confirm": [link_token_of(supporter)],
        "knowhow:topic_arrange": [topic.pk], "knowhow:topic_ask": [topic.pk], "knowhow:topic_release": [topic.pk],
        "knowhow:reply_ask": [reply.pk], "knowhow:reply_release": [reply.pk],
        "knowhow:topic": [topic.pk], "knowhow:topic_edit": [topic.pk], "knowhow:topic_hide": [topic.pk],
        "knowhow:reply_edit": [reply.pk], "knowhow:reply_hide": [reply.pk],
        "knowhow:person": [supporter.pk], "knowhow:trial_hide": [trial.pk],
        "knowhow:topic_history": [topic.pk], "knowhow:reply_history": [reply.pk], "knowhow:version_hide": [version.pk],
        "knowhow:picture": [posted.pk],
        "account_reset_password_from_key": ["1", "set-password"],
        "account_confirm_email": ["unknown-key"],
        "mfa_edit_webauthn": [1],
        "mfa_remove_webauthn": [1],
        "openid_connect_login": ["agency"], "openid_connect_callback": ["agency"],
        "wagtaildocs_serve": [1, "x.pdf"], "wagtaildocs_authenticate_with_password": [1],
        "wagtailcore_authenticate_with_password": [1, 1],
        "wagtail_serve": ["about/"],
        "glossary:term": ["five-walls"],
        "media": [picture.get_rendition("width-400").file.name],
    }  # fmt: skip
    keys |= {f"knowhow:topic_{name}": [topic.pk] for name in ("helpful", "unhelpful", "try", "reopen")}
    keys |= {f"knowhow:reply_{name}": [reply.pk] for name in ("helpful", "unhelpful", "try", "solve", "unsolve")}
    keys |= {
        f"cases:{name}": [case.pk]
        for name in (
            "detail", "edit", "resume", "preview", "submit", "recall", "withdraw", "team", "private", "anonymity", "anonymity_checklist"
        )
    }  # fmt: skip
    keys |= {f"knowhow:clinic_{name}": [clinic.pk] for name in ("edit", "close", "views", "put_away", "case", "writers")}
    keys |= {"cases:edit_step": [case.pk, "dialogue"], "cases:anonymity_take_back": [case.pk, 1], "drafts:discard": [1]}
    keys |= _team_keys(case, other_supporter) | _consent_keys(case) | _invitation_keys(supporter, other_supporter)
    return {name: reverse(name, args=keys.get(name, [])) for name in SITE}


def _team_keys(case: Case, guest: User) -> dict[str, list[Any]]:
    """Somebody of the team, an open invitation for the guest, and a follow-up that was asked for."""
    token = TEAM_INVITATIONS.new()
    member = CaseMember.objects.create(case=case, name="人", organisation_type="bank", role="expert")
    invitation = TeamInvitation.objects.create(
        case=case,
        email=guest.email,
        role="second",
        invited_by=case.author,
        token_hash=hash_of(token),
        submission_key=uuid.uuid4(),
    )
    follow_up = FollowUp.objects.create(case=case, months=6)
    keys = {f"cases:{name}": [case.pk, follow_up.months] for name in ("follow_up", "follow_up_recall", "follow_up_withdraw")}
    return keys | {
        "cases:team_remove": [case.pk, member.pk],
        "cases:invitation_revoke": [case.pk, invitation.pk],
        "cases:invitation_resend": [case.pk, invitation.pk],
        "cases:invitation": [token],
        "cases:invitation_own": [invitation.pk],
    }


def _invitation_keys(by: User, guest: User) -> dict[str, list[Any]]:
    """An open invitation into the site for the guest."""
    token = INVITATIONS.new()
    sent = Invitation.objects.create(
        email=guest.email, kind="site", invited_by=by, token_hash=hash_of(token), submission_key=uuid.uuid4()
    )
    keys: dict[str, list[Any]] = {f"accounts:invitation_{name}": [sent.pk] for name in ("own", "resend", "revoke")}
    return keys | {"accounts:invitation": [token], "accounts:invitation_new": ["site", 0]}


def _consent_keys(case: Case) -> dict[str, list[Any]]:
    """A consent with its scanned sheet, and the two links for people without an account."""
    consent = case.consents.get(party="president")
    ConsentSheet.objects.create(consent=consent, content_type="application/pdf", sealed=seal(b"%PDF-"))
    own = ("consents", "president_sheets", "superior_ask", "superior_revoke", "reopen", "restore")
    keys: dict[str, list[Any]] = {f"cases:{name}": [case.pk] for name in own}
    keys |= {f"cases:{name}": [case.pk, consent.pk] for name in ("consent_withdraw", "consent_sheet")}
    asked = ask_superior(case=case, by=case.author, email="kacho@example.jp", submission_key=uuid.uuid4())
    return keys | {
        "cases:consent_print": [case.pk, "agreement"],
        "cases:president": [president_link(case=case, by=case.author).code],
        "cases:superior": [asked.code],
    }


def _answer(client: Any, address: str) -> Any:
    response = client.get(address)
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "in"
    return response.status_code


def test_every_address_stands_in_the_table():
    assert set(SITE) == set(TABLE)


def test_every_address_answers_each_person_as_the_table_says(addresses, visitor, member, other_supporter, reviewer, client_of):
    visitor.raise_request_exception = False
    people = [visitor, client_of(member), client_of(other_supporter), client_of(reviewer)]
    found = {}
    for name, address in addresses.items():
        answers = []
        for client in people:
            client.raise_request_exception = False
            answers.append(_answer(client, address))
        found[name] = tuple(answers)

    differences = [f"{name}: {found[name]}, in the table {TABLE[name]}" for name in found if found[name] != TABLE[name]]
    assert not differences, "\n" + "\n".join(differences)
