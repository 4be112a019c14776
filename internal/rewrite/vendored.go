// This file reads which packages are vendored: with a vendor directory the go command takes
// from it whatever it does not find in the module, also where go.mod requires it.

package rewrite

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
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
	if gowork == "off" {
		return ""
	}
	for at := dir; gowork == ""; at = filepath.Dir(at) {
		switch file := filepath.Join(at, "go.work"); {
		case exists(file):
			gowork = file
		case at == filepath.Dir(at):
			return ""
		}
	}
	text, err := os.ReadFile(gowork)
	if err != nil {
		return ""
	}
	work, err := modfile.ParseWork(gowork, text, nil)
	if err != nil {
		return ""
	}
	for _, use := range work.Use {
		used := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(used) {
			used = filepath.Join(filepath.Dir(gowork), used)
		}
		if filepath.Clean(used) == filepath.Clean(dir) {
			return gowork
		}
	}
	return ""
}

// exists reports whether there is a file.
func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
