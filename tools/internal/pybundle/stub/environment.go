package stub

import "github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"

// An action says what happens to a variable of the environment that begins with
// a prefix.
type action byte

const (
	remove  action = 1 // it is left out
	restart action = 2 // and it had its effect when the process started
)

// EnvironmentRules returns the rules as the machine code reads them: an action,
// a prefix and a zero byte each, and a zero byte behind the last.
func EnvironmentRules() []byte { return append(appendRules(nil), 0) }

func appendRules(b []byte) []byte {
	for _, v := range contract.Variables {
		how := remove
		if v.Early {
			how = restart
		}
		b = appendRule(b, byte(how), v.Prefix)
	}
	return b
}

func appendRule(b []byte, action byte, prefix string) []byte {
	return append(append(append(b, action), prefix...), 0)
}
