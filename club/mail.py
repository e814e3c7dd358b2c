"""Letters to members: sent by a mail server if there is one, otherwise told to the operator."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

log = logging.getLogger(__name__)

SECONDS: Final = 10.0
PORTS: Final = {"smtp": 587, "smtps": 465}
Door = Callable[[str, Callable[[], None]], bool]  # has a call made some time; False when too many


class Mail:
    """`door` lets a call of an outside service out and never waits."""

    def __init__(self, door: Door, url: str | None, sender: str) -> None:
        self._door = door
        self._url = url
        self._sender = sender

    def send(self, name: str, address: str, subject: str, text: str) -> bool:
        """Have it sent some time; False when too many wait already. `name` is for the log."""
        if self._url is None:
            log.warning("no mail server is set; %s would say:\n%s", name, text)
            return True
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self._sender, address, subject
        letter.set_content(text)
        url = self._url
        return self._door(name, lambda: _deliver(url, letter))


def _deliver(url: str, letter: EmailMessage) -> None:
    """Raises OSError and SMTPException."""
    place = urlsplit(url)
    host, port = place.hostname or "localhost", place.port or PORTS[place.scheme]
    with _connected(place.scheme, host, port) as server:
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(letter)


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    return server
