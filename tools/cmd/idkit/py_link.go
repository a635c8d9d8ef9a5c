package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/link"
)

func pyLinkCommand() *cli.Command {
	return &cli.Command{
		Name:  "link",
		Short: "Links a Python program: joins the archives of its libraries and its data behind what starts it.",
		Example: `idkit py link --form direct --image runtime --archive lib.hpa \
  --file '{"path": "_main/app/data.txt", "file": "app/data.txt", "label": "//app:data"}' \
  --meta '{"label": "//app:main", "python": "3.14", "main_path": "_main/app/main.py", "roots": ["_main/app", "_main"]}' --out main
idkit py link --form direct --image runtime --meta '{"label": "//app:suite", "python": "3.14"}' \
  --test '{"name": "one", "archive": "one.hpa"}' --test '{"name": "two", "archive": "two.hpa"}' --out suite
idkit py link --archive lib.hpa --meta '{"main_path": "_main/app/main.py", "roots": ["_main"]}' --pyz main.pyz`,
		Run: pyLink,
	}
}

// pyLink is the action PyLink.
func pyLink(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var l linkFlags
	l.define(f)
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	if err := l.check(); err != nil {
		return err
	}
	defer l.close()
	program, err := l.program(env)
	if err != nil {
		return err
	}
	if l.pyz != "" {
		if err := writeBuffered(env, l.pyz, 0o644, func(w io.Writer) error { return program.WriteZip(ctx, w) }); err != nil {
			return err
		}
	}
	if l.out == "" {
		return nil
	}
	write := program.Write
	if len(l.tests) > 0 {
		suite, err := l.suite(env, program)
		if err != nil {
			return err
		}
		write = suite.Write
	}
	carrier, err := l.carrier(env)
	if err != nil {
		return err
	}
	perm := fs.FileMode(0o755)
	if l.form == link.Archive {
		perm = 0o644
	}
	var summary *link.Summary
	err = writeBuffered(env, l.out, perm, func(w io.Writer) error {
		length, previous, err := carrier.Write(w)
		if err != nil {
			return bundleError(l.carrierName(), err)
		}
		if summary, err = write(w, length, previous); err != nil {
			return err
		}
		return summary.CheckSize(l.out, l.label, l.sizeLimit, length)
	})
	if err != nil || l.manifest == "" {
		return err
	}
	manifest, err := summary.Manifest()
	if err != nil {
		return err
	}
	return env.WriteFile(l.manifest, manifest)
}

// linkFlags are the flags of the verb.
type linkFlags struct {
	form                                        link.Form
	formName, metaText, compression             string
	image, runtime, stem, stdlib                string
	runtimePath, bundlePath, out, manifest, pyz string
	archives, files, tests                      []string
	sizeLimit                                   int64

	label string
	open  []io.Closer
}

func (l *linkFlags) define(f *cli.Flags) {
	f.StringVar(&l.formName, "form", string(link.Archive), "what to make: `archive`, thin, tree, direct or packed")
	f.StringVar(&l.metaText, "meta", "{}", "what the program says of itself, `described` as JSON")
	f.StringsVar(&l.archives, "archive", "a `file` with the compiled modules of a library; any number")
	f.StringsVar(&l.files, "file", "a file of the runfiles, `described` as JSON with path, file, label, kind and executable; any number")
	f.StringsVar(&l.tests, "test", "instead of --archive and --file: a program of a suite, `described` as JSON with name, archive, which --form archive made, and label; any number")
	f.StringVar(&l.image, "image", "", "for direct: the runtime, a `file`")
	f.StringVar(&l.runtime, "runtime", "", "for packed: the archive with the compressed runtime, a `file`")
	f.StringVar(&l.stem, "carrier", "", "for packed: the `program` that unpacks the runtime")
	f.StringVar(&l.stdlib, "stdlib", "", "a `file` with the standard library of the runtime, which the program is then bound to")
	f.StringVar(&l.runtimePath, "runtime-path", "", "for thin and tree: the `path` in the runfiles of the program to start")
	f.StringVar(&l.bundlePath, "bundle-path", "", "for thin and tree: the `path` in the runfiles of the bundle; what its label says if left out")
	f.StringVar(&l.compression, "compression", "fast", "what is compressed: `none`, fast for data, or best for all")
	f.Int64Var(&l.sizeLimit, "size-limit", 0, "the `bytes` that the bundle may have; 0 for any number")
	f.StringVar(&l.out, "out", "", "the bundle to write, a `file`")
	f.StringVar(&l.manifest, "manifest", "", "a `file` to write: a list of what is in the bundle, as JSON")
	f.StringVar(&l.pyz, "pyz", "", "a `file` to write: a zip application of the sources, for any interpreter")
}

