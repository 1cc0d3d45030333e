"""Who may do what in the exchange. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.audiences import Person, can_read
from accounts.refusals import Refused
from bansou.moderation.permissions import check_not_suspended, keeps_order
from cases.models import QuestionCard
from knowhow.inquiring import advice_in, asks_something
from knowhow.models import Board, Clinic, Post, Reply, Topic, TopicKind
from knowhow.models.clinic import Round


def check_can_post(user: Person, board: Board) -> None:
    """Whoever is signed in and reads the board may open a topic on it, while it is open."""
    if not user.is_authenticated:
        raise Refused("投稿するには、ログインしてください。")
    if not can_read(user, board.audience):
        raise Refused("この掲示板は、所属を確認した支援者の方だけが使えます。")
    if not board.is_open:
        raise Refused("この掲示板は、いま新しい投稿を受け付けていません。")
    check_not_suspended(user)


def check_can_reply(user: Person, topic: Topic) -> None:
    """Whoever may post on the board may reply to its topics, but not to one that is hidden, held or locked."""
    check_can_post(user, topic.board)
    check_clinic_is_open_to(user, topic)
    if topic.is_hidden:
        raise Refused("この話題は運営が非表示にしたため、返信できません。")
    if topic.is_archived:
        raise Refused(
            "この話題は、半年のあいだ投稿がなかったため保管しました。続けたいときは、もう一度開くようお願いしてください。"
        )
    if topic.is_held:
        raise Refused("この話題は確認を待っているため、まだ返信できません。")
    check_takes_replies(topic)


def check_takes_replies(topic: Topic) -> None:
    """Staff may have stopped replies, or merged the topic into another, also while somebody was writing."""
    if topic.merged_into_id:
        raise Refused("この話題は、別の話題にまとめられました。もう一度送信すると、まとめた先に返信します。")
    if topic.lock:
        raise Refused(f"この話題は、{topic.get_lock_display()}。理由：{topic.lock_reason}")


def check_can_edit(user: Person, post: Post) -> None:
    """Authors edit their own posts, without a limit of time; a hidden one stays as it was hidden."""
    if not post.is_by(user):
        raise Refused("ほかの人の投稿は直せません。")
    if post.alias:
        check_clinic_is_open_to(user, post.topic if isinstance(post, Reply) else post)  # type: ignore[arg-type]
    if post.is_hidden:
        raise Refused("運営が非表示にした投稿は直せません。お心当たりがないときは、お問い合わせください。")
    check_not_suspended(user)


def check_can_open_clinic(user: Person) -> None:
    """Verified supporters bring what they are in doubt about to a clinic; staff do not, who could see who is who."""
    if not user.is_authenticated:
        raise Refused("クリニックで相談するには、ログインしてください。")
    if user.is_staff:
        raise Refused("事務局は、クリニックに書き込みません。読むことと、約束を守ることを受け持ちます。")
    if not user.is_supporter:
        raise Refused("クリニックを使えるのは、所属を確認した支援者の方です。所属の確認は、マイページから申し込めます。")


def check_clinic_is_open_to(user: Person, topic: Topic) -> None:
    """In a clinic supporters write, as long as it runs. Every other topic passes."""
    if topic.kind != TopicKind.CLINIC:
        return
    check_can_open_clinic(user)
    if topic.clinic.is_over:
        raise Refused("このクリニックは終わりました。新しい返信と修正は受け付けていません。")


def check_fits_round(user: Person, topic: Topic, body: str) -> None:
    """In a clinic's first round whoever answers asks, and advises nothing yet; its author may say anything. Every other topic passes."""
    if topic.kind != TopicKind.CLINIC or topic.is_by(user) or topic.clinic.round != Round.QUESTIONS:
        return
    if advice := advice_in(body):
        raise Refused(
            f"いまは、問いかけだけの時間です。「{advice[:60]}」は、助言のように読めます。考えは、次の時間に伝えられます。"
            "相手がその答えに気づくとしたら、どんな問いかけがあるでしょうか。"
        )
    if not asks_something(body):
        raise Refused(
            "いまは、問いかけだけの時間です。相手が自分で考え始めるような問いかけを、一つ書いてみませんか。"
            "「〜ですか」のように、問いの形で終えてください。"
        )


def check_is_own_clinic(user: Person, clinic: Clinic) -> None:
    """Only its author goes on with a clinic."""
    if not clinic.topic.is_by(user):
        raise Refused("クリニックを進められるのは、相談した本人だけです。")


def check_can_open_views(user: Person, clinic: Clinic) -> None:
    """The author lets views be said before their day."""
    check_is_own_clinic(user, clinic)
    if clinic.is_over:
        raise Refused("このクリニックは終わりました。")
    if clinic.round == Round.VIEWS:
        raise Refused("考えを聞く時間は、もう始まっています。")


def check_can_close(user: Person, clinic: Clinic) -> None:
    """The author ends it with his next step, also when its days went by without one, until it is put away."""
    check_is_own_clinic(user, clinic)
    if clinic.next_step or clinic.topic.is_hidden:
        raise Refused("このクリニックは、もう閉じています。")


