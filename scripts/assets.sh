#!/usr/bin/env bash
# Builds the stylesheet, fonts and modules that the binary embeds, unless they are newer than
# everything they are made of.
set -euo pipefail
cd "$(dirname "$0")/../web"

stamp=node_modules/.dist-built
newer=$(find . \( -path ./node_modules -o -path ./dist \) -prune -o -type f -newer "$stamp" -print 2>/dev/null | head -n 1 || true)
if [ ! -f "$stamp" ] || [ ! -d dist ] || [ -n "$newer" ]; then
  echo "Building stylesheet, fonts and modules …" >&2
  npm run --silent build
  touch "$stamp"
fi
