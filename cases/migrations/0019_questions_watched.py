from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Pages show cards of the question bank, and cases the cards that they used: a change is noted."""

    dependencies = [("cases", "0018_question_cards"), ("freshness", "0001_initial")]

    operations = [watch("cases_questioncard"), watch("cases_case_used_questions")]
