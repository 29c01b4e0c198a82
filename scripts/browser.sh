#!/usr/bin/env bash
# Make sure there is a Chromium for the browser stories, and Chinese type for it to set.
set -euo pipefail

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if find_browser >/dev/null && fc-list 2>/dev/null | grep -q 'Noto Sans CJK'; then
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    find_browser >/dev/null && exit 0
    echo "The browser stories need Chromium. Install it, then run make again." >&2
    exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "Installing Chromium and Chinese type for the browser stories ..."
if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; }; then
    echo "Chromium could not be installed. Run: sudo apt-get install chromium fonts-noto-cjk" >&2
    exit 1
fi
