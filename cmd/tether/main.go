// Tether ties every goroutine and every open handle of a Go program to an owner.
// It is a command line, and a tool for go vet -vettool.
package main

import (
	"os"
	"runtime/debug"

	"github.com/tetherlint/tether/internal/cli"
	"github.com/tetherlint/tether/internal/vet"
)

func main() {
	if vet.IsVet(os.Args[1:]) {
		collectAt(200) // go vet runs a process for each processor
		vet.Main()
		return
	}
	collectAt(300)
	os.Exit(cli.Run())
}

// collectAt trades memory for time, unless the environment says otherwise: a run
// lasts seconds, most of what it allocates lives as long as the package that is
// analysed, and a quarter of the time went into finding that out again and again.
func collectAt(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
