// END_OF_CODE is the constant End of the package: "END OF THE CODE\n".
#define END_OF_CODE \
	QUAD $0x5420464f20444e45; \
	QUAD $0x0a45444f43204548
