// This file has the fix of undeferred. It is the one fix that changes when something is closed
// on paths that are right as they are, so most of the file asks whether anybody could notice.

package unclosed

import (
	"bytes"
	"go/ast"
	"go/types"
	"slices"

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
	if why := a.unsafeToUndefer(); why != "" {
		return nil, why
	}
	// From here on the explicit releases count as removed.
	a.undefers = true
	at, why := a.placeForDefer()
	if at == nil {
		return nil, why
	}
	text, removed, ok := a.replace(a.explicit(), a.deferred(at))
	if !ok {
		return nil, oneLine
	}
	edit, ok := a.insertAt(at, text)
	if !ok {
		return nil, oneLine
	}
	return &analysis.SuggestedFix{Message: "Defer " + a.releaseCall(), TextEdits: append(removed, edit)}, ""
}

const (
	later      = "something happens between the release and the return"
	notOneCall = "its release is not one statement"
)

// unsafeToUndefer says why closing later could matter, "" where it could not. That of
// one acquisition may depend on those before it.
func (a *acquisition) unsafeToUndefer() string {
	l := a.layout()
	why, known := l.unsafe[a.Site]
	if !known {
		why = a.harmOfUndefer()
		l.unsafe[a.Site] = why
	}
	return why
}

// harmOfUndefer answers unsafeToUndefer.
func (a *acquisition) harmOfUndefer() string {
	id, ok := a.place().(*ast.Ident)
	switch {
	case len(a.Spec.Results) > 1:
		return severalThere
	case !ok || id.Name == "_":
		return a.keeper()
	case a.Spec.Optional:
		return mayBeNone
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
	if why := a.replaced(); why != "" {
		return why
	}
	if at, why := a.placeForDefer(); at == nil {
		return why
	}
	releases := a.explicit()
	if releases == nil {
		return notOneCall
	}
	for _, s := range releases {
		if !a.endsAfter(s) && !a.purelyEnds(s) {
			return later
		}
	}
	return ""
}

// explicit returns the statements that release, each once; nil where one of them is no
// statement of its own, or spells the release otherwise.
func (a *acquisition) explicit() (list []ast.Stmt) {
	// Several paths may go through one release.
	seen := make(map[*ast.CallExpr]bool)
	for _, o := range a.outcomes {
		if o.Kind != obligation.Released || o.Release != nil && seen[o.Release] {
			continue
		}
		if o.Release == nil || types.ExprString(o.Release) != a.releaseCall() {
			return nil
		}
		seen[o.Release] = true
		s := a.layout().statements[o.Release]
		if s == nil {
			return nil
		}
		list = append(list, s)
	}
	return list
}

// endsAfter reports whether the function ends after a statement, without doing
// anything but to return what it has and to release what was acquired before. What
// follows such a release has been looked at on behalf of what that releases:
//
//	f.Close()
//	return n, nil
func (a *acquisition) endsAfter(s ast.Stmt) bool {
	rest, ok := a.layout().rest[s]
	if !ok {
		return false
	}
	for i, next := range rest {
		if ret, ok := next.(*ast.ReturnStmt); ok {
			return a.computed(ret) && (i == 0 || a.releasesEarlier(rest[0]))
		}
	}
	if len(rest) > 0 {
		return a.releasesEarlier(rest[0])
	}
	body := a.Func.Body.List
	return body[len(body)-1] == s
}

// releasesEarlier reports whether a statement releases something that was acquired
// before this one, and whose release the same run defers:
//
//	dst.Close()
//	src.Close() // opened before dst, and deferred before it
//	return n, err
func (a *acquisition) releasesEarlier(s ast.Stmt) bool {
	for _, site := range a.releasing(s) {
		if site.Call.Pos() < a.Call.Pos() {
			other := a.beside(site)
			// Where the rule is off, or the other one has a reason, that release stays where it is.
			return other.isUndeferred() && other.unsafeToUndefer() == "" && a.unit.Config.Enabled(finding.Undeferred)
		}
	}
	return false
}

// assignedAgain reports whether the variable gets another value.
func (a *acquisition) assignedAgain(v types.Object) bool {
	return slices.ContainsFunc(a.layout().changes[v], func(n ast.Node) bool { return n != a.Stmt })
}

// defersLater reports whether the function defers something after the acquisition.
func (a *acquisition) defersLater() bool { return a.layout().defers > a.Call.Pos() }

// remove removes a statement with its line, or from its line where a comment stays.
func (a *acquisition) remove(s ast.Stmt) (analysis.TextEdit, bool) {
	tf := a.unit.Pass.Fset.File(s.Pos())
	content := a.content(tf)
	if content == nil {
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
