#include "go_asm.h"
#include "textflag.h"
#include "common_amd64.h"

// The table: offsets of strings from its own start, four bytes each. A string
// ends with a zero byte.
#define argv0       0  // what becomes argv[0]; 0: the caller's, 1: the path that is started
#define args        4  // strings that follow argv[0], one behind the other
#define argCount    8
#define environment 12 // rules of the environment
#define candidates  16 // pairs of a base and a string that is put behind it
#define variable    20 // "HERMETIC_PYTHON_BUNDLE="
#define selfExe     24 // "/proc/self/exe"
#define head        28 // texts of the message
#define middle      32
#define space       36
#define refused     40
#define tail        44

// The frame, at R15. First the bases: begin and end of texts.
#define exeBegin  0
#define exeEnd    8
#define dirBegin  16
#define dirEnd    24
#define runfiles  32
#define testSrc   48
#define telling   64 // 1 when the message is written
#define execFn    72
#define round     80
#define path      96
#define bundle    8288
#define link      12480
#define frameSize 16640

#define sysExit     60
#define sysReadlink 89

// text loads the address of a string of the table.
#define text(field, reg) \
	MOVL field(BX), reg; \
	ADDQ BX, reg

// launch is the entry of a stub: the stack holds argc, argv, the environment
// and the auxiliary vector.
//
// BX table, R12 the stack at the start, R13 the new environment, R14 the new
// argv, R15 frame.
TEXT launch<>(SB), NOSPLIT|NOFRAME, $0
	// LEAQ -7(PC), BX: the address of this instruction.
	BYTE $0x48; BYTE $0x8d; BYTE $0x1d; LONG $0xfffffff9
	ADDQ $const_LaunchTable, BX
	MOVQ SP, R12
	LEAQ -frameSize(SP), SP
	ANDQ $~15, SP
	MOVQ SP, R15
	XORL AX, AX
	MOVQ AX, runfiles(R15)
	MOVQ AX, testSrc(R15)
	MOVQ AX, telling(R15)

	// The name that the kernel was given: argv[0] may be anything.
	MOVQ (R12), CX
	MOVQ 8(R12), AX
	LEAQ 16(R12)(CX*8), DI // environment
	MOVQ DI, DX
endOfEnvironment:
	CMPQ (DX), $0
	LEAQ 8(DX), DX
	JNE  endOfEnvironment
	MOVQ DX, R9            // auxiliary vector
auxiliary:
	MOVQ (R9), SI
	TESTQ SI, SI
	JEQ  noExecFn
	LEAQ 16(R9), R9
	CMPQ SI, $31           // AT_EXECFN
	JNE  auxiliary
	MOVQ -8(R9), AX
noExecFn:
	MOVQ AX, execFn(R15)

	// Room for the environment and one more, and for argv.
	SUBQ DI, DX
	SUBQ DX, SP
	SUBQ $8, SP
	MOVQ SP, R13
	MOVL argCount(BX), AX
	ADDQ CX, AX
	LEAQ 16(AX*8), AX
	SUBQ AX, SP
	MOVQ SP, R14

	// The environment: each variable is held against the rules in turn. A rule
	// is a byte and a prefix. 1 and 2: the variable is left out; above: what
	// follows the prefix becomes the base at this offset of the frame.
	LEAQ 8(R13), R8
variables:
	MOVQ (DI), SI
	ADDQ $8, DI
	TESTQ SI, SI
	JEQ  endOfVariables
	text(environment, DX)
rules:
	MOVBLZX (DX), CX
	INCQ DX
	TESTL CX, CX
	JEQ  keep
	MOVQ SI, R9
prefix:
	MOVB (DX), AX
	INCQ DX
	TESTB AX, AX
	JEQ  matched
	CMPB (R9), AX
	LEAQ 1(R9), R9
	JEQ  prefix
restOfRule:
	CMPB (DX), $0
	LEAQ 1(DX), DX
	JNE  restOfRule
	JMP  rules
matched:
	CMPL CX, $2
	JLS  variables
	MOVQ R9, (R15)(CX*1)
endOfValue:
	CMPB (R9), $0
	LEAQ 1(R9), R9
	JNE  endOfValue
	DECQ R9
	MOVQ R9, 8(R15)(CX*1)
keep:
	MOVQ SI, (R8)
	ADDQ $8, R8
	JMP  variables
endOfVariables:
	MOVQ $0, (R8)
	LEAQ bundle(R15), AX
	MOVQ AX, (R13)

	// argv: argv[0], the arguments of the table, those of the caller.
	MOVQ R14, R8
	LEAQ 8(R12), R9
	MOVQ (R9), AX
	MOVL argv0(BX), CX
	TESTL CX, CX
	JEQ  callersName
	LEAQ (BX)(CX*1), AX
	CMPL CX, $1
	JNE  callersName
	LEAQ path(R15), AX
