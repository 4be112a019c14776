//go:build gc && (amd64 || arm64)

package tracked

// callerPC returns where the caller of the caller of the function that calls it
// will return to: a guess at the launch site that costs a nanosecond, where
// runtime.Callers takes as long as the launch itself.
func callerPC() uintptr
