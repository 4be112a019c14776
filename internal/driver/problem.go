package driver

import (
	"cmp"
	"fmt"
	"go/version"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/toolchain"
)

// A Problem is why a package could not be analysed, or not wholly.
type Problem struct {
	Package  string
	Position string // file:line:col, the file absolute; or ""
	Message  string

	// Cause is the package at fault, if that is another one, which this one needs: it has
	// problems of its own. "" where the package is at fault itself.
	Cause string
}

// maxErrors is how many errors of one package are told.
const maxErrors = 5

// tidy sorts problems, those that others follow from first, and leaves each once: a
// package and its test variants mostly have the same.
func tidy(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(min(len(a.Cause), 1), min(len(b.Cause), 1)), cmp.Compare(a.Package, b.Package),
			comparePositions(a.Position, b.Position), cmp.Compare(a.Message, b.Message))
	})
	all := slices.Compact(problems)
	return slices.DeleteFunc(slices.Clone(all), func(p Problem) bool { return p.toldBetter(all) })
}

// toldBetter reports whether another problem says the same and where: what is wrong with a
// package that cannot be found is told at the import, too.
func (p *Problem) toldBetter(by []Problem) bool {
	what, _, _ := strings.Cut(p.Message, "; ")
	return p.Position == "" && p.Package != "" && p.Cause == "" && slices.ContainsFunc(by, func(other Problem) bool {
		return other.Position != "" && strings.Contains(other.Message, p.Package) && strings.HasPrefix(other.Message, what)
	})
}

// comparePositions orders positions of one file by number, not by digits.
func comparePositions(a, b string) int {
	fileA, lineA, colA := splitPosition(a)
	fileB, lineB, colB := splitPosition(b)
	return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(lineA, lineB), cmp.Compare(colA, colB))
}

// problems returns what the go command has to say about the packages, except
// about named ones that do not compile: the type checker says it better.
func (g *graph) problems() []Problem {
	var list []Problem
	for _, n := range g.nodes {
		if n.named && !n.broken() {
			continue
		}
		for _, e := range n.pkg.Errors {
			list = append(list, g.listProblems(n, e)...)
		}
	}
	return list
}

func (g *graph) listProblems(n *node, e packages.Error) []Problem {
	if isCompileError(e) {
		return g.compileProblems(n, e)
	}
	return []Problem{{Package: n.folded(), Position: g.absolute(e.Pos), Message: withHint(e.Msg)}}
}

// isCompileError reports whether e is what the compiler said when export data was
// asked for: a header with the package and one line for each error.
func isCompileError(e packages.Error) bool {
	return e.Pos == "" && strings.HasPrefix(e.Msg, "# ")
}

// compileProblems takes the output of the compiler, or of cgo and its C compiler,
// apart. Where there are lines with positions the others only explain them.
func (g *graph) compileProblems(n *node, e packages.Error) []Problem {
	var placed, others []Problem
	for line := range strings.Lines(e.Msg) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "# ") || strings.TrimLeft(line, " \t") != line || line == "" {
			continue
		}
		pos, message, ok := strings.Cut(line, ": ")
		if ok && looksLikePosition(pos) {
			placed = append(placed, Problem{Package: n.folded(), Position: g.absolute(pos), Message: message})
		} else {
			others = append(others, Problem{Package: n.folded(), Message: line})
		}
	}
	if len(placed) == 0 {
		placed = others
	}
	return placed[:min(len(placed), maxErrors)]
}

func looksLikePosition(pos string) bool {
	file, line, _ := splitPosition(pos)
	return line > 0 && !strings.Contains(file, " ")
}

// absolute makes the file of a position absolute; the go command gives it
// relative to where it ran.
func (g *graph) absolute(pos string) string {
	if pos == "" || pos == "-" || filepath.IsAbs(pos) {
		return strings.TrimSuffix(pos, "-")
	}
	return filepath.Join(g.dir, pos)
}

// splitPosition splits file:line:col and file:line; what is missing is 0.
func splitPosition(pos string) (file string, line, col int) {
	file, last, ok := cutLastNumber(pos)
	if !ok {
		return pos, 0, 0
	}
	if f, l, ok := cutLastNumber(file); ok {
		return f, l, last
	}
	return file, last, 0
}

func cutLastNumber(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || i == len(s)-1 {
		return s, 0, false
	}
	for _, c := range s[i+1:] {
		if c < '0' || c > '9' {
			return s, 0, false
		}
		n = n*10 + int(c-'0')
	}
	return s[:i], n, true
}

// blocked loads the types of all that a package imports, and returns a problem if
// there are none for one of them, since the package cannot be type-checked then.
func (r *runner) blocked(n *node) (Problem, bool) {
	for _, path := range sortedKeys(n.imports) {
		dep := n.imports[path]
		if path == "unsafe" || path == "C" {
			continue
		}
		_, err := r.load(dep)
		if dep.tainted.Load() { // it may have been edited since keys were made
			n.tainted.Store(true)
		}
		if err == nil {
			continue
		}
		n.cause = dep.rootCause(make(map[*node]bool))
		return Problem{Package: n.folded(), Message: blockedBy(dep, n.cause, err), Cause: n.cause.pkg.PkgPath}, true
	}
	return Problem{}, false
}

func blockedBy(dep, cause *node, err error) string {
	message := "not analysed: it imports " + dep.pkg.PkgPath
	if cause != dep {
		message += ", which needs " + cause.pkg.PkgPath
	}
	switch {
	case cause.tooNew():
		return message + ", which needs " + cause.languageVersion()
	case cause.pkg.Name == "":
		return message + ", which cannot be loaded"
	case cause.hasErrors():
		return message + ", which does not compile"
	}
	return message + ", whose types are not known: " + err.Error()
}

// problems are all, of what the go command says and of what was found since.
func (r *runner) problems() []Problem {
	all := append(r.graph.problems(), r.graph.tooNew()...)
	for _, n := range r.graph.nodes {
		all = append(all, n.problems...)
	}
	return tidy(all)
}

// tooNew reports whether the package's module needs a newer Go than this program was
// built with, so that the type checker would refuse it.
func (n *node) tooNew() bool { return toolchain.TooOld(n.languageVersion()) }

// tooNew says once, for all packages under development, which modules are too new.
func (g *graph) tooNew() []Problem {
	newest := make(map[string]string) // what a module needs, by its path
	for _, n := range g.nodes {
		if n.main() && n.tooNew() {
			newest[n.pkg.Module.Path] = n.languageVersion()
		}
	}
	if len(newest) == 0 {
		return nil
	}
	modules := sortedKeys(newest)
	what := "module " + modules[0]
	if more := len(modules) - 1; more > 0 {
		what = fmt.Sprintf("%s, with %d more,", what, more)
	}
	need := slices.MaxFunc(slices.Collect(maps.Values(newest)), version.Compare)
	return []Problem{{Message: (&toolchain.Error{What: what, Version: need}).Error()}}
}

// hasErrors reports whether there is something wrong with the package itself.
func (n *node) hasErrors() bool { return len(n.pkg.Errors) > 0 || n.compileError || n.cause == n }

// rootCause finds the package below n, or n itself, that has an error of its own.
func (n *node) rootCause(visited map[*node]bool) *node {
	visited[n] = true
	switch {
	case n.cause != nil:
		return n.cause
	case n.source || n.hasErrors():
		return n
	}
	for _, path := range sortedKeys(n.imports) {
		dep := n.imports[path]
		if visited[dep] {
			continue
		}
		if cause := dep.rootCause(visited); cause.hasErrors() {
			return cause
		}
	}
	return n
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
