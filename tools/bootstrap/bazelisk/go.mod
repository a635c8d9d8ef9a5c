// The Bazelisk that ./bazelw builds. A module of its own, so that it needs no newer Go than Bazelisk does, and users of
// the rules never see its requirements.
module github.com/rules-idk/rules_idk/tools/bootstrap/bazelisk

go 1.24.0

tool github.com/bazelbuild/bazelisk

require (
	github.com/bazelbuild/bazelisk v1.29.0 // indirect
	github.com/bgentry/go-netrc v0.0.0-20140422174119-9fd32a8b3d3d // indirect
	github.com/gofrs/flock v0.13.0 // indirect
	github.com/hashicorp/go-version v1.9.0 // indirect
	github.com/mitchellh/go-homedir v1.1.0 // indirect
	golang.org/x/crypto v0.47.0 // indirect
	golang.org/x/sys v0.40.0 // indirect
	golang.org/x/term v0.39.0 // indirect
)
