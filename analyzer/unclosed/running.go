package unclosed

import (
	"cmp"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/obligation"
)

// running are the calls of a function that give it a value behind which a goroutine
// runs: what ends that is owed as a file is. Where the value is dropped at once, a
// dependency's call is a hidden launch, and no resource.
func running(engine *obligation.Engine, left *hidden.Package, f *obligation.Func) []*obligation.Site {
	foreign := map[*obligation.Spec]bool{}
	sites := engine.SitesOf(f, func(call *ast.CallExpr) (specs []*obligation.Spec) {
		for _, o := range left.Owned(call) {
			name := obligation.DisplayName(typeutil.StaticCallee(left.Info(), call).Origin())
			spec := &obligation.Spec{Name: name, Results: []int{o.Result}, Release: knownFirst(o.Methods), Inferred: true, Runs: true}
			foreign[spec] = o.Dependency
			specs = append(specs, spec)
		}
		return specs
	})
	return slices.DeleteFunc(sites, func(s *obligation.Site) bool { return foreign[s.Spec] && (&acquisition{Site: s}).dropped() })
}

// knownFirst sorts methods so that those come first by which messages speak of a release.
func knownFirst(methods []string) []string {
	rank := func(name string) int {
		if i := slices.Index(rows.Owners, name); i >= 0 {
			return i
		}
		return len(rows.Owners)
	}
	return slices.SortedStableFunc(slices.Values(methods), func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
}
