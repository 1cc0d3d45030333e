"""Japanese text: cleaning, dates, Markdown-lite."""
