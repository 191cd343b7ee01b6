#!/usr/bin/env bash
# Everything CI checks, from whatever is there to a verdict.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/setup.sh test
scripts/assets.sh
exec cargo xtask ci
