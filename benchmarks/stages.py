"""Where the time of ``clean_page`` goes: its stages are timed where they are called, each without those inside it."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from unittest.mock import patch

from pipeline import chain
from pipeline.html import blocks, page
from pipeline.html.tree import Tree
from pipeline.trees import Trees

STAGES: dict[str, tuple[tuple[object, str], ...]] = {
    "decode": ((chain, "decode"),),
    "parse": ((page, "parse"),),
    "walk": ((Tree, "source"), (page, "walk"), (page, "rows_joined")),
    "metadata": ((page, "declared"), (page, "metadata")),
    "features": ((blocks, "features"), (blocks, "context")),
    "trees": ((Trees, "log_odds"),),
    "asked trafilatura": ((page, "opinion"),),
    "other reading": ((chain, "read_html"),),
    "strip": ((chain, "judge"),),
    "compose": ((chain, "page_context"), (chain, "compose")),
    "dates": ((chain, "page_stamps"),),
    "document": ((chain, "_filled"),),
}
"""The functions each stage consists of, by the module or class that calls them."""
REST = "rest"


class Stages:
    """CPU seconds by stage, summed over everything it was called with."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside = [0.0]  # seconds that the calls inside each open call took

    def run[T](self, call: Callable[[], T]) -> T:
        """Call a function and time the stages in it."""
        with ExitStack() as stack:
            for stage, calls in STAGES.items():
                for place, name in calls:
                    stack.enter_context(patch.object(place, name, self._timed(stage, getattr(place, name))))
            return self._timed(REST, call)()

    def _timed[**P, T](self, stage: str, function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            self._inside.append(0.0)
            start = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.process_time() - start
                self.seconds[stage] += spent - self._inside.pop()
                self._inside[-1] += spent

        return timed

    def shares(self) -> dict[str, float]:
        """Each stage's share (0-1) of the whole."""
        total = self.seconds.total()
        return {stage: self.seconds[stage] / total for stage in (*STAGES, REST)}
