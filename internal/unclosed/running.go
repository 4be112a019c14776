// This file makes resources of values behind which a goroutine runs, as internal/hidden finds
// them: what New starts, Close has to end.

package unclosed

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// running are the calls of a function that give it a value behind which a goroutine
// runs: what ends that is owed as a file is. Where the value is dropped at once, a
// dependency's call is a hidden launch, and no resource.
//
//	w := watch.New(dir) // starts a loop that w.Close ends
func (c *checker) running(f *obligation.Func) []*obligation.Site {
	left := c.left
	foreign := map[*obligation.Spec]bool{}
	sites := c.engine.SitesOf(f, func(call *ast.CallExpr) (specs []*obligation.Spec) {
		for _, o := range left.Owned(call) {
			name := obligation.DisplayName(typeutil.StaticCallee(left.Info(), call).Origin())
			spec := &obligation.Spec{Name: name, Results: []int{o.Result}, Release: knownFirst(o.Methods), Inferred: true, Runs: true}
			foreign[spec] = o.Dependency
			specs = append(specs, spec)
		}
		return specs
	})
	return slices.DeleteFunc(sites, func(s *obligation.Site) bool {
		// What a dependency's call launches, and nobody keeps, is hidden-launch's to report.
		return foreign[s.Spec] && (&acquisition{Site: s}).dropped() || c.endsByHand(s)
	})
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

// endsByHand reports whether a function ends what runs behind a value without its
// method, as only the package of the type can: it signals on a channel of the value's,
// closes it, or calls a function that the value holds.
//
//	close(w.quit)
//	w.quit <- struct{}{}
//	w.cancel()
func (c *checker) endsByHand(s *obligation.Site) bool {
	id, ok := (&acquisition{Site: s, unit: c.unit}).place().(*ast.Ident)
	if !ok {
		return false
	}
	info := c.unit.Pass.TypesInfo
	value := info.ObjectOf(id)
	ofValue := func(x ast.Expr) bool { // p.stop
		sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		field, ok := info.ObjectOf(sel.Sel).(*types.Var)
		of, isIdent := ast.Unparen(sel.X).(*ast.Ident)
		return ok && field.IsField() && isIdent && info.ObjectOf(of) == value
	}
	signals := syntax.Any(s.Func.Body, func(n *ast.SendStmt) bool { return ofValue(n.Chan) && isSignal(info.TypeOf(n.Chan)) })
	return signals || syntax.Any(s.Func.Body, func(n *ast.CallExpr) bool {
		callee, _ := typeutil.Callee(info, n).(*types.Builtin)
		return ofValue(n.Fun) || callee != nil && callee.Name() == "close" && ofValue(n.Args[0])
	})
}

// isSignal reports whether a channel carries nothing but that it is time.
func isSignal(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	switch elem := ch.Elem().Underlying().(type) {
	case *types.Struct:
		return elem.NumFields() == 0
	case *types.Basic:
		return elem.Kind() == types.Bool
	}
	return false
}
