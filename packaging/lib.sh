# Shared by the scripts beside it: steps that say which one failed and why. Sourced, not run.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
step_name=start
step_count=0

say() { printf '%s\n' "$*" >&2; }

step() {
    step_count=$((step_count + 1))
    step_name=$1
    say "==> [$step_count/$steps] $step_name ($(date +%H:%M:%S))"
}

on_exit() {
    code=$?
    [ "$code" -eq 0 ] || say "==> FAILED in step $step_count of $steps: $step_name (exit code $code)"
    exit "$code"
}
trap on_exit EXIT

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "needs root for: $* — run as root, or install sudo"
        return 1
    fi
}
