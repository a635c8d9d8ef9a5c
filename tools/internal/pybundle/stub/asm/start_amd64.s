#include "go_asm.h"
#include "textflag.h"
#include "common_amd64.h"

// The table: addresses, eight bytes each.
#define create       0   // PyInitConfig_Create
#define setInt       8   // PyInitConfig_SetInt
#define setStr       16  // PyInitConfig_SetStr
#define setStrList   24  // PyInitConfig_SetStrList
#define getError     32  // PyInitConfig_GetError
#define getExitCode  40  // PyInitConfig_GetExitCode
#define free         48  // PyInitConfig_Free
#define initialize   56  // Py_InitializeFromInitConfig
#define runMain      64  // Py_RunMain
#define frozenSlot   72  // where PyImport_FrozenModules is
#define frozen       80  // what it becomes
#define asProgram    88  // calls that configure a program
#define asPython     96  // calls that configure an interpreter
#define environment  104 // rules of the environment
#define python3      112 // "python3"
#define argvOption   120 // "argv"
#define nameOption   128 // "base_executable"
#define devOption    136 // "dev_mode"
#define selfExe      144 // "/proc/self/exe"
#define head         152 // texts of the message
#define noRestart    160
#define noPython     168
#define tail         176

// The frame: SP is a multiple of 16 at each call.
#define result    0
#define interp    8      // 1: interpreter
#define savedBX   16
#define savedBP   24
#define savedR12  32
#define savedR13  40
#define savedR14  48
#define savedR15  56
#define newArgv   64
#define texts     72
#define distance  80
#define frameSize 104

#define sysMmap 9

// start is called as main(argc, argv, envp) and follows the calling convention
// of C.
//
// BX table, R12 argc, R13 argv, R14 environment and then the configuration,
// R15 the name of the executable.
TEXT start<>(SB), NOSPLIT|NOFRAME, $0
	// LEAQ -7(PC), AX: the address of this instruction.
	BYTE $0x48; BYTE $0x8d; BYTE $0x05; LONG $0xfffffff9
	LEAQ -frameSize(SP), SP
	MOVQ BX, savedBX(SP)
	MOVQ BP, savedBP(SP)
	MOVQ R12, savedR12(SP)
	MOVQ R13, savedR13(SP)
	MOVQ R14, savedR14(SP)
	MOVQ R15, savedR15(SP)
	LEAQ const_StartTable(AX), BX
	MOVL DI, R12
	MOVQ SI, R13
	MOVQ DX, R14

	// The name that the kernel was given: argv[0] may be anything.
	MOVQ (R13), R15
	MOVQ R14, DX
endOfEnvironment:
	CMPQ (DX), $0
	LEAQ 8(DX), DX
	JNE  endOfEnvironment
auxiliary:
	MOVQ (DX), AX
	TESTQ AX, AX
	JEQ  clean
	LEAQ 16(DX), DX
	CMPQ AX, $31           // AT_EXECFN
	JNE  auxiliary
	MOVQ -8(DX), R15

	// Each variable is held against the rules in turn. A rule is a byte and a
	// prefix. 1: the variable is left out; 2: and it has had its effect on this
	// process, which therefore starts again without it.
clean:
	XORL R10, R10
	MOVQ R14, DI
	MOVQ R14, R8
variables:
	MOVQ (DI), SI
	ADDQ $8, DI
	TESTQ SI, SI
	JEQ  endOfVariables
	MOVQ environment(BX), DX
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
	ORL  CX, R10
	JMP  variables
keep:
	MOVQ SI, (R8)
	ADDQ $8, R8
	JMP  variables
endOfVariables:
	MOVQ $0, (R8)
	TESTL $2, R10
	JEQ  dispatch

	MOVQ R15, DI
	MOVQ R13, SI
	MOVQ R14, DX
	MOVL $sysExecve, AX
	SYSCALL
	MOVQ selfExe(BX), DI
	MOVL $sysExecve, AX
	SYSCALL
	MOVQ noRestart(BX), R14
	XORL BP, BP
	JMP  fault

	// An interpreter is what is called python3, or python3 with digits and dots.
