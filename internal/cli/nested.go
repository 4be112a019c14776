package cli

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// The patterns ./... and work leave out modules below that have a go.mod of their own, and the
// go command does so in silence. Somebody who runs tether at the root of a repository takes a
// clean answer for one about all of it.

// tellNested says, once, which modules below a run over everything leaves out, and how to have
// them examined.
func (j *job) tellNested() {
	if j.nested || j.finder != nil || j.session != nil || j.module != "" || !j.everything(j.env) {
		return
	}
	j.nested = true
	left := j.env.nestedModules()
	if len(left) == 0 {
		return
	}
	named, more := left[:min(len(left), 3)], ""
	if n := len(left) - len(named); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	fmt.Fprintf(j.env.Stderr, "tether: %s below with a go.mod of %s own %s not part of this run: %s%s; name %s to have it examined, too, as in: tether ./... ./%s/...\n",
		countOf(len(left), "module", "modules"), plural(len(left), "its", "their"), plural(len(left), "is", "are"),
		strings.Join(named, ", "), more, plural(len(left), "it", "each"), left[0])
}

// nestedModules are the modules below the working directory that the go command leaves out of
// ./... there, and that are in no workspace with it, by their directories. Vendored ones and
// test data are nobody's to check.
func (env *Env) nestedModules() (list []string) {
	_ = filepath.WalkDir(env.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // what cannot be read is left out
		}
		switch name := d.Name(); {
		case d.IsDir():
			if path != env.Dir && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || slices.Contains([]string{"vendor", "testdata", "node_modules"}, name)) {
				return fs.SkipDir
			}
		case name == "go.mod" && d.Type().IsRegular() && filepath.Dir(path) != env.Dir:
			if dir := filepath.Dir(path); !env.inWorkspace(env.Dir, dir) {
				rel, _ := filepath.Rel(env.Dir, dir) // of what is below
				list = append(list, filepath.ToSlash(rel))
			}
		}
		return nil
	})
	return list
}
