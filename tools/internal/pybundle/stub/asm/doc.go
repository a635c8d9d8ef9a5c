// Package asm is the source of the machine code that package stub keeps as
// text. Nothing runs it where it was assembled: a test copies its bytes out of
// its own text and compares them with the committed ones.
//
// The code is position-independent, calls nothing by name and knows its data by
// one table behind it, at an offset that both sides know. Each routine ends
// with the sixteen bytes of End.
package asm

import "github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"

const (
	// LaunchTable and StartTable are the distances of the tables from the first
	// bytes of Launch and Start.
	LaunchTable = 1024
	StartTable  = 1280

	// End is what stands behind the last instruction of each routine.
	End = "END OF THE CODE\n"

	// FaultStatus is here for the assembler, which sees this package only.
	FaultStatus = contract.FaultStatus
)
