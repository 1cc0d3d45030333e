"""Every write of the exchange: posting, editing, hiding, clinics, the question bank, and the sample topics."""

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
from knowhow.actions.hiding import hide_post, show_post_again
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.questions import hide_report, keep_question, propose_question, report_question, show_report_again
from knowhow.actions.samples import load_samples

__all__ = [
    "EditConflict",
    "case_from_clinic",
    "close_clinic",
    "edit_clinic",
    "edit_reply",
    "edit_topic",
    "end_clinics",
    "hide_post",
    "hide_report",
    "keep_question",
    "load_samples",
    "open_clinic",
    "open_views",
    "post_reply",
    "post_topic",
    "propose_question",
    "put_clinic_away",
    "report_question",
    "show_post_again",
    "show_report_again",
    "writers_of",
]
