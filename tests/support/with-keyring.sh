#!/bin/sh
# with-keyring.sh [--locked | --no-keyring | --no-bus] COMMAND…
# Runs COMMAND with a D-Bus session of its own, an unlocked GNOME Keyring and an empty home; no display is needed. With
# --locked the keyring exists and is locked, with --no-keyring nothing on the bus can keep secrets, with --no-bus there is
# no bus. The keyring's password is in KEYRING_PASSWORD. COMMAND's exit code is kept.
set -eu

keyring=unlocked
case "${1:-}" in
--locked | --no-keyring | --no-bus)
    keyring=${1#--}
    shift
    ;;
esac

home=$(mktemp -d "${TMPDIR:-/tmp}/keysteward-keyring.XXXXXX")
cleanup() {
    code=$?
    trap - EXIT
    # What lived on the bus learns of its end a moment later, and may write until then.
    tries=0
    until rm -rf "$home" 2>/dev/null || [ "$tries" -ge 100 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
    exit "$code"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
export XDG_STATE_HOME="$home/state" XDG_RUNTIME_DIR="$home/run"
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
# A display would let the keyring ask somebody; a KDE value would start kwalletd, which outlives the bus.
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY DESKTOP_SESSION KDE_SESSION_VERSION GNOME_KEYRING_CONTROL
export XDG_CURRENT_DESKTOP=GNOME KEYRING_PASSWORD=session-password

case "$keyring" in
no-bus)
    "$@"
    exit
    ;;
no-keyring)
    # No folder of services: nothing can be started by its name.
    cat >"$home/bus.conf" <<CONFIG
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=$XDG_RUNTIME_DIR</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONFIG
    dbus-run-session --config-file="$home/bus.conf" -- "$@"
    exit
    ;;
esac

# shellcheck disable=SC2016 # expanded inside the session
KEYRING_STATE=$keyring dbus-run-session -- sh -c '
    set -eu
    printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    # Whoever asked before it is on the bus would start a second daemon, which can outlive the bus.
    tries=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
        string:org.freedesktop.secrets | grep -q "boolean true"; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "the keyring did not start" >&2; exit 1; }
        sleep 0.05
    done
    if [ "$KEYRING_STATE" = locked ]; then
        dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
            org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
    fi
    "$@"
' session "$@"
