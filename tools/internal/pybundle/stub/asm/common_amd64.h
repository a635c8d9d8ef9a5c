#define sysWrite  1
#define sysExecve 59

// tell writes the string at SI to standard error.
#define tell(label) \
	MOVQ SI, DX; \
label: \
	CMPB (DX), $0; \
	LEAQ 1(DX), DX; \
	JNE  label; \
	SUBQ SI, DX; \
	DECQ DX; \
	MOVL $2, DI; \
	MOVL $sysWrite, AX; \
	SYSCALL

// END_OF_CODE is the constant End of the package: "END OF THE CODE\n".
#define END_OF_CODE \
	QUAD $0x5420464f20444e45; \
	QUAD $0x0a45444f43204548
