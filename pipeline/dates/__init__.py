"""Dates: found, told apart by calendar, converted; ``persiantools`` is used nowhere else."""

from pipeline.dates.context import DateContext, page_context
from pipeline.dates.convert import Rewritten, rewrite
from pipeline.dates.find import find_dates
from pipeline.dates.machine import MachineDate
from pipeline.dates.stamp_lines import StampLine
from pipeline.dates.stamps import Stamps, page_stamps

__all__ = [
    "DateContext",
    "MachineDate",
    "Rewritten",
    "StampLine",
    "Stamps",
    "find_dates",
    "page_context",
    "page_stamps",
    "rewrite",
]
