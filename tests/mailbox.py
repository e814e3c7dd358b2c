"""A mail server of a few lines: takes letters and keeps them."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Thread


class Mailbox:
    """What was delivered, in order."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    @contextmanager
    def open(self) -> Iterator[str]:
        """The address of the server while it is open."""
        mailbox = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say(b"220 here")
                for line in self.rfile:
                    word = line.split()[0].upper()
                    if word == b"DATA":
                        self._say(b"354 go on")
                        mailbox.letters.append(message_from_bytes(self._letter()))
                    self._say(b"221 bye" if word == b"QUIT" else b"250 well")

            def _letter(self) -> bytes:
                lines = []
                for line in self.rfile:
                    if line == b".\r\n":
                        break
                    lines.append(line)
                return b"".join(lines)

            def _say(self, text: bytes) -> None:
                self.wfile.write(text + b"\r\n")

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield f"smtp://127.0.0.1:{server.server_address[1]}"
            finally:
                server.shutdown()
                thread.join()
