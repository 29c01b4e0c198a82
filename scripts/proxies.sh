#!/usr/bin/env bash
# Make sure there are nginx, Caddy and PgBouncer for tests of whole installations.
# They are unpacked beside the Python packages, not installed: nothing is started, no port taken.
set -euo pipefail
cd "$(dirname "$0")/.."

into=.venv/proxies
find_program() { PATH="$PATH:/usr/sbin:$into/usr/sbin:$into/usr/bin" command -v "$1" >/dev/null; }

missing=()
for name in nginx caddy pgbouncer; do find_program "$name" || missing+=("$name"); done
[ ${#missing[@]} -gt 0 ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "Not found: ${missing[*]}. Tests of installations with them are skipped." >&2
    exit 0
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
# Two libraries of PgBouncer are seldom there; their names change from release to release.
libraries() { apt-cache depends "$1" | sed -n 's/.*Depends: \(lib\(c-\?ares\|event\).*\)/\1/p'; }
fetch() {
    local wanted=("${missing[@]}")
    case " ${missing[*]} " in
    *" pgbouncer "*) mapfile -t -O "${#wanted[@]}" wanted < <(libraries pgbouncer) ;;
    esac
    (cd "$packages" && apt-get download -qq "${wanted[@]}" >/dev/null 2>&1)
}
echo "Fetching ${missing[*]} ..."
if ! fetch && ! { as_root apt-get update -qq && fetch; }; then
    echo "Could not fetch ${missing[*]}: tests of installations with them are skipped." >&2
    exit 0
fi
mkdir -p "$into"
for package in "$packages"/*.deb; do dpkg-deb --extract "$package" "$into"; done
