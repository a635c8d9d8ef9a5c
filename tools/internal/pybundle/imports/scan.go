package imports

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// When says when an import is carried out.
type When int

// The times.
const (
	// Always: with the module itself.
	Always When = iota
	// Sometimes: in a function, or under a condition.
	Sometimes
	// Attempt: its failure is handled.
	Attempt
)

// Import is an import of a module.
type Import struct {
	Line int
	When When
	// Level is 0 for a full name, and how many dots are in front of others.
	Level int
	// Module is the name, without dots in front.
	Module string
	// Names are what is taken from the module: attributes or modules in it.
	Names []string
}

// Scanner finds imports in code of one version of Python.
type Scanner struct {
	extendedArg, importName, loadConst, loadSmallInt                                             int
	pushInfo, popTop, checkMatch, reraise, withStart, loadName, loadGlobal, loadAttr, buildTuple int
	forward, terminal                                                                            [256]bool
}

// The flags of code objects that say that it is that of a function.
const optimized = 0x1

// NewScanner returns a scanner for the instructions of an interpreter.
func NewScanner(opcodes map[string]byte) *Scanner {
	number := func(name string) int {
		if op, ok := opcodes[name]; ok {
			return int(op)
		}
		return -1
	}
	s := &Scanner{
		extendedArg: number("EXTENDED_ARG"), importName: number("IMPORT_NAME"),
		loadConst: number("LOAD_CONST"), loadSmallInt: number("LOAD_SMALL_INT"),
		pushInfo: number("PUSH_EXC_INFO"), popTop: number("POP_TOP"), checkMatch: number("CHECK_EXC_MATCH"),
		reraise: number("RERAISE"), withStart: number("WITH_EXCEPT_START"), buildTuple: number("BUILD_TUPLE"),
		loadName: number("LOAD_NAME"), loadGlobal: number("LOAD_GLOBAL"), loadAttr: number("LOAD_ATTR"),
	}
	for name, op := range opcodes {
		jumps := strings.Contains(name, "JUMP") || name == "FOR_ITER" || name == "SEND"
		s.forward[op] = jumps && !strings.Contains(name, "BACKWARD")
		s.terminal[op] = name == "RETURN_VALUE" || name == "RETURN_CONST" || name == "RAISE_VARARGS" || name == "RERAISE"
	}
	return s
}

// Scan returns the imports in a code object and those in it, in the order of
// lines.
func (s *Scanner) Scan(o *marshal.Object) []Import {
	var found []Import
	s.scan(o, false, &found)
	slices.SortStableFunc(found, func(a, b Import) int { return a.Line - b.Line })
	return found
}

func (s *Scanner) scan(o *marshal.Object, inFunction bool, found *[]Import) {
	c := o.Code
	if c == nil {
		return
	}
	inFunction = inFunction || c.Flags&optimized != 0
	s.scanCode(c, inFunction, found)
	for _, item := range c.Consts.Items {
		s.scan(item, inFunction, found)
	}
}

// instruction is one instruction with its whole argument.
type instruction struct {
	op, arg, at int
}

// instructions are those of a code object. What stands in their caches is 0,
// which is no instruction of interest.
func (s *Scanner) instructions(code string) []instruction {
	out := make([]instruction, 0, len(code)/2)
	arg := 0
	for i := 0; i+1 < len(code); i += 2 {
		op := int(code[i])
		arg = arg<<8 | int(code[i+1])
		if op == s.extendedArg {
			continue
		}
		if op != 0 {
			out = append(out, instruction{op, arg, i})
		}
		arg = 0
	}
	return out
}

func (s *Scanner) scanCode(c *marshal.Code, inFunction bool, found *[]Import) {
	if len(c.Names.Items) == 0 || strings.IndexByte(c.Code.Text, byte(s.importName)) < 0 {
		return
	}
	code := s.instructions(c.Code.Text)
	handlers := exceptionTable(c.ExceptionTable.Text)
	// Code up to jumped can be jumped over. What follows an end is reached by
	// failures alone, up to where a jump from before the end leads.
	jumped, end := -1, -1
	for n, in := range code {
		if end >= 0 && jumped > end && in.at >= jumped {
			end = -1
		}
		switch {
		case s.forward[in.op]:
			jumped = max(jumped, in.at+2+2*in.arg)
		case s.terminal[in.op]:
			end = in.at
		}
		if in.op != s.importName || in.arg >= len(c.Names.Items) || n < 2 {
			continue
		}
		i := Import{Line: line(c, in.at), Level: s.level(c, code[n-2]), Module: c.Names.Items[in.arg].Text}
		if names := s.constant(c, code[n-1]); names != nil {
			for _, name := range names.Items {
				i.Names = append(i.Names, name.Text)
			}
		}
		switch {
		case s.handled(c, code, handlers, in.at):
			i.When = Attempt
		case inFunction || end >= 0 || in.at < jumped:
			i.When = Sometimes
		}
		*found = append(*found, i)
	}
}

// constant returns the constant that an instruction loads; nil for none.
func (s *Scanner) constant(c *marshal.Code, in instruction) *marshal.Object {
	if in.op == s.loadConst && in.arg < len(c.Consts.Items) {
		return c.Consts.Items[in.arg]
	}
	return nil
}

// level returns how many packages up an import begins to look, which an
// instruction loads.
func (s *Scanner) level(c *marshal.Code, in instruction) int {
	if in.op == s.loadSmallInt {
		return in.arg
	}
	if o := s.constant(c, in); o != nil {
		n, _ := o.Int()
		return int(n)
	}
	return 0
}

// importErrors are the exceptions whose handlers handle a failed import.
var importErrors = []string{"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}

// handled reports whether a handler is told of a failure of the instruction.
func (s *Scanner) handled(c *marshal.Code, code []instruction, handlers []handler, at int) bool {
	for _, h := range handlers {
		if at < h.start || at >= h.end {
			continue
		}
		i, _ := slices.BinarySearchFunc(code, h.target, func(in instruction, at int) int { return in.at - at })
		if s.handles(c, code[i:]) {
			return true
		}
	}
	return false
}

// handles reports whether a handler, which ends by raising again what it does not
// know, knows failed imports.
func (s *Scanner) handles(c *marshal.Code, code []instruction) bool {
	if len(code) > 1 && code[0].op == s.pushInfo && code[1].op == s.popTop {
		return true // except:
	}
	named := false
	for n, in := range code {
		switch in.op {
		case s.loadName, s.loadGlobal:
			arg := in.arg
			if in.op == s.loadGlobal {
				arg >>= 1
			}
			if arg < len(c.Names.Items) && slices.Contains(importErrors, c.Names.Items[arg].Text) {
				named = true
			}
		case s.buildTuple, s.loadAttr:
		case s.checkMatch:
			if named {
				return true
			}
		case s.withStart:
			// with contextlib.suppress(ImportError)
			return slices.ContainsFunc(c.Names.Items, func(o *marshal.Object) bool { return o.Text == "suppress" })
		default:
			named = false
		}
		if in.op == s.reraise || n > maxHandler {
			return false
		}
	}
	return false
}

// maxHandler bounds how much of a handler is looked at.
const maxHandler = 1000
