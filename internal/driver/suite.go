package driver

import (
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// A suite is the analyzers of a run, each after those that it requires.
type suite struct {
	all       []*analysis.Analyzer // for named packages
	facts     []*analysis.Analyzer // for their dependencies: those with facts, and what these require
	factTypes map[string]reflect.Type
}

func newSuite(roots []*analysis.Analyzer) *suite {
	s := &suite{factTypes: make(map[string]reflect.Type)}
	s.all = inOrder(roots)
	var withFacts []*analysis.Analyzer
	for _, a := range s.all {
		if len(a.FactTypes) > 0 {
			withFacts = append(withFacts, a)
		}
		for _, f := range a.FactTypes {
			s.factTypes[factName(reflect.TypeOf(f))] = reflect.TypeOf(f)
		}
	}
	s.facts = inOrder(withFacts)
	return s
}

// inOrder returns the analyzers and all that they require, requirements first.
func inOrder(roots []*analysis.Analyzer) []*analysis.Analyzer {
	var list []*analysis.Analyzer
	visited := make(map[*analysis.Analyzer]bool)
	var visit func(as []*analysis.Analyzer)
	visit = func(as []*analysis.Analyzer) {
		for _, a := range as {
			if !visited[a] {
				visited[a] = true
				visit(a.Requires)
				list = append(list, a)
			}
		}
	}
	visit(roots)
	return list
}

// factName names a fact type, which is a pointer, in the same way in every run.
func factName(t reflect.Type) string {
	return t.Elem().PkgPath() + "." + t.Elem().Name()
}
