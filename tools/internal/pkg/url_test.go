package pkg

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

var (
	someHash = merkle.Sum([]byte("some package"))
	hexHash  = someHash.String()
)

func absolute(host, name string) PackageURL {
	return PackageURL{Kind: Absolute, Host: host, Name: name}
}

func TestParseComponentURL(t *testing.T) {
	pinned := absolute("fuchsia.com", "stash")
	pinned.Pinned, pinned.Hash = true, someHash
	variant := absolute("fuchsia.com", "stash")
	variant.Variant = "0"
	both := pinned
	both.Variant = "a_b"
	tests := []struct {
		name, url string
		want      ComponentURL
		printed   string // "" when it is the URL itself
	}{
		{"absolute", "fuchsia-pkg://fuchsia.com/core-workstation#meta/core.cm", ComponentURL{absolute("fuchsia.com", "core-workstation"), "meta/core.cm"}, ""},
		{"with a variant", "fuchsia-pkg://fuchsia.com/stash/0#meta/stash.cm", ComponentURL{variant, "meta/stash.cm"}, ""},
		{"pinned", "fuchsia-pkg://fuchsia.com/stash?hash=" + hexHash + "#meta/stash.cm", ComponentURL{pinned, "meta/stash.cm"}, ""},
		{"pinned with a variant", "fuchsia-pkg://fuchsia.com/stash/a_b?hash=" + hexHash + "#m", ComponentURL{both, "m"}, ""},
		{"an empty query", "fuchsia-pkg://fuchsia.com/stash?#m", ComponentURL{absolute("fuchsia.com", "stash"), "m"}, "fuchsia-pkg://fuchsia.com/stash#m"},
		{"a scheme in upper case", "Fuchsia-PKG://fuchsia.com/stash#m", ComponentURL{absolute("fuchsia.com", "stash"), "m"}, "fuchsia-pkg://fuchsia.com/stash#m"},

		{"boot package", "fuchsia-boot:///bootstrap#meta/bootstrap.cm", ComponentURL{PackageURL{Kind: Boot, Path: "bootstrap"}, "meta/bootstrap.cm"}, ""},
		{"boot path", "fuchsia-boot:///a/b.c#meta/x.cm", ComponentURL{PackageURL{Kind: Boot, Path: "a/b.c"}, "meta/x.cm"}, ""},
		{"boot, flat", "fuchsia-boot:///#meta/driver_manager.cm", ComponentURL{PackageURL{Kind: Boot}, "meta/driver_manager.cm"}, ""},
		{"boot without a path", "fuchsia-boot://#meta/x.cm", ComponentURL{PackageURL{Kind: Boot}, "meta/x.cm"}, "fuchsia-boot:///#meta/x.cm"},
		{"boot without a resource", "fuchsia-boot:///bootstrap", ComponentURL{PackageURL{Kind: Boot, Path: "bootstrap"}, ""}, ""},
		{"boot with an empty resource", "fuchsia-boot:///bootstrap#", ComponentURL{PackageURL{Kind: Boot, Path: "bootstrap"}, ""}, "fuchsia-boot:///bootstrap"},

		{"builtin", "fuchsia-builtin://#elf_runner.cm", ComponentURL{PackageURL{Kind: Builtin}, "elf_runner.cm"}, ""},
		{"builtin with a slash", "fuchsia-builtin:///#elf_runner.cm", ComponentURL{PackageURL{Kind: Builtin}, "elf_runner.cm"}, "fuchsia-builtin://#elf_runner.cm"},

		{"same package", "#meta/child.cm", ComponentURL{PackageURL{Kind: Relative}, "meta/child.cm"}, ""},
		{"subpackage", "child-pkg#meta/child.cm", ComponentURL{PackageURL{Kind: Relative, Name: "child-pkg"}, "meta/child.cm"}, ""},

		{"web page", "https://example.com/a?b#c", ComponentURL{PackageURL: PackageURL{Kind: Other, Text: "https://example.com/a?b#c"}}, ""},
		{"another scheme without anything", "cast:", ComponentURL{PackageURL: PackageURL{Kind: Other, Text: "cast:"}}, ""},
		{"a scheme that only starts like ours", "fuchsia-pkg-x://A", ComponentURL{PackageURL: PackageURL{Kind: Other, Text: "fuchsia-pkg-x://A"}}, ""},

		{"an escaped resource", "#%61%20%22%3c%3E%60%C3%a9", ComponentURL{PackageURL{Kind: Relative}, "a \"<>`é"}, "#a%20%22%3C%3E%60%C3%A9"},
		{"a resource that needs no escapes", "#a#?b%zz%4", ComponentURL{PackageURL{Kind: Relative}, "a#?b%zz%4"}, ""},
		{"a resource in raw bytes", "#meta/é x", ComponentURL{PackageURL{Kind: Relative}, "meta/é x"}, "#meta/%C3%A9%20x"},
		{"an escaped control character", "#a%01%7F", ComponentURL{PackageURL{Kind: Relative}, "a\x01\x7f"}, ""},
		{"an escaped percent sign", "#a%2541%25", ComponentURL{PackageURL{Kind: Relative}, "a%41%"}, "#a%2541%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseComponentURL(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			want := tt.printed
			if want == "" {
				want = tt.url
			}
			if got.String() != want {
				t.Errorf("printed: got %s, want %s", got, want)
			}
		})
	}
}

