// Package util is imported with a dot.
package util

// Tracked is exported.
const Tracked = 1

// Results has what came out.
var Results = make(chan string)

// Say says.
func Say(s string) { Results <- s }
