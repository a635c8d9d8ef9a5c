package cml

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// CheckURL says what is wrong with the URL of a component: at most 4096 bytes;
// an absolute URL with a host, a path or a fragment, or a relative one with a
// fragment. What the schemes of Fuchsia demand beyond that is not known here.
func CheckURL(s string) error {
	if err := checkLength(s, MaxURL); err != nil {
		return err
	}
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return errors.New("it has a control character")
		}
	}
	_, rest, absolute := cutScheme(s)
	if !absolute {
		if strings.HasPrefix(s, ":") {
			return errors.New("its scheme is empty")
		}
		if !strings.Contains(s, "#") {
			return errors.New("a relative URL needs a fragment, such as \"#meta/name.cm\"")
		}
		return nil
	}
	rest, _, fragment := strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	path := rest
	host := ""
	if authority, ok := strings.CutPrefix(rest, "//"); ok {
		authority, path = cutAt(authority, strings.IndexByte(authority, '/'))
		var err error
		if host, err = checkAuthority(authority); err != nil {
			return err
		}
	}
	if host == "" && path == "" && !fragment {
		return errors.New("it has neither a host nor a path nor a fragment")
	}
	return nil
}

// ValidURL reports whether s is the URL of a component.
func ValidURL(s string) bool { return CheckURL(s) == nil }

// checkAuthority returns the host of user:password@host:port.
func checkAuthority(authority string) (string, error) {
	host := authority
	at := strings.LastIndexByte(authority, '@')
	if at >= 0 {
		host = authority[at+1:]
	}
	port := ""
	if colon := strings.LastIndexByte(host, ':'); colon > strings.LastIndexByte(host, ']') {
		host, port = host[:colon], host[colon+1:]
	}
	if port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return "", fmt.Errorf("%q is not a port", port)
		}
	}
	if host == "" && (at >= 0 || port != "") {
		return "", errors.New("it has a user or a port but no host")
	}
	return host, nil
}

// cutScheme takes the scheme off an absolute URL.
func cutScheme(s string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(s, ":")
	if !ok || scheme == "" {
		return "", s, false
	}
	for i := 0; i < len(scheme); i++ {
		switch b := scheme[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
		case i > 0 && ('0' <= b && b <= '9' || b == '+' || b == '-' || b == '.'):
		default:
			return "", s, false
		}
	}
	return scheme, rest, true
}

// fuchsiaURL reports whether the rules of Fuchsia packages apply to a URL that
// passed CheckURL: it is relative or has one of their three schemes.
func fuchsiaURL(s string) bool {
	scheme, _, absolute := cutScheme(s)
	if !absolute {
		return true
	}
	switch strings.ToLower(scheme) {
	case "fuchsia-pkg", "fuchsia-boot", "fuchsia-builtin":
		return true
	}
	return false
}

// cutAt splits a string at an index; -1 is its end.
func cutAt(s string, i int) (before, after string) {
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i:]
}
