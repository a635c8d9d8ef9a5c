package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

func pyExtractCommand() *cli.Command {
	return &cli.Command{
		Name:  "extract",
		Short: "Writes what is in a Python bundle as files: sources, data, and on request code and the carrier.",
		Args:  "BUNDLE",
		Example: `idkit py extract --out contents bazel-bin/app/main
idkit py extract --out contents --only _main/app/ --code bazel-bin/app/main`,
		Findings: "the file is no bundle, or damaged",
		Run:      pyExtract,
	}
}

func pyExtract(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	out := f.String("out", "", "the `directory` to write to")
	archive := f.Int("archive", -1, "only the archive of a `number`, from 0")
	only := f.Strings("only", "only what is at a `path` or, with a slash at its end, below it; any number")
	code := f.Bool("code", false, "write the code of modules, too, as .pyc beside the source")
	carrier := f.String("carrier", "", "write what stands in front of the archives to a `file`")
	f.Require("out")
	b, err := oneBundle(env, f, args)
	if err != nil {
		return err
	}
	defer b.Close()
	if *archive >= len(b.Archives) {
		return cli.Usagef("--archive cannot be %d: the last archive is number %d", *archive, len(b.Archives)-1)
	}
	if *carrier != "" {
		if err := extractTo(env, *carrier, 0o755, io.NewSectionReader(b.file, 0, b.Carrier)); err != nil {
			return err
		}
	}
	e := extraction{env: env, out: *out, only: *only, code: *code, written: map[string][32]byte{}}
	for i, a := range b.Archives {
		if *archive >= 0 && i != *archive {
			continue
		}
		err := e.archive(ctx, a)
		var damage *hpa.Error
		if errors.As(err, &damage) {
			return wrongFile(b.name, damage)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// extraction writes files.
type extraction struct {
	env  *cli.Env
	out  string
	only []string
	code bool
	// written has the digests of what is there: archives may share files, and a
	// module can have several names.
	written map[string][32]byte
}

func (e *extraction) archive(ctx context.Context, a *hpa.Archive) error {
	for i := range a.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := &a.Files[i]
		perm := fs.FileMode(0o644)
		if f.Executable {
			perm = 0o755
		}
		if err := e.blob(a, f.Blob, f.Path, perm); err != nil {
			return err
		}
	}
	for i := range a.Modules {
		if err := ctx.Err(); err != nil {
			return err
		}
		m := &a.Modules[i]
		if err := e.blob(a, m.Source, m.Path, 0o644); err != nil {
			return err
		}
		if e.code && m.Blob >= 0 && m.Flags&(hpa.NativeModule|hpa.NamespaceModule) == 0 {
			if err := e.bytecode(a, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// wanted reports whether a file is to be written, and makes sure that it stays
// where it belongs.
func (e *extraction) wanted(name string, sum [32]byte) (bool, error) {
	if !hpa.SafePath(name) {
		return false, &hpa.Error{Kind: hpa.Corrupt, Reason: fmt.Sprintf("file %q does not stay below the runfiles", name)}
	}
	if len(e.only) > 0 && !slices.ContainsFunc(e.only, func(only string) bool {
		return name == only || strings.HasSuffix(only, "/") && strings.HasPrefix(name, only)
	}) {
		return false, nil
	}
	if old, ok := e.written[name]; ok {
		if old != sum {
			return false, &hpa.Error{Kind: hpa.Corrupt, Reason: fmt.Sprintf("file %q is there twice, with different contents: say --archive", name)}
		}
		return false, nil
	}
	e.written[name] = sum
	return true, nil
}

func (e *extraction) blob(a *hpa.Archive, blob int, name string, perm fs.FileMode) error {
	if blob < 0 {
		return nil
	}
	if wanted, err := e.wanted(name, a.Blobs[blob].SHA256); !wanted {
		return err
	}
	r := a.OpenBlob(blob)
	defer r.Close()
	return extractTo(e.env, path.Join(e.out, name), perm, r)
}

// bytecode writes the code of a module as Python reads it from a directory.
func (e *extraction) bytecode(a *hpa.Archive, m *hpa.Module) error {
	name := m.Path + "c"
	if wanted, err := e.wanted(name, a.Blobs[m.Blob].SHA256); !wanted {
		return err
	}
	r := a.OpenBlob(m.Blob)
	defer r.Close()
	head := bytes.NewReader(marshal.PycHeader(a.Magic))
	return extractTo(e.env, path.Join(e.out, name), 0o644, io.MultiReader(head, r))
}

func extractTo(env *cli.Env, name string, perm fs.FileMode, r io.Reader) error {
	w, err := env.Create(name, perm)
	if err != nil {
		return err
	}
	if _, err := io.CopyBuffer(struct{ io.Writer }{w}, r, make([]byte, 64<<10)); err != nil {
		return err
	}
	return w.Close()
}
