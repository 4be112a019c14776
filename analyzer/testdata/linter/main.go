// Linter is a program outside tether that runs its analyzers with settings of its own.
package main

import (
	"os"
	"strings"

	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/tetherlint/tether/analyzer"
)

func main() {
	first := 0
	opts := analyzer.Options{
		Profile: os.Getenv("LINTER_PROFILE"),
		Accept:  os.Getenv("LINTER_ACCEPT"),
		Config:  os.Getenv("LINTER_CONFIG"),
		NoFiles: os.Getenv("LINTER_NOFILES") != "",
		Helpers: []analyzer.Helper{{Launch: "example.com/app/task.Go", Call: "task.Go(func())", Fn: &first}},
		Resources: []analyzer.Resource{{
			Open: "example.com/app/task.Dial", Release: []string{"HangUp"},
		}},
		Launchers: []analyzer.Launcher{{Call: "example.com/app/task.Every"}},
		Exclude:   []analyzer.Exclude{{Path: "legacy/**", Reason: "goes away"}},
		Rules:     map[string]bool{},
	}
	for rule := range strings.FieldsSeq(os.Getenv("LINTER_OFF")) {
		opts.Rules[rule] = false
	}
	multichecker.Main(analyzer.New(opts)...)
}
