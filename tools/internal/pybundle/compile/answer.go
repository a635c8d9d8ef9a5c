package compile

import (
	"errors"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// errAnswer is an answer that the script does not give.
var errAnswer = errors.New("the interpreter gave an answer that makes no sense")

// oldest and newest are the versions whose code objects are known.
const oldest, newest = 11, 14

// parsePython reads the first answer.
func parsePython(o *marshal.Object) (*Python, error) {
	r := answer{o: o}
	p := &Python{Hex: uint32(r.int(0)), Magic: uint32(r.int(1)), Opcodes: map[string]byte{}}
	name := r.str(2)
	for _, pair := range r.items(3) {
		item := answer{o: pair}
		p.Opcodes[item.str(0)] = byte(item.int(1))
		r.wrong = r.wrong || item.wrong
	}
	p.Builtin, p.Known = r.strs(4), r.strs(5)
	switch minor := p.Hex >> 16 & 0xff; {
	case r.wrong:
		return nil, errAnswer
	case name != "cpython":
		return nil, errors.New("the interpreter is " + name + ", expected CPython")
	case p.Hex>>24 != 3 || minor < oldest || minor > newest:
		return nil, errors.New("the interpreter is Python " + p.Version() + ", expected 3.11 to 3.14")
	}
	return p, nil
}

// parseResult reads the answer to a request.
func parseResult(o *marshal.Object) (Result, error) {
	r := answer{o: o}
	var result Result
	if code := r.item(0); code.Kind == marshal.KindCode {
		result.Code = code
	}
	if problem := r.item(1); problem.Kind == marshal.KindTuple {
		item := answer{o: problem}
		result.Problem = &Problem{Kind: item.str(0), Msg: item.str(1), Line: item.int(2), Column: item.int(3)}
		r.wrong = r.wrong || item.wrong
	}
	for _, warning := range r.items(2) {
		item := answer{o: warning}
		result.Warnings = append(result.Warnings, Problem{Kind: item.str(0), Msg: item.str(1), Line: item.int(2)})
		r.wrong = r.wrong || item.wrong
	}
	result.Runs = r.str(3)
	if r.wrong || (result.Code == nil) == (result.Problem == nil) {
		return result, errAnswer
	}
	return result, nil
}

// answer is a tuple that is taken apart; wrong is set when it is another one than
// was asked for.
type answer struct {
	o     *marshal.Object
	wrong bool
}

func (a *answer) item(i int) *marshal.Object {
	if a.o.Kind != marshal.KindTuple || i >= len(a.o.Items) {
		a.wrong = true
		return &marshal.Object{}
	}
	return a.o.Items[i]
}

func (a *answer) int(i int) int {
	n, ok := a.item(i).Int()
	a.wrong = a.wrong || !ok
	return int(n)
}

func (a *answer) str(i int) string {
	o := a.item(i)
	a.wrong = a.wrong || o.Kind != marshal.KindStr
	return o.Text
}

func (a *answer) items(i int) []*marshal.Object {
	o := a.item(i)
	a.wrong = a.wrong || o.Kind != marshal.KindTuple
	return o.Items
}

func (a *answer) strs(i int) []string {
	var out []string
	for _, o := range a.items(i) {
		a.wrong = a.wrong || o.Kind != marshal.KindStr
		out = append(out, o.Text)
	}
	return out
}
