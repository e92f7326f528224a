"""What a review needs of a screen: text goes out, single keys and lines come in.

`TerminalScreen` is the real one. Heavy imports wait until something is shown or asked.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.console import Console
from rich.text import Text
from rich.theme import Theme

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

STYLES = {
    "removed": "red strike",
    "added": "green underline",
    "asked": "yellow underline",
    "title": "bold",
    "quiet": "dim",
    "done": "green",
    "warning": "bold yellow",
    "key": "bold cyan",
}
"""The styles that texts on a screen are written in."""

_ARROWS = {"down": "j", "right": "j", "up": "k", "left": "k"}


class InputEnded(Exception):  # noqa: N818 - not a fault: the reviewer left
    """The reviewer left: end of input, Ctrl-D or Ctrl-C."""


class Screen(Protocol):
    """Where a review is shown and answered."""

    @property
    def colour(self) -> bool:
        """False when changes must be told by marks alone, as in `[-old-]{+new+}`."""
        ...

    @property
    def width(self) -> int:
        """How many columns there are."""
        ...

    def show(self, text: Text, indent: int = 0, hang: int = 0) -> None:
        """Shows a text on lines of its own; styles are those of `STYLES`.

        Lines begin `indent` columns from the left. The first `hang` characters are a label:
        further lines begin behind it.
        """
        ...

    def ask(self, prompt: Text) -> str:
        """One key, without Enter; Enter itself is the empty string. Raises `InputEnded`."""
        ...

    def edit(self, prompt: str, default: str = "") -> str | None:
        """A line that the reviewer edits; None when the reviewer thinks better of it."""
        ...


class TerminalScreen:
    """A terminal; where input is none, answers are read line by line, so a script can drive it."""

    def __init__(
        self,
        input: TextIO | None = None,
        output: TextIO | None = None,
        *,
        colour: bool | None = None,
    ) -> None:
        self._input = input or sys.stdin
        self._output = output or sys.stdout
        self._console = Console(
            file=self._output, theme=Theme(STYLES), highlight=False, markup=False, emoji=False
        )
        wanted = not os.environ.get("NO_COLOR") if colour is None else colour
        self._colour = wanted and self._console.color_system is not None
        self._keys = self._input.isatty() and self._output.isatty()

    @property
    def colour(self) -> bool:
        return self._colour

    @property
    def width(self) -> int:
        return self._console.width

    def show(self, text: Text, indent: int = 0, hang: int = 0) -> None:
        for line in self._wrapped(text, indent, hang):
            self._print(line)

    def _wrapped(self, text: Text, indent: int, hang: int) -> list[Text]:
        """The text as lines that fit the screen, without spaces at their ends."""
        told = text if self.colour else Text(text.plain)
        label, words = told[:hang], told[hang:]
        width = max(1, self.width - indent - hang)
        first, *others = words.wrap(self._console, width, overflow="fold") or [Text()]
        lines = [Text(" " * indent).append_text(label).append_text(first)]
        lines += [Text(" " * (indent + hang)).append_text(line) for line in others]
        for line in lines:
            line.rstrip()
        return lines

    def _by_keys(self, prompt: Text) -> list[Text]:
        """A prompt as lines that end between two keys, with room for the answer."""
        lines: list[Text] = []
        for part in prompt.split("  "):
            if lines and lines[-1].cell_len + part.cell_len + len("  " + " y") <= self.width:
                lines[-1].append("  ").append_text(part)
            else:
                lines += self._wrapped(part, 0, 0)
        return lines if self.colour else [Text(line.plain) for line in lines]

    def _print(self, line: Text, end: str = "\n") -> None:
        self._console.print(line, end=end, no_wrap=True, overflow="ignore", crop=False)

    def ask(self, prompt: Text) -> str:
        *above, last = self._by_keys(prompt)
        for line in above:
            self._print(line)
        self._print(last, end=" ")
        self._output.flush()
        try:
            key = self._one_key() if self._keys else self._line().strip()
        except InputEnded:
            self._console.print()
            raise
        self._console.print(Text(key))
        return key

    def edit(self, prompt: str, default: str = "") -> str | None:
        if self._keys:
            return self._edited_line(prompt, default)
        self._console.print(Text(prompt), end=" ")
        line = self._line()
        self._console.print(Text(line))
        return None if line.strip() == "\x1b" else line

    def _line(self) -> str:
        line = self._input.readline()
        if line == "":
            raise InputEnded
        return line.rstrip("\r\n")

    def _one_key(self) -> str:
        """The next key; arrows count as next and previous, other special keys as Enter."""
        from prompt_toolkit.application import Application
        from prompt_toolkit.input import create_input
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys
        from prompt_toolkit.layout import Layout, Window
        from prompt_toolkit.output import DummyOutput

        bindings = KeyBindings()

        @bindings.add(Keys.ControlC, eager=True)
        @bindings.add(Keys.ControlD, eager=True)
        def _leave(event: KeyPressEvent) -> None:
            event.app.exit(exception=InputEnded)

        @bindings.add(Keys.Any, eager=True)
        def _any(event: KeyPressEvent) -> None:
            key = event.key_sequence[0].key
            event.app.exit(result=_ARROWS.get(key.value, "") if isinstance(key, Keys) else key)

        keys: Application[str] = Application(
            layout=Layout(Window()),
            key_bindings=bindings,
            input=create_input(self._input),
            output=DummyOutput(),
        )
        try:
            return keys.run()
        except (EOFError, KeyboardInterrupt) as ended:
            raise InputEnded from ended

    def _edited_line(self, prompt: str, default: str) -> str | None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.input import create_input
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        bindings = KeyBindings()

        @bindings.add(Keys.Escape, eager=True)
        @bindings.add(Keys.ControlC, eager=True)
        def _leave(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        session: PromptSession[str] = PromptSession(
            key_bindings=bindings, input=create_input(self._input), output=self._line_output()
        )
        try:
            line = session.prompt(f"{prompt} ", default=default)
        except (EOFError, KeyboardInterrupt):
            return None
        # a pasted line break would be an edit that nobody means
        return " ".join(line.splitlines())

    def _line_output(self) -> Output:
        from prompt_toolkit.output import create_output
        from prompt_toolkit.output.vt100 import Vt100_Output

        output = create_output(self._output)
        if isinstance(output, Vt100_Output):
            # the cursor's position is not needed, and some terminals never answer
            output.enable_cpr = False
        return output
