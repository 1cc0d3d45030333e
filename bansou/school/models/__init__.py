"""What the school keeps: a file for each noun."""

from bansou.school.models.self_check import CheckItem, SelfCheck

__all__ = ["CheckItem", "SelfCheck"]
