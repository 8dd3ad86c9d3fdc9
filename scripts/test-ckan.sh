#!/bin/sh
# A real CKAN for the tests, in an environment of its own below the given one. It is licensed under the AGPL: it is
# installed to be asked over HTTP, and never becomes part of sohoa. Installs only what is missing.
set -eu
python=$1
folder=$2
lock="$(dirname "$0")/../tests/peers/ckan-requirements.txt"
missing=""
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
ls /usr/lib/*/libmagic.so.1 >/dev/null 2>&1 || missing="$missing libmagic1"
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    sh "$(dirname "$0")/debian-packages.sh" $missing
fi
if ! cmp -s "$lock" "$folder/installed.txt"; then
    rm -rf "$folder"
    "$python" -m venv "$folder"
    # The lock names every package; psycopg2 comes ready-made, so that no compiler is needed.
    "$folder/bin/python" -m pip install --quiet --require-hashes --no-deps --no-build-isolation -r "$lock"
    cp "$lock" "$folder/installed.txt"
fi
