"""Every write of the exchange: posting, editing, hiding, the question bank, and the sample topics."""

from knowhow.actions.bookmarks import bookmark, remove_bookmark
from knowhow.actions.editing import EditConflict, edit_reply, edit_topic
from knowhow.actions.following import follow, stop_following
from knowhow.actions.hiding import hide_post, show_post_again
from knowhow.actions.keywords import choose_keywords
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.questions import hide_report, keep_question, propose_question, report_question, show_report_again
from knowhow.actions.reading_marks import mark_all_read, mark_read
from knowhow.actions.samples import load_samples

__all__ = [
    "EditConflict",
    "bookmark",
    "choose_keywords",
    "edit_reply",
    "edit_topic",
    "follow",
    "hide_post",
    "hide_report",
    "keep_question",
    "load_samples",
    "mark_all_read",
    "mark_read",
    "post_reply",
    "post_topic",
    "propose_question",
    "remove_bookmark",
    "report_question",
    "show_post_again",
    "show_report_again",
    "stop_following",
]
