"""What goes wrong."""


class ChainError(Exception):
    """An error that the caller can mend: one line, with what is wrong."""
