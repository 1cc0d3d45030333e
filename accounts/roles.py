"""Roles as code: what agency staff may do in the admin. A change of rights is a change of this file.

Readers, members and supporters need no role here: what they may do follows from signing in and from a confirmed membership
(accounts.audiences). They never get `access_admin`.
"""

from dataclasses import dataclass


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


MODERATOR = Role(
    name="審査担当",
    meaning=(
        "提出された事例とその後のようすを確認し、公開するか、理由を添えて差し戻します。事例の一覧をまとめて取り込みます。匿名化の確認で印を付けない言葉を決めます。"
        "通報とはじめての投稿を確認し、広場の投稿を、理由を添えて非表示にし、話題を整理します。利用者の投稿を止めます。問いかけの提案を読み、載せるかどうかを決めます。"
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
        "accounts.view_organisation",
    ),
)
EDITOR = Role(
    name="編集担当",
    meaning="解説ページ、テーマ、掲示板、問いかけバンクを編集して公開します。",
    permissions=(
        "wagtailadmin.access_admin",
        "cases.view_theme",
        "cases.add_theme",
        "cases.change_theme",
        "cases.view_questioncard",
        "cases.add_questioncard",
        "cases.change_questioncard",
        "knowhow.view_board",
        "knowhow.add_board",
        "knowhow.change_board",
    ),
    page_permissions=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    image_permissions=("add_image", "change_image", "choose_image"),
)
REGISTRAR = Role(
    name="登録担当",
    meaning="支援機関と、その所属を確認します。",
    permissions=(
        "wagtailadmin.access_admin",
        "accounts.view_organisation",
        "accounts.add_organisation",
        "accounts.change_organisation",
        "accounts.view_membership",
        "accounts.add_membership",
        "accounts.change_membership",
        "accounts.view_belongingrequest",
        "accounts.change_belongingrequest",
    ),
)

#: Every role. An owner (superuser) has all rights and is made on the command line only.
ROLES = (MODERATOR, EDITOR, REGISTRAR)
