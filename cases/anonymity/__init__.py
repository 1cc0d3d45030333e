"""The check of anonymity: finds in the texts of a case what may tell which company it is about; people decide about each.

`finder` and the rules under it are pure; `checking` knows the case; `actions` writes what people decide.
"""
