ROOT=$CACHE/root-1
make_root() { [[ -d $ROOT ]] || die "no root"; }
