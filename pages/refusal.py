"""The one error of this room."""


class Refused(Exception):
    """The bytes are hostile or cannot be read; the message is one sentence for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
