package stub

// An action says what happens to a variable of the environment that begins with
// a prefix.
type action byte

const (
	remove  action = 1 // it is left out
	restart action = 2 // and it had its effect when the process started
)

// rules are the variables by which the C library and the dynamic loader let
// themselves be told what to load or how to behave.
var rules = []struct {
	action action
	prefix string
}{
	{restart, "LD_"},
	{restart, "GLIBC_TUNABLES="},
	{restart, "MALLOC_"},
	{remove, "GCONV_PATH="},
	{remove, "LOCPATH="},
	{remove, "NLSPATH="},
}

// EnvironmentRules returns the rules as the machine code reads them: an action,
// a prefix and a zero byte each, and a zero byte behind the last.
func EnvironmentRules() []byte { return append(appendRules(nil), 0) }

func appendRules(b []byte) []byte {
	for _, r := range rules {
		b = appendRule(b, byte(r.action), r.prefix)
	}
	return b
}

func appendRule(b []byte, action byte, prefix string) []byte {
	return append(append(append(b, action), prefix...), 0)
}
