from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The page of a card shows what people told of it: a change is noted."""

    dependencies = [("knowhow", "0003_question_reports"), ("freshness", "0001_initial")]

    operations = [watch("knowhow_questionreport"), watch("knowhow_replyquestion")]
