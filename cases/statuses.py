"""The states of a case, as data. Nothing stores them: Wagtail's draft state and workflow are read into one of these.

`python manage.py draw_case_states` writes the diagram in cases/README.md from TRANSITIONS; a test compares both.
"""

from django.db import models

from cases.limits import WITHDRAWN_DAYS


class Status(models.TextChoices):
    """Where a case stands, in the author's words."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "審査中"
    RETURNED = "returned", "差し戻し"
    PUBLISHED = "published", "公開中"
    REVISING = "revising", "公開中（編集中の版あり）"
    REVISION_SUBMITTED = "revision_submitted", "公開中（新しい版を審査中）"
    REVISION_RETURNED = "revision_returned", "公開中（新しい版が差し戻し）"
    EXPIRED = "expired", "公開停止（同意の期限切れ）"
    WITHDRAWN = "withdrawn", "取り下げ"


class Verb(models.TextChoices):
    """What can happen to a case."""

    EDIT = "edit", "編集する"
    SUBMIT = "submit", "審査に出す"
    RECALL = "recall", "提出を取り消す"
    RETURN = "return", "差し戻す"
    PASS = "pass", "次の確認へ進める"
    APPROVE = "approve", "公開する"
    WITHDRAW = "withdraw", "公開をやめる"
    EXPIRE = "expire", "同意の期限が切れる"
    RENEW = "renew", "同意を記録しなおす"
    RESTORE = "restore", "元に戻す"
    REOPEN = "reopen", "下書きに戻す"


class Hand(models.TextChoices):
    """Whose turn it is."""

    AUTHOR = "author", "書いた人"
    STAFF = "staff", "事務局"
    NOBODY = "nobody", "日付"


#: Who has the case in hand.
OWNER: dict[Status, Hand] = {
    Status.DRAFT: Hand.AUTHOR,
    Status.SUBMITTED: Hand.STAFF,
    Status.RETURNED: Hand.AUTHOR,
    Status.PUBLISHED: Hand.AUTHOR,
    Status.REVISING: Hand.AUTHOR,
    Status.REVISION_SUBMITTED: Hand.STAFF,
    Status.REVISION_RETURNED: Hand.AUTHOR,
    Status.EXPIRED: Hand.AUTHOR,
    Status.WITHDRAWN: Hand.AUTHOR,
}

#: What may follow what. What expired or was withdrawn while a newer version waited comes back as REVISING or as that version's review.
TRANSITIONS: dict[Status, dict[Verb, Status]] = {
    Status.DRAFT: {Verb.EDIT: Status.DRAFT, Verb.SUBMIT: Status.SUBMITTED},
    Status.SUBMITTED: {
        Verb.RECALL: Status.DRAFT,
        Verb.PASS: Status.SUBMITTED,
        Verb.RETURN: Status.RETURNED,
        Verb.APPROVE: Status.PUBLISHED,
    },
    Status.RETURNED: {Verb.EDIT: Status.RETURNED, Verb.SUBMIT: Status.SUBMITTED},
    Status.PUBLISHED: {Verb.EDIT: Status.REVISING, Verb.WITHDRAW: Status.WITHDRAWN, Verb.EXPIRE: Status.EXPIRED},
    Status.REVISING: {
        Verb.EDIT: Status.REVISING,
        Verb.SUBMIT: Status.REVISION_SUBMITTED,
        Verb.WITHDRAW: Status.WITHDRAWN,
        Verb.EXPIRE: Status.EXPIRED,
    },
    Status.REVISION_SUBMITTED: {
        Verb.RECALL: Status.REVISING,
        Verb.PASS: Status.REVISION_SUBMITTED,
        Verb.RETURN: Status.REVISION_RETURNED,
        Verb.APPROVE: Status.PUBLISHED,
        Verb.WITHDRAW: Status.WITHDRAWN,
        Verb.EXPIRE: Status.EXPIRED,
    },
    Status.REVISION_RETURNED: {
        Verb.EDIT: Status.REVISION_RETURNED,
        Verb.SUBMIT: Status.REVISION_SUBMITTED,
        Verb.WITHDRAW: Status.WITHDRAWN,
        Verb.EXPIRE: Status.EXPIRED,
    },
    Status.EXPIRED: {Verb.RENEW: Status.PUBLISHED, Verb.WITHDRAW: Status.WITHDRAWN},
    Status.WITHDRAWN: {Verb.RESTORE: Status.PUBLISHED, Verb.REOPEN: Status.DRAFT},
}

#: The hand that may do each verb; withdrawing is open to both.
VERB_HANDS: dict[Verb, frozenset[Hand]] = {
    Verb.EDIT: frozenset({Hand.AUTHOR}),
    Verb.SUBMIT: frozenset({Hand.AUTHOR}),
    Verb.RECALL: frozenset({Hand.AUTHOR}),
    Verb.RETURN: frozenset({Hand.STAFF}),
    Verb.PASS: frozenset({Hand.STAFF}),
    Verb.APPROVE: frozenset({Hand.STAFF}),
    Verb.WITHDRAW: frozenset({Hand.AUTHOR, Hand.STAFF}),
    Verb.EXPIRE: frozenset({Hand.NOBODY}),
    Verb.RENEW: frozenset({Hand.AUTHOR}),
    Verb.RESTORE: frozenset({Hand.STAFF}),
    Verb.REOPEN: frozenset({Hand.AUTHOR}),
}


class ReviewStep(models.TextChoices):
    """A step of the review, in their order. The last is for named cases alone, by somebody who took neither of the others."""

    PERSONAL = "personal", "個人情報確認"
    CONTENT = "content", "内容確認"
    SECOND = "second", "二人目の確認"


class RoundOutcome(models.TextChoices):
    """How a round of the review ended."""

    RETURNED = "returned", "差し戻した"
    PUBLISHED = "published", "公開した"
    RECALLED = "recalled", "取り下げられた"


class FollowUpStatus(models.TextChoices):
    """Where the latest answer about the time afterwards stands; what readers see meanwhile stays. Stored: it has no workflow."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "確認待ち"
    PUBLISHED = "published", "公開中"
    RETURNED = "returned", "差し戻し"


