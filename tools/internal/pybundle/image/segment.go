package image

import (
	"encoding/binary"
	"math"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub"
)

// self stands for the executable and for the place of the standard library.
// With it Python looks for neither above the executable nor beside it, and for
// pyvenv.cfg, which it always looks for, in /proc, where nobody can put one.
const self = "/proc/self/exe"

// segment is what an image has added: code, and data at known addresses.
type segment struct {
	address uint64
	data    []byte
}

// add appends data at a multiple of 16 and returns its address.
func (s *segment) add(b []byte) uint64 {
	for len(s.data)%16 != 0 {
		s.data = append(s.data, 0)
	}
	at := s.address + uint64(len(s.data))
	s.data = append(s.data, b...)
	return at
}

// text appends a string and the zero byte that ends it in C.
func (s *segment) text(text string) uint64 {
	at := s.address + uint64(len(s.data))
	s.data = append(append(s.data, text...), 0)
	return at
}

// call is a call of a function that configures Python.
type call struct {
	function, option string
	// text is the value if there is one, else number, which is the length of an
	// empty list, too.
	text   string
	number uint64
}

// unset is -1 in these options, which take numbers without a sign.
const unset = math.MaxUint32

// settings are those that programs and interpreters share.
var settings = []call{
	{function: "PyInitConfig_SetInt", option: "use_environment", number: 0},
	{function: "PyInitConfig_SetInt", option: "user_site_directory", number: 0},
	{function: "PyInitConfig_SetInt", option: "site_import", number: 0},
	{function: "PyInitConfig_SetInt", option: "safe_path", number: 1},
	// Or text is ASCII where no locale is set.
	{function: "PyInitConfig_SetInt", option: "utf8_mode", number: 1},
	{function: "PyInitConfig_SetInt", option: "write_bytecode", number: 0},
	{function: "PyInitConfig_SetInt", option: "pathconfig_warnings", number: 0},
	{function: "PyInitConfig_SetInt", option: "install_signal_handlers", number: 1},
	{function: "PyInitConfig_SetInt", option: "configure_c_stdio", number: 1},
	{function: "PyInitConfig_SetStr", option: "executable", text: self},
	{function: "PyInitConfig_SetStr", option: "home", text: self},
	{function: "PyInitConfig_SetStrList", option: "module_search_paths", number: 0},
}

var (
	programSettings = append(settings[:len(settings):len(settings)],
		call{function: "PyInitConfig_SetStr", option: "run_command", text: contract.Command})
	pythonSettings = append(settings[:len(settings):len(settings)],
		call{function: "PyInitConfig_SetInt", option: "parse_argv", number: 1},
		// Options of the command line count only where nothing is set.
		call{function: "PyInitConfig_SetInt", option: "int_max_str_digits", number: unset},
		call{function: "PyInitConfig_SetInt", option: "tracemalloc", number: unset},
		call{function: "PyInitConfig_SetInt", option: "perf_profiling", number: unset})
)

// startSegment returns the segment for an address: the start code, its table
// and what that points at.
func startSegment(address uint64, symbols map[string]uint64, modules []Module) []byte {
	s := &segment{address: address, data: stub.Start()}
	const fields = 23
	table := len(s.data)
	s.add(make([]byte, 8*fields))

	var values []uint64
	for _, name := range functions {
		values = append(values, symbols[name])
	}
	values = append(values,
		symbols[frozenModules],
		s.frozen(modules),
		s.calls(symbols, programSettings),
		s.calls(symbols, pythonSettings),
		s.add(stub.EnvironmentRules()),
		s.text("python3"),
		s.text("argv"),
		s.text("base_executable"),
		s.text("dev_mode"),
		s.text(self),
		s.text(contract.FaultPrefix),
		s.text(": cannot be started again without LD_* variables; unset them, or mount /proc"),
		s.text(": Python cannot be started: "),
		s.text("; check its options\n"),
	)
	put(s.data[table:], values)
	return s.data
}

// frozen adds the modules as CPython's struct _frozen has them, ended by one
// without a name.
func (s *segment) frozen(modules []Module) uint64 {
	type entry struct {
		Name, Code    uint64
		Size, Package int32
	}
	list := make([]entry, 0, len(modules)+1)
	for _, m := range modules {
		e := entry{Name: s.text(m.Name), Code: s.add(m.Code), Size: int32(len(m.Code))}
		if m.Package {
			e.Package = 1
		}
		list = append(list, e)
	}
	list = append(list, entry{})
	b := make([]byte, binary.Size(list))
	put(b, list)
	return s.add(b)
}

// calls adds calls as the start code reads them: a function and its arguments
// but the first, ended by no function.
func (s *segment) calls(symbols map[string]uint64, list []call) uint64 {
	type entry struct{ Function, Option, Value, Items uint64 }
	entries := make([]entry, 0, len(list)+1)
	for _, c := range list {
		e := entry{Function: symbols[c.function], Option: s.text(c.option), Value: c.number}
		if c.text != "" {
			e.Value = s.text(c.text)
		}
		entries = append(entries, e)
	}
	entries = append(entries, entry{})
	b := make([]byte, binary.Size(entries))
	put(b, entries)
	return s.add(b)
}
