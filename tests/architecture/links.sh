#!/bin/sh
# The gateway must run where there is no desktop: it links neither Qt Gui nor Qt Widgets, not even indirectly.
set -eu
linked=$(ldd "$1")
if printf '%s\n' "$linked" | grep -E 'Qt6(Gui|Widgets)|libX11|libxcb'; then
    echo "$1 links a desktop library" >&2
    exit 1
fi
printf '%s\n' "$linked" | grep -q Qt6Core || { echo "$1 does not link Qt Core: is it the gateway?" >&2; exit 1; }
