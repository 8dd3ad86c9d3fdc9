#!/bin/sh
# Makes the virtual environment; on Debian without the venv module it installs that first.
set -eu
python=$1
venv=$2
if ! command -v "$python" >/dev/null 2>&1; then
    sh "$(dirname "$0")/debian-packages.sh" python3 python3-venv
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "sohoa needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Set PYTHON=/path/to/python3.11." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    sh "$(dirname "$0")/debian-packages.sh" python3-venv
fi
"$python" -m venv "$venv"
