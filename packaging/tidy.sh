#!/bin/sh
# Looks at the code by .clang-tidy: packaging/tidy.sh [FILE…]
#   FILE: sources to look at; without, all of app, core and ui (about an hour of a core, so it is no part of the tests).
steps=3
. "$(dirname -- "$0")/lib.sh"
cd "$root"

step "Packages"
packaging/install-deps.sh build tidy

step "What the compiler is told"
cmake -G Ninja -B build/tidy -DCMAKE_BUILD_TYPE=Debug -DKEYSTEWARD_PCH=OFF -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null

step "clang-tidy"
[ $# -gt 0 ] || set -- "^$root/(app|core|ui)/.*\.cpp$"
run-clang-tidy -quiet -p build/tidy "$@"
