#!/bin/sh
# Installs, builds and runs every test: packaging/test.sh [--asan]
#   --asan: the same tests once more with AddressSanitizer and UBSan (takes long on a small machine).
steps=5
[ "${1:-}" = --asan ] && steps=6
. "$(dirname -- "$0")/lib.sh"
cd "$root"

step "Packages"
packaging/install-deps.sh build tour test

step "Build of core and gateway alone, with no Qt Gui and no Qt Widgets"
cmake --preset core-only -DKEYSTEWARD_TESTS=OFF >/dev/null
cmake --build --preset core-only >&2
# Its parts are tested below, as dev builds them; what came of them here must link to nothing else, and serve.
gateway=build/core-only/bin/keysteward-gateway
tests/architecture/links.sh "$gateway"
tests/app/gateway/nginx.sh README.md "$gateway" >&2

step "Build (dev)"
cmake --preset dev >/dev/null
cmake --build --preset dev >&2

step "Every header compiles alone"
cmake --build --preset dev --target all_verify_interface_header_sets >&2

step "Tests"
ctest --preset dev -j2

if [ "${1:-}" = --asan ]; then
    step "Tests with AddressSanitizer and UBSan"
    cmake --preset asan >/dev/null
    cmake --build --preset asan >&2
    ctest --preset asan -j2
fi
say "==> All steps passed"