def check_can_put_away(user: Person, clinic: Clinic) -> None:
    """The author takes a closed clinic out of sight before its time."""
    check_is_own_clinic(user, clinic)
    if not clinic.closed_at:
        raise Refused("先に、次の一歩を書いて閉じてください。")


def check_can_see_writers(user: Person) -> None:
    """Staff who keep order learn who stands behind the aliases of a clinic, each time with a recorded reason."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("knowhow.view_topic")):
        raise Refused("クリニックの投稿者を確かめられるのは、見守り担当の職員だけです。")


def check_can_hide(user: Person) -> None:
    """Staff who keep order hide posts and show them again, ask for changes, and let held ones be read."""
    if not keeps_order(user):
        raise Refused("投稿を非表示にしたり、表示に戻したりできるのは、見守り担当の職員だけです。")


def check_can_solve(user: Person, topic: Topic) -> None:
    """Who asked says which reply solved the question; the board's host and staff say it for somebody who does not come back."""
    if topic.kind != TopicKind.QUESTION:
        raise Refused("解決にできるのは、質問だけです。")
    if topic.is_hidden:
        raise Refused("この話題は運営が非表示にしています。")
    if not (topic.is_by(user) or _keeps_board(user, topic.board)):
        raise Refused("解決にできるのは、質問した方と、掲示板の案内役です。")


def check_can_mark(user: Person, post: Topic | Reply) -> None:
    """Whoever is signed in says of other people's posts that they helped."""
    if not user.is_authenticated:
        raise Refused("「参考になった」を付けるには、ログインしてください。")
    if post.is_by(user):
        raise Refused("自分の投稿には付けられません。")
    if post.is_hidden:
        raise Refused("運営が非表示にした投稿には付けられません。")


def check_can_try(user: Person, post: Topic | Reply) -> None:
    """As `check_can_mark`; not in a clinic, where nobody stands by his name."""
    check_can_mark(user, post)
    topic = post.topic if isinstance(post, Reply) else post
    if topic.kind == TopicKind.CLINIC:
        raise Refused("クリニックの投稿には「やってみた」を書けません。")


def check_can_reopen(user: Person, topic: Topic) -> None:
    """Who opened an archived topic opens it again, or the board's host, or staff."""
    if not (topic.is_by(user) or _keeps_board(user, topic.board)):
        raise Refused("もう一度開けるのは、話題を書いた方と、掲示板の案内役です。")


def check_can_ask_reopening(user: Person, topic: Topic) -> None:
    """Whoever may write on the board asks to open an archived topic again."""
    check_can_post(user, topic.board)
    if topic.is_hidden:
        raise Refused("この話題は運営が非表示にしています。")


def check_can_lock(user: Person) -> None:
    """Staff who keep order stop replies to a topic, and take them again."""
    if not keeps_order(user):
        raise Refused("話題を整理できるのは、見守り担当の職員だけです。")


def check_can_arrange(user: Person, topic: Topic) -> None:
    """Staff who keep order move, merge and split topics. A clinic's texts stay together: its aliases are its own."""
    check_can_lock(user)
    if topic.kind == TopicKind.CLINIC:
        raise Refused("クリニックの話題は、移したり、まとめたり、分けたりできません。呼び名は、その話題の中だけのものです。")


def check_can_propose_question(user: Person) -> None:
    """Verified supporters propose cards for the question bank."""
    if not user.is_authenticated:
        raise Refused("問いかけを提案するには、ログインしてください。")
    if not user.is_supporter:
        raise Refused("問いかけを提案できるのは、所属を確認した支援者の方です。所属の確認は、マイページから申し込めます。")
    check_not_suspended(user)


def check_can_report_question(user: Person, card: QuestionCard) -> None:
    """Verified supporters tell how it went with a card of the bank."""
    if not user.is_authenticated:
        raise Refused("「使ってみた」を書くには、ログインしてください。")
    if not user.is_supporter:
        raise Refused("「使ってみた」を書けるのは、所属を確認した支援者の方です。")
    check_not_suspended(user)
    if not card.is_shown:
        raise Refused("この問いかけは、いま問いかけバンクに載っていません。")


def check_can_keep_bank(user: Person) -> None:
    """Staff with the right to cards write them and decide about proposed ones."""
    rights = ("cases.add_questioncard", "cases.change_questioncard")
    if not (user.is_authenticated and user.is_staff and any(user.has_perm(right) for right in rights)):
        raise Refused("問いかけバンクを編集できるのは、編集担当と審査担当の職員です。")


def _keeps_board(user: Person, board: Board) -> bool:
    return board.is_hosted_by(user) or (user.is_authenticated and user.is_staff)


def check_can_follow(user: Person, followed: object) -> None:
    """Whoever is signed in follows what he may read, but not himself."""
    if not user.is_authenticated:
        raise Refused("フォローするには、ログインしてください。")
    if followed == user:
        raise Refused("自分が書いた話題は、はじめからフォローしています。")


def check_can_choose_keywords(user: Person, topic: Topic) -> None:
    """The one who opened the topic, and staff, who keep the keywords."""
    if not (topic.is_by(user) or (user.is_authenticated and user.is_staff)):
        raise Refused("キーワードを選べるのは、話題を書いた人と事務局です。")
