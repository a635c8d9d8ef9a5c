package libcheck

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/libcheck/elftest"
)

func TestCheck(t *testing.T) {
	libc := func(symbol, version string) elftest.Import {
		return elftest.Import{Symbol: symbol, Library: "libc.so.6", Version: version}
	}
	for _, c := range []struct {
		name   string
		spec   elftest.Spec
		policy Policy
		want   string
	}{
		{name: "a library that needs nothing"},
		{name: "a static program", spec: elftest.Spec{Program: true, Static: true}},
		{
			name: "a program as interpreters are",
			spec: elftest.Spec{
				Program: true, Loader: "/lib64/ld-linux-x86-64.so.2", Needed: []string{"libc.so.6", "libm.so.6"},
				Rpath: "$ORIGIN/../lib", Imports: []elftest.Import{libc("read", "GLIBC_2.2.5"), libc("memcpy", "GLIBC_2.14")},
			},
		},
		{
			name: "a library that others do not have",
			spec: elftest.Spec{Needed: []string{"libc.so.6", "libz.so.1", "libssl.so.3"}, Imports: []elftest.Import{
				{Symbol: "SSL_read", Library: "libssl.so.3", Version: "OPENSSL_3.0.0"},
			}},
			want: `ext/spam.so: the library "libssl.so.3" is needed for SSL_read and is neither in the bundle nor on every machine (in //ext:spam)
  fix: add the library to the target, link it statically, or name it in library_allowlist
ext/spam.so: the library "libz.so.1" is needed and is neither in the bundle nor on every machine (in //ext:spam)
  fix: add the library to the target, link it statically, or name it in library_allowlist
`,
		},
		{
			name:   "a library that the user allows",
			spec:   elftest.Spec{Needed: []string{"libz.so.1"}},
			policy: Policy{Libraries: []string{"libz.so.*"}},
		},
		{name: "a library in the bundle, by the name of its file", spec: elftest.Spec{Needed: []string{"libother.so"}}},
		{name: "a library in the bundle, by its own name", spec: elftest.Spec{Needed: []string{"libother.so.1"}}},
		{name: "a library in the bundle, by where it lies", spec: elftest.Spec{Needed: []string{"$ORIGIN/../lib/libother.so"}}},
		{
			name: "a library that is not where it should be",
			spec: elftest.Spec{Needed: []string{"${ORIGIN}/libother.so"}},
			want: `ext/spam.so: the library "${ORIGIN}/libother.so" is needed, and there is no ext/libother.so in the bundle (in //ext:spam)
  fix: add the library to the target
`,
		},
		{
			name: "a library by its path",
			spec: elftest.Spec{Needed: []string{"/opt/lib/libother.so"}},
			want: `ext/spam.so: the library "/opt/lib/libother.so" is needed by its path (in //ext:spam)
  fix: link with a library that has a name of its own (-Wl,-soname)
`,
		},
		{
			name: "a C library that is too new",
			spec: elftest.Spec{Needed: []string{"libc.so.6"}, Imports: []elftest.Import{
				libc("read", "GLIBC_2.2.5"), libc("secure_getenv", "GLIBC_2.17"),
				libc("getrandom", "GLIBC_2.25"), libc("getentropy", "GLIBC_2.25"), libc("stat", "GLIBC_2.33"),
			}},
			want: `ext/spam.so: libc.so.6 of the version 2.25 is needed by getentropy, getrandom, the newest that may be needed is 2.17 (in //ext:spam)
  fix: take a file that was built for an older system, or set libc_max = "2.25" on the target
ext/spam.so: libc.so.6 of the version 2.33 is needed by stat, the newest that may be needed is 2.17 (in //ext:spam)
  fix: take a file that was built for an older system, or set libc_max = "2.33" on the target
`,
		},
		{
			name:   "a C library that the user allows",
			spec:   elftest.Spec{Imports: []elftest.Import{libc("getrandom", "GLIBC_2.25")}},
			policy: Policy{LibcMax: Version{2, 25}},
		},
		{
			name: "a symbol that may be missing",
			spec: elftest.Spec{Imports: []elftest.Import{{Symbol: "getrandom", Library: "libc.so.6", Version: "GLIBC_2.25", Weak: true}}},
		},
		{
			name: "many symbols",
			spec: elftest.Spec{Imports: []elftest.Import{
				libc("f1", "GLIBC_2.34"), libc("f2", "GLIBC_2.34"), libc("f3", "GLIBC_2.34"), libc("f4", "GLIBC_2.34"),
				libc("f5", "GLIBC_2.34"), libc("f6", "GLIBC_2.34"), libc("f7", "GLIBC_2.34"),
			}},
			want: `ext/spam.so: libc.so.6 of the version 2.34 is needed by f1, f2, f3, f4, f5 and 2 more, the newest that may be needed is 2.17 (in //ext:spam)
  fix: take a file that was built for an older system, or set libc_max = "2.34" on the target
`,
		},
		{
			name: "the inside of the C library",
			spec: elftest.Spec{Imports: []elftest.Import{libc("__libc_secret", "GLIBC_PRIVATE")}},
			want: `ext/spam.so: the inside of libc.so.6 is used (GLIBC_PRIVATE) by __libc_secret (in //ext:spam)
  fix: such symbols change with every release: take a file that does without
`,
		},
		{
			name: "packed relocations, which have a version and no symbol",
			spec: elftest.Spec{Imports: []elftest.Import{libc("x", "GLIBC_ABI_DT_RELR")}},
			want: `ext/spam.so: libc.so.6 of the version 2.36 is needed by x, the newest that may be needed is 2.17 (in //ext:spam)
  fix: take a file that was built for an older system, or set libc_max = "2.36" on the target
`,
		},
		{
			name: "versions of other libraries",
			spec: elftest.Spec{Needed: []string{"libother.so.1"}, Imports: []elftest.Import{{Symbol: "f", Library: "libother.so.1", Version: "OTHER_9.9"}}},
		},
		{name: "run paths inside", spec: elftest.Spec{Runpath: "$ORIGIN:${ORIGIN}/../spam.libs"}},
		{
			name: "run paths outside",
			spec: elftest.Spec{Runpath: "/usr/local/lib:$ORIGIN::$ORIGINAL", Rpath: "$ORIGIN/../../lib"},
			want: `ext/spam.so: libraries are looked for in "$ORIGINAL" of the machine (DT_RUNPATH) (in //ext:spam)
  fix: let only $ORIGIN be in it, for example with patchelf --set-rpath '$ORIGIN'
ext/spam.so: libraries are looked for in "/usr/local/lib" of the machine (DT_RUNPATH) (in //ext:spam)
  fix: let only $ORIGIN be in it, for example with patchelf --set-rpath '$ORIGIN'
ext/spam.so: libraries are looked for in the current directory (DT_RUNPATH has an empty part) (in //ext:spam)
  fix: take the empty part away, for example with patchelf --set-rpath '$ORIGIN'
ext/spam.so: libraries are looked for outside of the bundle, in "$ORIGIN/../../lib" seen from ext (DT_RPATH) (in //ext:spam)
  fix: put the libraries beside the file
`,
		},
		{
			name: "text relocations",
			spec: elftest.Spec{TextRel: true},
			want: `ext/spam.so: the code must be changed when it is loaded (DT_TEXTREL) (in //ext:spam)
  fix: compile all of it with -fPIC
`,
		},
		{
			name: "an executable stack",
			spec: elftest.Spec{Stack: elf.PF_X},
			want: `ext/spam.so: the stack becomes executable (in //ext:spam)
  fix: mark its assembler sources with .note.GNU-stack, or link with -z noexecstack
`,
		},
		{
			name: "nothing said about the stack",
			spec: elftest.Spec{NoStack: true},
			want: `ext/spam.so: the stack becomes executable: the file says nothing about it (PT_GNU_STACK) (in //ext:spam)
  fix: link with -z noexecstack
`,
		},
		{
			name: "another machine",
			spec: elftest.Spec{Machine: elf.EM_AARCH64, NoStack: true, TextRel: true},
			want: `ext/spam.so: the file is for the machine arm64, the runtime for x86-64 (in //ext:spam)
  fix: take the file that was built for the runtime's platform
`,
		},
		{
			name: "another dynamic loader",
			spec: elftest.Spec{Program: true, Loader: "/lib/ld-musl-x86_64.so.1"},
			want: `ext/spam.so: the dynamic loader is /lib/ld-musl-x86_64.so.1, which other machines may not have (in //ext:spam)
  fix: take a file that was built for the GNU C library
`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			other := elftest.Build(elftest.Spec{Soname: "libother.so.1"})
			got := Check([]File{
				{Path: "lib/libother.so", Content: bytes.NewReader(other)},
				{Path: "ext/spam.so", Label: "//ext:spam", Content: bytes.NewReader(elftest.Build(c.spec))},
			}, c.policy)
			var text strings.Builder
			_ = got.Print(&text)
			if diff := cmp.Diff(c.want, text.String()); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckRefusesWhatIsNoProgram(t *testing.T) {
	good := elftest.Build(elftest.Spec{Needed: []string{"libc.so.6"}})
	object := bytes.Clone(good)
	object[16] = byte(elf.ET_REL)
	headless := bytes.Clone(good)
	clear(headless[40:48]) // Shoff
	clear(headless[58:64])
	for _, c := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"a text", []byte("#!/bin/sh\n"), "it is no ELF file"},
		{"nothing", nil, "it is no ELF file"},
		{"the first half", good[:100], ""},
		{"an object file", object, "it is no program or shared library, but of type ET_REL"},
		{"no section headers", headless, "it has no section headers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Check([]File{{Path: "spam.so", Shown: "ext/spam.so", Content: bytes.NewReader(c.content)}}, Policy{})
			if got.Len() != 1 {
				t.Fatalf("got %d findings, want 1", got.Len())
			}
			var text strings.Builder
			_ = got.Print(&text)
			if want := "ext/spam.so: the file cannot be checked: " + c.want; !strings.HasPrefix(text.String(), want) {
				t.Errorf("got %s\nwant %s…", text.String(), want)
			}
		})
	}
}

