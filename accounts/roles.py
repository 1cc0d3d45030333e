"""Roles as code: what people are, what agency staff may do in the admin, and who gives which role. A change of rights is a change of this file.

Readers, members, supporters and hosts have no role that somebody grants: what they may do follows from signing in, from a confirmed
membership, and from looking after a board. They never get `access_admin`.
"""

from dataclasses import dataclass

from accounts.audiences import Audience


@dataclass(frozen=True)
class Standing:
    """What somebody is without a role. Nobody grants it: it follows from something, and ends with it."""

    name: str
    meaning: str
    follows_from: str
    #: What he reads (accounts.audiences answers it for a person; a test holds the two together).
    audiences: tuple[Audience, ...]


READER = Standing(
    name="読者",
    meaning="公開されている事例、解説、広場の話題を読みます。問題を見つけたら、登録しなくても通報できます。",
    follows_from="登録していない方すべて",
    audiences=(Audience.PUBLIC,),
)
MEMBER = Standing(
    name="会員",
    meaning="会員向けの事例と話題も読み、広場に書きこみ、フォローやしおりを使います。",
    follows_from="メールアドレスを確認して登録する",
    audiences=(*READER.audiences, Audience.MEMBER),
)
SUPPORTER = Standing(
    name="支援者",
    meaning="支援者向けの事例と掲示板も読み、事例を書き、問いかけを提案し、クリニックを開きます。",
    follows_from="確認済みの支援機関への所属が確認される",
    audiences=(*MEMBER.audiences, Audience.SUPPORTER),
)
HOST = Standing(
    name="案内役",
    meaning="受け持つ掲示板で、質問を解決にし、保管した話題をもう一度開き、返信を待つ質問を見わたします。",
    follows_from="編集担当が、掲示板の画面で決める",
    audiences=MEMBER.audiences,
)
STANDINGS = (READER, MEMBER, SUPPORTER, HOST)


@dataclass(frozen=True)
class Role:
    """A named set of Django permissions ("app.codename"), kept in the database as a Django group of the same name."""

    name: str
    meaning: str
    permissions: tuple[str, ...]
    #: Rights on every explainer page: add, change, publish, lock, unlock (Wagtail's page permissions).
    page_permissions: tuple[str, ...] = ()
    #: Rights on the root image collection.
    image_permissions: tuple[str, ...] = ()
    #: Names of the roles that it gives and takes away. Never its own: nobody widens what he and his like may do.
    grants: tuple[str, ...] = ()


REVIEWER = Role(
    name="審査担当",
    meaning=(
        "提出された事例とその後のようすを確認し、公開するか、理由を添えて差し戻します。公開中の事例の公開をやめ、30日のうちなら元に戻します。受け持つ地域の事例が出されると、メールで知ります。"
        "事例の一覧をまとめて取り込みます。匿名化の確認で印を付けない言葉を決めます。問いかけの提案を読み、載せるかどうかを決めます。検索されたことばを見ます。"
    ),
    permissions=(
        "wagtailadmin.access_admin",
        "cases.view_case",
        "cases.change_case",
        "cases.view_followup",
        "cases.change_followup",
        "cases.add_intakefile",
        "cases.view_cannedreason",
        "cases.add_cannedreason",
        "cases.change_cannedreason",
        "cases.delete_cannedreason",
        "cases.view_reviewerregions",
        "cases.add_reviewerregions",
        "cases.change_reviewerregions",
        "cases.delete_reviewerregions",
        "cases.view_theme",
        "cases.view_allowedword",
        "cases.add_allowedword",
        "cases.change_allowedword",
        "cases.delete_allowedword",
        "cases.view_questioncard",
        "cases.change_questioncard",
        "search.view_searchedwords",
        "moderation.view_decision",
        "accounts.view_organisation",
    ),
)
MODERATOR = Role(
    name="見守り担当",
    meaning=(
        "通報とはじめての投稿を確認し、広場の投稿を、理由を添えて非表示にし、話題を整理します。公開中の事例の公開をやめます。利用者の投稿を止め、解きます。"
        "利用者の窓口で、利用者と、その方について決めたことを見ます。"
    ),
    permissions=(
        "wagtailadmin.access_admin",
        "knowhow.view_board",
        "knowhow.view_topic",
        "knowhow.view_reply",
        "moderation.view_decision",
        "moderation.view_report",
        "moderation.change_report",
        "moderation.view_reason",
        "moderation.add_reason",
        "moderation.change_reason",
        "moderation.view_suspension",
        "moderation.add_suspension",
        "moderation.change_suspension",
        "accounts.keep_people",
        "accounts.view_organisation",
    ),
)
EDITOR = Role(
    name="編集担当",
    meaning=(
        "解説ページ、用語集、テーマ、掲示板、問いかけバンクを編集して公開します。掲示板の案内役を決めます。"
        "検索されたことばを見て、求む事例を出します。"
        "まとめのメールを送った数を見て、自分に見本を送ります。検索の言葉と、検索の結果の上に出すおすすめを決めます。"
        "登録した方すべて、地域、役割に、運営からのお知らせを送ります。"
    ),
    permissions=(
        "wagtailadmin.access_admin",
        "cases.view_theme",
        "cases.add_theme",
        "cases.change_theme",
        "cases.view_questioncard",
        "cases.add_questioncard",
        "cases.change_questioncard",
        "cases.view_wantedcase",
        "cases.add_wantedcase",
        "cases.change_wantedcase",
        "glossary.view_term",
        "glossary.add_term",
        "glossary.change_term",
        "glossary.publish_term",
        "search.view_searchedwords",
        "knowhow.view_board",
        "knowhow.add_board",
        "knowhow.change_board",
        "announcements.send_announcement",
        "notifications.view_digestperiod",
        "search.view_termgroup",
        "search.add_termgroup",
        "search.change_termgroup",
        "search.view_recommendation",
        "search.add_recommendation",
        "search.change_recommendation",
        "search.delete_recommendation",
    ),
    page_permissions=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    image_permissions=("add_image", "change_image", "choose_image"),
)
REGISTRAR = Role(
    name="登録担当",
    meaning=(
        "支援機関と、その所属を確認します。支援機関の名簿を取り込み、招待を送ります。利用者の窓口で、利用者を探し、役割を変え、"
        "書くことが難しい方に代わって操作します。退会を、30日のうちなら取り消します。送れなかったメールの扱いを決めます。"
    ),
    permissions=(
        "wagtailadmin.access_admin",
        "accounts.view_organisation",
        "accounts.add_organisation",
        "accounts.change_organisation",
        "accounts.view_membership",
        "accounts.add_membership",
        "accounts.change_membership",
        "accounts.add_peoplelist",
        "accounts.change_belongingrequest",
        "accounts.change_closing",
        "accounts.keep_people",
        "accounts.support_person",
        "accounts.view_belongingrequest",
        "accounts.view_closing",
        "moderation.view_decision",
        "notifications.view_outgoingmail",
        "notifications.change_outgoingmail",
    ),
    grants=(REVIEWER.name, MODERATOR.name, EDITOR.name),
)

#: Every role that is granted. An owner (superuser) has all rights, gives all roles, and is made on the command line or by another owner.
ROLES = (REVIEWER, MODERATOR, EDITOR, REGISTRAR)
