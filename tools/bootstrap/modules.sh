# Staging of the two modules that come as Go modules: rules_go and Gazelle.
#
# Both are needed as Bazel modules, but a Go module archive is not quite the repository: it has no file
# modes and no nested modules. So they are copied out of the module cache and completed. go.sum pins them.

# module_pins prints the lines of go.mod that decide what is staged.
module_pins() {
  awk '$1 == "github.com/bazelbuild/rules_go" || $1 == "github.com/bazelbuild/bazel-gazelle" ||
    $1 == "github.com/bazel-contrib/bazel-gazelle/v2" { print $1 "@" $2 }' "$CHECKOUT/go.mod"
}

# stage_modules sets MODULES to the folder that holds rules_go/ and gazelle/, and makes it when it is not there.
stage_modules() {
  local pins key
  pins=$(module_pins)
  key=$(cksum <<<"$pins")
  MODULES=$CACHE/modules-1-${key%% *}
  [[ ! -d $MODULES ]] || return 0

  have go || die "no Go toolchain on the PATH" "rules_go and Gazelle are fetched with it, and it builds the rules' tools."
  say "staging rules_go and Gazelle from the Go module proxy (6 MB)"
  local aside
  mkdir -p "$CACHE"
  aside=$(mktemp -d "$CACHE/modules-1.XXXXXX")
  # shellcheck disable=SC2064
  trap "chmod -R u+w '$aside'; rm -rf '$aside'" EXIT

  local pin dir
  while read -r pin; do
    dir=$(cd "$CHECKOUT" && go mod download -json "${pin}" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
    [[ -d $dir ]] || die "cannot download $pin with go"
    case $pin in
      */rules_go@*) cp -R --no-preserve=mode "$dir" "$aside/rules_go" ;;
      */bazel-gazelle@*) cp -R --no-preserve=mode "$dir" "$aside/gazelle" ;;
      */v2@*) v2=$dir ;;
    esac
  done <<<"$pins"
  cp -R --no-preserve=mode "$v2" "$aside/gazelle/v2"

  find "$aside" -name '*.sh' -exec chmod +x {} +
  (cd "$aside/gazelle" && GOWORK=off GOFLAGS=-mod=mod go run ./internal/list_repository_tools_srcs.go \
    -dir "$aside/gazelle" -generate internal/go_repository_tools_srcs.bzl)

  mv -T "$aside" "$MODULES" 2>/dev/null || [[ -d $MODULES ]]
  trap - EXIT
}
