//go:build gc

#include "textflag.h"

// func callerPC() uintptr
//
// The frame pointer is that of launch, tryLaunch or start. It points at the one
// of the exported function, above which is where that returns to.
TEXT ·callerPC(SB), NOSPLIT|NOFRAME, $0-8
	MOVD (R29), R0
	MOVD 8(R0), R0
	MOVD R0, ret+0(FP)
	RET
