"""The school: a path through the method, looking at oneself, practising with others."""
