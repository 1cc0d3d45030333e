"""The supporter's form of a case, a step a page. A draft may have gaps: what is missing is listed, and refuses no save."""
