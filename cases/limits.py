"""How long and how many: the limits of a case that forms, actions, samples and imports share."""

#: Characters of a long text.
LONG_TEXT = 20_000
#: Characters of a text of a row, such as a question or what the company did.
ROW_TEXT = 4_000
#: Themes of the first request, and of the real issue.
THEMES_AT_MOST = 3
EPISODES_AT_MOST = 40
#: Cards of the question bank that a case names.
QUESTIONS_AT_MOST = 20
POINTS_AT_MOST = 5
#: Rows of every other kind.
ROWS_AT_MOST = 20
#: Dialogues without which a case is not published (field 14).
EPISODES_AT_LEAST = 3
#: Characters of a follow-up.
FOLLOW_UP_TEXT = 2_000
#: People of a team besides the author, invited ones counted.
TEAM_AT_MOST = 20
#: Days that an invitation into a team stays open.
INVITATION_DAYS = 14
#: Days within which an answer about the time afterwards is hoped for.
FOLLOW_UP_DAYS = 28
#: Cases side by side.
COMPARED_AT_LEAST, COMPARED_AT_MOST = 2, 4
#: Cases in one Excel file: some 20 seconds of a processor (README, decision on Excel).
EXPORTED_AT_MOST = 5_000
#: An intake file: bytes, cases, rows of dialogue (walls: five a case).
INTAKE_BYTES = 10 * 2**20
INTAKE_CASES_AT_MOST = 500
INTAKE_EPISODES_AT_MOST = 10_000