callersName:
	MOVQ AX, (R8)
	ADDQ $8, R8
	MOVL argCount(BX), CX
	text(args, SI)
arguments:
	DECL CX
	JLT  callersArguments
	MOVQ SI, (R8)
	ADDQ $8, R8
endOfArgument:
	CMPB (SI), $0
	LEAQ 1(SI), SI
	JNE  endOfArgument
	JMP  arguments
callersArguments:
	CMPQ (R9), $0          // a caller may have given not even argv[0]
	JEQ  endOfArguments
	ADDQ $8, R9
moreArguments:
	MOVQ (R9), AX
	MOVQ AX, (R8)
	ADDQ $8, R8
	ADDQ $8, R9
	TESTQ AX, AX
	JNE  moreArguments
endOfArguments:
	MOVQ $0, (R8)

	// Two rounds: by the name that was called, by the file behind it.
rounds:
	MOVQ $0, round(R15)
	MOVQ execFn(R15), SI
	TESTQ SI, SI
	JNE  search
nextRound:
	INCQ round(R15)
	CMPQ round(R15), $1
	JNE  endOfRounds
	text(selfExe, DI)
	LEAQ link(R15), SI
	MOVL $4095, DX
	MOVL $sysReadlink, AX
	SYSCALL
	CMPQ AX, $0
	JLE  nextRound
	MOVB $0, (SI)(AX*1)

search:
	// The variable is the prefix and SI; its second part gives two bases.
	LEAQ bundle(R15), DI
	text(variable, DX)
name:
	MOVB (DX), AX
	TESTB AX, AX
	JEQ  value
	MOVB AX, (DI)
	INCQ DX
	INCQ DI
	JMP  name
value:
	MOVQ DI, exeBegin(R15)
	MOVQ DI, dirBegin(R15)
	MOVQ DI, dirEnd(R15)
	LEAQ 4095(DI), DX
values:
	MOVB (SI), AX
	MOVB AX, (DI)
	TESTB AX, AX
	JEQ  endOfName
	INCQ SI
	INCQ DI
	CMPQ DI, DX
	JEQ  nextRound         // too long to be a path
	CMPB AX, $'/'
	JNE  values
	MOVQ DI, dirEnd(R15)
	JMP  values
endOfName:
	MOVQ DI, exeEnd(R15)

	text(candidates, R9)
candidate:
	MOVL (R9), CX
	CMPL CX, $0xff
	JEQ  nextRound
	MOVL 4(R9), R8
	ADDQ BX, R8
	ADDQ $8, R9
	MOVQ (R15)(CX*1), SI
	TESTQ SI, SI
	JEQ  candidate
	MOVQ 8(R15)(CX*1), DX
	LEAQ path(R15), DI
	MOVQ DX, AX
	SUBQ SI, AX
	CMPQ AX, $4095
	JHI  candidate
base:
	CMPQ SI, DX
	JEQ  suffix
	MOVB (SI), AX
	MOVB AX, (DI)
	INCQ SI
	INCQ DI
	JMP  base
suffix:
	MOVB (R8), AX
	MOVB AX, (DI)
	INCQ R8
	INCQ DI
	TESTB AX, AX
	JNE  suffix

	LEAQ path(R15), DI
	MOVQ R14, SI
	MOVQ R13, DX
	MOVL $sysExecve, AX
	SYSCALL

	// Still here: this one cannot be started.
	CMPQ telling(R15), $0
	JEQ  candidate
	MOVQ AX, R8
	text(space, SI)
	tell(tellSpace)
	LEAQ path(R15), SI
	tell(tellPath)
	CMPQ R8, $-2           // ENOENT
	JEQ  candidate
	CMPQ R8, $-20          // ENOTDIR
	JEQ  candidate
	text(refused, SI)
	tell(tellRefused)
	JMP  candidate

endOfRounds:
	// All have failed: once more, with words.
	CMPQ telling(R15), $0
	JNE  end
	INCQ telling(R15)
	text(head, SI)
	tell(tellHead)
	MOVQ execFn(R15), SI
	TESTQ SI, SI
	JEQ  noName
	tell(tellName)
noName:
	text(middle, SI)
	tell(tellMiddle)
	JMP  rounds
end:
	text(tail, SI)
	tell(tellTail)
	MOVL $const_FaultStatus, DI
	MOVL $sysExit, AX
	SYSCALL
	END_OF_CODE

DATA ·Launch(SB)/8, $launch<>(SB)
GLOBL ·Launch(SB), NOPTR|RODATA, $8
