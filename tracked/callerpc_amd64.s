//go:build gc

#include "textflag.h"

// func callerPC() uintptr
//
// The frame pointer is that of launch, tryLaunch or start. It points at the one
// of the exported function, above which is where that returns to.
TEXT ·callerPC(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ (BP), AX
	MOVQ 8(AX), AX
	MOVQ AX, ret+0(FP)
	RET
