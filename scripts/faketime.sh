#!/usr/bin/env bash
# Make sure there is libfaketime for clocks that jump; without it that scenario is not tried.
# It is unpacked beside the Python packages, not installed.
set -euo pipefail
cd "$(dirname "$0")/.."

into=.venv/faketime
for place in / "$into/"; do
    compgen -G "${place}usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null && exit 0
done
command -v apt-get >/dev/null || exit 0
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
(cd "$packages" && apt-get download -qq libfaketime >/dev/null 2>&1) || exit 0
mkdir -p "$into"
for package in "$packages"/*.deb; do dpkg-deb --extract "$package" "$into"; done
