# Entering the private root with bubblewrap.

# write_offline_rc writes the options that make Bazel do without the public module registry. The file is mounted
# over the root's own system file (which would also turn on debugging), so the arguments stay as they are.
write_offline_rc() {
  OFFLINE_RC=$MODULES/offline.bazelrc
  {
    grep -E '^(startup|common --override_module) ?' "$ROOT/etc/bazel/bazelrc"
    cat <<RC
common --registry=file://$BOOTSTRAP/registry
common --override_module=rules_shell=/usr/share/bazel/rules/shell
common --override_module=rules_go=$MODULES/rules_go
common --override_module=gazelle=$MODULES/gazelle
common --noenable_workspace
common --lockfile_mode=off
RC
  } >"$OFFLINE_RC.$$"
  mv "$OFFLINE_RC.$$" "$OFFLINE_RC"
}

exec_in_root() {
  make_root
  stage_modules
  write_offline_rc

  local goroot
  goroot=$(cd "$CHECKOUT" && go env GOROOT)

  local mounts=() name
  for name in usr etc; do mounts+=(--ro-bind "$ROOT/$name" "/$name"); done
  for name in bin sbin lib lib64; do mounts+=(--symlink "usr/$name" "/$name"); done
  mounts+=(--tmpfs /var --tmpfs /usr/local --ro-bind "$goroot" "$goroot")
  mounts+=(--dev-bind /dev /dev --bind /sys /sys --bind /proc /proc)
  for name in resolv.conf hosts passwd group ssl/certs/ca-certificates.crt; do
    mounts+=(--ro-bind-try "/etc/$name" "/etc/$name")
  done
  for name in /*; do
    case $name in
      /bin | /sbin | /lib* | /usr | /etc | /var | /dev | /proc | /sys) ;;
      *) [[ -L $name || ! -d $name ]] || mounts+=(--bind "$name" "$name") ;;
    esac
  done

  mounts+=(--ro-bind "$OFFLINE_RC" /etc/bazel/bazelrc)

  PATH=$goroot/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    exec bwrap "${mounts[@]}" --chdir "$PWD" -- bazel "$@"
}
