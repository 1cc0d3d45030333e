"""What staff read under 「使い方」 in the admin: what each role does on which day, and how a text is edited, step by step with pictures.

The pictures are made anew by `manage.py picture_help` (help_pictures.py), which knows them by the names used here.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.role_changes import OWNER_NAME
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `page` names the address where it is done, "" where there is none of its own."""

    words: str
    page: str = ""
    #: What the page is called in the menu.
    called: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a role does, by the day on which it is done."""

    role: str
    about: str
    days: tuple[tuple[str, tuple[Task, ...]], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a guide. `picture` is a file of static/images/help/, described by `alt`."""

    words: str
    picture: str = ""
    alt: str = ""

    @property
    def path(self) -> str:
        """Where the picture is kept among the static files; "" where there is none, or where nobody has taken it yet."""
        name = f"images/help/{self.picture}.webp"
        return name if self.picture and (Path(settings.BASE_DIR) / "static" / name).exists() else ""


@dataclass(frozen=True, slots=True)
class Guide:
    """How something is done, from its first step to its last."""

    slug: str
    title: str
    roles: tuple[str, ...]
    steps: tuple[Step, ...]


EVERY_MORNING, EVERY_WEEK, EVERY_MONTH, WHEN_NEEDED = "毎朝", "毎週", "毎月", "あったとき"