dispatch:
	MOVQ frozenSlot(BX), AX
	MOVQ frozen(BX), CX
	MOVQ CX, (AX)
	XORL AX, AX
	MOVQ AX, interp(SP)
	MOVQ asProgram(BX), BP
	MOVQ (R13), SI
	TESTQ SI, SI
	JEQ  configure
	MOVQ SI, DX
baseName:
	MOVB (SI), AX
	INCQ SI
	TESTB AX, AX
	JEQ  compare
	CMPB AX, $'/'
	JNE  baseName
	MOVQ SI, DX
	JMP  baseName
compare:
	MOVQ python3(BX), SI
compares:
	MOVB (SI), AX
	TESTB AX, AX
	JEQ  version
	INCQ SI
	CMPB (DX), AX
	LEAQ 1(DX), DX
	JEQ  compares
	JMP  configure
version:
	MOVB (DX), AX
	INCQ DX
	TESTB AX, AX
	JEQ  interpreter
	CMPB AX, $'.'
	JEQ  version
	SUBB $'0', AX
	CMPB AX, $9
	JLS  version
	JMP  configure
interpreter:
	MOVQ $1, interp(SP)
	MOVQ asPython(BX), BP

configure:
	MOVQ create(BX), AX
	CALL AX
	MOVQ AX, R14
	TESTQ AX, AX
	JEQ  noMemory
calls:
	MOVQ (BP), AX
	TESTQ AX, AX
	JEQ  programName
	MOVQ R14, DI
	MOVQ 8(BP), SI
	MOVQ 16(BP), DX
	MOVQ 24(BP), CX
	CALL AX
	TESTL AX, AX
	JNE  failed
	ADDQ $32, BP
	JMP  calls

	// The bootstrap looks there for the name. One that is not UTF-8 is refused.
programName:
	TESTQ R15, R15
	JEQ  arguments
	MOVQ R14, DI
	MOVQ nameOption(BX), SI
	MOVQ R15, DX
	MOVQ setStr(BX), AX
	CALL AX

arguments:
	MOVQ R14, DI
	MOVQ argvOption(BX), SI
	MOVL R12, DX
	MOVQ R13, CX
	MOVQ setStrList(BX), AX
	CALL AX
	TESTL AX, AX
	JEQ  options

	// An argument is not UTF-8: each byte of 0x80 or more in it becomes the
	// character U+10FF00 + byte. The bootstrap undoes that.
	MOVQ R13, DI
	XORL SI, SI
measure:
	MOVQ (DI), DX
	ADDQ $8, DI
	ADDQ $12, SI           // the address, and a zero byte four times
	TESTQ DX, DX
	JEQ  reserve
measured:
	CMPB (DX), $0
	LEAQ 1(DX), DX
	LEAQ 4(SI), SI
	JNE  measured
	JMP  measure
reserve:
	XORL DI, DI
	MOVL $3, DX            // PROT_READ|PROT_WRITE
	MOVL $0x22, R10        // MAP_PRIVATE|MAP_ANONYMOUS
	MOVQ $-1, R8
	XORL R9, R9
	MOVL $sysMmap, AX
	SYSCALL
	CMPQ AX, $-4096
	JHI  noMemory
	MOVQ AX, newArgv(SP)
	LEAQ 8(AX)(R12*8), DX  // its texts
	MOVQ DX, texts(SP)
	SUBQ R13, AX
	MOVQ AX, distance(SP)  // from an argument to the new one
	MOVQ R13, BP
escape:
	CMPQ (BP), $0
	JEQ  escaped
	MOVQ R14, DI
	MOVQ argvOption(BX), SI
	MOVL $1, DX
	MOVQ BP, CX
	MOVQ setStrList(BX), AX
	CALL AX
	MOVQ distance(SP), DX
	MOVQ (BP), SI
	MOVQ SI, (BP)(DX*1)
	TESTL AX, AX
	JEQ  nextArgument
	MOVQ texts(SP), DI
	MOVQ DI, (BP)(DX*1)
escapes:
	MOVBLZX (SI), AX
	INCQ SI
	CMPL AX, $0x80
	JCS  asItIs
	MOVW $0x8ff4, (DI)
	MOVL AX, CX
	SHRL $6, CX
	ADDL $0xbc, CX
	MOVB CX, 2(DI)
	ANDL $0x3f, AX
	ORL  $0x80, AX
	MOVB AX, 3(DI)
	ADDQ $4, DI
	JMP  escapes
