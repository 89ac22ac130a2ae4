#!/bin/sh
# tour.sh BIN_FOLDER PICTURE_FOLDER — works the app as a person does, by real clicks on a virtual display, and takes pictures:
# light and dark, 100 % and 200 %, 1280×800 and 1024×640.
set -eu
bin=$(CDPATH='' cd -- "$1" && pwd)
mkdir -p "$2"
pictures=$(CDPATH='' cd -- "$2" && pwd)
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
rm -f "$pictures"/*.png

one() { # name screen scale theme
    echo "    $1: screen $2, scale $3, $4" >&2
    "$root/tests/support/desktop-session.sh" --size "$2" env QT_SCALE_FACTOR="$3" \
        /usr/bin/python3 "$root/tests/endtoend/tour.py" "$bin/keysteward" "$pictures" "$1" "$4"
}

one 1280-light 1280x800 1 light
one 1280-dark 1280x800 1 dark
one 1024-light 1024x640 1 light
one 1024-dark 1024x640 1 dark
one 200-light 2560x1600 2 light
one 200-dark 2560x1600 2 dark
