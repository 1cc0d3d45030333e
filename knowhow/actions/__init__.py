"""Every write of the exchange: posting, editing, hiding, and the sample topics."""

from knowhow.actions.editing import EditConflict, edit_reply, edit_topic
from knowhow.actions.hiding import hide_post, show_post_again
from knowhow.actions.posting import post_reply, post_topic
from knowhow.actions.samples import load_samples

__all__ = [
    "EditConflict",
    "edit_reply",
    "edit_topic",
    "hide_post",
    "load_samples",
    "post_reply",
    "post_topic",
    "show_post_again",
]
