"""Every write of the exchange: posting, editing, hiding, the question bank, and the sample topics."""

from knowhow.actions.arranging import lock_topic, move_topic, split_topic, unlock_topic
from knowhow.actions.editing import EditConflict, edit_reply, edit_topic
from knowhow.actions.hiding import hide_post, show_post_again
from knowhow.actions.holding import ask_to_edit
from knowhow.actions.merging import merge_topics
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.questions import hide_report, keep_question, propose_question, report_question, show_report_again
from knowhow.actions.releasing import release_post
from knowhow.actions.samples import load_samples

__all__ = [
    "EditConflict",
    "ask_to_edit",
    "edit_reply",
    "edit_topic",
    "hide_post",
    "hide_report",
    "keep_question",
    "load_samples",
    "lock_topic",
    "merge_topics",
    "move_topic",
    "post_reply",
    "post_topic",
    "propose_question",
    "release_post",
    "report_question",
    "show_post_again",
    "show_report_again",
    "split_topic",
    "unlock_topic",
]
