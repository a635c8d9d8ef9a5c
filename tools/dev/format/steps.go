package main

// step is one tool: its arguments for go, and whether any output at all means that it found something.
type step struct {
	name, args string
	quiet      bool
}

const (
	gotools = "tool -modfile=tools/dev/gotools/go.mod "

	buildifier = "tool buildifier -r -warnings=all "
)

var (
	fixing = []step{
		{name: "gazelle", args: "tool gazelle ."},
		{name: "gofumpt", args: gotools + "gofumpt -w ."},
		{name: "buildifier", args: buildifier + "-mode=fix -lint=fix ."},
	}
	checking = []step{
		{name: "gazelle", args: "tool gazelle -mode=diff ."},
		{name: "gofumpt", args: gotools + "gofumpt -d .", quiet: true},
		{name: "buildifier", args: buildifier + "-mode=diff -lint=warn ."},
	}
	linting = []step{
		{name: "vet", args: "vet ./..."},
		{name: "staticcheck", args: gotools + "staticcheck ./..."},
	}
)
