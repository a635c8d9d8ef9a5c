# Bazelisk: how to tell one, how to build one, and whether it is of any use here.

# is_bazelisk says whether a program is a Bazelisk, which must not be asked for its version: it would download first.
is_bazelisk() {
  local real
  real=$(readlink -f -- "$1")
  [[ ${real##*/} == bazelisk* ]] || grep -qaF github.com/bazelbuild/bazelisk/core -- "$real"
}

# build_bazelisk builds the Bazelisk that tools/bootstrap/bazelisk/go.mod pins and sets BAZELISK; on failure, ANSWER.
# It is built rather than started with `go run`, which turns each exit code other than 0 into 1.
build_bazelisk() {
  local key
  key=$(cksum <"$BOOTSTRAP/bazelisk/go.mod")
  BAZELISK=$CACHE/bazelisk-${key%% *}
  [[ ! -x $BAZELISK ]] || return 0

  say "building Bazelisk with go (8 MB to download, some seconds)"
  mkdir -p "$CACHE"
  local aside=$BAZELISK.$$
  if ! (cd "$BOOTSTRAP/bazelisk" && GOFLAGS='' GOOS='' GOARCH='' GOWORK=off \
    go build -buildvcs=false -o "$aside" github.com/bazelbuild/bazelisk) 2>"$aside.log"; then
    ANSWER=$(tail -n 1 "$aside.log")
    rm -f "$aside.log"
    return 1
  fi
  mv "$aside" "$BAZELISK"
  rm -f "$aside.log"
}

# bazelisk_works says whether a Bazelisk can get the Bazel of this workspace; if not, ANSWER says why. The answer of a
# machine is remembered for a day, so that one without the network waits once. ASK_AGAIN makes it ask.
bazelisk_works() {
  pin_version
  local key memory log
  key=$(cksum <<<"$1 $WANTED")
  memory=$CACHE/bazelisk-answer-${key%% *}
  if [[ -z ${ASK_AGAIN-} && -n $(find "$memory" -mtime -1 2>/dev/null) ]]; then
    ANSWER=$(<"$memory")
    [[ $ANSWER == yes ]]
    return
  fi

  mkdir -p "$CACHE"
  log=$memory.$$
  : >"$log"
  if limited "$1" --version >/dev/null 2>"$log"; then
    ANSWER=yes
  elif [[ -n $(find "${BAZELISK_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/bazelisk}/downloads" -newer "$log" -size +0 -type f 2>/dev/null) ]]; then
    ANSWER=yes # It was just slow.
  else
    ANSWER=$(sed -n '$s/^[0-9/]* [0-9:]* //p' "$log")
    [[ -n $ANSWER && $ANSWER != Downloading* ]] || ANSWER="no answer within 10 seconds"
  fi
  printf '%s\n' "$ANSWER" >"$log"
  mv "$log" "$memory"
  [[ $ANSWER == yes ]]
}

# pin_version makes Bazelisk take our version in a workspace that asks for none, rather than the latest one. WANTED is
# what Bazelisk will look for.
pin_version() {
  local folder=$PWD
  while [[ -n $folder && ! -e $folder/MODULE.bazel ]]; do folder=${folder%/*}; done
  WANTED=${USE_BAZEL_VERSION-}
  if [[ -n $WANTED ]]; then
    return
  elif [[ -e $folder/.bazelversion ]]; then
    WANTED=$(<"$folder/.bazelversion")
  elif [[ -e $folder/.bazeliskrc ]]; then
    WANTED=$(<"$folder/.bazeliskrc")
  else
    export USE_BAZEL_VERSION=$PINNED
    WANTED=$PINNED
  fi
}

exec_bazelisk() {
  pin_version
  exec "$PROGRAM" "$@"
}
