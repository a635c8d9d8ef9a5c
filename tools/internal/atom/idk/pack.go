package idk

import (
	"context"
	"io"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Pack writes an archive of an IDK in a directory. What is wrong with it is
// added to diags, and nothing is written then.
func Pack(ctx context.Context, fsys tree.FS, dir string, w io.Writer, format archive.Format, diags *diag.List) error {
	files, err := tree.OpenDir(fsys, dir)
	if err != nil {
		return err
	}
	i, err := load(&IDK{Files: files}, diags)
	if err != nil || i == nil {
		return err
	}
	i.checkMissing(diags)
	if diags.HasErrors() {
		return nil
	}
	programs := i.Executable()
	entries := make([]archive.Entry, 0, len(files.Paths()))
	for _, p := range files.Paths() {
		entry, err := files.Entry(p, programs[p])
		if err != nil {
			return err
		}
		entries = append(entries, entry)
	}
	return archive.Write(ctx, w, format, entries)
}
