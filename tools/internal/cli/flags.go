package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// Flags are the flags of one verb. Defining them is package flag; reading them
// is what users of long options expect: one dash or two, flags anywhere among
// the arguments, "--" to end them, lists by repetition, and "@FILE" for
// arguments from a file.
type Flags struct {
	*flag.FlagSet
	// Greedy lets one list flag take several values, up to the next flag, as
	// cmc does.
	Greedy bool
	// ListEnd tells the words that no greedy list takes, besides flags.
	ListEnd func(word string) bool
	// Joined lets a value follow a flag of one letter without a space, and such
	// flags each other: -oFILE, -ip.
	Joined bool

	env      *Env
	aliases  map[string]string // other name → name
	required []string
}

// NewFlags returns an empty set of flags for the verb that runs in env.
func NewFlags(env *Env) *Flags {
	f := &Flags{FlagSet: flag.NewFlagSet(env.title(), flag.ContinueOnError), env: env}
	f.SetOutput(io.Discard)
	return f
}

// Strings defines a flag that may be given many times.
func (f *Flags) Strings(name, usage string) *[]string {
	v := new(stringsValue)
	f.Var(v, name, usage)
	return (*[]string)(v)
}

// StringsVar is Strings for a variable that exists.
func (f *Flags) StringsVar(p *[]string, name, usage string) { f.Var((*stringsValue)(p), name, usage) }

// Alias gives a flag another name. The help shows it if it is one letter.
func (f *Flags) Alias(other, name string) {
	if f.aliases == nil {
		f.aliases = map[string]string{}
	}
	f.aliases[other] = name
}

// Require makes Parse fail when one of the flags was not given.
func (f *Flags) Require(names ...string) { f.required = append(f.required, names...) }

// stringsValue collects the values of a repeated flag.
type stringsValue []string

func (v *stringsValue) String() string {
	if v == nil {
		return ""
	}
	return strings.Join(*v, " ")
}

func (v *stringsValue) Set(s string) error {
	*v = append(*v, s)
	return nil
}

// word is an argument. One that was read from a file is never itself the name
// of such a file, and neither is the value of a flag: labels start with "@".
type word struct {
	text     string
	verbatim bool
}

// Parse reads the arguments of a verb, sets the flags, and returns the
// arguments that are not flags.
func (f *Flags) Parse(args []string) ([]string, error) {
	positional, _, err := f.parse(args, false)
	if err != nil {
		return nil, err
	}
	given := map[string]bool{}
	f.Visit(func(fl *flag.Flag) { given[fl.Name] = true })
	for _, name := range f.required {
		if !given[name] {
			return nil, Usagef("%s is missing", dashed(name))
		}
	}
	return positional, nil
}

// parse stops at the first argument that is no flag, if asked to, and returns
// the rest from there on, argument files unread.
func (f *Flags) parse(args []string, stop bool) (positional, rest []string, err error) {
	words := make([]word, len(args))
	for i, a := range args {
		words[i].text = a
	}
	for len(words) > 0 {
		w := words[0]
		switch {
		case !w.verbatim && !stop && len(w.text) > 1 && w.text[0] == '@':
			words, err = f.expand(w.text[1:], words[1:])
		case w.text == "--":
			return append(positional, texts(words[1:])...), nil, nil
		case len(w.text) > 1 && w.text[0] == '-':
			words, err = f.flag(w.text, words[1:])
		case stop:
			return nil, texts(words), nil
		default:
			positional = append(positional, w.text)
			words = words[1:]
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return positional, nil, nil
}

// expand puts the arguments of a file before the words that follow its name.
func (f *Flags) expand(name string, following []word) ([]word, error) {
	text, err := f.env.FS.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read arguments from %s: %w", name, cause(err))
	}
	args := ParseParams(text)
	words := make([]word, 0, len(args)+len(following))
	for _, a := range args {
		words = append(words, word{a, true})
	}
	return append(words, following...), nil
}

// flag sets the flag that a word names and returns the words after its value.
func (f *Flags) flag(text string, following []word) ([]word, error) {
	name := strings.TrimPrefix(text[1:], "-")
	name, value, hasValue := strings.Cut(name, "=")
	if long, ok := f.aliases[name]; ok {
		name = long
	}
	fl := f.Lookup(name)
	if fl == nil {
		if name == "h" || name == "help" {
			return nil, f.help()
		}
		if first, rest, ok := f.split(text); ok {
			return f.flag(first, append([]word{{rest, true}}, following...))
		}
		return nil, f.unknown(text)
	}
	if isBool(fl) && !hasValue {
		return following, f.set(fl, "true")
	}
	if !hasValue {
		if len(following) == 0 {
			return nil, Usagef("%s needs a value", dashed(name))
		}
		value, following = following[0].text, following[1:]
	}
	if err := f.set(fl, value); err != nil {
		return nil, err
	}
	if _, list := fl.Value.(*stringsValue); list && f.Greedy && !hasValue {
		for len(following) > 0 && !f.endsList(following[0].text) {
			if err := f.set(fl, following[0].text); err != nil {
				return nil, err
			}
			following = following[1:]
		}
	}
	return following, nil
}

// split cuts a word such as -oFILE or -ip after its first letter, if that is a
// flag; what follows is a value or, with a dash, more flags.
func (f *Flags) split(text string) (first, rest string, ok bool) {
	if !f.Joined || len(text) < 3 || text[1] == '-' {
		return "", "", false
	}
	name := text[1:2]
	if long, ok := f.aliases[name]; ok {
		name = long
	}
	fl := f.Lookup(name)
	switch {
	case fl == nil || text[2] == '=':
		return "", "", false
	case isBool(fl):
		return text[:2], "-" + text[2:], true
	}
	return text[:2], text[2:], true
}

func isBool(fl *flag.Flag) bool {
	b, ok := fl.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func (f *Flags) endsList(text string) bool {
	return strings.HasPrefix(text, "-") || f.ListEnd != nil && f.ListEnd(text)
}

func (f *Flags) set(fl *flag.Flag, value string) error {
	if err := f.Set(fl.Name, value); err != nil {
		return Usagef("%s cannot be %q: %v", dashed(fl.Name), value, err)
	}
	return nil
}

func (f *Flags) unknown(text string) error {
	name, _, _ := strings.Cut(text, "=")
	var names []string
	f.VisitAll(func(fl *flag.Flag) { names = append(names, fl.Name) })
	if n := nearest(strings.TrimLeft(name, "-"), names); n != "" {
		return Usagef("there is no flag %s; did you mean %s?", name, dashed(n))
	}
	return Usagef("there is no flag %s", name)
}

// dashed returns how a flag is written.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func texts(words []word) []string {
	if len(words) == 0 {
		return nil
	}
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
	}
	return list
}
