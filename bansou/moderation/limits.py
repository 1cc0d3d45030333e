"""How often a person may write. One table of rates, exact also when requests come at the same moment."""

import datetime
import re
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.models import LimitCounter
from bansou.moderation.permissions import check_not_suspended

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Rate:
    """At most `count` times in `seconds`, counted from the first of them."""

    count: int
    seconds: int


#: What the site calls each thing that is counted.
NAMES = {
    "topic": "話題の投稿",
    "reply": "返信",
    "edit": "編集",
    "question": "問いかけの提案",
    "question_report": "「使ってみた」の保存",
    "solve": "解決の変更",
    "helpful": "「参考になった」",
    "trial": "「やってみた」の保存",
    "reopen": "話題の再開",
    "follow": "フォローの変更",
    "bookmark": "しおりの保存",
    "mark_all_read": "「すべて既読にする」",
    "case": "新しい事例の保存",
    "case_edit": "事例の保存",
    "upload": "写真の追加",
    "preview": "仕上がりの確認",
    "draft": "下書きの自動保存",
    "team_invite": "チームへの招待",
    "team": "チームの変更",
    "follow_up": "その後の保存",
    "anonymity": "匿名化の確認の保存",
    "export": "Excelファイルの作成",
    "likeness": "似た事例の検索",
    "similar": "似た話の検索",
    "private": "非公開の情報の保存",
    "consent": "同意の記録",
    "superior": "所属長への確認の依頼",
    "consent_link": "リンクからの手続き",
    "report": "通報",
    "receipt": "受付番号の確認",
    "answer": "運営への返事",
    "page_answer": "「役に立ちましたか」への答え",
    "clinic": "クリニックの操作",
    "second_factor_later": "案内を閉じる操作",
    "invite": "招待",
    "invitation": "招待への返事と取り消し",
    "profile": "プロフィールの保存",
    "my_data": "データのまとめ",
    "belonging": "所属の手続き",
    "inbox": "お知らせの既読",
    "mail_choices": "メールの受け取り方の変更",
    "mail_address": "メールアドレスの確認",
    "put_aside": "お知らせを閉じる操作",
    "saved_search": "保存した検索の変更",
    "suggest": "検索の候補",
    "lesson": "学んだ印の変更",
    "certificate": "学習の記録の作成",
    "self_check": "自己点検の保存",
    "reading_answer": "演習の問いかけの保存",
    "reading_stop": "演習の場面の提案",
}

