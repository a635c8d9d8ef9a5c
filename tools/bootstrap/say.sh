# Messages, and the one folder that bazelw writes to.

# say prints a progress line. Standard output belongs to Bazel, so lines go to standard error.
say() { printf 'bazelw: %s\n' "$*" >&2; }

# die prints what went wrong, then its further arguments, one line each, and ends with the exit code that
# Bazel itself uses for "the local environment is at fault".
die() {
  printf 'bazelw: error: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 36
}

# have says whether a program of that name is on the PATH.
have() { command -v -- "$1" >/dev/null 2>&1; }

CACHE=${XDG_CACHE_HOME:-${HOME:?bazelw: HOME is not set}/.cache}/rules_idk