#: What may follow what, for a follow-up.
FOLLOW_UP_TRANSITIONS: dict[FollowUpStatus, dict[Verb, FollowUpStatus]] = {
    FollowUpStatus.DRAFT: {Verb.EDIT: FollowUpStatus.DRAFT, Verb.SUBMIT: FollowUpStatus.SUBMITTED},
    FollowUpStatus.SUBMITTED: {
        Verb.RECALL: FollowUpStatus.DRAFT,
        Verb.RETURN: FollowUpStatus.RETURNED,
        Verb.APPROVE: FollowUpStatus.PUBLISHED,
    },
    FollowUpStatus.RETURNED: {Verb.EDIT: FollowUpStatus.RETURNED, Verb.SUBMIT: FollowUpStatus.SUBMITTED},
    FollowUpStatus.PUBLISHED: {Verb.EDIT: FollowUpStatus.DRAFT, Verb.WITHDRAW: FollowUpStatus.DRAFT},
}


class InvitationStatus(models.TextChoices):
    """What became of an invitation into a team. That its time is over is not stored: it follows from the date."""

    SENT = "sent", "返事を待っています"
    ACCEPTED = "accepted", "参加しました"
    REVOKED = "revoked", "取り消しました"


class SuperiorAnswer(models.TextChoices):
    """What the superior said to the version that he was shown (field 33)."""

    WAITING = "waiting", "返事を待っています"
    YES = "yes", "確認されました"
    CHANGES = "changes", "直してほしいところがあります"


def status_of(
    *, live: bool, has_unpublished_changes: bool, workflow_status: str, is_covered: bool = True, is_withdrawn: bool = False
) -> Status:
    """The state that Wagtail's own fields mean. `workflow_status` is "in_progress", "needs_changes" or "" (none active).

    `is_covered`: whether living consents of everybody needed allow its publication today.
    """
    if is_withdrawn:
        return Status.WITHDRAWN
    if live and not is_covered:
        return Status.EXPIRED
    if workflow_status == "in_progress":
        return Status.REVISION_SUBMITTED if live else Status.SUBMITTED
    if workflow_status == "needs_changes":
        return Status.REVISION_RETURNED if live else Status.RETURNED
    if not live:
        return Status.DRAFT
    return Status.REVISING if has_unpublished_changes else Status.PUBLISHED


def diagram() -> str:
    """The states and transitions as a Mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
    lines.extend(f"    {status.value}: {status.label}（{OWNER[status].label}）" for status in Status)
    for status, steps in TRANSITIONS.items():
        lines.extend(f"    {status.value} --> {after.value}: {verb.label}" for verb, after in steps.items())
    lines.append(f"    {Status.WITHDRAWN.value} --> [*]: {WITHDRAWN_DAYS}日後に消える")
    return "\n".join(lines)
