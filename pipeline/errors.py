"""Errors a page or a command can end in. Each carries a sentence that says what to do."""

from pipeline.model import Outcome


class ZolalError(Exception):
    """Base of every error raised on purpose."""


class UsageError(ZolalError):
    """The command or function was called wrongly; exit code 2."""


class StoreError(ZolalError):
    """clean/ cannot be written or raw/ not be listed: the run ends, and goes on from there the next time."""


class BusyError(UsageError):
    """Another run is at work on the same folder."""


class PageError(ZolalError):
    """One page cannot be made into a document. The run goes on; the page is recorded with ``outcome``."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome
