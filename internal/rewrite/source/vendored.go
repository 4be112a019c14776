// This file reads which packages are vendored: with a vendor directory the go command takes
// from it whatever it does not find in the module, also where go.mod requires it.

package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

// vendoredBy returns the packages that are vendored for the module of a directory, by its
// workspace where it is in one, else by itself; nil where nothing is vendored. That -mod or
// GOFLAGS may say otherwise is not looked at: then there is no fix that could be.
func vendoredBy(dir string) map[string]bool {
	if work := workOf(dir, os.Getenv("GOWORK")); work != "" {
		dir = filepath.Dir(work)
	}
	text, err := os.ReadFile(filepath.Join(dir, "vendor", "modules.txt"))
	if err != nil {
		return nil
	}
	packages := make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") { // what is told of a module
			packages[strings.TrimSpace(line)] = true
		}
	}
	return packages
}

// workOf returns the go.work that has the module of a directory among its own, "" for none.
func workOf(dir, gowork string) string {
	file := config.WorkFile(dir, gowork)
	if modules, err := config.WorkModules(file); err == nil && slices.Contains(modules, filepath.Clean(dir)) {
		return file
	}
	return ""
}
