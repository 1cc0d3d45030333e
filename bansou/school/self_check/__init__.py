"""The self-check: looking at one's own last three months, for oneself alone.

A part of its own within the room, with a namespace of its own (`self_check`): nobody acts for somebody else here (accounts.acting_for).
"""
