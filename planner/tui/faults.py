"""The boundary around what the app and its screens do: a fault is told, and the evening goes on."""

from __future__ import annotations

from textual.message import Message
from textual.message_pump import MessagePump

MOST_ERRORS = 3
"""After so many unexpected errors the program ends, with the draft kept."""


class Forgiving(MessagePump):
    """Goes on with the next message after one whose handling failed.

    It has to be caught here: once an error has left this method, Textual stops the loop that
    reads the messages, and nothing on the screen would answer any more.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            forgive = getattr(self.app, "forgive", None)
            if forgive is None or not forgive(error):
                raise
