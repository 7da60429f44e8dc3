"""zolal: raw Persian and English pages in, clean documents out, a reason for every line that went."""

from pipeline.chain import clean_page
from pipeline.config import Settings
from pipeline.model import Document, Outcome
from pipeline.run import RunSummary, clean_folder

__all__ = ["Document", "Outcome", "RunSummary", "Settings", "clean_folder", "clean_page"]
