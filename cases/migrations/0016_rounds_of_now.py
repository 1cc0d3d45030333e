"""Reviews that were begun before there were rounds and steps get theirs: the one step of that time becomes 内容確認.

A case that stands in it now still has 個人情報確認 before it is published: the workflow takes up a step that was left out.
"""

from django.db import migrations

OUTCOMES = {"in_progress": "", "needs_changes": "returned"}
FIRST_REASONS = (
    ("社名が分かる", "会社が分かる言葉が残っています。地元の同業者の目で読み返して、ぼかした言葉に置きかえてください。"),
    ("人が分かる", "登場する方がどなたか分かってしまいます。お名前や肩書きを、役割の言葉に置きかえてください。"),
    ("数字が正確すぎる", "正確な金額や人数から会社が分かることがあります。「約二割」「増えた」のような幅のある言い方にしてください。"),
    ("対話が伝わらない", "問いかけと、そのときの相手の反応を、実際の言葉で一つ書き足していただけますか。読む方がいちばん知りたいところです。"),
)


def begin_rounds(apps, schema_editor):
    apps.get_model("cases", "CaseReviewTask").objects.filter(name="事例の確認").update(name="内容確認")
    WorkflowState = apps.get_model("wagtailcore", "WorkflowState")
    ReviewRound = apps.get_model("cases", "ReviewRound")
    states = WorkflowState.objects.filter(
        status__in=OUTCOMES, base_content_type__app_label="cases", base_content_type__model="case", current_task_state__isnull=False
    )
    for state in states.select_related("current_task_state"):
        step = state.current_task_state
        is_over = state.status == "needs_changes"
        ReviewRound.objects.create(
            case_id=int(state.object_id),
            revision_id=step.revision_id,
            submitted_at=step.started_at,
            ended_at=(step.finished_at or step.started_at) if is_over else None,
            outcome=OUTCOMES[state.status],
        )


def write_first_reasons(apps, schema_editor):
    apps.get_model("cases", "CannedReason").objects.bulk_create(
        apps.get_model("cases", "CannedReason")(title=title, text=text, position=place * 10)
        for place, (title, text) in enumerate(FIRST_REASONS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_review_desk"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunPython(begin_rounds, migrations.RunPython.noop),
        migrations.RunPython(write_first_reasons, migrations.RunPython.noop),
    ]
