"""Pure functions on text: scripts, protected tokens, languages, Persian normalization."""
