package main

import (
	"bytes"
	"runtime"
)

// blocked reports whether no goroutine runs, or could, but the one that asks. One that has
// said that it arrived may still be on its way to the channel.
func blocked() bool {
	buf := make([]byte, 1<<20)
	stacks := buf[:runtime.Stack(buf, true)]
	return bytes.Count(stacks, []byte(" [runn")) == 1
}
