# What bazelw would use here, and why.

doctor() {
  ASK_AGAIN=yes
  choose
  printf '%s\n' "${REASONS[@]}"
  case $CHOICE in
    program | bazelisk) printf 'bazelw uses %s\n' "$PROGRAM" ;;
    root) doctor_root ;;
  esac
}

doctor_root() {
  check_debian
  have go || echo "go           is missing: rules_go and Gazelle are downloaded with it"
  if [[ -d $ROOT ]]; then
    printf 'bazelw uses the private root, which has %s\n' "$(root_version)"
  else
    printf 'bazelw makes the private root: %s\n' "$ROOT_SIZE"
    printf '%-13s %s\n' "mirrors" "$(debian_mirrors | paste -sd ' ')"
  fi
  local packages
  packages=$(missing_tools | paste -sd ' ')
  [[ -z $packages ]] || printf '%-13s %s\n' "apt installs" "$packages"
}
