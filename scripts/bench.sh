#!/usr/bin/env bash
# Measures speed and limits side by side, on the machine at hand.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/setup.sh run
scripts/assets.sh
exec cargo run --locked --release -p bench -- "$@"