#: The rates. Start values after Discourse's defaults; the issue of the first month's figures revises them.
RATES: dict[str, tuple[Rate, ...]] = {
    "topic": (Rate(1, 15), Rate(5, _DAY)),
    "reply": (Rate(1, 5), Rate(4, _MINUTE), Rate(100, _DAY)),
    "edit": (Rate(30, _DAY),),
    "question": (Rate(10, _DAY),),
    # New and changed ones alike; one person has one a card.
    "question_report": (Rate(1, 5), Rate(60, _DAY)),
    "solve": (Rate(50, _DAY),),
    "helpful": (Rate(50, _DAY),),
    # Each is a mail to the author, as is each request to open a topic again.
    "trial": (Rate(1, 5), Rate(30, _DAY)),
    "reopen": (Rate(10, _DAY),),
    # Small rows of one's own; this only stops a script.
    "follow": (Rate(300, _DAY),),
    "bookmark": (Rate(200, _DAY),),
    "mark_all_read": (Rate(100, _DAY),),
    "case": (Rate(20, _DAY),),
    # Whoever writes saves often; this only stops a script.
    "case_edit": (Rate(300, _DAY),),
    "upload": (Rate(60, _DAY),),
    "preview": (Rate(60, _MINUTE),),
    # A page that is typed into keeps its text every few seconds; a few pages may be open.
    "draft": (Rate(120, _MINUTE),),
    # Each is a mail to an address that somebody typed.
    "team_invite": (Rate(30, _DAY),),
    "team": (Rate(100, _DAY),),
    "follow_up": (Rate(100, _DAY),),
    "anonymity": (Rate(300, _DAY),),
    # A read that costs as much as hundreds of pages. Visitors are counted by address, which an office shares.
    "export": (Rate(20, _HOUR),),
    # A read that costs as much as some pages. Visitors are counted by address, which an office shares.
    "likeness": (Rate(200, _HOUR),),
    # Asked while somebody types a topic.
    "similar": (Rate(60, _MINUTE),),
    "private": (Rate(100, _DAY),),
    "consent": (Rate(200, _DAY),),
    # Each is a mail to an address that somebody typed.
    "superior": (Rate(20, _DAY),),
    # People without an account, counted by address: enough for an office, too few for guessing.
    "consent_link": (Rate(30, _HOUR),),
    # Visitors too, counted by address, which an office shares.
    "report": (Rate(20, _DAY),),
    "receipt": (Rate(60, _HOUR),),
    "answer": (Rate(20, _DAY),),
    # Visitors too, counted by address, which an office shares.
    "page_answer": (Rate(60, _DAY),),
    # Going on with one's own clinic: views, next step, put away.
    "clinic": (Rate(60, _DAY),),
    "second_factor_later": (Rate(20, _DAY),),
    # Each is a mail to an address that somebody typed; sent again counts too.
    "invite": (Rate(30, _DAY),),
    "invitation": (Rate(100, _DAY),),
    "profile": (Rate(60, _DAY),),
    # Each is a file of everything that a person has, made by the worker.
    "my_data": (Rate(3, _DAY),),
    # Asking, proving, leaving, confirming once more.
    "belonging": (Rate(30, _DAY),),
    "inbox": (Rate(1000, _DAY),),
    # Small rows of one's own, also by the link of a mail; this only stops a script.
    "mail_choices": (Rate(100, _DAY),),
    # Each is a mail.
    "mail_address": (Rate(5, _DAY),),
    # One's own view of the pages.
    "put_aside": (Rate(100, _DAY),),
    # Small rows of one's own, twenty at most; this only stops a script.
    "saved_search": (Rate(100, _DAY),),
    # A read a few times a word, while somebody types. Visitors are counted by address, which an office shares.
    "suggest": (Rate(300, _MINUTE),),
    # Small rows of one's own. Visitors are counted by address, which a course of forty people shares.
    "lesson": (Rate(1000, _DAY),),
    # A person hands on a few a year; this only stops a script.
    "certificate": (Rate(20, _DAY),),
    # Kept at every answer, for the person alone; this only stops a script.
    "self_check": (Rate(60, _MINUTE), Rate(1000, _DAY)),
    # New, changed and taken back ones alike; one person has one a scene.
    "reading_answer": (Rate(10, _MINUTE), Rate(60, _DAY)),
    "reading_stop": (Rate(20, _DAY),),
}

#: What suspended people still do: read, keep what they typed, take their own away, keep promises to others, and answer.
#: Everything else that is counted is writing, also what is added to the table later.
SUSPENDED_MAY = frozenset(
    (
        "preview", "draft", "export", "likeness", "similar", "private", "consent", "consent_link", "report", "receipt", "answer",
        "invitation", "belonging", "my_data", "second_factor_later", "inbox", "mail_choices", "mail_address", "put_aside",
        "saved_search", "suggest", "lesson", "certificate", "self_check",
    )
)  # fmt: skip

#: The rates of newcomers: people who joined within the last day and whom no organisation vouches for. What is not here is as above.
NEWCOMER_HOURS = 24
NEWCOMER_RATES: dict[str, tuple[Rate, ...]] = {
    "topic": (Rate(1, 120), Rate(3, _DAY)),
    "reply": (Rate(1, 30), Rate(10, _DAY)),
    "edit": (Rate(10, _DAY),),
    "upload": (Rate(10, _DAY),),
}
NEWCOMER_LINKS, NEWCOMER_IMAGES = 2, 1
#: Nobody's post has more: a list of forty addresses is read by nobody.
LINKS, IMAGES = 20, 10

#: How a text names a picture (knowhow.pictures).
_PICTURE = re.compile(r"【写真[1-9][0-9]*】")
_LINK = re.compile(r"https?://|\]\(\s*[^)\s]", re.IGNORECASE)

_COUNT = """
INSERT INTO moderation_limitcounter AS counter (person_id, name, window_seconds, started_at, count)
VALUES (%(person)s, %(name)s, %(seconds)s, %(now)s, 1)
ON CONFLICT (person_id, name, window_seconds) DO UPDATE SET
    started_at = CASE WHEN counter.started_at <= %(expired)s THEN excluded.started_at ELSE counter.started_at END,
    count = CASE WHEN counter.started_at <= %(expired)s THEN 1 ELSE counter.count + 1 END
WHERE counter.started_at <= %(expired)s OR counter.count < %(limit)s
RETURNING counter.count
"""


