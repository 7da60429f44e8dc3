"""``python -m pipeline.clean raw/``: a folder of raw pages in, a folder of clean documents out."""
