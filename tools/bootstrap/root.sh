# The private root: a small Debian unstable with a current Bazel in it, made once per user.
#
# Bazel from Debian unstable needs a newer C library than a stable Debian has, so it cannot be installed beside the
# machine's own packages. Nothing of the machine is changed but the packages that make and enter the root.

ROOT=$CACHE/root-1 # Counts up when the recipe changes.
ROOT_SIZE="700 MB to download, 1 GB on disk, 1 to 3 minutes"

# libblake3-0 is what linux-sandbox silently goes missing without; perfmark and tcnative are loaded by Bazel's server.
ROOT_PACKAGES=bazel-bootstrap,bazel-rules-shell,libblake3-0,libperfmark-java,libnetty-tcnative-jni,git,ca-certificates

# make_root makes the private root when it is not there. One process makes it, others wait.
make_root() {
  [[ ! -d $ROOT ]] || ! have bwrap || return 0
  install_tools
  check_namespaces

  mkdir -p "$CACHE" || die "cannot make the folder $CACHE"
  exec {ROOT_LOCK}>"$CACHE/root.lock"
  if ! flock -n "$ROOT_LOCK"; then
    say "waiting for another bazelw that is making $ROOT"
    flock "$ROOT_LOCK"
  fi
  if [[ ! -d $ROOT ]]; then
    check_space
    say "making a private root with a Bazel of Debian unstable, once: $ROOT_SIZE"
    say "  in $ROOT"
    build_root
  fi
  exec {ROOT_LOCK}>&-
}

check_debian() {
  have apt-get && have dpkg && return
  die "this is neither a machine with a Bazel nor a Debian one" \
    "./bazelw --doctor prints what was looked for." \
    "fix: put Bazelisk on the PATH, or name a Bazel of at least $FLOOR: BAZEL=/path/to/bazel ./bazelw …"
}

# missing_tools prints the packages that making and entering the root needs and that are not there.
missing_tools() {
  have bwrap || echo bubblewrap
  [[ ! -d $ROOT ]] || return 0
  have mmdebstrap || echo mmdebstrap
  [[ $(id -u) == 0 ]] || have newuidmap || echo uidmap
}

install_tools() {
  local packages as_root=()
  packages=$(missing_tools | tr '\n' ' ')
  packages=${packages% }
  [[ -n $packages ]] || return 0

  if [[ $(id -u) != 0 ]]; then
    as_root=(sudo -n)
    sudo -n true 2>/dev/null ||
      die "these packages are needed and cannot be installed without root's rights: $packages" \
        "fix: sudo apt-get install $packages"
  fi
  say "installing with apt: $packages"
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends)
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086 # A list of words.
  "${as_root[@]}" "${install[@]}" $packages </dev/null >"$log" 2>&1 ||
    { "${as_root[@]}" apt-get update -q </dev/null && "${as_root[@]}" "${install[@]}" $packages </dev/null; } >"$log" 2>&1 ||
    { die_of_apt "$log" "$packages"; }
  rm -f "$log"
}

die_of_apt() {
  local last
  last=$(grep -E '^(E|W|Err)' "$1" | tail -n 1) || true
  rm -f "$1"
  die "no mirror reachable: apt cannot install $2" "${last:-apt said nothing}" "fix: make 'apt-get update' work"
}

check_namespaces() {
  local answer
  answer=$(bwrap --ro-bind / / --bind /proc /proc true 2>&1) && return
  die "neither root's rights nor user namespaces: bubblewrap cannot enter the private root" "$answer" \
    "fix, on a machine of your own: sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1" \
    "fix, in a container: start it with rights to make namespaces (docker run --privileged)"
}

# check_space wants room for the result and, where mmdebstrap works, for the packages beside what is in them.
check_space() {
  local work
  work=$(work_folder)
  if [[ $(file_system "$CACHE") == "$(file_system "$work")" ]]; then
    check_free "$CACHE" 3300
  else
    check_free "$CACHE" 1100
    check_free "$work" 2200
  fi
}

check_free() {
  local free
  free=$(df -Pm -- "$1" | awk 'NR == 2 { print $4 }')
  ((free >= $2)) || die "no space: $1 has $free MB free, making the private root needs $2 MB there" \
    "fix: make room, or work elsewhere: XDG_CACHE_HOME=… TMPDIR=… ./bazelw …"
}

file_system() { df -Pm -- "$1" | awk 'NR == 2 { print $1 }'; }

# work_folder prints the folder for large temporary files.
work_folder() { printf '%s\n' "${TMPDIR:-/var/tmp}"; }

