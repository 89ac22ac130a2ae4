#!/bin/sh
# Runs the tests' better-auth server, installed from a lock file into the build folder:
# server.sh BUILD_DIR VERSION [--install-only | OPTIONS…]      OPTIONS are those of server.mjs.
set -eu
here=$(dirname "$(readlink -f "$0")")
target="$1/betterauth/$2"
"$here/../locked-npm.sh" "$here/$2" "$target" "$here/server.mjs" "$here/oldernode.mjs"
shift 2
cd "$target"
[ "${1:-}" = --install-only ] || exec node server.mjs "$@"
