"""Why a line goes, before it is written down as a ``Removal``."""

from msgspec import Struct

from pipeline.model import Line, Removal, RemovalClass
from pipeline.strip.rule import Pointer


class Reason(Struct, frozen=True, gc=False):
    """Why a line goes."""

    class_: RemovalClass
    rule: str
    evidence: str

    @staticmethod
    def of(pointer: Pointer) -> "Reason":
        """A rule's own reason."""
        return Reason(pointer.rule.class_, pointer.rule.name, pointer.evidence)

    def removal(self, line: Line) -> Removal:
        """The reason as it stands in a document."""
        return Removal(line.number, line.text, self.class_, self.rule, self.evidence)
