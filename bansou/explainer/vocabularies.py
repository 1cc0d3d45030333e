"""The closed vocabulary of the explainer. Codes are stored, words are shown."""

from django.db import models


class Part(models.TextChoices):
    """The four parts of the book that the chapters make, in the order in which one reads them."""

    KNOW = "know", "知る"
    PROCEED = "proceed", "進める"
    ASK = "ask", "聴く・問いかける"
    KEEP = "keep", "続ける・広げる"