func TestParseComponentURLRefuses(t *testing.T) {
	tests := []struct {
		name, url string
		part      Part
		got, want string
	}{
		{"no slashes", "fuchsia-pkg:fuchsia.com/a#m", PartScheme, "fuchsia-pkg:fuchsia.com/a", `"//" behind the scheme`},
		{"one slash", "fuchsia-boot:/a#m", PartScheme, "fuchsia-boot:/a", `"//" behind the scheme`},
		{"user name", "fuchsia-pkg://me@fuchsia.com/a#m", PartAuthority, "me@fuchsia.com", "no user name and no password"},
		{"password", "fuchsia-pkg://me:x@fuchsia.com/a#m", PartAuthority, "me:x@fuchsia.com", "no user name and no password"},
		{"port", "fuchsia-pkg://fuchsia.com:80/a#m", PartAuthority, "fuchsia.com:80", "no port"},
		{"no host", "fuchsia-pkg:///a#m", PartHost, "", `1 to 253 bytes, such as "fuchsia.com"`},
		{"host in upper case", "fuchsia-pkg://FUCHSIA.com/a#m", PartHost, "FUCHSIA.com", `only a-z, 0-9, "-" and "."`},
		{"escaped host", "fuchsia-pkg://%66uchsia.com/a#m", PartHost, "%66uchsia.com", `only a-z, 0-9, "-" and "."`},
		{"no path", "fuchsia-pkg://fuchsia.com#m", PartName, "", "1 to 255 bytes"},
		{"path of a slash", "fuchsia-pkg://fuchsia.com/#m", PartName, "", "1 to 255 bytes"},
		{"empty first segment", "fuchsia-pkg://fuchsia.com//a#m", PartName, "", "1 to 255 bytes"},
		{"empty last segment", "fuchsia-pkg://fuchsia.com/a/#m", PartVariant, "", "1 to 255 bytes"},
		{"bad name", "fuchsia-pkg://fuchsia.com/Core#m", PartName, "Core", `only a-z, 0-9, "-", "_" and "."`},
		{"escaped name", "fuchsia-pkg://fuchsia.com/%61#m", PartName, "%61", `only a-z, 0-9, "-", "_" and "."`},
		{"dot segments", "fuchsia-pkg://fuchsia.com/../a#m", PartName, "..", `a name other than "." and ".."`},
		{"bad variant", "fuchsia-pkg://fuchsia.com/a/B#m", PartVariant, "B", `only a-z, 0-9, "-", "_" and "."`},
		{"long variant", "fuchsia-pkg://fuchsia.com/a/" + strings.Repeat("v", 256) + "#m", PartVariant, strings.Repeat("v", 256), "1 to 255 bytes"},
		{"three segments", "fuchsia-pkg://fuchsia.com/a/0/b#m", PartPath, "a/0/b", "a package name and at most a variant"},
		{"another query", "fuchsia-pkg://fuchsia.com/a?x=1#m", PartQuery, "x=1", `nothing but "hash="`},
		{"a query behind the hash", "fuchsia-pkg://fuchsia.com/a?hash=" + hexHash + "&#m", PartQuery, "", `nothing but "hash="`},
		{"two hashes", "fuchsia-pkg://fuchsia.com/a?hash=" + hexHash + "&hash=" + hexHash + "#m", PartQuery, "hash=" + hexHash + "&hash=" + hexHash, "one hash"},
		{"hash in upper case", "fuchsia-pkg://fuchsia.com/a?hash=" + strings.ToUpper(hexHash) + "#m", PartHash, strings.ToUpper(hexHash), "64 digits of 0-9 and a-f"},
		{"short hash", "fuchsia-pkg://fuchsia.com/a?hash=00#m", PartHash, "00", "64 digits of 0-9 and a-f"},
		{"empty hash", "fuchsia-pkg://fuchsia.com/a?hash#m", PartHash, "", "64 digits of 0-9 and a-f"},
		{"no fragment", "fuchsia-pkg://fuchsia.com/a", PartFragment, "", `a resource, such as "#meta/name.cm"`},
		{"empty fragment", "fuchsia-pkg://fuchsia.com/a#", PartFragment, "", `a resource, such as "#meta/name.cm"`},

		{"boot with a host", "fuchsia-boot://host/a#m", PartAuthority, "host", `none, as in "fuchsia-boot:///"`},
		{"boot with a hash", "fuchsia-boot:///a?hash=" + hexHash + "#m", PartQuery, "hash=" + hexHash, "none in a URL of scheme fuchsia-boot"},
		{"boot with an empty query", "fuchsia-boot:///a?#m", PartQuery, "", "none in a URL of scheme fuchsia-boot"},
		{"boot with an empty segment", "fuchsia-boot:///a//b#m", PartPath, "", "1 to 255 bytes"},
		{"boot with dot segments", "fuchsia-boot:///a/..#m", PartPath, "..", `a name other than "." and ".."`},
		{"boot with a bad segment", "fuchsia-boot:///A#m", PartPath, "A", `only a-z, 0-9, "-", "_" and "."`},
		{"boot with a bad resource", "fuchsia-boot:///a#/m", PartResource, "/m", `no "/" at the start`},

		{"builtin with a host", "fuchsia-builtin://elf_runner.cm", PartAuthority, "elf_runner.cm", `none, as in "fuchsia-builtin://"`},
		{"builtin with a path", "fuchsia-builtin:///elf#m", PartPath, "elf", "none in a URL of scheme fuchsia-builtin"},
		{"builtin with a hash", "fuchsia-builtin://?hash=" + hexHash + "#m", PartQuery, "hash=" + hexHash, "none in a URL of scheme fuchsia-builtin"},
		{"builtin without a resource", "fuchsia-builtin://", PartFragment, "", `a resource, such as "#meta/name.cm"`},

		{"nothing", "", PartFragment, "", `a resource, such as "#meta/name.cm"`},
		{"only a name", "child", PartFragment, "", `a resource, such as "#meta/name.cm"`},
		{"absolute path", "/child#m", PartPath, "/child", `one package name without "/", since the URL is relative`},
		{"path of another host", "//fuchsia.com/child#m", PartPath, "//fuchsia.com/child", `one package name without "/", since the URL is relative`},
		{"relative variant", "child/0#m", PartPath, "child/0", `one package name without "/", since the URL is relative`},
		{"relative hash", "child?hash=" + hexHash + "#m", PartQuery, "hash=" + hexHash, `none behind the relative path "child"`},
		{"a dot", ".#m", PartName, ".", `a name other than "." and ".."`},
		{"two dots", "..#m", PartName, "..", `a name other than "." and ".."`},
		{"relative name in upper case", "nAme#m", PartName, "nAme", `only a-z, 0-9, "-", "_" and "."`},
		{"no scheme after all", "1a:b#m", PartName, "1a:b", `only a-z, 0-9, "-", "_" and "."`},
		{"an empty scheme", ":b#m", PartName, ":b", `only a-z, 0-9, "-", "_" and "."`},
		{"a control character in the scheme", "a\x11:b#m", PartName, "a\x11:b", `only a-z, 0-9, "-", "_" and "."`},

		{"a tab", "#a\tb", PartFragment, "a\tb", "no control characters"},
		{"a newline", "#a\n", PartFragment, "a\n", "no control characters"},
		{"an escaped newline", "#a%0Ab", PartResource, "a\nb", "no newline"},
		{"an escaped NUL", "#a%00", PartResource, "a\x00", "no NUL"},
		{"no UTF-8", "#%ff", PartResource, "\xff", "UTF-8"},
		{"an escaped dot segment", "#a/%2e%2E", PartResource, "a/..", `no segment "." or ".."`},
		{"a trailing slash", "name#resource/", PartResource, "resource/", `no "/" at the end`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseComponentURL(tt.url)
			var got *SyntaxError
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a *SyntaxError", err)
			}
			want := &SyntaxError{URL: tt.url, Part: tt.part, Got: tt.got, Want: tt.want}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestURLErrorText(t *testing.T) {
	_, err := ParseComponentURL("fuchsia-pkg://fuchsia.com/Core#meta/core.cm")
	const want = `URL "fuchsia-pkg://fuchsia.com/Core#meta/core.cm": package name: got "Core", expected only a-z, 0-9, "-", "_" and "."`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestParsePackageURL(t *testing.T) {
	tests := []struct {
		url   string
		want  PackageURL
		fault string
	}{
		{"fuchsia-pkg://fuchsia.com/a", absolute("fuchsia.com", "a"), ""},
		{"fuchsia-boot:///", PackageURL{Kind: Boot}, ""},
		{"fuchsia-boot:///bootstrap", PackageURL{Kind: Boot, Path: "bootstrap"}, ""},
		{"fuchsia-builtin://", PackageURL{Kind: Builtin}, ""},
		{"child", PackageURL{Kind: Relative, Name: "child"}, ""},
		{"file:///a", PackageURL{Kind: Other, Text: "file:///a"}, ""},
		{"fuchsia-pkg://fuchsia.com/a#m", PackageURL{}, `URL "fuchsia-pkg://fuchsia.com/a#m": fragment: got "m", expected none in the URL of a package`},
		{"a#", PackageURL{}, `URL "a#": fragment: got "", expected none in the URL of a package`},
		{"", PackageURL{}, `package name: got "", expected 1 to 255 bytes`},
		{"fuchsia-pkg://fuchsia.com", PackageURL{}, `URL "fuchsia-pkg://fuchsia.com": package name: got "", expected 1 to 255 bytes`},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			got, err := ParsePackageURL(tt.url)
			checkSyntaxError(t, err, tt.fault)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err == nil && got.String() != tt.url {
				t.Errorf("printed: got %s, want %s", got, tt.url)
			}
		})
	}
}

func TestSamePackage(t *testing.T) {
	other := merkle.Sum(nil).String()
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"equal", "fuchsia-pkg://h/a", "fuchsia-pkg://h/a", true},
		{"variant 0 and none", "fuchsia-pkg://h/a/0", "fuchsia-pkg://h/a", true},
		{"another variant", "fuchsia-pkg://h/a/1", "fuchsia-pkg://h/a", false},
		{"one pinned", "fuchsia-pkg://h/a/0?hash=" + hexHash, "fuchsia-pkg://h/a", true},
		{"pinned alike", "fuchsia-pkg://h/a?hash=" + hexHash, "fuchsia-pkg://h/a?hash=" + hexHash, true},
		{"pinned differently", "fuchsia-pkg://h/a?hash=" + hexHash, "fuchsia-pkg://h/a?hash=" + other, false},
		{"another name", "fuchsia-pkg://h/a", "fuchsia-pkg://h/b", false},
		{"another host", "fuchsia-pkg://h/a", "fuchsia-pkg://i/a", false},
		{"another kind", "fuchsia-boot:///a", "a", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ParsePackageURL(tt.a)
			if err != nil {
				t.Fatal(err)
			}
			b, err := ParsePackageURL(tt.b)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.SamePackage(b); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
			if got := b.SamePackage(a); got != tt.want {
				t.Errorf("the other way: got %t, want %t", got, tt.want)
			}
		})
	}
}

