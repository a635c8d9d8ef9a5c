# Which Bazel: the first of four that works here.
#
#   1. $BAZEL, which is trusted as it is
#   2. a bazel or bazelisk on the PATH, if it gives the version in .bazelversion or one from the floor up
#   3. Bazelisk, built with go at the pinned version, if it can download a Bazel
#   4. on Debian and its like, the Bazel of Debian unstable in a private root
#
# The first three use the public module registry. The last one also works where only package registries answer.

FLOOR=$(sed -n 's/^ *bazel_compatibility = \[">=\([0-9.]*\)"\],$/\1/p' "$CHECKOUT/MODULE.bazel")
PINNED=$(<"$CHECKOUT/.bazelversion")

# choose sets CHOICE to program, bazelisk or root and, for the first two, PROGRAM; REASONS gets a line for each way
# that was looked at.
choose() {
  REASONS=()
  choose_variable || choose_on_path || choose_bazelisk || choose_root
}

choose_variable() {
  if [[ -z ${BAZEL-} ]]; then
    reason "\$BAZEL" "not set"
    return 1
  fi
  PROGRAM=$(type -P -- "$BAZEL") || die "BAZEL=$BAZEL is not a program" "fix: name a Bazel, or: unset BAZEL"
  [[ $(readlink -f -- "$PROGRAM") != "$SELF" ]] || die "BAZEL=$BAZEL is bazelw itself" "fix: unset BAZEL"
  CHOICE=program
  reason "\$BAZEL" "$PROGRAM, used whatever its version"
}

choose_on_path() {
  local found version
  while read -r found; do
    [[ $(readlink -f -- "$found") != "$SELF" ]] || continue
    if is_bazelisk "$found"; then
      if bazelisk_works "$found"; then
        CHOICE=bazelisk PROGRAM=$found
        reason "PATH" "$found, a Bazelisk whose download works"
        return
      fi
      reason "PATH" "$found is a Bazelisk, but its download does not work: $ANSWER"
      continue
    fi
    version=$(limited "$found" --version 2>/dev/null | sed -n 's/^bazel \([^ ]*\).*/\1/p') || true
    if [[ $version == [0-9]* ]] && { [[ $version == "$PINNED" ]] || at_least "$version" "$FLOOR"; }; then
      CHOICE=program PROGRAM=$found
      reason "PATH" "$found, version $version"
      return
    fi
    reason "PATH" "$found skipped: version ${version:-unknown}, but $PINNED or at least $FLOOR is needed"
  done < <(type -aP bazel bazelisk)
  ((${#REASONS[@]} > 1)) || reason "PATH" "no bazel, no bazelisk"
  return 1
}

choose_bazelisk() {
  if ! have go; then
    reason "Bazelisk" "there is no go to build it with"
  elif ! build_bazelisk; then
    reason "Bazelisk" "go cannot build it: $ANSWER"
  elif ! bazelisk_works "$BAZELISK"; then
    reason "Bazelisk" "its download does not work: $ANSWER"
  else
    CHOICE=bazelisk PROGRAM=$BAZELISK
    reason "Bazelisk" "$PROGRAM"
    return
  fi
  return 1
}

choose_root() {
  CHOICE=root
  reason "private root" "$ROOT"
}

# reason adds a line about a way.
reason() { REASONS+=("$(printf '%-13s %s' "$1" "$2")"); }

# at_least says whether a version is not below another one.
at_least() { [[ $(printf '%s\n' "$2" "$1" | sort -V | sed -n 1p) == "$2" ]]; }
