"""Every write of the exchange: posting, editing, hiding, the question bank, and the sample topics."""

from knowhow.actions.editing import EditConflict, edit_reply, edit_topic
from knowhow.actions.hiding import hide_post, show_post_again
from knowhow.actions.history import hide_version
from knowhow.actions.pictures import add_picture, drop_unused_pictures
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.questions import hide_report, keep_question, propose_question, report_question, show_report_again
from knowhow.actions.samples import load_samples

__all__ = [
    "EditConflict",
    "add_picture",
    "drop_unused_pictures",
    "edit_reply",
    "edit_topic",
    "hide_post",
    "hide_report",
    "hide_version",
    "keep_question",
    "load_samples",
    "post_reply",
    "post_topic",
    "propose_question",
    "report_question",
    "show_post_again",
    "show_report_again",
]
