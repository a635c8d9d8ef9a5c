package validate

import "github.com/rules-idk/rules_idk/tools/internal/cml"

// The single rights as bits, to find overlaps.
const (
	connect uint16 = 1 << iota
	enumerate
	execute
	getAttributes
	modifyDirectory
	readBytes
	traverse
	updateAttributes
	writeBytes

	basic = connect | enumerate | traverse
	read  = basic | readBytes | getAttributes
	write = basic | writeBytes | modifyDirectory | updateAttributes
)

// rightsOf returns what a token of a rights list expands to.
func rightsOf(token string) uint16 {
	switch token {
	case "r*":
		return read
	case "w*":
		return write
	case "x*":
		return basic | execute
	case "rw*":
		return read | write
	case "rx*":
		return read | execute
	case "connect":
		return connect
	case "enumerate":
		return enumerate
	case "execute":
		return execute
	case "get_attributes":
		return getAttributes
	case "modify_directory":
		return modifyDirectory
	case "read_bytes":
		return readBytes
	case "traverse":
		return traverse
	case "update_attributes":
		return updateAttributes
	case "write_bytes":
		return writeBytes
	}
	return 0
}

// rights checks the rules P4, U16, X3 and O5: no right is given twice.
func (c *checker) rights(clause *cml.Clause, rule string) {
	if clause.Type() != cml.TypeDirectory {
		return
	}
	var seen uint16
	for i, token := range clause.Rights.Items {
		bits := rightsOf(token.Value)
		if seen&bits == 0 {
			seen |= bits
			continue
		}
		for _, earlier := range clause.Rights.Items[:i] {
			if rightsOf(earlier.Value)&bits == 0 {
				continue
			}
			finding := wrong(token, rule, "the right %q repeats a right that %q already has", token.Value, earlier.Value).
				WithNote(earlier.Pos, "%q is here", earlier.Value)
			if joint := aliasFor(rightsOf(earlier.Value) | bits); joint != "" {
				finding.WithHint("write %q instead of both", joint)
			} else {
				finding.WithHint("leave out one of the two")
			}
			c.report(finding)
			break
		}
		seen |= bits
	}
}

// aliasFor returns the token that stands for exactly these rights.
func aliasFor(bits uint16) string {
	for _, alias := range []string{"r*", "w*", "x*", "rw*", "rx*"} {
		if rightsOf(alias) == bits {
			return alias
		}
	}
	return ""
}
