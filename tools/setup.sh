#!/usr/bin/env bash
# Makes .venv with a fitting Python and everything pinned in requirements.lock.
# hazm needs Python 3.12 or 3.13, so that is what is looked for: on PATH, through pyenv, then from uv.
set -euo pipefail
cd "$(dirname "$0")/.."

fits() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

find_python() {
  local name dir
  for name in python3.12 python3.13 python3 python; do
    if command -v "$name" >/dev/null && fits "$name"; then command -v "$name"; return; fi
  done
  for dir in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12.* "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*; do
    if [ -x "$dir/bin/python" ] && fits "$dir/bin/python"; then echo "$dir/bin/python"; return; fi
  done
}

make_venv() {
  local python
  python=$(find_python)
  if [ -n "$python" ]; then
    if ! "$python" -m venv --clear .venv; then
      echo "zolal: '$python -m venv' failed. On Debian: apt-get install python3-venv" >&2
      exit 2
    fi
    return
  fi
  # No fitting Python: uv can fetch one of its own where the network lets it.
  if python3 -m venv --clear .uv 2>/dev/null && .uv/bin/python -m pip install --quiet uv \
     && .uv/bin/uv venv --quiet --clear --seed --python 3.12 .venv; then
    rm -rf .uv
    return
  fi
  rm -rf .uv
  echo "zolal needs Python 3.12 or 3.13 (hazm does), and found neither on PATH nor in pyenv." >&2
  echo "Install one and run again: 'apt-get install python3 python3-venv' on Debian 13, or 'pyenv install 3.12' anywhere." >&2
  exit 2
}

if [ ! -x .venv/bin/python ] || ! fits .venv/bin/python; then make_venv; fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
echo "zolal: installing what requirements.lock pins (once)"
.venv/bin/uv pip install --quiet --require-hashes --no-deps -r requirements.lock
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .
# Byte code of what a run imports: where PYTHONDONTWRITEBYTECODE is set, as in many containers, Python would compile it
# anew for every page cleaned alone, which takes longer than cleaning it.
env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -c 'import pipeline.clean.command, pipeline.engines.learning, numpy.ma'
