#!/bin/sh
# Installs what is missing on Debian 12: packaging/install-deps.sh [build] [tour] [test] [bench] [tidy]
#   build: to build and run the app and the gateway;  tour: a display, a keyring and hands for a machine without a screen;
#   test: what the tests need on top;  bench: what tests/benchmarks needs on top of build;  tidy: what packaging/tidy.sh
#   needs on top of build. Asks apt only for what is not there yet.
set -eu

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

build="g++ mold cmake ninja-build pkg-config git ca-certificates
    qt6-base-dev libqt6svg6-dev libqt6sql6-sqlite qtkeychain-qt6-dev libsecret-1-0 libsodium-dev libboost-dev libssl-dev
    libcjose-dev libjansson-dev
    fonts-inter fonts-dejavu-core"
tour="xvfb xauth openbox dbus dbus-x11 gnome-keyring at-spi2-core python3 python3-pyatspi gir1.2-atspi-2.0 xdotool imagemagick
    x11-utils procps"
test="python3-jsonschema curl openssl sqlite3 clang-format nodejs npm xclip libsecret-tools python3-dbus python3-yaml
    nginx-light dunst systemd python3-icalendar chromium chromium-driver" # dunstctl asks by systemd's busctl
bench="libsqlite3-dev libx11-dev libxext-dev libxcb1-dev xvfb openbox nginx-light wrk procps python3"

wanted=""
for group in "${@:-build}"; do
    case $group in
    build) wanted="$wanted $build" ;;
    tour) wanted="$wanted $tour" ;;
    test) wanted="$wanted $test" ;;
    bench) wanted="$wanted $bench" ;;
    tidy) wanted="$wanted clang-tidy" ;;
    *) echo "install-deps.sh: unknown group '$group' (build, tour, test, bench, tidy)" >&2; exit 2 ;;
    esac
done

missing=""
for package in $wanted; do
    case $package in
    # A Node.js from elsewhere is as good, and Debian's would take it away.
    nodejs) command -v node >/dev/null && continue ;;
    npm) command -v npm >/dev/null && continue ;;
    esac
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "every package is there" >&2
    exit 0
fi
echo "installing:$missing" >&2
as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2
# shellcheck disable=SC2086 # a list of words
as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing >&2