// FuzzParseComponentURL checks that a URL that is accepted is printed in a form
// that means the same, and that this form is its own.
func FuzzParseComponentURL(f *testing.F) {
	for _, url := range []string{
		"fuchsia-pkg://fuchsia.com/core-workstation/0?hash=" + hexHash + "#meta/core.cm",
		"FUCHSIA-boot:///a/b#meta/x.cm", "fuchsia-builtin:///#elf_runner.cm",
		"#meta/child.cm", "child#a%20%2541%25%C3%A9%%zz#?", "https://example.com/#%", "..#m", "",
	} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		u, err := ParseComponentURL(url)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.URL != url {
				t.Fatalf("got %#v, want a *SyntaxError with the URL", err)
			}
			return
		}
		printed := u.String()
		again, err := ParseComponentURL(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q: %v", url, printed, err)
		}
		if again != u {
			t.Fatalf("%q is printed as %q, which is %+v, want %+v", url, printed, again, u)
		}
		if again.String() != printed {
			t.Errorf("%q is printed as %q, then as %q", url, printed, again)
		}
		if p := u.PackageURL; p.Kind != Other && p != (PackageURL{Kind: Relative}) {
			if back, err := ParsePackageURL(p.String()); err != nil || back != p {
				t.Errorf("package URL %q: got %+v, %v, want %+v", p, back, err, p)
			}
		}
	})
}
