package libcheck

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// DefaultLibraries are those that every Linux machine with the GNU C library has.
// Names of dynamic loaders depend on the machine.
var DefaultLibraries = []string{
	"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libgcc_s.so.1",
	"linux-vdso.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
}

// DefaultLibcMax is the C library that published interpreters ask for.
var DefaultLibcMax = Version{2, 17}

// maxListed bounds how many symbols a finding names.
const maxListed = 5

// Policy says what a file may ask of a machine.
type Policy struct {
	// LibcMax is the newest version of the C library that a symbol may have; the
	// zero value stands for DefaultLibcMax.
	LibcMax Version
	// Libraries may be needed besides DefaultLibraries and what is in the bundle;
	// * and ? match.
	Libraries []string
	// Machine is that of the runtime; 0 is that of the first file.
	Machine elf.Machine
}

// File is a program or a shared library of a bundle.
type File struct {
	// Path is where it lies in the bundle: what it finds by $ORIGIN depends on it.
	Path string
	// Shown and Label are the file and the target that brought it, for findings.
	Shown, Label string
	Content      io.ReaderAt
}

func (f File) pos() diag.Pos {
	shown := f.Shown
	if shown == "" {
		shown = f.Path
	}
	return diag.Fixed(diag.Position{File: shown, Label: f.Label})
}

// Check checks the files of one bundle.
func Check(files []File, p Policy) *diag.List {
	c := &checker{policy: p, bundled: make(map[string]bool), paths: make(map[string]bool), found: &diag.List{}}
	if c.policy.LibcMax == (Version{}) {
		c.policy.LibcMax = DefaultLibcMax
	}
	opened := make([]*object, 0, len(files))
	for _, f := range files {
		o, err := open(f)
		if err != nil {
			c.add(f, "the file cannot be checked: %v", err).
				WithHint("declare only programs and shared libraries for Linux as native files")
			continue
		}
		opened = append(opened, o)
		c.bundled[path.Base(f.Path)], c.paths[path.Clean(f.Path)] = true, true
		if o.soname != "" {
			c.bundled[o.soname] = true
		}
		if c.policy.Machine == 0 {
			c.policy.Machine = o.elf.Machine
		}
	}
	for _, o := range opened {
		c.check(o)
	}
	return c.found
}

// IsELF reports whether a content begins as ELF files do.
func IsELF(content io.ReaderAt) bool {
	var magic [4]byte
	_, err := content.ReadAt(magic[:], 0)
	return err == nil && string(magic[:]) == elf.ELFMAG
}

// object is a file that has been opened.
type object struct {
	File
	elf                             *elf.File
	soname                          string
	needed, rpath, runpath, loaders []string
	textRel                         bool
	versions                        []elf.DynamicVersionNeed
	symbols                         []elf.ImportedSymbol
}

// open reads the headers of a file.
func open(f File) (*object, error) {
	if !IsELF(f.Content) {
		return nil, errors.New("it is no ELF file")
	}
	e, err := elf.NewFile(f.Content)
	if err != nil {
		return nil, err
	}
	if e.Type != elf.ET_EXEC && e.Type != elf.ET_DYN {
		return nil, fmt.Errorf("it is no program or shared library, but of type %v", e.Type)
	}
	o := &object{File: f, elf: e}
	for _, prog := range e.Progs {
		if prog.Type == elf.PT_INTERP {
			name := make([]byte, min(prog.Filesz, 4096))
			if _, err := prog.ReadAt(name, 0); err != nil {
				return nil, fmt.Errorf("read the name of its dynamic loader: %w", err)
			}
			o.loaders = append(o.loaders, strings.TrimRight(string(name), "\x00"))
		}
	}
	if e.SectionByType(elf.SHT_DYNAMIC) == nil {
		for _, prog := range e.Progs {
			if prog.Type == elf.PT_DYNAMIC {
				return nil, errors.New("it has no section headers")
			}
		}
		return o, nil // a static program
	}
	return o, o.readDynamic()
}

