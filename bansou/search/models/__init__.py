"""What search keeps beside the index."""

from bansou.search.models.term import TermGroup, TermsVersion

__all__ = [
    "TermGroup",
    "TermsVersion",
]
