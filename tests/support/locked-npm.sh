#!/bin/sh
# Installs what a lock file names, once: locked-npm.sh SOURCE TARGET [FILE…]
# SOURCE holds package.json and package-lock.json, TARGET lies in the build folder; the FILEs are put beside them there.
set -eu
source=$1
target=$2
shift 2
mkdir -p "$target"
# Tests run side by side.
exec 9>"$target/.lock"
flock 9
cp "$source/package.json" "$source/package-lock.json" "$@" "$target/"
cd "$target"
cmp -s package-lock.json installed.json || {
    npm ci --silent --no-audit --no-fund
    cp package-lock.json installed.json
}
