package driver

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/finding"
)

// A graph is the packages that are named and all that they import.
type graph struct {
	dir string // where the go command ran
	env *goEnv

	overlay   *overlay
	asWritten bool             // no package was asked for what cgo makes of it
	nodes     map[string]*node // by ID
	named     []*node          // imports before importers
	base      *view

	importers map[*node][]*node // direct ones, once they were asked for
}

// A node is one package.
type node struct {
	pkg     *packages.Package
	view    *view
	imports map[string]*node // by the path in the import declaration
	named   bool             // by the patterns, and not left out

	untouched bool // left out: of use only to those that ask for its facts

	std    bool // of the standard library, seen from outside it
	source bool // under development, or depends on what is: not to be compiled
	used   bool // imported by some package

	resultOnce, factsOnce, exportOnce once
	more                              [2]moreFacts

	declared     []byte // export data, for the first importer, if it was analysed from source
	adopted      bool   // its importers share the types that it was checked with
	exportErr    error
	compileError bool
	cause        *node // why it does not compile: itself, or something below

	problems  []Problem       // found since it was loaded; the runner's mutex guards them
	result    *finding.Result // of a named package
	fromCache bool
	analysed  bool          // from source, in this run
	encoded   *encodedFacts // what analysing it from source yielded
	facts     *factTable    // for its importers

	// For a session: what it must do, and what importers can know of the package: by
	// what they were analysed, and by its last analysis.
	dirty       bool
	interrupted bool // by the end of the run, so that what it yielded is not all
	due         bool // its facts are
	known, out  digest
	lastFacts   *encodedFacts // those of the last time that it could be analysed

	// tainted says that what was found here may be incomplete, because of a
	// problem here or below, so that it must not be kept.
	tainted atomic.Bool

	files    map[string]digest // of files that may change in place
	reading  sync.Mutex        // guards parsed
	parsed   map[string]digest // of files as they were parsed
	filesErr error
	visited  visitState
	keyed    bool // what it yields can be kept, under key
	key      digest
}

// A visitState is that of a node in a walk over the graph; at first neither.
type visitState int

const (
	open visitState = iota + 1
	seen
)

// A view is what import paths mean to some packages: to those as they are built,
// or to those in one test binary.
type view struct {
	base   *view            // nil in the base itself
	byPath map[string]*node // in a test's view only what differs from the base
}

// lookup returns the package that path (of a types.Package, not of an import
// declaration) means, or nil.
func (v *view) lookup(path string) *node {
	if n := v.byPath[path]; n != nil || v.base == nil {
		return n
	}
	return v.base.byPath[path]
}

func newGraph(dir string, env *goEnv, over *overlay, roots []*packages.Package) *graph {
	g := &graph{dir: dir, env: env, overlay: over, nodes: make(map[string]*node), base: &view{byPath: make(map[string]*node)}}
	tests := make(map[string]*view)
	packages.Visit(roots, nil, func(p *packages.Package) {
		v := g.base
		if p.ForTest != "" {
			if v = tests[p.ForTest]; v == nil {
				v = &view{base: g.base, byPath: make(map[string]*node)}
				tests[p.ForTest] = v
			}
		}
		n := &node{
			pkg: p, view: v, imports: make(map[string]*node),
			std:       p.Module == nil && env.inGOROOT(p.Dir),
			factsOnce: newOnce(), resultOnce: newOnce(), exportOnce: newOnce(), more: noMore(),
		}
		g.nodes[p.ID] = n
		v.byPath[p.PkgPath] = n
	})
	for _, n := range g.nodes {
		for path, p := range n.pkg.Imports {
			n.imports[path] = g.nodes[p.ID]
			g.nodes[p.ID].used = true
		}
	}
	// Imports come first, so that one pass is enough.
	packages.Visit(roots, nil, func(p *packages.Package) {
		n := g.nodes[p.ID]
		// A package that is built anew for a test has no name by which the go command
		// could be asked for its export data.
		n.source = n.main() || p.ForTest != ""
		for _, dep := range n.imports {
			n.source = n.source || dep.source
		}
	})
	g.name(roots)
	return g
}

