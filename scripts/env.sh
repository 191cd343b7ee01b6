# Sourced by the other scripts: where built things go, and where rustup keeps cargo.
# shellcheck shell=bash
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/motcua-target}"
command -v cargo >/dev/null 2>&1 || export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
