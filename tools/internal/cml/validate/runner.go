package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// runner checks that a program is run by exactly one runner: the rules R1, R2
// and D9.
func (c *checker) runner() {
	var runners []cml.Str
	for _, clause := range c.doc.Use {
		if len(clause.Keywords) == 1 && clause.Type() == cml.TypeRunner {
			runners = append(runners, clause.Names()...)
		}
	}
	inSourceOrder(runners, func(s cml.Str) diag.Pos { return s.Pos })
	program := c.doc.Program
	switch {
	case len(runners) == 0:
		if program != nil && !program.Runner.IsSet() {
			d := diag.Errorf(program.Pos, "R2", "the program has no runner").
				WithHint("add `runner` to program, such as \"elf\", or { runner: \"elf\" } to use")
			if c.opts.Legacy2021 {
				d.Severity = diag.Warning
			}
			c.report(d)
		}
		return
	case program != nil && program.Runner.IsSet():
		c.report(wrong(runners[0], "R1", "runner %q is used, but the program has the runner %q of its environment", runners[0].Value, program.Runner.Value).
			WithNote(program.Runner.Pos, "the runner of the program").
			WithHint("delete one of the two"))
	}
	for _, again := range runners[1:] {
		// The same name twice breaks rule U18.
		if again.Value != runners[0].Value {
			c.report(wrong(again, "D9", "runner %q is used, but the program runs in %q already", again.Value, runners[0].Value).
				WithNote(runners[0].Pos, "the first runner").
				WithHint("delete one of the two"))
		}
	}
}
