# Entering the private root: bubblewrap puts its /usr and /etc under the machine's files and starts Bazel there.

exec_in_root() {
  check_debian
  have go || die "there is no go on the PATH" "rules_go and Gazelle are downloaded with it, and the rules' tools are built with it." \
    "fix: install Go, at least the version in $CHECKOUT/go.mod"
  make_root
  stage_modules

  local goroot
  goroot=$(cd "$CHECKOUT" && go env GOROOT)
  mounts "$goroot"
  exec bwrap "${MOUNTS[@]}" --setenv PATH "$goroot/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    --chdir "$PWD" -- bazel "$@"
}

# mounts sets MOUNTS to bubblewrap's arguments. All of the machine's files but its system keep their place, so a
# workspace, a cache or a home may be anywhere.
mounts() {
  local goroot=$1 name folder
  MOUNTS=()
  for name in usr etc; do MOUNTS+=(--ro-bind "$ROOT/$name" "/$name"); done
  for name in bin sbin lib lib32 lib64; do
    [[ ! -e $ROOT/$name ]] || MOUNTS+=(--symlink "usr/$name" "/$name")
  done

  for name in /*; do
    case $name in
      /bin | /sbin | /lib* | /usr | /etc | /dev | /proc | /sys) continue ;;
    esac
    if [[ -L $name ]]; then
      MOUNTS+=(--symlink "$(readlink "$name")" "$name")
    elif [[ -d $name ]]; then
      MOUNTS+=(--bind "$name" "$name")
    fi
  done

  # The machine's own /proc: with a new one, linux-sandbox could not mount its own inside.
  MOUNTS+=(--dev-bind /dev /dev --bind /sys /sys --bind /proc /proc)

  # How this machine names users and hosts, and whom it trusts.
  for name in resolv.conf hosts passwd group ssl/certs/ca-certificates.crt; do
    [[ ! -e /etc/$name ]] || MOUNTS+=(--ro-bind "/etc/$name" "/etc/$name")
  done
  MOUNTS+=(--ro-bind "$MODULES/offline.bazelrc" /etc/bazel.bazelrc)

  # What lies below /usr and is not of the system. Debian's own Go is there, and keeps its sources apart.
  MOUNTS+=(--bind /usr/local /usr/local --bind /usr/src /usr/src)
  for folder in "$goroot" "$(cd -P "$goroot/src/.." && pwd)"; do
    case $folder in
      /usr/local/* | /usr/src/*) ;;
      /usr/*)
        mkdir -p "$ROOT$folder"
        MOUNTS+=(--ro-bind "$folder" "$folder")
        ;;
    esac
  done

  # These name programs and libraries of the machine that are not there inside.
  for name in JAVA_HOME LD_LIBRARY_PATH LD_PRELOAD CC CXX; do MOUNTS+=(--unsetenv "$name"); done
}