asItIs:
	MOVB AX, (DI)
	INCQ DI
	TESTL AX, AX
	JNE  escapes
	MOVQ DI, texts(SP)
nextArgument:
	ADDQ $8, BP
	JMP  escape
escaped:
	MOVQ R14, DI
	MOVQ argvOption(BX), SI
	MOVL R12, DX
	MOVQ newArgv(SP), CX
	MOVQ setStrList(BX), AX
	CALL AX
	TESTL AX, AX
	JNE  failed

	// "-X dev" decides on the allocator, before Python would look for it.
options:
	CMPQ interp(SP), $0
	JEQ  start
	MOVQ R13, DI
option:
	ADDQ $8, DI
	MOVQ (DI), SI
	TESTQ SI, SI
	JEQ  start
	CMPB (SI), $'-'
	JNE  start
	MOVB 1(SI), AX
	TESTB AX, AX
	JEQ  start             // "-"
	CMPB AX, $'-'
	JNE  letters
	CMPB 2(SI), $'c'       // "--check-hash-based-pycs VALUE"
	JNE  start
	ADDQ $8, DI
	CMPQ (DI), $0
	JNE  option
	JMP  start
letters:
	INCQ SI
	MOVB (SI), AX
	TESTB AX, AX
	JEQ  option
	CMPB AX, $'c'
	JEQ  start
	CMPB AX, $'m'
	JEQ  start
	CMPB AX, $'X'
	JEQ  optionValue
	CMPB AX, $'W'
	JNE  letters
optionValue:
	INCQ SI
	CMPB (SI), $0
	JNE  valueFound
	ADDQ $8, DI
	MOVQ (DI), SI
	TESTQ SI, SI
	JEQ  start
valueFound:
	CMPB AX, $'X'
	JNE  option
	CMPB (SI), $'d'
	JNE  option
	CMPB 1(SI), $'e'
	JNE  option
	CMPB 2(SI), $'v'
	JNE  option
	MOVB 3(SI), AX
	TESTB AX, AX
	JEQ  devMode
	CMPB AX, $'='
	JNE  option
devMode:
	MOVQ R14, DI
	MOVQ devOption(BX), SI
	MOVL $1, DX
	MOVQ setInt(BX), AX
	CALL AX
	TESTL AX, AX
	JNE  failed

start:
	MOVQ R14, DI
	MOVQ initialize(BX), AX
	CALL AX
	TESTL AX, AX
	JNE  failed
	MOVQ R14, DI
	MOVQ free(BX), AX
	CALL AX
	MOVQ runMain(BX), AX
	CALL AX
	JMP  return

	// Options such as -V end with an exit code; all else is an error.
failed:
	MOVQ R14, DI
	LEAQ result(SP), SI
	MOVQ getExitCode(BX), AX
	CALL AX
	TESTL AX, AX
	JEQ  noExitCode
	MOVL result(SP), AX
	JMP  return
noMemory:
	MOVQ $0, result(SP)
	JMP  explain
noExitCode:
	MOVQ R14, DI
	LEAQ result(SP), SI
	MOVQ getError(BX), AX
	CALL AX
explain:
	MOVQ noPython(BX), R14
	MOVQ result(SP), BP
fault:
	MOVQ head(BX), SI
	tell(tellHead)
	MOVQ R15, SI
	TESTQ SI, SI
	JEQ  noName
	tell(tellName)
noName:
	MOVQ R14, SI
	tell(tellFault)
	MOVQ BP, SI
	TESTQ SI, SI
	JEQ  noReason
	tell(tellReason)
noReason:
	MOVQ tail(BX), SI
	tell(tellTail)
	MOVL $const_FaultStatus, AX

return:
	MOVQ savedBX(SP), BX
	MOVQ savedBP(SP), BP
	MOVQ savedR12(SP), R12
	MOVQ savedR13(SP), R13
	MOVQ savedR14(SP), R14
	MOVQ savedR15(SP), R15
	LEAQ frameSize(SP), SP
	RET
	END_OF_CODE

DATA ·Start(SB)/8, $start<>(SB)
GLOBL ·Start(SB), NOPTR|RODATA, $8
