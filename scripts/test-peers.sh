#!/bin/sh
# The real parts the tests run against: a browser, a PostgreSQL server, openssl for test certificates, an
# OpenID Connect server that gives tokens, a reader of PDF files that checks their structure.
# Installs only what is missing.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer fonts-liberation2"
command -v qpdf >/dev/null 2>&1 || missing="$missing qpdf"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
command -v glewlwyd >/dev/null 2>&1 || missing="$missing glewlwyd"
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    sh "$(dirname "$0")/debian-packages.sh" $missing
fi
# A real CKAN, below the environment the tests run in (first argument, .venv).
venv=${1:-.venv}
sh "$(dirname "$0")/test-ckan.sh" "$venv/bin/python" "$venv/ckan"
