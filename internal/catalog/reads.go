// This file has what reads from a stream, and so waits for whoever writes to it.

package catalog

import (
	"go/types"
	"slices"
	"strings"
)

// streams are the packages of the standard library whose functions read from what they are given,
// or make something to read it with. Of the first all are meant whose name begins with one of these.
var streams = map[string][]string{
	"bufio": {"Scan", "Read"},
	"io":    {"Copy", "Read"},
}

// Reads reports whether a function reads from something to its end, or the next of it.
func Reads(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	if names, ok := streams[fn.Pkg().Path()]; ok {
		return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(fn.Name(), name) })
	}
	return fn.Name() == "Read" && fn.Signature().Recv() != nil
}

// ReadsGiven reports whether a function reads from the streams that it is given, now or later.
func ReadsGiven(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && streams[fn.Pkg().Path()] != nil
}
