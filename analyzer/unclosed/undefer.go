package unclosed

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
)

// undeferFix defers a release that is explicit on every path, and removes the
// explicit ones:
//
//	f, err := os.Open(path)
//	if err != nil {
//		return 0, err
//	}
//	+defer f.Close()
//	n, err := f.Read(buf)
//	-f.Close()
//	return n, err
//
// It is safe where closing later cannot matter: between each explicit release and
// the way out stands nothing but the return of values that are computed already, or
// the releases, in reverse order, of what was acquired before and is deferred by the
// same run. So nothing is renamed, opened again or read in between, and no lock is
// given back. No function is deferred after the acquisition, or the order of the
// two would change.
func (a *acquisition) undeferFix() (*analysis.SuggestedFix, string) {
	if why := a.unsafeToUndefer(nil); why != "" {
		return nil, why
	}
	a.undefers = true
	after, why := a.placeForDefer()
	if after == nil {
		return nil, why
	}
	edit, ok := a.insertAfter(after, a.deferred(after))
	if !ok {
		return nil, oneLine
	}
	edits := []analysis.TextEdit{edit}
	for _, s := range a.explicit() {
		removed, ok := a.remove(s)
		if !ok {
			return nil, oneLine
		}
		edits = append(edits, removed)
	}
	return &analysis.SuggestedFix{Message: "Defer " + a.releaseCall(), TextEdits: edits}, ""
}

const (
	later      = "something happens between the release and the return"
	notOneCall = "its release is not one statement"
)

// unsafeToUndefer says why closing later could matter. within are the acquisitions
// on whose behalf it is asked.
func (a *acquisition) unsafeToUndefer(within []*obligation.Site) string {
	id, ok := a.place().(*ast.Ident)
	switch {
	case len(a.Spec.Results) > 1:
		return severalThere
	case !ok || id.Name == "_":
		return "no variable of the function holds it"
	case a.Spec.Release[0] == "Commit":
		return "what is committed cannot be rolled back"
	case a.assignedAgain(a.unit.Pass.TypesInfo.ObjectOf(id)):
		return a.name() + " is assigned again"
	case a.defersLater():
		return "what is deferred after it would run before it"
	}
	if why := a.cannotDefer(); why != "" {
		return why
	}
	if after, why := a.placeForDefer(); after == nil {
		return why
	}
	releases := a.explicit()
	if releases == nil {
		return notOneCall
	}
	for _, s := range releases {
		if !a.endsAfter(s, append(within, a.Site)) {
			return later
		}
	}
	return ""
}

// explicit returns the statements that release, each once; nil where one does more.
func (a *acquisition) explicit() (list []ast.Stmt) {
	seen := make(map[*ast.CallExpr]bool)
	for _, o := range a.outcomes {
		if o.Kind != obligation.Released || o.Release != nil && seen[o.Release] {
			continue
		}
		if o.Release == nil || types.ExprString(o.Release) != a.releaseCall() {
			return nil
		}
		seen[o.Release] = true
		s := a.statementOf(o.Release)
		if s == nil {
			return nil
		}
		list = append(list, s)
	}
	return list
}

// statementOf returns the statement that is the call and nothing else.
func (a *acquisition) statementOf(call *ast.CallExpr) (found ast.Stmt) {
	ast.Inspect(a.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ExprStmt:
			if n.X == call {
				found = n
			}
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && len(n.Rhs) == 1 && n.Rhs[0] == call {
				if id, ok := n.Lhs[0].(*ast.Ident); ok && id.Name == "_" {
					found = n
				}
			}
		}
		return found == nil
	})
	return found
}

// endsAfter tells whether the function ends after a statement, without doing
// anything but to return what it has and to release what was acquired before.
func (a *acquisition) endsAfter(s ast.Stmt, within []*obligation.Site) bool {
	list := a.listWith(s)
	at := -1
	for i := range list {
		if list[i] == s {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	for _, next := range list[at+1:] {
		if ret, ok := next.(*ast.ReturnStmt); ok {
			return a.computed(ret)
		}
		if !a.releasesEarlier(next, within) {
			return false
		}
	}
	return len(list) == len(a.Func.Body.List) && list[0] == a.Func.Body.List[0]
}

// listWith returns the statement list of the function that a statement stands in.
func (a *acquisition) listWith(s ast.Stmt) (list []ast.Stmt) {
	has := func(candidates []ast.Stmt) {
		for _, c := range candidates {
			if c == s {
				list = candidates
			}
		}
	}
	ast.Inspect(a.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			has(n.List)
		case *ast.CaseClause:
			has(n.Body)
		case *ast.CommClause:
			has(n.Body)
		}
		return list == nil
	})
	return list
}

// releasesEarlier tells whether a statement releases something that was acquired
// before this one, and whose release the same run defers.
func (a *acquisition) releasesEarlier(s ast.Stmt, within []*obligation.Site) bool {
	for _, site := range a.engine.Sites(a.Func) {
		if site.Call.Pos() >= a.Call.Pos() || len(site.Spec.Results) > 1 {
			continue
		}
		asked := false
		for _, w := range within {
			asked = asked || w == site
		}
		other := &acquisition{Site: site, unit: a.unit, engine: a.engine}
		if asked || other.place() == nil {
			continue
		}
		other.outcomes = a.engine.Explore(site)
		for _, release := range other.explicit() {
			if release != s {
				continue
			}
			return other.isUndeferred() && other.unsafeToUndefer(within) == "" && a.unit.Config.Enabled(finding.Undeferred)
		}
	}
	return false
}

// assignedAgain tells whether the variable gets another value.
func (a *acquisition) assignedAgain(v types.Object) bool {
	again := false
	ast.Inspect(a.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n != a.Stmt && a.unit.Pass.TypesInfo.ObjectOf(id) == v {
					again = true
				}
			}
		case *ast.UnaryExpr:
			if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND && a.unit.Pass.TypesInfo.ObjectOf(id) == v {
				again = true
			}
		}
		return !again
	})
	return again
}

// defersLater tells whether the function defers something after the acquisition.
func (a *acquisition) defersLater() bool {
	found := false
	ast.Inspect(a.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = found || n.Pos() > a.Call.Pos()
		}
		return !found
	})
	return found
}

// remove removes a statement with its line, or from its line where a comment stays.
func (a *acquisition) remove(s ast.Stmt) (analysis.TextEdit, bool) {
	pass := a.unit.Pass
	tf := pass.Fset.File(s.Pos())
	content, err := pass.ReadFile(tf.Name())
	if err != nil || tf.Size() != len(content) {
		return analysis.TextEdit{}, false
	}
	first, last := tf.PositionFor(s.Pos(), false).Line, tf.PositionFor(s.End(), false).Line
	if last >= tf.LineCount() {
		return analysis.TextEdit{}, false
	}
	start, next := tf.LineStart(first), tf.LineStart(last+1)
	if len(bytes.TrimSpace(content[tf.Offset(start):tf.Offset(s.Pos())])) > 0 {
		return analysis.TextEdit{}, false
	}
	rest := bytes.TrimSpace(content[tf.Offset(s.End()):tf.Offset(next)])
	switch {
	case len(rest) == 0:
		return analysis.TextEdit{Pos: start, End: next}, true
	case bytes.HasPrefix(rest, []byte("//")):
		end := s.End()
		for content[tf.Offset(end)] == ' ' || content[tf.Offset(end)] == '\t' {
			end++
		}
		return analysis.TextEdit{Pos: s.Pos(), End: end}, true
	}
	return analysis.TextEdit{}, false
}
