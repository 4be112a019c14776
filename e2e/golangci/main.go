// Golangci is golangci-lint with tether in it.
//
// "golangci-lint custom" makes the same program out of a clone of golangci-lint;
// this is how to build it from modules alone, in a module of one's own.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/tetherlint/tether/golangci"
)

func main() {
	// golangci-lint keeps results under its version. A program that calls itself
	// (devel) is told apart by its content instead, so that another tether, or
	// another linter, never gets to see the results of this one.
	info := commands.BuildInfo{GoVersion: runtime.Version(), Version: "(devel)", Commit: "?"}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintf(os.Stderr, "The command is terminated due to an error: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}
