"""The check of anonymity: finds in the texts of a case what may tell which company it is about; people decide about each."""
