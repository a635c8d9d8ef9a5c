package stub

import (
	"encoding/hex"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub/asm"
)

// Start returns the code that takes the place of an interpreter's main. It is
// followed by its table; asm/start_amd64.s lists what is in it.
func Start() []byte { return code(startText, asm.StartTable) }

// code turns text into bytes, as many as there are before the table.
func code(text string, size int) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(text, "\n", ""))
	if err != nil {
		panic(err)
	}
	if len(b) > size {
		panic("stub: the code reaches into its table")
	}
	return append(b, make([]byte, size-len(b))...)
}
