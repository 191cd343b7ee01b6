#!/usr/bin/env bash
# Makes sure that what we need is there, and is quiet when it is.
#   setup.sh run    what building and starting the binary needs
#   setup.sh test   that, and what the tests need: a browser, PostgreSQL, readers of PDF and barcodes,
#                   openssl as a test authority, SoftHSM2 as a token, and pyHanko as a second judge of signatures
# As root on Debian or Ubuntu it installs; otherwise it says exactly what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

purpose=${1:-run}
missing_packages=()
missing_tools=()

say() { printf '%s\n' "$*" >&2; }

# need TOOL PACKAGE: the package is wanted when the tool is not there.
need() {
  command -v "$1" >/dev/null 2>&1 || { missing_tools+=("$1"); missing_packages+=("$2"); }
}

has_postgres() {
  local bin major
  for bin in "$(command -v postgres || true)" /usr/lib/postgresql/*/bin/postgres /usr/local/bin/postgres /usr/local/pgsql/bin/postgres; do
    [ -x "$bin" ] || continue
    major=$("$bin" --version | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')
    [ "$major" -ge 15 ] && return 0
  done
  return 1
}

find_system_packages() {
  need cc build-essential
  need node nodejs
  need npm npm
  [ "$purpose" = test ] || return 0
  need git git
  need chromium chromium
  need zbarimg zbar-tools
  need pdftoppm poppler-utils
  need pdfsig poppler-utils
  need openssl openssl
  need softhsm2-util softhsm2
  need pkcs11-tool opensc
  need python3 python3
  python3 -c 'import ensurepip' 2>/dev/null || { missing_tools+=("python3 venv"); missing_packages+=(python3-venv); }
  [ -n "${MOTCUA_TEST_PG:-}" ] || has_postgres || { missing_tools+=("postgres 15 or newer"); missing_packages+=(postgresql); }
}

install_system_packages() {
  [ "${#missing_packages[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing ${missing_packages[*]} …"
    export DEBIAN_FRONTEND=noninteractive
    # A package list that cannot be refreshed may still be good enough.
    apt-get -qq update >/dev/null || true
    apt-get -qq install -y --no-install-recommends "${missing_packages[@]}" >/dev/null
    missing_packages=()
    missing_tools=()
    find_system_packages
    [ "${#missing_packages[@]}" -gt 0 ] || return 0
  fi
  say "Missing: ${missing_tools[*]}."
  say "On Debian or Ubuntu: sudo apt-get install ${missing_packages[*]}"
  [ "$purpose" = run ] || say "(PostgreSQL may also be a server of yours: set MOTCUA_TEST_PG.)"
  exit 1
}

check_rust() {
  if ! command -v cargo >/dev/null 2>&1; then
    say "Rust is not installed. Get it from https://rustup.rs, open a new terminal and try again."
    exit 1
  fi
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\([0-9.]*\)"$/\1/p' Cargo.toml)
  found=$(rustc --version | cut -d ' ' -f 2)
  if [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]; then
    say "Rust $wanted or newer is needed and $found is installed. Update it with: rustup update stable"
    exit 1
  fi
  [ "$purpose" = test ] || return 0
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    say "Add the formatter and the linter with: rustup component add rustfmt clippy"
    exit 1
  fi
}

check_node() {
  local found
  found=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$found" -ge 18 ] && return 0
  say "Node.js 18 or newer is needed and $found is installed. Get it from https://nodejs.org."
  exit 1
}

# npm packages of a folder, installed again only when its lock file changed.
npm_packages() {
  local folder=$1
  [ -f "$folder/package.json" ] || return 0
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json" && return 0
  say "Installing npm packages of $folder/ …"
  (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error --no-audit --no-fund)
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"
}

# Python packages of the tests, in a folder of their own, installed again only when the list changed.
python_packages() {
  local folder="${XDG_CACHE_HOME:-$HOME/.cache}/motcua-python"
  cmp -s scripts/python-packages.txt "$folder/installed.txt" && return 0
  say "Installing Python packages of the tests …"
  python3 -m venv --clear "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check -r scripts/python-packages.txt
  cp scripts/python-packages.txt "$folder/installed.txt"
}

find_system_packages
install_system_packages
check_rust
check_node
npm_packages web
[ "$purpose" = run ] || npm_packages e2e
[ "$purpose" = run ] || python_packages
