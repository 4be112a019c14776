package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

// The go command works on one module, or on those of one workspace. Paths of others
// may be named all the same: each is then analysed where it belongs.

// byPattern sorts patterns that are paths by the modules that they are in, relative to
// these. It returns nil where the go command can do with all of them as they are.
func (env *Env) byPattern(patterns []string) (modules map[string][]string, order []string) {
	modules = make(map[string][]string)
	here := config.ModuleRoot(env.Dir)
	foreign := false
	for _, pattern := range patterns {
		if !isPath(pattern) {
			return nil, nil
		}
		base, rest, _ := strings.Cut(filepath.ToSlash(pattern), "...")
		dir := env.abs(filepath.FromSlash(base))
		if rest != "" || base != filepath.ToSlash(pattern) && !strings.HasSuffix(base, "/") {
			dir = filepath.Dir(dir) // as ./cmd... is
		}
		module := config.ModuleRoot(dir)
		if info, err := os.Stat(dir); err != nil || !info.IsDir() || module == "" {
			return nil, nil // the go command will say so
		}
		foreign = foreign || module != here && !env.inWorkspace(env.Dir, module)
		rel, err := filepath.Rel(module, env.abs(filepath.FromSlash(pattern)))
		if err != nil {
			return nil, nil
		}
		if modules[module] == nil {
			order = append(order, module)
		}
		modules[module] = append(modules[module], "./"+filepath.ToSlash(rel))
	}
	if !foreign {
		return nil, nil
	}
	return modules, order
}

// isPath reports whether a pattern names directories, and no import path.
func isPath(pattern string) bool {
	first, _, _ := strings.Cut(filepath.ToSlash(pattern), "/")
	return first == "." || first == ".." || filepath.IsAbs(pattern)
}

// inWorkspace reports whether the go command, run in dir, works on a module as one of
// its workspace.
func (env *Env) inWorkspace(dir, module string) bool {
	file := env.workFile(dir)
	if file == "" {
		return false
	}
	modules, err := config.WorkModules(file)
	if unread := (*fs.PathError)(nil); errors.As(err, &unread) {
		return false
	}
	// Of one that is wrong the go command will say what is.
	return err != nil || slices.ContainsFunc(modules, func(used string) bool { return resolved(used) == resolved(module) })
}

// workFile is the go.work in use in a directory, or "".
func (env *Env) workFile(dir string) string {
	file := env.Getenv("GOWORK")
	if file != "" && file != "off" {
		file = env.abs(file)
	}
	return config.WorkFile(dir, file)
}

// environ is the environment of the go command for a platform: outside of the
// workspace around it, where that does not have the module that is analysed.
func (j *job) environ(p *platform) []string {
	environ := p.environ()
	if j.module == "" || j.env.workFile(j.module) == "" || j.env.inWorkspace(j.module, j.module) {
		return environ
	}
	if environ == nil {
		environ = os.Environ()
	}
	return append(slices.Clip(environ), "GOWORK=off")
}
