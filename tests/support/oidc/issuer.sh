#!/bin/sh
# Runs the tests' OpenID provider, installed from the lock file into the build folder: issuer.sh BUILD_DIR [--install-only | OPTIONS…]
# OPTIONS are those of issuer.mjs.
set -eu
here=$(dirname "$(readlink -f "$0")")
target="$1/oidc"
"$here/../locked-npm.sh" "$here" "$target" "$here/issuer.mjs"
shift
cd "$target"
[ "${1:-}" = --install-only ] || exec node issuer.mjs "$@"
