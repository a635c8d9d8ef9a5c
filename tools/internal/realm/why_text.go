package realm

import (
	"fmt"
	"io"
	"strings"
)

// Print writes the routes for people: where each comes from and goes to, then
// its facts with their places, from the source to the target.
func (w *Why) Print(out io.Writer) error {
	var b strings.Builder
	for i := range w.Routes {
		r := &w.Routes[i]
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s %q: from %s to %s\n", r.Type, w.Name, r.Source, r.Target)
		if r.Problem != "" {
			fmt.Fprintf(&b, "  %s: %s\n", r.Status, r.Problem)
		}
		for _, h := range r.Hops {
			if len(h.Places) == 0 {
				fmt.Fprintf(&b, "  %s: %s\n", h.Realm, h.Fact)
				continue
			}
			fmt.Fprintf(&b, "  %s: %s: %s%s\n", h.Places[0].Position(), h.Realm, h.Fact, inLabel(h.Places[0]))
		}
	}
	if w.Truncated {
		b.WriteString("\nthere are more routes than these\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// String says what an endpoint is: "#feedback of core", "the parent of root".
func (e Endpoint) String() string {
	switch e.Kind {
	case "self":
		return e.Realm
	case "parent":
		return "the parent of " + e.Realm
	case "all":
		return "all children of " + e.Realm
	case "environment", "dictionary":
		return fmt.Sprintf("the %s %q of %s", e.Kind, e.Name, e.Realm)
	case "framework":
		return "the framework"
	case "debug":
		return "the debug capabilities of " + e.Realm
	case "void":
		return "void"
	}
	return "#" + e.Name + " of " + e.Realm
}

// String returns `protocol "name"`.
func (c capability) String() string { return fmt.Sprintf("%s %q", c.kind, c.name) }

// Marshal returns the routes as JSON.
func (w *Why) Marshal() ([]byte, error) { return marshal(w) }
