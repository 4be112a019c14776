// This file has the fields by which packages of command lines run a command.

package catalog

import "strings"

// commandFields are fields of the packages of command lines that hold what a command runs: one
// such function in a run of the program, which ends when it returns.
var commandFields = map[string][]string{
	"github.com/spf13/cobra": {"Run", "RunE"},
	"github.com/urfave/cli":  {"Action"},
}

// RunsCommand reports whether a field of a package, of whatever major version, holds what a
// command runs.
func RunsCommand(pkg, field string) bool {
	if i := strings.LastIndex(pkg, "/v"); i > 0 && strings.Trim(pkg[i+2:], "0123456789") == "" {
		pkg = pkg[:i]
	}
	for _, name := range commandFields[pkg] {
		if name == field {
			return true
		}
	}
	return false
}
