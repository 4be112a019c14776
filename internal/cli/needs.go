package cli

import (
	"fmt"
	goversion "go/version"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/fix"
)

// trackedGo is the go line of the runtime helper's module, which those who require it get.
const trackedGo = "1.23.0"

// printNeeds says which modules have to be required before there are more fixes,
// how, and what that does to go.mod, before any file is touched.
func (c *check) printNeeds(a *outcome) {
	needs := make(map[string]int)
	older := make(map[string]string) // go lines that will be raised, by go.mod
	for _, f := range fix.Unfixed(a.Findings) {
		if f.Needs == "" {
			continue
		}
		needs[f.Needs]++
		mod := filepath.Join(config.ModuleRoot(filepath.Dir(f.File)), "go.mod")
		if line := goLine(mod); line != "" && goversion.Compare("go"+line, "go"+trackedGo) < 0 {
			older[mod] = line
		}
	}
	for _, module := range slices.Sorted(maps.Keys(needs)) {
		fmt.Fprintf(c.env.Stderr, "%s can be fixed with %s, which go.mod does not require; to have it, run\n\tgo get %s\n",
			count(needs[module], "finding"), module, module)
	}
	for _, mod := range slices.Sorted(maps.Keys(older)) {
		fmt.Fprintf(c.env.Stderr, "that raises the go line of %s from %s to %s", c.env.shorten(mod), older[mod], trackedGo)
		if goversion.Compare("go"+older[mod], "go1.22") < 0 {
			fmt.Fprint(c.env.Stderr, "; since 1.22 each iteration of a loop has variables of its own")
		}
		fmt.Fprintln(c.env.Stderr)
	}
}

// goLine is the language version that a go.mod asks for, "" where it is not known.
func goLine(mod string) string {
	text, err := os.ReadFile(mod)
	if err != nil {
		return ""
	}
	f, err := modfile.ParseLax(mod, text, nil)
	if err != nil || f.Go == nil {
		return ""
	}
	return f.Go.Version
}
