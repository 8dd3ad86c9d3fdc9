#!/bin/sh
# Installs Debian packages as root or through sudo; says what to do where neither is possible.
set -eu
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing: $*. This is not a Debian system: install them with its own package manager, then run again." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    run=""
elif command -v sudo >/dev/null 2>&1; then
    run="sudo"
else
    echo "Missing: $*. Ask an administrator to run: apt-get install $*" >&2
    exit 1
fi
$run apt-get update -qq
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends "$@"
