package cli

import (
	"bytes"
	"go/ast"
	"os"
	"slices"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
)

// absent are the functions that helpers of the config name and that their packages do not
// have, misspelt ones for instance: the run is made without them, for it is no use to
// advise them. It costs little where there are none: a name that stands somewhere in the
// sources of its package is taken to be there.
func (j *job) absent(out *driver.Outcome) (list []config.Func) {
	w := &warner{job: j, out: out, files: make(map[string][]*ast.File)}
	for _, p := range out.Packages {
		cfg := j.configFor(p.Dir)
		for i := range cfg.Helpers {
			h := &cfg.Helpers[i]
			fn, err := config.ParseFunc(string(h.Name()))
			if err != nil || h.Deny != "" || slices.Contains(list, h.Name()) || w.mentions(fn) {
				continue
			}
			if w.lacks(fn) {
				list = append(list, h.Name())
			}
		}
	}
	slices.Sort(list)
	return list
}

// mentions reports whether the name of a function stands in the sources of its package.
func (w *warner) mentions(fn config.FuncName) bool {
	key := fn.Package + "." + fn.Name
	known, ok := w.mentioned[key]
	if ok {
		return known
	}
	names, _ := w.out.Files(fn.Package)
	known = slices.ContainsFunc(names, func(name string) bool {
		src, err := os.ReadFile(name)
		return err != nil || bytes.Contains(src, []byte(fn.Name))
	})
	if w.mentioned == nil {
		w.mentioned = make(map[string]bool)
	}
	w.mentioned[key] = known
	return known
}
