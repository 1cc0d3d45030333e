"""The mails that went to somebody, for the file with his data."""

from accounts.models import User
from accounts.my_data import DataPart, Table, register_data
from bansou.notifications.models import OutgoingMail


def collect(person: User) -> DataPart:
    """When and about what. The texts are in his mailbox, and some hold what others wrote."""
    mails = OutgoingMail.objects.filter(recipient=person.email)
    return DataPart((Table.of("mails", "届けたメール", mails, "created_at", "sent_at", "recipient", "subject"),))


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