# debian_mirrors prints the places that apt itself takes packages from.
debian_mirrors() {
  apt-get update --print-uris 2>/dev/null | sed -n "s,^'\(.*\)/dists/[^/]*/InRelease'.*,\1,p" | grep -v security | awk '!seen[$0]++'
}

# build_root makes the root aside and moves it to its place, so what is there is whole.
build_root() {
  local aside=$ROOT.aside log=$CACHE/root.log started=$SECONDS mirror mirrors=()
  readarray -t mirrors < <(debian_mirrors)
  trap 'remove_aside' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  for mirror in "${mirrors[@]}"; do
    remove_aside
    if unpack_debian "$mirror" "$aside" "$log"; then
      finish_root "$aside"
      mv -T "$aside" "$ROOT"
      trap - EXIT INT TERM HUP
      say "made it in $((SECONDS - started)) s with $(root_version)"
      return
    fi
    ! grep -q 'No space left' "$log" || die "no space left while making the private root in $CACHE and $(work_folder)"
    grep -qE 'Could not (resolve|connect)|Failed to fetch|Unable to (fetch|locate)|does not have a Release file|not signed' "$log" ||
      die "making the private root did not work; $log says:" "$(grep '^E' "$log" | tail -n 3)"
  done
  die "no mirror reachable: none of the ${#mirrors[@]} that apt is configured with gives Debian unstable" \
    "${mirrors[@]}" "$(grep '^E' "$log" 2>/dev/null | tail -n 1)" "fix: make 'apt-get update' work with a Debian mirror"
}

# unpack_debian MIRROR FOLDER LOG lets mmdebstrap make the system and unpacks it as files of the caller's, which he can
# delete. It runs in a process group of its own, to be ended as a whole, and reports each stage.
unpack_debian() {
  mkdir -p "$2"
  : >"$3"
  TMPDIR=$(work_folder) setsid bash -c '
    set -euo pipefail
    cd /
    mmdebstrap --variant=minbase --mode="$1" --format=tar \
      --aptopt="Acquire::Check-Valid-Until \"false\"" \
      --dpkgopt=force-unsafe-io \
      --dpkgopt="path-exclude=/usr/share/man/*.gz" \
      --dpkgopt="path-exclude=/usr/share/locale/*/LC_MESSAGES/*" \
      --dpkgopt="path-exclude=/usr/lib/jvm/*/jmods/*" \
      --include="$2" sid - "deb $3 sid main" |
      tar -x --no-same-owner --exclude=./dev -C "$4"
  ' bash "$( (($(id -u) == 0)) && echo root || echo unshare)" "$ROOT_PACKAGES" "$1" "$2" </dev/null >"$3" 2>&1 &
  MAKER=$!

  local stage seen='' started=$SECONDS
  while kill -0 "$MAKER" 2>/dev/null; do
    stage=$(sed -n '/tempdir/d; /success/d; s/^I: //p' "$3" | tail -n 1)
    [[ $stage == "$seen" ]] || say "  $((SECONDS - started)) s: $stage"
    seen=$stage
    sleep 0.2 &
    wait "$!" # And not a plain sleep, behind which an interruption is held back.
  done
  wait "$MAKER"
}

# finish_root keeps of the root's own bazelrc what names its parts and drops what turns on debugging, notes the
# versions, and makes the places that files of the machine are mounted on.
finish_root() {
  local rc=$1/etc/bazel/bazelrc name
  grep -E '^(startup|common --override_module) *' "$rc" >"$rc.kept"
  printf 'try-import /etc/bazel.bazelrc\n' >>"$rc.kept"
  mv "$rc.kept" "$rc"
  dpkg-query --admindir="$1/var/lib/dpkg" -W >"$1/etc/bazelw.packages"
  for name in bazel.bazelrc resolv.conf hosts passwd group; do
    rm -f "$1/etc/$name"
    : >"$1/etc/$name"
  done
  at_least "$(root_version "$1" | sed 's/.* //')" "$FLOOR" || die "the mirror has only $(root_version "$1"), but $FLOOR is needed"
}

# root_version prints the Bazel in the root: name and version of the package.
root_version() { awk '$1 == "bazel-bootstrap" { print $1, $2 }' "${1-$ROOT}/etc/bazelw.packages"; }

remove_aside() {
  if [[ -n ${MAKER-} ]]; then
    kill -TERM -- "-$MAKER" 2>/dev/null || true
    while kill -0 -- "-$MAKER" 2>/dev/null; do sleep 0.1; done
  fi
  rm -rf --one-file-system "$ROOT.aside"
}