// readDynamic reads what the dynamic loader is told.
func (o *object) readDynamic() error {
	for tag, to := range map[elf.DynTag]*[]string{
		elf.DT_NEEDED: &o.needed, elf.DT_RPATH: &o.rpath, elf.DT_RUNPATH: &o.runpath,
	} {
		var err error
		if *to, err = o.elf.DynString(tag); err != nil {
			return err
		}
	}
	sonames, err := o.elf.DynString(elf.DT_SONAME)
	if err != nil {
		return err
	}
	if len(sonames) > 0 {
		o.soname = sonames[0]
	}
	textRel, err := o.elf.DynValue(elf.DT_TEXTREL)
	if err != nil {
		return err
	}
	flags, err := o.elf.DynValue(elf.DT_FLAGS)
	if err != nil {
		return err
	}
	o.textRel = len(textRel) > 0 || slices.ContainsFunc(flags, func(v uint64) bool { return elf.DynFlag(v)&elf.DF_TEXTREL != 0 })
	if versions := o.elf.SectionByType(elf.SHT_GNU_VERNEED); versions != nil {
		if err := checkVersionTable(versions, o.elf.ByteOrder); err != nil {
			return err
		}
		if o.versions, err = o.elf.DynamicVersionNeeds(); err != nil {
			return err
		}
	}
	if o.symbols, err = o.elf.ImportedSymbols(); err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return err
	}
	return nil
}

// checkVersionTable refuses a table of symbol versions whose entries overlap:
// reading it would take longer than its length allows.
func checkVersionTable(section *elf.Section, order binary.ByteOrder) error {
	table, err := section.Data()
	if err != nil {
		return err
	}
	const entry = 16 // bytes of either kind of entry
	left := len(table) / entry
	for i := 0; i+entry <= len(table); {
		left -= 1 + int(order.Uint16(table[i+2:]))
		next := order.Uint32(table[i+12:])
		if left < 0 || next != 0 && next < entry {
			return errors.New("its table of symbol versions is damaged")
		}
		if next == 0 {
			break
		}
		i += int(next)
	}
	return nil
}

type checker struct {
	policy Policy
	// bundled are names of libraries, paths those of files.
	bundled, paths map[string]bool
	found          *diag.List
}

func (c *checker) add(f File, format string, args ...any) *diag.Diagnostic {
	d := diag.Errorf(f.pos(), "", format, args...)
	c.found.Add(d)
	return d
}

func (c *checker) check(o *object) {
	if o.elf.Machine != c.policy.Machine {
		c.add(o.File, "the file is for the machine %s, the runtime for %s", machine(o.elf.Machine), machine(c.policy.Machine)).
			WithHint("take the file that was built for the runtime's platform")
		return // all else would follow from that
	}
	for _, name := range o.loaders {
		if !slices.Contains(DefaultLibraries, path.Base(name)) && !c.allowed(path.Base(name)) {
			c.add(o.File, "the dynamic loader is %s, which other machines may not have", name).
				WithHint("take a file that was built for the GNU C library")
		}
	}
	for _, name := range o.needed {
		c.checkNeeded(o, name)
	}
	c.checkVersions(o)
	for tag, paths := range map[string][]string{"DT_RPATH": o.rpath, "DT_RUNPATH": o.runpath} {
		for _, list := range paths {
			for dir := range strings.SplitSeq(list, ":") {
				c.checkRunPath(o, tag, dir)
			}
		}
	}
	if o.textRel {
		c.add(o.File, "the code must be changed when it is loaded (DT_TEXTREL)").
			WithHint("compile all of it with -fPIC")
	}
	c.checkStack(o)
}

func (c *checker) allowed(name string) bool {
	return slices.ContainsFunc(c.policy.Libraries, func(pattern string) bool {
		match, _ := path.Match(pattern, name)
		return match
	})
}

func (c *checker) checkNeeded(o *object, name string) {
	if rest, ok := inOrigin(name); ok {
		if at := path.Join(path.Dir(o.Path), rest); !c.paths[at] {
			c.add(o.File, "the library %q is needed, and there is no %s in the bundle", name, at).
				WithHint("add the library to the target")
		}
		return
	}
	if strings.Contains(name, "/") {
		c.add(o.File, "the library %q is needed by its path", name).
			WithHint("link with a library that has a name of its own (-Wl,-soname)")
		return
	}
	if c.bundled[name] || slices.Contains(DefaultLibraries, name) || c.allowed(name) {
		return
	}
	of := ""
	if symbols := c.from(o, name); symbols != "" {
		of = " for " + symbols
	}
	c.add(o.File, "the library %q is needed%s and is neither in the bundle nor on every machine", name, of).
		WithHint("add the library to the target, link it statically, or name it in library_allowlist")
}

