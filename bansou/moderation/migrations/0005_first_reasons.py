from typing import Any

from django.db import migrations

#: What people report, in the order in which it is offered: what hurts a client comes first.
REPORTED = (
    "会社や人が分かることが書かれている",
    "人を傷つける言葉や、責める言葉がある",
    "宣伝や勧誘、関係のない内容",
    "事実とちがう、誤解を招く",
    "著作権など、ほかの人の権利を侵している",
    "場所や種類が合っていない",
    "そのほか",
)
#: What staff decide for, and the sentence that the author reads.
DECIDED = (
    ("会社や人が分かる", "会社や人が分かるおそれのある内容が含まれています。"),
    ("言葉が強い", "読む人を傷つけるおそれのある言葉が含まれています。"),
    ("宣伝・勧誘", "宣伝や勧誘にあたる内容です。"),
    ("ほかの人の権利", "ほかの人の権利を侵すおそれのある内容が含まれています。"),
    ("場所が合わない", "この掲示板の目的と合わない内容です。"),
    ("同じ話題がある", "同じ内容の話題が、すでにあります。"),
    ("話が出つくした", "話が出つくしたので、ここで受け付けを終わります。"),
    ("問題は見あたらない", "確認しましたが、問題は見あたりませんでした。"),
)


def add(apps: Any, schema_editor: Any) -> None:
    Reason = apps.get_model("moderation", "Reason")
    for position, words in enumerate(REPORTED, start=1):
        Reason.objects.create(use="report", words=words, position=position)
    for position, (words, explanation) in enumerate(DECIDED, start=1):
        Reason.objects.create(use="decision", words=words, explanation=explanation, position=position)


class Migration(migrations.Migration):
    """The reasons that a site begins with; staff change them in the admin."""

    dependencies = [("moderation", "0004_reports_notices_suspensions")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