// check looks whether the flags fit the form.
func (l *linkFlags) check() error {
	var err error
	if l.form, err = link.ParseForm(l.formName); err != nil {
		return cli.Usagef("--form: %v", err)
	}
	switch {
	case l.out == "" && l.pyz == "":
		return cli.Usagef("--out or --pyz must be given")
	case l.out == "" && l.manifest != "":
		return cli.Usagef("--manifest needs --out")
	case len(l.tests) > 0 && (len(l.archives) > 0 || len(l.files) > 0 || l.pyz != ""):
		return cli.Usagef("--test cannot be with --archive, --file or --pyz: a suite is made of whole programs")
	}
	for _, c := range []struct {
		flag, value string
		wanted      bool
	}{
		{"--image", l.image, l.form == link.Direct},
		{"--runtime", l.runtime, l.form == link.Packed},
		{"--carrier", l.stem, l.form == link.Packed},
		{"--runtime-path", l.runtimePath, l.form.Beside()},
	} {
		if c.wanted && c.value == "" {
			return cli.Usagef("--form %s needs %s", l.form, c.flag)
		}
		if !c.wanted && c.value != "" {
			return cli.Usagef("%s is not for --form %s", c.flag, l.form)
		}
	}
	return nil
}

// program reads all that becomes the archive.
func (l *linkFlags) program(env *cli.Env) (*link.Program, error) {
	p := &link.Program{}
	var err error
	if p.Meta, err = programMeta(l.metaText); err != nil {
		return nil, err
	}
	l.label = p.Meta.Text("label")
	switch l.compression {
	case "none":
	case "fast":
		p.Compression = link.Fast
	case "best", "max":
		p.Compression = link.Best
	default:
		return nil, cli.Usagef("--compression cannot be %q: it is none, fast or best", l.compression)
	}
	if external, ok := p.Meta["external"].(bool); ok {
		p.External = external
	} else {
		p.External = l.form.Beside()
	}
	for _, name := range l.archives {
		library, closer, err := libraryArchive(env, name)
		if err != nil {
			return nil, err
		}
		l.open = append(l.open, closer)
		p.Libraries = append(p.Libraries, library)
	}
	for _, text := range l.files {
		file, err := bundledFile(env, text)
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, file)
	}
	for _, name := range []string{l.stdlib, l.image} {
		if err := l.bind(env, p, name); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// suite reads the programs of a suite.
func (l *linkFlags) suite(env *cli.Env, p *link.Program) (*link.Suite, error) {
	s := &link.Suite{Meta: p.Meta, Compression: p.Compression, Runtime: p.Runtime, Magic: p.Magic}
	for _, text := range l.tests {
		var d struct{ Name, Archive, Label string }
		if err := parseDescription("test", text, &d); err != nil {
			return nil, err
		}
		member, closer, err := libraryArchive(env, d.Archive)
		if err != nil {
			return nil, err
		}
		l.open = append(l.open, closer)
		s.Members = append(s.Members, link.Member{Name: d.Name, Label: d.Label, Archive: member.Archive})
	}
	return s, nil
}

// bind binds a program to the runtime that a file has.
func (l *linkFlags) bind(env *cli.Env, p *link.Program, name string) error {
	if name == "" {
		return nil
	}
	f, err := openRandom(env, name)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := hpa.Chain(f, f.size)
	if err != nil {
		return bundleError(name, err)
	}
	digest, magic, err := link.Runtime(b)
	if err != nil {
		return wrongFile(name, err)
	}
	if p.Runtime != nil && !bytes.Equal(p.Runtime, digest) {
		return wrongFile(name, fmt.Errorf("its runtime %.12x is not that of %s, which is %.12x", digest, l.stdlib, p.Runtime))
	}
	p.Runtime, p.Magic = digest, magic
	return nil
}

// carrier returns what stands in front of the archive.
func (l *linkFlags) carrier(env *cli.Env) (*link.Carrier, error) {
	switch l.form {
	case link.Thin, link.Tree:
		bundle := l.bundlePath
		if bundle == "" {
			var err error
			if bundle, err = link.BundlePath(l.label); err != nil {
				return nil, cli.Usagef("--bundle-path must be given: the label in --meta, %v", err)
			}
		}
		program, err := link.Stub(l.form, l.runtimePath, bundle)
		if err != nil {
			return nil, cli.Usagef("--runtime-path or --bundle-path: %v", err)
		}
		return &link.Carrier{Content: bytes.NewReader(program), Length: int64(len(program))}, nil
	case link.Archive:
		return &link.Carrier{Content: bytes.NewReader(nil)}, nil
	}
	f, err := openRandom(env, l.carrierName())
	if err != nil {
		return nil, err
	}
	l.open = append(l.open, f)
	c := &link.Carrier{Content: f, Length: f.size}
	if l.form == link.Packed {
		b, err := openBundle(env, l.runtime, hpa.META)
		if err != nil {
			return nil, err
		}
		l.open = append(l.open, b)
		c.Archives = b.Archives
	}
	return c, nil
}

// carrierName is the file that is the carrier.
func (l *linkFlags) carrierName() string {
	if l.form == link.Packed {
		return l.stem
	}
	return l.image
}

func (l *linkFlags) close() {
	for _, c := range l.open {
		c.Close()
	}
}

// writeBuffered makes an output with few large writes.
func writeBuffered(env *cli.Env, name string, perm fs.FileMode, write func(io.Writer) error) error {
	out, err := env.Create(name, perm)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 256<<10)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return out.Close()
}
