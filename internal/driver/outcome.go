package driver

import (
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/finding"
)

// An Outcome is what a run yielded.
type Outcome struct {
	Result   *finding.Result // of all named packages
	Problems []Problem       // sorted, each once
	Packages []Package       // the named ones, imports before importers; of several platforms sorted by ID
	Stats    Stats
	CacheErr error // why there was no cache, if one was wanted

	// Pending are, of what Options.Early is called with, the files of packages that may
	// have to be analysed again.
	Pending map[string]bool

	graphs []*graph // one for each platform
}

// Files returns the source files of a package that was loaded, named or as a
// dependency of one; without test variants.
func (o *Outcome) Files(importPath string) (files []string, ok bool) {
	for _, g := range o.graphs {
		n, found := g.nodes[importPath]
		if !found {
			continue
		}
		ok = true
		for _, file := range n.pkg.GoFiles {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return files, ok
}

// A Program is a main package and what it is made of, without tests.
type Program struct {
	ImportPath string
	Dir        string
	Own        map[string][]string // files of the packages of main modules, by import path
	Other      []string            // import paths of the rest, the standard library apart
	Importers  map[string][]string // of each of either: import paths of those that import it
}

// Programs are the main packages among those that the patterns named.
func (o *Outcome) Programs() (list []Program) {
	for _, g := range o.graphs {
		for _, n := range g.named {
			if n.pkg.Name != "main" || n.pkg.ForTest != "" || slices.ContainsFunc(list, func(p Program) bool { return p.ImportPath == n.pkg.PkgPath }) {
				continue
			}
			p := Program{ImportPath: n.pkg.PkgPath, Dir: n.pkg.Dir, Own: make(map[string][]string), Importers: make(map[string][]string)}
			packages.Visit([]*packages.Package{n.pkg}, nil, func(dep *packages.Package) {
				n := g.nodes[dep.ID]
				for _, of := range dep.Imports {
					p.Importers[of.PkgPath] = append(p.Importers[of.PkgPath], dep.PkgPath)
				}
				switch {
				case n.std:
				case n.main():
					p.Own[dep.PkgPath] = dep.GoFiles
				default:
					p.Other = append(p.Other, dep.PkgPath)
				}
			})
			list = append(list, p)
		}
	}
	return list
}

// A Package is one that the patterns named.
type Package struct {
	ID         string // tells test variants apart, "p [p.test]"
	ImportPath string // as findings have it: test variants folded into their package
	Dir        string
	Module     string // path; "" if there is none
	ModuleDir  string // "" if there is none, or it is not known
	Files      []string
	FromCache  bool
	Unanalysed bool // it could not be: a problem says why
	Untouched  bool // it was left out: see Options.Touched
}

// Stats count packages, for those who wonder what a run did.
type Stats struct {
	Named       int // by the patterns, test variants included
	Analysed    int // of those, from source
	FromCache   int // of those, from the cache
	Facts       int // others, analysed from source because their facts were asked for
	FactsCached int // packages whose facts were asked for and came from the cache
	Again       int // packages analysed once more, for facts that nobody seemed to ask for
	Declared    int // packages checked without function bodies, for the types they declare
}

func (r *runner) outcome() *Outcome {
	out := &Outcome{
		graphs:   []*graph{r.graph},
		Problems: r.problems(),
		CacheErr: r.cacheErr,
		Stats: Stats{
			Named:       len(r.graph.named),
			Analysed:    int(r.stats.analysed.Load()),
			FromCache:   int(r.stats.fromCache.Load()),
			Facts:       int(r.stats.facts.Load()),
			FactsCached: int(r.stats.factsCached.Load()),
			Again:       int(r.stats.again.Load()),
			Declared:    int(r.stats.declared.Load()),
		},
	}
	var results []*finding.Result
	for _, n := range r.graph.named {
		results = append(results, n.result)
		p := n.describe()
		p.Untouched = n.untouched
		p.Unanalysed = n.result == nil && n.named
		out.Packages = append(out.Packages, p)
	}
	out.Result = finding.Merge(results...)
	return out
}
