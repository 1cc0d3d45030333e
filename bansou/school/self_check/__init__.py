"""The self-check: looking at one's own last three months, for oneself alone.

A part of its own within the room, with a namespace of its own (`self_check`): nobody acts for somebody else here (accounts.acting_for).
"""


def connect() -> None:
    """Called once when the app is ready: my page, the file of one's own data, leaving."""
    from bansou.school.self_check import leaving, my_data, my_page  # which need the models

    my_page.connect()
    my_data.connect()
    leaving.connect()
