// Tether ties every goroutine and every open handle of a Go program to an owner.
// It is a command line, and a tool for go vet -vettool.
package main

import (
	"os"

	"github.com/tetherlint/tether/internal/cli"
	"github.com/tetherlint/tether/internal/vet"
)

func main() {
	if vet.IsVet(os.Args[1:]) {
		paceCollector(200) // go vet runs a process for each processor
		vet.Main()
		return
	}
	paceCollector(300)
	os.Exit(cli.Run())
}
