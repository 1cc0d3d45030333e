"""How long and how many: the limits of a case that forms, actions, samples and imports share."""

#: Characters of a long text.
LONG_TEXT = 20_000
#: Characters of a text of a row, such as a question or what the company did.
ROW_TEXT = 4_000
#: Characters of a note on a client, for which similar cases are looked for.
NOTE_TEXT = 4_000
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
#: Days after which a reviewer's claim runs out.
CLAIM_DAYS = 7
#: Cases that a reviewer may claim with one press.
CLAIMED_AT_ONCE = 20
#: Business hours of waiting after which reviewers are reminded.
REMINDED_AFTER = (24, 48)
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
#: The private side of a case: characters of a text, days that it is kept unless the team says otherwise, and at most.
PRIVATE_TEXT = 2_000
PRIVATE_DAYS, PRIVATE_DAYS_AT_MOST = 3 * 365, 5 * 366
#: Days for which the superior's link works, business days after which he is reminded once.
SUPERIOR_LINK_DAYS, SUPERIOR_REMINDED_AFTER = 30, 3
#: Days before a consent ends on which its team is told.
CONSENT_REMINDED_DAYS = 30
#: Days for which a withdrawn case can be brought back, before it is erased.
WITHDRAWN_DAYS = 30
#: Characters of a marked word that is kept; a longer mark cannot stay, only be written anew.
MARK_TEXT = 500
#: Marked words that are shown for a decision at once: the rest comes after these.
ENTRIES_AT_MOST = 200
#: With fewer other published cases of the same trade, area and size, the combination itself may tell the company.
OTHERS_AT_LEAST = 3
