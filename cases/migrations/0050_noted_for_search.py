from django.db import migrations

from bansou.search.noting import note, note_far

#: Rows of a case, all with the column `case_id`.
ROWS = (
    "case_first_themes", "case_real_themes", "casefigure", "casewall", "companyaction", "episode", "followup", "locabentrend",
    "point", "resultnumber", "sourcenote",
)  # fmt: skip


class Migration(migrations.Migration):
    """A change of whatever a case, a card or a theme is found by is noted for the index."""

    dependencies = [("cases", "0019_questions_watched"), ("search", "0050_waiting")]

    operations = [
        note("cases_case", "cases.case"),
        *(note(f"cases_{name}", "cases.case", "case_id") for name in ROWS),
        note("cases_casekeyword", "cases.case", "content_object_id"),
        note_far(
            "cases_theme",
            "cases.case",
            "SELECT case_id FROM cases_case_first_themes WHERE theme_id = NEW.id "
            "UNION SELECT case_id FROM cases_case_real_themes WHERE theme_id = NEW.id",
            columns=("name",),
        ),
        note_far(
            "cases_keyword",
            "cases.case",
            "SELECT content_object_id FROM cases_casekeyword WHERE tag_id = NEW.id",
            columns=("name",),
        ),
        note("cases_theme", "cases.theme"),
        # Not the number of people who tried it.
        note(
            "cases_questioncard",
            "cases.questioncard",
            columns=("question", "inquiry", "walls", "stage", "partner", "aim", "reaction", "not_when", "state"),
        ),
    ]
