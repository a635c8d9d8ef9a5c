package cli

import (
	"flag"
	"fmt"
	"strings"
)

// help prints what a user has to know about the verb and returns flag.ErrHelp.
func (f *Flags) help() error {
	var b strings.Builder
	e := f.env
	switch {
	case e.command == nil:
		f.groupHelp(&b, e.program.Short, e.program.Commands)
	case e.command.Run == nil:
		f.groupHelp(&b, e.command.Short, e.command.Commands)
	default:
		f.verbHelp(&b)
	}
	if _, err := e.Stdout.Write([]byte(b.String())); err != nil {
		return err
	}
	return flag.ErrHelp
}

// verbHelp is one sentence, the usage, the flags, an example and the exit
// codes.
func (f *Flags) verbHelp(b *strings.Builder) {
	e := f.env
	b.WriteString(e.command.Short + "\n\n" + e.usage() + "\n")
	f.flagsHelp(b)
	b.WriteString("\n@FILE stands for the arguments in a file, one per line.\n")
	if e.command.Example != "" {
		b.WriteString("\nexample:\n")
		for line := range strings.Lines(e.command.Example) {
			b.WriteString("  " + strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	b.WriteString("\n" + e.exitCodes(e.command.Findings) + "\n")
}

func (f *Flags) flagsHelp(b *strings.Builder) {
	if rows := f.rows(); len(rows) > 0 {
		b.WriteString("\nflags:\n")
		writeRows(b, rows)
	}
}

// usage is the line that shows the form of the command.
func (e *Env) usage() string {
	line := "usage: " + e.title()
	switch {
	case e.command == nil || e.command.Run == nil:
		line += " VERB [ARGUMENT...]"
	case e.command.Args != "":
		line += " [FLAG...] " + e.command.Args
	default:
		line += " [FLAG...]"
	}
	return line
}

func (e *Env) exitCodes(findings string) string {
	if findings == "" {
		findings = "findings"
	}
	if e.program.OneFailure {
		return "exit codes: 0 done, 1 any error, 2 wrong usage"
	}
	return "exit codes: 0 done, 1 " + findings + ", 2 wrong usage, 3 input or output failed, 4 a fault of ours"
}

// groupHelp lists the verbs of a group or of the whole program.
func (f *Flags) groupHelp(b *strings.Builder, short string, commands []*Command) {
	e := f.env
	b.WriteString(short + "\n\n" + e.usage() + "\n")
	f.flagsHelp(b)
	b.WriteString("\nverbs:\n")
	rows := make([]row, len(commands))
	for i, c := range commands {
		rows[i] = row{c.Name, c.Short}
	}
	writeRows(b, rows)
	fmt.Fprintf(b, "\nrun \"%s VERB -h\" for more about a verb\n\n%s\n", e.title(), e.exitCodes(""))
}

// row is a line of a table of two columns.
type row struct{ left, right string }

func writeRows(b *strings.Builder, rows []row) {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.left))
	}
	for _, r := range rows {
		fmt.Fprintf(b, "  %-*s  %s\n", width, r.left, r.right)
	}
}

// rows describes the flags, sorted by name.
func (f *Flags) rows() []row {
	short := map[string]string{}
	for alias, name := range f.aliases {
		if len(alias) == 1 {
			short[name] = alias
		}
	}
	var rows []row
	f.VisitAll(func(fl *flag.Flag) {
		value, usage := flag.UnquoteUsage(fl)
		left := "    " + dashed(fl.Name)
		switch {
		case short[fl.Name] != "":
			left = dashed(short[fl.Name]) + ", " + dashed(fl.Name)
		case len(fl.Name) == 1:
			left = dashed(fl.Name)
		}
		if value != "" {
			left += " " + value
		}
		rows = append(rows, row{left, usage + f.remark(fl)})
	})
	return rows
}

// remark says what the usage text need not repeat.
func (f *Flags) remark(fl *flag.Flag) string {
	for _, name := range f.required {
		if name == fl.Name {
			return " (required)"
		}
	}
	if _, list := fl.Value.(*stringsValue); list {
		return " (may be repeated)"
	}
	switch fl.DefValue {
	case "", "0", "false", "[]":
		return ""
	}
	return " (default " + fl.DefValue + ")"
}
