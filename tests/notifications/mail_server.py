"""A real SMTP server in a thread, which answers as it is told: `mail_server` is the fixture."""

import asyncio
import email.policy
import enum
import logging
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

_HOST = "127.0.0.1"
# A line for each word that is exchanged: it would take longer than the exchange.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Answer(enum.Enum):
    """How the server treats whoever comes."""

    OK = "takes every mail"
    REFUSE = "nobody listens"
    HANG = "takes the connection, and says nothing more"
    LATER = "451, come back later"
    NEVER = "554, will not have it"


class MailServer:
    """Listens on a port of its own from the start to `stop`; `answer` may change at any time.

    `contents` are the mails that it took, in the order in which they came, `mails` the same parsed; `envelopes` who sent each to whom. `unknown` are addresses
    that it refuses for good whatever the answer (550 5.1.1). `connections` counts who came. It answers as quickly as a mail server does, and parses later:
    whoever is killed between the end of a mail and the answer to it sends it twice.
    """

    def __init__(self) -> None:
        self._parsed: list[EmailMessage] = []
        self.contents: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.unknown: set[str] = set()
        self.connections = 0
        self._answer = Answer.OK
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server", daemon=True)
        self._thread.start()
        self._moved = asyncio.Event()
        self._listening: asyncio.Server | None = None
        self.port = 0
        self._run(self._listen())

    @property
    def answer(self) -> Answer:
        """What it does with the next mail."""
        return self._answer

    @answer.setter
    def answer(self, answer: Answer) -> None:
        self._answer = answer
        self._run(self._turn())

    @property
    def mailer(self) -> dict[str, Any]:
        """The entry of MAILERS that leads here. Half a second is long enough to wait for a server that hangs."""
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": _HOST, "port": self.port, "timeout": 0.5},
        }

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails it took, parsed."""
        for content in self.contents[len(self._parsed) :]:
            self._parsed.append(BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(content))
        return self._parsed

    @property
    def recipients(self) -> list[str]:
        """To whom the mails went, in their order."""
        return [address for _, addresses in self.envelopes for address in addresses]

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _turn(self) -> None:
        self._moved.set()  # whoever hangs learns of it
        self._moved = asyncio.Event()
        if self._answer is Answer.REFUSE:
            await self._close()
        elif self._listening is None:
            await self._listen()

    async def _listen(self) -> None:
        self._listening = await self._loop.create_server(self._connection, _HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening.close_clients()
            self._listening = None
        await asyncio.sleep(0)

    def _connection(self) -> SMTP:
        self.connections += 1
        # Longer than any test: a connection that is kept open is the client's own matter.
        return SMTP(self, hostname="mail.test", loop=self._loop, timeout=600)

    # -- what aiosmtpd asks ------------------------------------------------------------------------------------------

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Greet, unless it hangs."""
        session.host_name = hostname
        await self._hang()
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Know the recipient or not."""
        if address in self.unknown:
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail or not."""
        await self._hang()
        if self._answer is Answer.LATER:
            return "451 4.3.0 Try again later"
        if self._answer is Answer.NEVER:
            return "554 5.3.0 Transaction failed"
        assert isinstance(envelope.content, bytes)
        self.contents.append(envelope.content)
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        return "250 2.0.0 OK"

    async def _hang(self) -> None:
        while self._answer is Answer.HANG:
            await self._moved.wait()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server of its own for the test; the outbox sends to it, and Django's and allauth's mails take the way through the outbox."""
    server = MailServer()
    settings.MAILERS = {"default": {"BACKEND": "bansou.notifications.backends.OutboxBackend"}, "outgoing": server.mailer}
    yield server
    server.stop()
