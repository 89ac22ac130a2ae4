#!/bin/sh
# Every C++ file is formatted as .clang-format says.
set -eu
cd "$1"
git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.h' | xargs -0 clang-format --dry-run --Werror
