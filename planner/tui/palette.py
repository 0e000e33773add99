"""The palette: every command of the screen one is on, made from the table of commands."""

from __future__ import annotations

from collections.abc import Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from planner.tui.commands import EVERYWHERE, Command, commands_of, keys_text
from planner.tui.text import literal


class CommandsProvider(Provider):
    """Offers what can be done on the screen."""

    def _commands(self) -> Iterator[Command]:
        where = getattr(self.screen, "WHERE", EVERYWHERE)
        return commands_of(where)

    def _hit_words(self, command: Command) -> str:
        return f"{command.title}  ({keys_text(command)})"

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(
                literal(self._hit_words(command)),
                lambda call=command.call: self.app.call_later(self.app.run_action, call),
                text=command.title,
                help=command.help,
            )

    async def search(self, query: str) -> Hits:
        """Offer the commands whose title or explanation matches."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.title), matcher.match(command.help) * 0.8)
            if score > 0:
                yield Hit(
                    score,
                    literal(self._hit_words(command)),
                    lambda call=command.call: self.app.call_later(self.app.run_action, call),
                    text=command.title,
                    help=command.help,
                )
