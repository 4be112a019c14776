// This file tells import paths of the standard library from others.

package catalog

import "strings"

// StdPath reports whether an import path is of the standard library. The go
// command reserves paths whose first element has no dot, but modules of tests
// and examples ("example/x", "a") use them too, so that the first elements of
// the standard library are listed.
func StdPath(path string) bool {
	path, _, _ = strings.Cut(path, " ")
	first, _, _ := strings.Cut(path, "/")
	if strings.Contains(first, ".") {
		return false
	}
	return stdRoots[first] || path == "unsafe" || path == "C"
}

var stdRoots = func() map[string]bool {
	roots := make(map[string]bool)
	for _, name := range strings.Fields(`archive arena bufio bytes cmp cmd compress container context crypto
		database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log
		maps math mime net os path plugin reflect regexp runtime simd slices sort strconv strings structs
		sync syscall testing text time unicode unique unsafe vendor weak`) {
		roots[name] = true
	}
	return roots
}()