// name marks the packages to analyse, and orders them.
func (g *graph) name(roots []*packages.Package) {
	for _, p := range roots {
		g.nodes[p.ID].named = !isTestMain(p) && p.PkgPath != "unsafe"
	}
	slices.SortFunc(roots, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	packages.Visit(roots, nil, func(p *packages.Package) {
		if n := g.nodes[p.ID]; n.named {
			g.named = append(g.named, n)
		}
	})
}

// leaveOut marks the named packages that no change can have touched. Those that only depend
// on a changed one are kept, since a finding may lead to its lines.
func (g *graph) leaveOut(touched func(file string) bool) {
	var roots []*packages.Package
	for _, n := range g.named {
		roots = append(roots, n.pkg)
	}
	changed := make(map[*node]bool)
	packages.Visit(roots, nil, func(p *packages.Package) { // imports come first
		n := g.nodes[p.ID]
		changed[n] = n.inRepository() && slices.ContainsFunc(p.GoFiles, touched)
		for _, dep := range n.imports {
			changed[n] = changed[n] || changed[dep]
		}
	})
	for _, n := range g.named {
		n.named, n.untouched = changed[n], !changed[n]
	}
}

// isTestMain reports whether p is the main package of a test binary, which the go
// command generates.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && p.ForTest == "" && strings.HasSuffix(p.ID, ".test") &&
		!slices.ContainsFunc(p.GoFiles, func(f string) bool { return filepath.Dir(f) == p.Dir })
}

// unusable reports whether the go command found something wrong with the package, or
// it is of a newer Go than we know.
func (n *node) unusable() bool {
	return n.broken() || len(n.pkg.CompiledGoFiles) == 0 || n.tooNew()
}

// broken reports whether there is an error of the go command's that the type
// checker would not find anew, and with better positions.
func (n *node) broken() bool {
	return slices.ContainsFunc(n.pkg.Errors, func(e packages.Error) bool { return !isCompileError(e) })
}

// main reports whether the package belongs to a main module: under development,
// and governed by a config. Without a module, as for files named on the command
// line, all but the standard library does.
func (n *node) main() bool {
	m := n.pkg.Module
	if m == nil || m.Path == "" {
		return !n.std
	}
	return m.Version == ""
}

// each calls f for all packages, for some of them at a time.
func (g *graph) each(jobs int, f func(*node)) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, jobs)
	for _, n := range g.nodes {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			f(n)
		})
	}
	wg.Wait()
}

// inRepository reports whether the package may be kept in a repository with what is under
// development, as vendored ones are: the go command knows no directory of their modules.
func (n *node) inRepository() bool {
	return n.main() || n.pkg.Module != nil && n.pkg.Module.Dir == ""
}

// immutable reports whether the package's directory and the toolchain together say
// what is in its files: in the module cache and in the root of a released Go.
func (g *graph) immutable(n *node) bool {
	if g.overlay != nil && g.overlay.dirs[n.pkg.Dir] {
		return false
	}
	if n.std {
		return !strings.Contains(g.env.GOVERSION, "devel")
	}
	m := n.pkg.Module
	return m != nil && m.Version != "" && g.env.inModuleCache(n.pkg.Dir)
}

// folded is the import path with test variants folded into their package.
func (n *node) folded() string {
	if t := n.pkg.ForTest; t != "" && n.pkg.PkgPath == t+"_test" {
		return t
	}
	return n.pkg.PkgPath
}

func (n *node) describe() Package {
	p := Package{ID: n.pkg.ID, ImportPath: n.folded(), Dir: n.pkg.Dir, Files: n.pkg.GoFiles, FromCache: n.fromCache}
	if m := n.pkg.Module; m != nil {
		p.Module, p.ModuleDir = m.Path, m.Dir
	}
	return p
}

// analysisModule is the package's module as analyzers see it; nil if there is none.
func (n *node) analysisModule() *analysis.Module {
	return convertModule(n.pkg.Module)
}

func convertModule(m *packages.Module) *analysis.Module {
	if m == nil {
		return nil
	}
	out := &analysis.Module{
		Path: m.Path, Version: m.Version, Replace: convertModule(m.Replace), Time: m.Time, Main: m.Main,
		Indirect: m.Indirect, Dir: m.Dir, GoMod: m.GoMod, GoVersion: m.GoVersion,
	}
	if m.Error != nil {
		out.Error = &analysis.ModuleError{Err: m.Error.Err}
	}
	return out
}

// languageVersion is the module's, as go/types wants it.
func (n *node) languageVersion() string {
	if m := n.pkg.Module; m != nil && m.GoVersion != "" {
		return "go" + strings.TrimPrefix(m.GoVersion, "go")
	}
	return ""
}