func TestInterpreter(t *testing.T) {
	runtime, _ := cpythontest.Distribution(t)
	var files []File
	for _, pattern := range []string{"bin/python3.[0-9]*[0-9]", "lib/libpython3.*.so.*"} {
		names, err := filepath.Glob(filepath.Join(runtime, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			files = append(files, File{Path: filepath.Join(filepath.Dir(pattern), filepath.Base(name)), Content: f})
		}
	}
	if len(files) == 0 {
		t.Fatalf("%s has no interpreter", runtime)
	}
	var text strings.Builder
	_ = Check(files, Policy{}).Print(&text)
	if got := text.String(); got != "" {
		t.Errorf("findings about a published interpreter:\n%s", got)
	}
}

// FuzzCheck holds that no file makes the check fail in a way of its own.
func FuzzCheck(f *testing.F) {
	f.Add(elftest.Build(elftest.Spec{}))
	f.Add(elftest.Build(elftest.Spec{
		Program: true, Loader: "/lib64/ld-linux-x86-64.so.2", Soname: "libx.so", Needed: []string{"libc.so.6"}, Runpath: "$ORIGIN",
		TextRel: true, Imports: []elftest.Import{{Symbol: "read", Library: "libc.so.6", Version: "GLIBC_2.40"}},
	}))
	f.Fuzz(func(t *testing.T, content []byte) {
		first := Check([]File{{Path: "a.so", Content: bytes.NewReader(content)}}, Policy{})
		second := Check([]File{{Path: "a.so", Content: bytes.NewReader(content)}}, Policy{})
		var a, b strings.Builder
		_, _ = first.Print(&a), second.Print(&b)
		if a.String() != b.String() {
			t.Errorf("the same file has other findings:\n%s\n%s", a.String(), b.String())
		}
	})
}

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]Version{"2.17": {2, 17}, "2.2.5": {2, 2, 5}} {
		got, err := ParseVersion(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseVersion(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2", "2.", "2.x", "2.17.1.1", "-2.17", "GLIBC_2.17", "2.99999"} {
		if got, err := ParseVersion(text); err == nil {
			t.Errorf("ParseVersion(%q) = %v, want an error", text, got)
		}
	}
}
