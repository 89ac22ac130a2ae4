#!/bin/sh
# Runs the tests' better-auth server, installed from a lock file into the build folder:
# server.sh BUILD_DIR VERSION [--install-only | OPTIONS…]      OPTIONS are those of server.mjs.
set -eu
source=$(dirname "$(readlink -f "$0")")
target="$1/betterauth/$2"
locked="$source/$2"
shift 2
mkdir -p "$target"
# Tests run side by side.
exec 9>"$target/.lock"
flock 9
cp "$locked/package.json" "$locked/package-lock.json" "$source/server.mjs" "$target/"
cd "$target"
cmp -s package-lock.json installed.json || {
    npm ci --silent --no-audit --no-fund
    cp package-lock.json installed.json
}
exec 9>&-
[ "${1:-}" = --install-only ] || exec node server.mjs "$@"
