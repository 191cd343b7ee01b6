#!/usr/bin/env bash
# Starts the demo province. Data stands in ./var; DATABASE_URL and PORT are honoured.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
binary="$CARGO_TARGET_DIR/release/motcua"

scripts/setup.sh run
scripts/assets.sh
if [ ! -x "$binary" ]; then
  echo "The first build takes about 15 to 20 minutes on 2 cores; nearly all of it is compilation. The next start takes seconds." >&2
fi
cargo build --locked --release -p motcua
exec "$binary" serve --demo
