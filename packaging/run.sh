#!/bin/sh
# From a fresh clone to the running app: installs what is missing, builds release, starts Keysteward with the gateway of this
# computer and sample organizations, signed in. Without a display it does the same under Xvfb, takes the tour (sign in,
# create, reveal, rotate, revoke by real clicks) and leaves build/tour/*.png.
steps=3
. "$(dirname -- "$0")/lib.sh"
cd "$root"

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

step "Packages"
if has_display; then
    packaging/install-deps.sh build
else
    packaging/install-deps.sh build tour
fi

step "Build (release)"
cmake --preset release >build-configure.log 2>&1 || { cat build-configure.log >&2; rm -f build-configure.log; exit 1; }
rm -f build-configure.log
cmake --build --preset release >&2

if has_display; then
    step "Keysteward with sample organizations"
    exec build/release/bin/keysteward --demo
fi
step "The tour, since there is no display"
packaging/tour.sh build/release/bin build/tour
say "==> The tour's pictures are in build/tour:"
ls build/tour/*.png
