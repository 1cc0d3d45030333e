"""Every type of page of the site, and who opens it. Rules that hold everywhere are asked of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

from bansou.operations.demo import PASSWORD
from tests.browser.holdings import Holdings


def _press(name: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=name, exact=True).click()

    return press


def _type_wrong_number(page: Page) -> None:
    page.get_by_label("法人番号").fill("1234567890123")
    _press("保存する")(page)


def _tell_the_town(page: Page) -> None:
    page.get_by_label("状況").fill("盛岡市の会社です。")
    _press("修正を保存する")(page)


def _sign_in_again(page: Page) -> None:
    page.locator("main input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/accounts/2fa/(totp/activate|webauthn/add)/$"))


def _ask_for_number(page: Page) -> None:
    page.get_by_label("メールアドレス").fill("nobody@example.jp")
    _press("数字を受け取る")(page)


def _give_the_password(page: Page) -> None:
    page.locator("main input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/me/close/$"))


def _clear_the_name(page: Page) -> None:
    page.get_by_label("表示名").fill("")
    _press("保存する")(page)


def _clear_the_saved_name(page: Page) -> None:
    page.get_by_label("名前").fill("")
    _press("保存する")(page)


@dataclass(frozen=True)
class PageType:
    """A page, as one kind of person sees it."""

    name: str
    path: str
    person: str = ""
    status: int = 200
    #: What is done on the page before it is looked at.
    prepare: Callable[[Page], None] | None = None
    #: Whether another line of the table shows the same page, so that their titles are the same.
    again: bool = False

    def path_in(self, holdings: Holdings) -> str:
        """The address, with the keys of the filled site."""
        return self.path.format(**vars(holdings))

    def open(self, page: Page, holdings: Holdings) -> Response:
        """Go there, check that it is there, and give its first answer."""
        response = page.goto(self.path_in(holdings))
        assert response is not None
        assert response.status == self.status, f"{self.path}: {response.status}"
        assert response.request.redirected_from is None, f"{self.path} leads to {response.url}"
        if self.prepare:
            self.prepare(page)
        return response


PAGES = (
    PageType("home", "/"),
    PageType("explainer page", "/about/"),
    PageType("explainer page with figures", "/difference/"),
    PageType("walls", "/walls/"),
    PageType("wall", "/walls/face/"),
    PageType("policy page", "/policy/"),
    PageType("contact", "/contact/"),
    PageType("announcements", "/announcements/"),
    PageType("announcement", "/announcements/{announcement}/"),
    PageType("case list", "/cases/"),
    PageType("case list with a condition", "/cases/?wall=see", again=True),
    PageType("case list without a result", "/cases/?wall=see&industry=A&area=47&size=1-5", again=True),
    PageType("map of cases", "/cases/map/"),
    PageType("changes of themes", "/cases/changes/"),
    PageType("cases like a client", "/cases/like/"),
    PageType("cases like a profile", "/cases/like/?wall=face&wall=see&real=communication"),
    PageType("cases like a case", "/cases/like/?case={sample_case}"),
    PageType("cases like nothing that was said", "/cases/like/", prepare=_press("似た事例をさがす"), again=True),
    PageType("comparison, nothing chosen", "/cases/compare/"),
    PageType("comparison", "/cases/compare/?id={sample_case}&id={published}", again=True),
    PageType("wanted cases", "/cases/wanted/"),
    PageType("case begun from a wish", "/cases/new/?wish={wish}", "supporter", again=True),
    PageType("wanted cases, for a supporter", "/cases/wanted/", "supporter", again=True),
    PageType("sample case", "/cases/{sample_case}/"),
    PageType("case with a picture", "/cases/{published}/"),
    PageType("case with everything written", "/cases/{full}/"),
    PageType("case at one wall alone", "/cases/{full}/?wall=see", again=True),
    PageType("case with everything written, for staff", "/cases/{full}/", "staff", again=True),
    PageType("board front", "/knowhow/"),
    PageType("boards", "/knowhow/boards/"),
    PageType("board", "/knowhow/boards/dialogue/"),
    PageType("board, solved questions", "/knowhow/boards/dialogue/?show=solved", again=True),
    PageType("questions that wait", "/knowhow/?show=unanswered"),
    PageType("solved topic", "/knowhow/topics/{solved}/"),
    PageType("archived topic", "/knowhow/topics/{archived}/", "reader"),
    PageType("topic", "/knowhow/topics/{topic}/"),
    PageType("clinics, signed out", "/knowhow/clinic/"),
    PageType("question bank", "/knowhow/questions/"),
    PageType("question bank with a condition and a tray", "/knowhow/questions/?wall=face&card={question}", again=True),
    PageType("question", "/knowhow/questions/{question}/"),
    PageType("tomorrow's sheet", "/knowhow/questions/sheet/?card={question}"),
    PageType("tomorrow's sheet, nothing chosen", "/knowhow/questions/sheet/", again=True),
    PageType("glossary", "/glossary/"),
    PageType("term", "/glossary/five-walls/"),
    PageType("report a page", "/report/?about=/about/"),
    PageType("report a reply", "/report/?kind=reply&id={reply}", again=True),
    PageType("report with errors", "/report/?kind=reply&id={reply}", prepare=_press("事務局に送る"), again=True),
    PageType("ask for a receipt", "/report/receipt/"),
    PageType("receipt", "/report/receipt/?number={receipt}", again=True),
    PageType("receipt of a new report", "/report/receipt/?number={receipt}&new=1"),
    PageType("search, nothing asked", "/search/", again=True),
    PageType("search results", "/search/?q=気づき"),
    PageType("search results, narrowed", "/search/?q=社長&wall=2&sort=new"),
    PageType("search results, for staff who ask why", "/search/?q=後継者&why=1", "staff"),
    PageType("search results with a recommendation", "/search/?q=伴走支援", "supporter"),
    PageType("search without results, signed in", "/search/?q=zzzzqqqq&wall=2", "supporter", again=True),
    PageType("search without results", "/search/?q=zzzzqqqq"),
    PageType("sign in", "/accounts/login/"),
    PageType("sign in with errors", "/accounts/login/", prepare=_press("ログイン"), again=True),
    PageType("a number by mail", "/accounts/login/code/"),
    PageType("type the mailed number", "/accounts/login/code/", prepare=_ask_for_number, again=True),
    PageType("sign up", "/accounts/signup/"),
    PageType("sign up with errors", "/accounts/signup/", prepare=_press("確認のメールを受け取る"), again=True),
    PageType("confirm your address", "/accounts/confirm-email/"),
    PageType("unknown confirmation", "/accounts/confirm-email/unknown-key/"),
    PageType("forgotten password", "/accounts/password/reset/"),
    PageType("sign-in elsewhere cancelled", "/accounts/3rdparty/login/cancelled/"),
    PageType("sign-in elsewhere failed", "/accounts/3rdparty/login/error/", status=401),
    PageType("forgotten password, mail sent", "/accounts/password/reset/done/"),
    PageType("not found", "/no-such-page/", status=404),
    PageType("gallery", "/components/"),
    PageType("refused", "/cases/new/", "reader", status=403),
    PageType("my page of a member", "/me/", "reader"),
    PageType("my data", "/me/data/", "reader"),
    PageType("leave", "/accounts/reauthenticate/?next=/me/close/", "reader", prepare=_give_the_password, again=True),
    PageType("left", "/me/close/done/"),
    PageType("my profile", "/me/profile/", "supporter"),
    PageType("my profile with errors", "/me/profile/", "supporter", prepare=_clear_the_name, again=True),
    PageType("my page", "/me/", "supporter", again=True),
    PageType("my cases", "/cases/mine/", "supporter"),
    PageType("case form", "/cases/new/", "supporter"),
    PageType("case form with errors", "/cases/new/", "supporter", prepare=_press("保存して次へ"), again=True),
    PageType("case form of a returned case", "/cases/{returned}/edit/", "supporter"),
    PageType("case form, request", "/cases/{returned}/edit/request/", "supporter"),
    PageType("case form, dialogue", "/cases/{returned}/edit/dialogue/", "supporter"),
    PageType("case form, issue", "/cases/{returned}/edit/issue/", "supporter"),
    PageType("case form, results", "/cases/{returned}/edit/results/", "supporter"),
    PageType("case form, finish", "/cases/{returned}/edit/finish/", "supporter"),
    PageType("preview of a draft", "/cases/{draft}/preview/", "supporter"),
    PageType("preview through a supporter's eyes", "/cases/{draft}/preview/?as=supporter", "supporter", again=True),
    PageType("preview of a submitted case", "/cases/{submitted}/preview/", "supporter"),
    PageType("preview of a returned case", "/cases/{returned}/preview/", "supporter"),
    PageType("own published case", "/cases/{published}/", "supporter", again=True),
    PageType("withdraw", "/cases/{published}/withdraw/", "supporter"),
    PageType("case that is gone", "/cases/{withdrawn}/", status=410),
    PageType("preview of a withdrawn case", "/cases/{withdrawn}/preview/", "supporter"),
    PageType("bring a case back", "/cases/{withdrawn}/restore/", "staff"),
    PageType("private side", "/cases/{draft}/private/", "supporter"),
    PageType("private side with errors", "/cases/{draft}/private/", "supporter", prepare=_type_wrong_number, again=True),
    PageType("private side, for staff", "/cases/{submitted}/private/", "staff", again=True),
    PageType("consents", "/cases/{draft}/consents/", "supporter"),
    PageType("consents with errors", "/cases/{draft}/consents/", "supporter", prepare=_press("記録する"), again=True),
    PageType("take a consent back", "/cases/{draft}/consents/{consent}/withdraw/", "supporter"),
    PageType("sheet of explanation", "/cases/{draft}/consents/print/explanation/", "supporter"),
    PageType("sheet of agreement", "/cases/{draft}/consents/print/agreement/", "supporter"),
    PageType("president's link", "/cases/w/{president_code}/"),
    PageType("superior's link", "/cases/check/{superior_code}/"),
    PageType("superior's link with errors", "/cases/check/{superior_code}/", prepare=_press("直してほしい"), again=True),
    PageType("anonymity", "/cases/{draft}/anonymity/", "supporter"),
    PageType(
        "anonymity with errors", "/cases/{draft}/anonymity/", "supporter", prepare=_press("選んだとおりに保存する"), again=True
    ),
    PageType("team", "/cases/{draft}/team/", "supporter"),
    PageType("team with errors", "/cases/{draft}/team/", "supporter", prepare=_press("招待のメールを送る"), again=True),
    PageType("remove from the team", "/cases/{draft}/team/{member}/remove/", "supporter"),
    PageType("invitation, signed out", "/cases/invitations/{token}/"),
    PageType("invitation", "/cases/invitations/{token}/", "supporter", again=True),
    PageType("invitation of somebody else", "/cases/invitations/{token}/", "reader", status=403, again=True),
    PageType("follow-up", "/cases/{published}/follow-up/6/", "supporter"),
    PageType("follow-up with errors", "/cases/{published}/follow-up/6/", "supporter", prepare=_press("事務局に送る"), again=True),
    PageType("board front, signed in", "/knowhow/", "supporter", again=True),
    PageType("new topic", "/knowhow/new/", "supporter"),
    PageType("new topic with errors", "/knowhow/new/", "supporter", prepare=_press("話題を投稿する"), again=True),
    PageType("new topic, know-how", "/knowhow/new/?kind=knowhow", "supporter"),
    PageType("own solved topic", "/knowhow/topics/{solved}/", "supporter", again=True),
    PageType("this reply solved it", "/knowhow/replies/{solution}/solve/", "supporter"),
    PageType("try a post", "/knowhow/replies/{solution}/try/", "supporter"),
    PageType("try a post with errors", "/knowhow/replies/{solution}/try/", "supporter", prepare=_press("保存する"), again=True),
    PageType("ask to open a topic again", "/knowhow/topics/{archived}/reopen/", "reader"),
    PageType("open a topic again", "/knowhow/topics/{archived}/reopen/", "supporter"),
    PageType("person, topics", "/knowhow/people/{author}/", "reader"),
    PageType("person, replies", "/knowhow/people/{author}/?show=replies", "reader", again=True),
    PageType("person, tried", "/knowhow/people/{author}/?show=tried", "reader", again=True),
    PageType("hosts' page", "/knowhow/waiting/", "staff"),
    PageType("hide a trial", "/knowhow/trials/{trial}/hide/", "staff"),
    PageType("own topic", "/knowhow/topics/{topic}/", "supporter", again=True),
    PageType("edit a topic", "/knowhow/topics/{topic}/edit/", "supporter"),
    PageType("edit a reply", "/knowhow/replies/{reply}/edit/", "reader"),
    PageType("history of a topic", "/knowhow/topics/{topic}/history/"),
    PageType("hide an earlier text", "/knowhow/versions/{version}/hide/", "staff"),
    PageType("reply with a quotation", "/knowhow/topics/{topic}/?quote=topic", "reader", again=True),
    PageType("question, for a supporter", "/knowhow/questions/{question}/", "supporter", again=True),
    PageType("clinics", "/knowhow/clinic/", "supporter", again=True),
    PageType("new clinic", "/knowhow/clinic/new/", "supporter"),
    PageType("new clinic with errors", "/knowhow/clinic/new/", "supporter", prepare=_press("クリニックを開く"), again=True),
    PageType("own clinic", "/knowhow/topics/{clinic}/", "supporter"),
    PageType("edit a clinic", "/knowhow/clinic/{clinic}/edit/", "supporter"),
    PageType("edit a clinic, with finds", "/knowhow/clinic/{clinic}/edit/", "supporter", prepare=_tell_the_town, again=True),
    PageType("close a clinic", "/knowhow/clinic/{clinic}/close/", "supporter"),
    PageType("propose a question", "/knowhow/questions/new/", "supporter"),
    PageType("propose a question with errors", "/knowhow/questions/new/", "supporter", prepare=_press("提案する"), again=True),
    PageType("unread topics", "/knowhow/unread/", "supporter"),
    PageType("unread topics, none", "/knowhow/unread/", "staff", again=True),
    PageType("what is followed", "/knowhow/following/", "supporter"),
    PageType("saved searches", "/me/searches/", "supporter"),
    PageType("saved searches, none", "/me/searches/", "reader", again=True),
    PageType("change a saved search", "/me/searches/{saved_search}/", "supporter"),
    PageType(
        "change a saved search with errors",
        "/me/searches/{saved_search}/",
        "supporter",
        prepare=_clear_the_saved_name,
        again=True,
    ),
    PageType("bookmarks", "/knowhow/bookmarks/", "supporter"),
    PageType("bookmarks, none", "/knowhow/bookmarks/", "staff", again=True),
    PageType("bookmark", "/knowhow/replies/{reply}/bookmark/", "supporter"),
    PageType("keyword", "/knowhow/keywords/{keyword}/"),
    PageType("keyword, signed in", "/knowhow/keywords/{keyword}/", "supporter", again=True),
    PageType("keywords of a topic", "/knowhow/topics/{topic}/keywords/", "supporter"),
    PageType("ask about a case", "/knowhow/new/?case={published}", "supporter", again=True),
    PageType("hide a report", "/knowhow/questions/reports/{report}/hide/", "staff"),
    PageType("invitations", "/me/invitations/", "supporter"),
    PageType("invitations of a member", "/me/invitations/", "reader", again=True),
    PageType("invitation of a colleague", "/me/invitations/new/site/0/", "supporter"),
    PageType(
        "invitation of a colleague with errors",
        "/me/invitations/new/site/0/",
        "supporter",
        prepare=_press("招待のメールを送る"),
        again=True,
    ),
    PageType("invitation into the site, signed out", "/invitations/{site_token}/"),
    PageType("invitation into the site", "/invitations/{site_token}/", "supporter", again=True),
    PageType("invitation into the site for somebody else", "/invitations/{site_token}/", "reader", status=403, again=True),
    PageType("directory of organisations", "/organisations/"),
    PageType("directory with a condition", "/organisations/?can=plan&area=block-kanto", again=True),
    PageType("directory without a result", "/organisations/?kind=university", again=True),
    PageType("organisation", "/organisations/{organisation}/"),
    PageType("organisation, for a supporter", "/organisations/{organisation}/", "supporter", again=True),
    PageType("belonging of a member", "/me/belonging/?name=見本", "reader"),
    PageType("belonging", "/me/belonging/", "supporter", again=True),
    PageType("ask to belong", "/me/belonging/ask/{organisation}/", "reader"),
    PageType("ask to belong, not in the list", "/me/belonging/ask/", "reader", again=True),
    PageType("ask to belong with errors", "/me/belonging/ask/", "reader", prepare=_press("確認を申し込む"), again=True),
    PageType("leave an organisation", "/me/belonging/leave/", "supporter"),
    PageType("yearly link", "/me/belonging/confirm/{belonging_token}/"),
    PageType("address confirmed by mail", "/me/mail-address/{address_token}/"),
    PageType("yearly link, used", "/me/belonging/confirm/used/", status=410, again=True),
    PageType("acting for somebody", "/support/", "helper"),
    PageType("my page of whom one acts for", "/me/", "helper", again=True),
    PageType("notices", "/me/notices/", "supporter"),
    PageType("notice", "/me/notices/{notice}/", "supporter"),
    PageType("notice with errors", "/me/notices/{notice}/", "supporter", prepare=_press("返事を送る"), again=True),
    PageType("inbox", "/me/inbox/", "supporter"),
    PageType("inbox, none", "/me/inbox/?show=unread", "owner", again=True),
    PageType("choice of mails", "/me/mails/", "supporter"),
    PageType("choice of mails by a link", "/mails/{mail_token}/", again=True),
    PageType("stop a mail", "/mails/{mail_token}/stop/digest/"),
    PageType("mail stopped", "/mails/{mail_token}/stop/digest/", prepare=_press("メールを止める"), again=True),
    PageType("link of a mail that is over", "/mails/used/", status=410),
    PageType("e-mail addresses", "/accounts/email/", "supporter"),
    PageType("change the password", "/accounts/password/change/", "supporter"),
    PageType("sign in again", "/accounts/reauthenticate/", "supporter"),
    PageType("second factor", "/accounts/2fa/", "supporter"),
    PageType(
        "set up the second factor",
        "/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/",
        "supporter",
        prepare=_sign_in_again,
        again=True,
    ),
    PageType(
        "make a passkey",
        "/accounts/reauthenticate/?next=/accounts/2fa/webauthn/add/",
        "supporter",
        prepare=_sign_in_again,
        again=True,
    ),
    PageType("passkeys", "/accounts/2fa/webauthn/", "supporter"),
    PageType("sessions", "/accounts/sessions/", "supporter"),
    PageType("accounts elsewhere", "/accounts/3rdparty/", "supporter"),
    PageType("sign out", "/accounts/logout/", "supporter"),
    PageType("topic for staff", "/knowhow/topics/{topic}/", "staff", again=True),
    PageType("clinic for staff", "/knowhow/topics/{clinic}/", "staff", again=True),
    PageType("writers of a clinic", "/knowhow/clinic/{clinic}/writers/", "staff"),
    PageType("hide a topic", "/knowhow/topics/{topic}/hide/", "staff"),
    PageType("ask to change a topic", "/knowhow/topics/{topic}/ask/", "staff"),
    PageType("let a held reply be read", "/knowhow/replies/{held}/release/", "staff"),
    PageType("arrange a topic", "/knowhow/topics/{topic}/arrange/", "staff"),
    PageType("hide a reply", "/knowhow/replies/{reply}/hide/", "staff", again=True),
)
