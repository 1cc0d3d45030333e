"""The page of a case as plain values: what one reader may see of it (layers.py), in the words of the page, and nothing else.

Templates get these values and never the models, so that no template can show what is not for its reader.
"""

from cases.page.building import page_of, story_of
from cases.page.previews import preview_context
from cases.page.reader import Reader

__all__ = ["Reader", "page_of", "preview_context", "story_of"]
