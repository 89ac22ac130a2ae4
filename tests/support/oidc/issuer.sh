#!/bin/sh
# Runs the tests' OpenID provider, installed from the lock file into the build folder: issuer.sh BUILD_DIR [--install-only | OPTIONS…]
# OPTIONS are those of issuer.mjs.
set -eu
source=$(dirname "$(readlink -f "$0")")
target="$1/oidc"
shift
mkdir -p "$target"
# Tests run side by side.
exec 9>"$target/.lock"
flock 9
cp "$source/package.json" "$source/package-lock.json" "$source/issuer.mjs" "$target/"
cd "$target"
cmp -s package-lock.json installed.json || {
    npm ci --silent --no-audit --no-fund
    cp package-lock.json installed.json
}
exec 9>&-
[ "${1:-}" = --install-only ] || exec node issuer.mjs "$@"