DUTIES: tuple[Duty, ...] = (
    Duty(
        REVIEWER.name,
        "支援者が書いた事例を読み、公開するか、理由を添えて戻します。",
        (
            (
                EVERY_MORNING,
                (
                    Task(
                        "待っている事例のうち、いちばん長く待っているものを開き、担当になります。",
                        "wagtailsnippets_cases_case:list",
                        "事例の審査",
                    ),
                    Task("1営業日を過ぎた事例があると、メールで知らせます。その事例から読んでください。"),
                ),
            ),
            (
                EVERY_WEEK,
                (
                    Task("支援のあとのようすを書いてくれた方に、読んだことを伝えます。", "follow-ups:index", "その後の確認"),
                    Task("支援者からの問いかけの提案を読み、載せるかどうかを決めます。", "questions:index", "問いかけバンク"),
                ),
            ),
            (
                EVERY_MONTH,
                (
                    Task("よく使う差し戻しの言葉を、読む人の身になって直します。", "canned-reasons:index", "差し戻しの文例"),
                    Task(
                        "見つからなかった言葉を見て、次にどんな事例がほしいかを話し合います。", "demand:index", "検索されたことば"
                    ),
                ),
            ),
            (
                WHEN_NEEDED,
                (
                    Task("表にまとめた事例を受け取ったら、下書きとして取り込みます。", "case-intake:index", "事例の取り込み"),
                    Task(
                        "会社が分かるおそれのない言葉に印が付いたら、印を付けない言葉に加えます。",
                        "allowed-words:index",
                        "印を付けない言葉",
                    ),
                    Task("受け持つ地域が変わったら直します。", "reviewer-regions:index", "審査の地域"),
                ),
            ),
        ),
    ),
    Duty(
        MODERATOR.name,
        "広場が安心して書ける場所であるように、通報と、はじめての投稿を見ます。",
        (
            (
                EVERY_MORNING,
                (
                    Task(
                        "通報と、確認を待つ投稿を、古いものから見ます。夕方にもう一度見ると、書いた方を待たせません。",
                        "reports:index",
                        "通報・確認待ち",
                    ),
                    Task("隠すときも残すときも、理由を選び、書いた方に届く一言を添えます。"),
                ),
            ),
            (EVERY_WEEK, (Task("題名だけでは分からない話題や、板ちがいの話題がないかを見わたします。", "topics:index", "話題"),)),
            (
                EVERY_MONTH,
                (Task("この月に決めたことを読み返し、迷った判断を担当どうしで話します。", "decisions:index", "運営の記録"),),
            ),
            (
                WHEN_NEEDED,
                (
                    Task(
                        "くり返し困らせる方の投稿を、期間を決めて止めます。止める前に、一度は言葉で伝えます。",
                        "suspensions:index",
                        "投稿の停止",
                    ),
                    Task("その方について、これまでに決めたことを確かめます。", "people:index", "利用者の窓口"),
                ),
            ),
        ),
    ),
    Duty(
        EDITOR.name,
        "解説ページ、用語、学びの道、問いかけなど、みなさんが読む文章を書き、直します。",
        (
            (
                EVERY_WEEK,
                (
                    Task("読んだ方の声を見て、分かりにくいと言われたページを一つ直します。", "page_answers", "読んだ方の声"),
                    Task("見つからなかった言葉を見て、書くページや求む事例を決めます。", "demand:index", "検索されたことば"),
                ),
            ),
            (
                EVERY_MONTH,
                (
                    Task(
                        "出典の「確認した日」が古いページを開き、資料がまだそこにあるかを確かめます。",
                        "wagtailadmin_explore_root",
                        "ページ",
                    ),
                    Task("検索の言葉とおすすめが、いまのページに合っているかを見ます。", "search-terms:index", "検索の言葉"),
                    Task("まとめのメールの見本を自分に送って、読んでみます。", "digests:index", "まとめのメール"),
                ),
            ),
            (
                WHEN_NEEDED,
                (
                    Task(
                        "みなさんに知らせることがあるときは、お知らせを書きます。送ったあとは取り消せません。",
                        "announcement-desk:index",
                        "運営からのお知らせ",
                    ),
                    Task("新しい掲示板をつくり、案内役をお願いします。", "boards:index", "掲示板"),
                    Task("事例の求めを出します。", "wanted-cases:index", "求む事例"),
                ),
            ),
        ),
    ),
    Duty(
        REGISTRAR.name,
        "支援機関と、そこに所属する方を確かめます。",
        (
            (
                EVERY_MORNING,
                (
                    Task(
                        "所属の申し込みを、古いものから確かめます。決まるまで、その方は支援者向けの事例を読めません。",
                        "belonging-requests:index",
                        "所属の申し込み",
                    ),
                    Task("届かなかったメールがあれば、あて先を確かめます。", "dead-mails:index", "送れなかったメール"),
                ),
            ),
            (EVERY_MONTH, (Task("支援機関の名前と地域が、いまも正しいかを見ます。", "organisations:index", "支援機関"),)),
            (
                WHEN_NEEDED,
                (
                    Task("支援機関から名簿を受け取ったら取り込み、招待を送ります。", "people-lists:index", "名簿の取り込み"),
                    Task("ログインできない方から連絡があったら、窓口でその方を探します。", "people:index", "利用者の窓口"),
                    Task("まちがえて退会した方は、30日のうちなら戻せます。", "closings:index", "退会"),
                ),
            ),
        ),
    ),
    Duty(
        OWNER_NAME,
        "ほかの担当のすべてができます。人に役割を付け、サイトが止まっていないかを見ます。",
        (
            (
                EVERY_MORNING,
                (Task("手当てのいるものがないかを見ます。あるときは、メールでも知らせます。", "watchdog", "サイトの見張り"),),
            ),
            (EVERY_MONTH, (Task("役割を持つ方が、いまもその仕事をしているかを確かめます。", "roles:index", "役割とできること"),)),
            (WHEN_NEEDED, (Task("新しい担当の方に役割を付け、去った方から外します。", "people:index", "利用者の窓口"),)),
        ),
    ),
)

