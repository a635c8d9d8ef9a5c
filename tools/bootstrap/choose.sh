# Which Bazel, and why.
choose() {
  if [[ -n ${BAZEL-} ]]; then
    CHOICE=binary BAZEL_BINARY=$BAZEL
    return
  fi
  CHOICE=root
}
