package driver

import (
	"errors"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

// A Variant is the outcome of a run for one platform.
type Variant struct {
	Platform string
	*Outcome
}

// An excludedError says that there is nothing to analyse on a platform.
type excludedError struct{ message string }

func (e *excludedError) Error() string { return e.message }

// IsExcluded reports whether Run failed only because no package that it was to
// analyse has files for the platform, or none is there at all.
func IsExcluded(err error) bool { return errors.As(err, new(*excludedError)) }

const excludeAll = "build constraints exclude all Go files in "

// Across merges the outcomes of several platforms. That a package is not for one of
// them is no problem as long as it is for another.
func Across(variants []Variant) *Outcome {
	out := new(Outcome)
	var runs []finding.Run
	for _, v := range variants {
		files := make(map[string]bool)
		for _, p := range v.Packages {
			for _, f := range p.Files {
				files[f] = true
			}
		}
		runs = append(runs, finding.Run{Platform: v.Platform, Result: v.Result, Builds: func(f string) bool { return files[f] }})
		out.graphs = append(out.graphs, v.graphs...)
		if out.CacheErr == nil {
			out.CacheErr = v.CacheErr
		}
		out.Stats.add(v.Stats)
	}
	out.Result = finding.Across(runs)
	out.Packages = unitePackages(variants)
	out.Problems = uniteProblems(variants, out.Packages)
	return out
}

func (s *Stats) add(t Stats) {
	s.Named += t.Named
	s.Analysed += t.Analysed
	s.FromCache += t.FromCache
	s.Facts += t.Facts
	s.FactsCached += t.FactsCached
	s.Declared += t.Declared
}

// unitePackages returns each package once, with the files that any platform has of it.
func unitePackages(variants []Variant) (all []Package) {
	index := make(map[string]int)
	for _, v := range variants {
		for _, p := range v.Packages {
			i, ok := index[p.ID]
			if !ok {
				index[p.ID] = len(all)
				p.Files = slices.Clone(p.Files)
				all = append(all, p)
				continue
			}
			all[i].FromCache = all[i].FromCache && p.FromCache
			all[i].Unanalysed = all[i].Unanalysed && p.Unanalysed
			all[i].Untouched = all[i].Untouched && p.Untouched
			for _, f := range p.Files {
				if !slices.Contains(all[i].Files, f) {
					all[i].Files = append(all[i].Files, f)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Package) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// uniteProblems returns each problem once, and says where it is one.
func uniteProblems(variants []Variant, packages []Package) []Problem {
	analysed := make(map[string]bool)
	for _, p := range packages {
		analysed[p.ImportPath] = analysed[p.ImportPath] || len(p.Files) > 0
	}
	seen := make(map[Problem][]string)
	for _, v := range variants {
		for _, p := range v.Problems {
			if analysed[p.Package] && strings.HasPrefix(p.Message, excludeAll) {
				continue
			}
			seen[p] = append(seen[p], v.Platform)
		}
	}
	var all []Problem
	for p, platforms := range seen {
		if len(platforms) < len(variants) {
			p.Message += " (on " + strings.Join(platforms, ", ") + ")"
		}
		all = append(all, p)
	}
	return tidy(all)
}