GUIDES: tuple[Guide, ...] = (
    Guide(
        "page",
        "解説ページを書く、直す",
        (EDITOR.name,),
        (
            Step(
                "左のメニューの「ページ」から、直したいページを開きます。新しく書くときは、置きたい場所の親のページを開いて「子ページを追加」を選びます。",
                "pages",
                "ページの一覧。題名の横に、状態と更新日が並んでいます。",
            ),
            Step(
                "題名と要約を書きます。要約は検索の結果にも出るので、だれに何が分かるページかを1〜2文で書きます。",
                "page",
                "編集画面の上のほう。題名と要約の欄があります。",
            ),
            Step(
                "本文は、部品を上から積んでいきます。「＋」を押して、見出し、文章、図などから選びます。",
                "blocks",
                "部品を選ぶ一覧。見出し、文章、図、画像などが並んでいます。",
            ),
            Step(
                "右上の目の形のボタンで「プレビュー」を開くと、読む方に見える姿が横に出ます。書くたびに変わります。",
                "preview",
                "編集画面の右に、公開されたときの見え方が出ています。",
            ),
            Step(
                "めがねの形のボタンで「チェック」を開くと、もう一度見たいところと直し方が出ます。場所を押すと、その部品に移ります。",
                "checks",
                "「文章の確認」の一覧。リンクの言葉が「こちら」だけだと知らせています。",
            ),
            Step(
                "下のボタンの「▲」から、公開するか、ほかの編集担当に読んでもらうかを選びます。「下書きを保存」だけなら、読む方には見えません。",
                "publish",
                "下のボタンを開いたところ。公開する、ページの確認に出す、などが選べます。",
            ),
        ),
    ),
    Guide(
        "review",
        "ほかの編集担当に読んでもらう",
        (EDITOR.name,),
        (
            Step(
                "「ページの確認に出す」を押すと、ほかの編集担当にメールが届きます。自分で公開してもかまいません。事実や数字を変えたときは、読んでもらうと安心です。"
            ),
            Step(
                "読む方は、メールのリンクから開き、よければ「承認する（公開する）」を押します。直してほしいときは、言葉を添えて「差し戻す」を押します。書いた方にメールで届きます。"
            ),
            Step("一文についての相談は、欄の右の吹き出しからコメントできます。"),
        ),
    ),
    Guide(
        "figure",
        "図と写真を入れる",
        (EDITOR.name,),
        (
            Step(
                "図は、このサイトで描いたものから選びます。本文の「＋」から「図」を選び、名前を選びます。説明の文は図に付いてくるので、書く必要はありません。",
                "figure",
                "図の部品。名前の一覧から一つを選びます。",
            ),
            Step("写真は「画像」を選び、画像をえらぶか、新しく入れます。写真の位置情報は、入れたときに消えます。"),
            Step("代替テキストには、写真が見えない方に伝えたいことを文で書きます。「写真」や「IMG_2034」では伝わりません。"),
            Step("人が写った写真は、本人の承諾を得たものだけを使います。"),
        ),
    ),
    Guide(
        "term",
        "用語を書く、直す",
        (EDITOR.name,),
        (
            Step("左のメニューの「用語集」を開き、用語を選びます。新しい用語は「追加」から書きます。"),
            Step(
                "短い意味は60字までです。解説ページの言葉に触れたときに、これだけが出ます。くわしい意味は、用語のページに出ます。"
            ),
            Step(
                "ほかの書き方を書いておくと、本文でその書き方が出たときにも印が付きます。印は、1ページに1回だけ、はじめて出た場所に付きます。"
            ),
            Step("どこで確かめた意味かを、出典に書きます。"),
        ),
    ),
    Guide(
        "lesson",
        "学びの道のレッスンを書く、直す",
        (EDITOR.name,),
        (
            Step(
                "左のメニューの「学びと練習」から「レッスン」を開きます。一つのレッスンは、読む、見る、やってみる、考えてみる、の四つでできています。"
            ),
            Step("「やってみる」には、明日の訪問や、机の上でできる小さなことを書きます。30分を超えるものは、二つに分けます。"),
            Step("並び順の数を変えると、道の順番が変わります。終えた方の記録は、そのまま残ります。"),
        ),
    ),
    Guide(
        "case",
        "事例を審査する",
        (REVIEWER.name,),
        (
            Step(
                "「事例の審査」を開くと、長く待っている順に並びます。上から一つ開き、担当になります。",
                "cases",
                "審査を待つ事例の一覧。待ち時間と担当が並んでいます。",
            ),
            Step("会社が分かってしまう言葉がないかを、印の付いたところから確かめます。同意の書類がそろっているかも見ます。"),
            Step(
                "気になる欄には、その欄の横に一言を書きます。「もっと詳しく」ではなく、「社長が黙ったあと、何と言いましたか」のように尋ねます。"
            ),
            Step(
                "公開するときは「承認する」、直してもらうときは「差し戻す」を選び、理由を書きます。書いた方にメールで届きます。"
            ),
        ),
    ),
    Guide(
        "report",
        "通報に答える",
        (MODERATOR.name,),
        (
            Step(
                "「通報・確認待ち」を開きます。通報した方の名前は、書いた方には伝わりません。",
                "reports",
                "通報と確認待ちの一覧。きっかけと受付日が並んでいます。",
            ),
            Step("投稿の前後を読み、残すか、隠すかを決めます。迷うときは、もう一人の担当に声をかけます。"),
            Step("理由を選び、書いた方への一言を添えます。隠された方は、その理由を読み、返事を書けます。"),
        ),
    ),
)
