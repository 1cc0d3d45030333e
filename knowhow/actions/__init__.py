"""Every write of the exchange: posting, editing, hiding, answers, ageing, clinics, order, following, the question bank, and the sample topics."""

from knowhow.actions.ageing import archive_quiet_topics, ask_reopening, reopen_topic
from knowhow.actions.answers import (
    hide_trial,
    mark_helpful,
    mark_solution,
    show_trial_again,
    take_helpful_back,
    take_solution_back,
    tell_trial,
)
from knowhow.actions.arranging import lock_topic, move_topic, split_topic, unlock_topic
from knowhow.actions.bookmarks import bookmark, remove_bookmark
from knowhow.actions.clinics import (
    case_from_clinic,
    close_clinic,
    edit_clinic,
    end_clinics,
    open_clinic,
    open_views,
    put_clinic_away,
    writers_of,
)
from knowhow.actions.editing import EditConflict, edit_reply, edit_topic
from knowhow.actions.following import follow, stop_following
from knowhow.actions.hiding import hide_post, show_post_again
from knowhow.actions.history import hide_version
from knowhow.actions.holding import ask_to_edit
from knowhow.actions.keywords import choose_keywords
from knowhow.actions.merging import merge_topics
from knowhow.actions.pictures import add_picture, drop_unused_pictures
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.questions import hide_report, keep_question, propose_question, report_question, show_report_again
from knowhow.actions.reading_marks import mark_all_read, mark_read
from knowhow.actions.releasing import release_post
from knowhow.actions.samples import load_samples

__all__ = [
    "EditConflict",
    "add_picture",
    "archive_quiet_topics",
    "ask_reopening",
    "ask_to_edit",
    "bookmark",
    "case_from_clinic",
    "choose_keywords",
    "close_clinic",
    "drop_unused_pictures",
    "edit_clinic",
    "edit_reply",
    "edit_topic",
    "end_clinics",
    "follow",
    "hide_post",
    "hide_report",
    "hide_trial",
    "hide_version",
    "keep_question",
    "load_samples",
    "lock_topic",
    "mark_all_read",
    "mark_helpful",
    "mark_read",
    "mark_solution",
    "merge_topics",
    "move_topic",
    "open_clinic",
    "open_views",
    "post_reply",
    "post_topic",
    "propose_question",
    "put_clinic_away",
    "release_post",
    "remove_bookmark",
    "reopen_topic",
    "report_question",
    "show_post_again",
    "show_report_again",
    "show_trial_again",
    "split_topic",
    "stop_following",
    "take_helpful_back",
    "take_solution_back",
    "tell_trial",
    "unlock_topic",
    "writers_of",
]
