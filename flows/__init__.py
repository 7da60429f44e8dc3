"""zolal under Prefect: schedules, a screen, runs that heal. How pages are cleaned is decided in ``pipeline`` alone."""

import os

# Prefect reads these when it is first imported, which happens after this line in every command of ours. What
# runs below somebody else's `prefect` command is told by prefect.toml.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
