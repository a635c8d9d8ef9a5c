# The modules that are not in the private root: rules_go and Gazelle come as Go modules, the rest is in registry/.
#
# A Go module archive is not quite the repository: it has no file modes and leaves out nested modules. So they are
# copied out of Go's module cache and completed. go.mod names the versions and go.sum pins them.

# stage_modules sets MODULES to the folder with rules_go/, gazelle/, registry/ and offline.bazelrc, and makes it when
# it is not there. Its name changes with everything that goes into it.
stage_modules() {
  local pins key aside
  pins=$(awk '$1 ~ "^github.com/bazelbuild/(rules_go|bazel-gazelle)$|^github.com/bazel-contrib/bazel-gazelle/v2$" { print $1 "@" $2 }' \
    "$CHECKOUT/go.mod")
  key=$(cd "$BOOTSTRAP" && { echo "$pins" && cat modules.sh && find registry -type f -exec cksum {} +; } | sort | cksum)
  MODULES=$CACHE/modules-${key%% *}
  [[ ! -d $MODULES ]] || return 0

  say "staging rules_go and Gazelle, which go downloads (6 MB)"
  mkdir -p "$CACHE"
  aside=$(mktemp -d "$MODULES.XXXXXX")
  # shellcheck disable=SC2064 # The folder of now.
  trap "rm -rf '$aside'" EXIT

  copy_modules "$pins" "$aside"
  find "$aside" -name '*.sh' -exec chmod +x {} +
  (cd "$aside/gazelle" && GOFLAGS='' GOWORK=off go run internal/list_repository_tools_srcs.go \
    -dir "$aside/gazelle" -generate internal/go_repository_tools_srcs.bzl)
  cp -R "$BOOTSTRAP/registry" "$aside/registry"
  offline_options >"$aside/offline.bazelrc"

  # Two at a time both make one; the second rename fails and its work is dropped.
  mv -T "$aside" "$MODULES" 2>/dev/null || rm -rf "$aside"
  trap - EXIT
}

# copy_modules PINS FOLDER copies rules_go and Gazelle, which is two Go modules of which one is nested in the other.
copy_modules() {
  local pin to answer from
  while read -r pin; do
    case $pin in
      */rules_go@*) to=$2/rules_go ;;
      */bazel-gazelle@*) to=$2/gazelle ;;
      */bazel-gazelle/v2@*) to=$2/v2 ;;
    esac
    answer=$(cd "$CHECKOUT" && GOFLAGS='' go mod download -json "$pin" 2>&1) || true
    from=$(json_field Dir <<<"$answer")
    [[ -d $from ]] || die "go cannot download $pin" "$(json_field Error <<<"$answer")" "fix: make this work: go mod download $pin"
    cp -R --no-preserve=mode "$from" "$to"
  done <<<"$1"
  mv "$2/v2" "$2/gazelle/v2"
}

# json_field prints a text of an indented JSON object.
json_field() { sed -n 's/^\t"'"$1"'": "\(.*\)",\{0,1\}$/\1/p'; }

# offline_options prints the options that make Bazel do without the public module registry. The modules that it
# overrides are in the graph of every workspace that uses rules_idk, whatever version it asks for.
offline_options() {
  cat <<RC
common "--registry=file://${MODULES// /%20}/registry"
common --override_module=rules_shell=/usr/share/bazel/rules/shell
common "--override_module=rules_go=$MODULES/rules_go"
common "--override_module=gazelle=$MODULES/gazelle"
# Or the suffix of the old WORKSPACE downloads rules_cc.
common --noenable_workspace
# The packaged Bazel writes a lock file that it then refuses, and a lock file made here would be of no use elsewhere.
common --lockfile_mode=off
# Every workspace has an output base of its own; this spares each of them the minutes for Go's standard library.
common "--disk_cache=$CACHE/disk"
common --experimental_disk_cache_gc_max_size=5G
# Outputs that stay in the cache alone are lost when it is swept, and links to them are made anew when they come.
common --remote_download_outputs=all
RC
}
