# Messages, and the one folder that bazelw writes to.

CACHE=${XDG_CACHE_HOME:-${HOME:?bazelw needs HOME or XDG_CACHE_HOME}/.cache}/rules_idk

# say prints a progress line. Standard output belongs to Bazel, so it goes to standard error.
say() { printf 'bazelw: %s\n' "$*" >&2; }

# die prints what went wrong, then how to go on, a line per argument. Bazel itself uses exit code 36 for a fault of
# the machine it runs on.
die() {
  printf 'bazelw: error: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 36
}

# have says whether there is a program of that name on the PATH.
have() { type -P -- "$1" >/dev/null; }

# limited runs a command for at most ten seconds, with no input. Where there is no `timeout` (macOS), it just runs.
limited() {
  if have timeout; then timeout -k 2 10 "$@" </dev/null; else "$@" </dev/null; fi
}