// from lists symbols that a library must have.
func (c *checker) from(o *object, library string) string {
	var names []string
	for _, s := range o.symbols {
		if s.Library == library {
			names = append(names, s.Name)
		}
	}
	return list(names)
}

// checkVersions holds symbol versions against the newest that is allowed.
func (c *checker) checkVersions(o *object) {
	for _, need := range o.versions {
		for _, dep := range need.Needs {
			if dep.Flags&elf.VER_FLG_WEAK != 0 {
				continue // the loader goes on without
			}
			var symbols []string
			for _, s := range o.symbols {
				if s.Library == need.Name && s.Version == dep.Dep {
					symbols = append(symbols, s.Name)
				}
			}
			c.checkVersion(o, need.Name, dep.Dep, symbols)
		}
	}
}

func (c *checker) checkVersion(o *object, library, version string, symbols []string) {
	of := ""
	if len(symbols) > 0 {
		of = " by " + list(symbols)
	}
	if version == "GLIBC_PRIVATE" {
		c.add(o.File, "the inside of %s is used (GLIBC_PRIVATE)%s", library, of).
			WithHint("such symbols change with every release: take a file that does without")
		return
	}
	v, ok := libcVersion(version)
	if !ok || v.Compare(c.policy.LibcMax) <= 0 {
		return
	}
	c.add(o.File, "%s of the version %s is needed%s, the newest that may be needed is %s", library, v, of, c.policy.LibcMax).
		WithHint("take a file that was built for an older system, or set libc_max = %q on the target", v.String())
}

// checkRunPath looks at a directory in which the loader looks for libraries.
func (c *checker) checkRunPath(o *object, tag, dir string) {
	if dir == "" {
		c.add(o.File, "libraries are looked for in the current directory (%s has an empty part)", tag).
			WithHint(`take the empty part away, for example with patchelf --set-rpath '$ORIGIN'`)
		return
	}
	rest, ok := inOrigin(dir)
	if !ok {
		c.add(o.File, "libraries are looked for in %q of the machine (%s)", dir, tag).
			WithHint(`let only $ORIGIN be in it, for example with patchelf --set-rpath '$ORIGIN'`)
		return
	}
	if inside := path.Join(path.Dir(o.Path), rest); inside == ".." || strings.HasPrefix(inside, "../") {
		c.add(o.File, "libraries are looked for outside of the bundle, in %q seen from %s (%s)", dir, path.Dir(o.Path), tag).
			WithHint("put the libraries beside the file")
	}
}

// inOrigin returns the rest of a path that begins where the file itself is.
func inOrigin(name string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(name, "$ORIGIN"); !ok {
		rest, ok = strings.CutPrefix(name, "${ORIGIN}")
	}
	return rest, ok && (rest == "" || rest[0] == '/')
}

// checkStack refuses programs that make the stack executable: so does one that
// says nothing about it, on machines that are old enough to have such programs.
func (c *checker) checkStack(o *object) {
	said := false
	for _, prog := range o.elf.Progs {
		if prog.Type == elf.PT_GNU_STACK {
			said = true
			if prog.Flags&elf.PF_X != 0 {
				c.add(o.File, "the stack becomes executable").
					WithHint("mark its assembler sources with .note.GNU-stack, or link with -z noexecstack")
			}
		}
	}
	if !said && (o.elf.Machine == elf.EM_X86_64 || o.elf.Machine == elf.EM_386) {
		c.add(o.File, "the stack becomes executable: the file says nothing about it (PT_GNU_STACK)").
			WithHint("link with -z noexecstack")
	}
}

// list names the first of some symbols.
func list(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	more := ""
	if n := len(names) - maxListed; n > 0 {
		names, more = names[:maxListed], fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(names, ", ") + more
}

// machine returns the name that people give a machine.
func machine(m elf.Machine) string {
	switch m {
	case elf.EM_X86_64:
		return "x86-64"
	case elf.EM_AARCH64:
		return "arm64"
	}
	return strings.TrimPrefix(m.String(), "EM_")
}