@transaction.atomic
def check_limit(by: User, name: str) -> None:
    """Count one more `name` by the person, or raise Refused with the time from which it is possible again.

    Whoever is suspended is refused whatever is writing, with the reason and the term. Call it inside the transaction of the write, after
    the row: what is refused or fails is then not counted. Staff are not limited.
    """
    if by.is_staff:
        return
    if name not in SUSPENDED_MAY:
        check_not_suspended(by)
    for rate in _rates_for(by, name):
        if not _counted(by, name, rate):
            counter = LimitCounter.objects.get(person=by, name=name, window_seconds=rate.seconds)
            raise Refused(_refusal(name, rate, counter.started_at + datetime.timedelta(seconds=rate.seconds)))


def check_reader_limit(request: HttpRequest, name: str) -> None:
    """As `check_limit`, for a heavy read that visitors may do too: they are counted by their network address.

    Not exact where visitors of one address come at the same moment; it keeps a script from asking for ever.
    """
    if request.user.is_authenticated:
        check_limit(request.user, name)
        return
    address = get_adapter().get_client_ip(request)
    for rate in RATES[name]:
        window = int(timezone.now().timestamp()) // rate.seconds
        # Hashed: whoever sees the cache learns no address.
        place = salted_hmac("moderation.limits", f"{name}|{rate.seconds}|{window}|{address}", algorithm="sha256").hexdigest()
        cache.add(place, 0, timeout=rate.seconds)
        if cache.incr(place) > rate.count:
            raise Refused(_refusal(name, rate, datetime.datetime.fromtimestamp((window + 1) * rate.seconds, tz=datetime.UTC)))


def check_links(by: User, text: str) -> None:
    """Raise Refused where a text has more links or pictures than the person may post."""
    _check_number(by, len(_PICTURE.findall(text)), "写真", "枚", newcomer=NEWCOMER_IMAGES, all_others=IMAGES)
    _check_number(by, len(_LINK.findall(text)), "リンク", "つ", newcomer=NEWCOMER_LINKS, all_others=LINKS)


def _check_number(by: User, found: int, noun: str, unit: str, *, newcomer: int, all_others: int) -> None:
    since = f"登録から{NEWCOMER_HOURS}時間は、" if is_newcomer(by) else ""
    most = newcomer if since else all_others
    if found > most and not by.is_staff:
        raise Refused(f"{since}一つの投稿に入れられる{noun}は{most}{unit}までです。{noun}を減らしてください。")


def is_newcomer(user: User) -> bool:
    """Whether the person joined within the last day and is vouched for by nobody."""
    if user.is_staff or user.is_supporter:
        return False
    return timezone.now() - user.date_joined < datetime.timedelta(hours=NEWCOMER_HOURS)


def _rates_for(by: User, name: str) -> tuple[Rate, ...]:
    usual = RATES[name]
    return NEWCOMER_RATES.get(name, usual) if name in NEWCOMER_RATES and is_newcomer(by) else usual


def _counted(by: User, name: str, rate: Rate) -> bool:
    """Whether there was room for one more. One statement: PostgreSQL lets parallel ones wait for each other on the row."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "person": by.pk,
                "name": name,
                "seconds": rate.seconds,
                "now": now,
                "expired": now - datetime.timedelta(seconds=rate.seconds),
                "limit": rate.count,
            },
        )
        return cursor.fetchone() is not None


def _refusal(name: str, rate: Rate, again_at: datetime.datetime) -> str:
    wait = max(1, -int((timezone.now() - again_at).total_seconds() // 1))
    if rate.count == 1:
        return f"{NAMES[name]}が続いています。あと{_span(wait)}待ってから、もう一度送信してください。"
    within = {_MINUTE: "1分", _HOUR: "1時間", _DAY: "24時間"}[rate.seconds]
    return f"{NAMES[name]}は、{within}に{rate.count}回までです。{_moment(again_at, wait)}に、もう一度送信してください。"


def _span(seconds: int) -> str:
    return f"{seconds}秒" if seconds < _MINUTE else f"{-(-seconds // _MINUTE)}分"


def _moment(again_at: datetime.datetime, wait: int) -> str:
    if wait < _HOUR:
        return f"{_span(wait)}後"
    local = timezone.localtime(again_at + datetime.timedelta(minutes=1))
    day = "今日" if local.date() == timezone.localdate() else "明日"
    return f"{day}の{local.hour}時{local.minute:02}分以降"
