# Sourced by the others: where the tools are, and how they speak.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
say() { printf '» %s\n' "$*"; }
stop() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
PATH="$PWD/.venv/bin:$PATH"
export PATH
