#!/bin/sh
# Lints the contract with Spectral, installed from the lock file into the build folder: lint.sh SOURCE_DIR BUILD_DIR
set -eu
"$1/tests/support/locked-npm.sh" "$1/tests/contract" "$2/spectral" "$1/tests/contract/.spectral.yaml"
cd "$2/spectral"
node_modules/.bin/spectral lint -r .spectral.yaml --fail-severity=hint "$1/resources/openapi/gateway.yaml"
# A check that cannot fail proves nothing: the same document without its answers must be refused.
sed 's/responses:/x-responses:/' "$1/resources/openapi/gateway.yaml" > broken.yaml
if node_modules/.bin/spectral lint -q -r .spectral.yaml broken.yaml >/dev/null; then
    echo "Spectral took a broken document" >&2
    exit 1
fi
