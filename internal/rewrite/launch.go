// This file is the way of one go statement through the rewriter: which fix is the first that is
// safe, and why not where none is. All launches of a file are planned together, since names and
// imports that their fixes add must agree; only then is any offered.

package rewrite

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// An Offer is the fix of a finding, or why there is none.
type Offer struct {
	Fix *analysis.SuggestedFix

	// Why there is no safe fix, as a clause for the message; "" where there is one
	// or where only the module's requirements stand in its way.
	Why string

	// Needs is the module that go.mod must require before there is a fix.
	Needs string

	// Blocked is why there is no fix where that depends on files outside the
	// package, which a message must not.
	Blocked string
}

// A plan is the rewrite of one launch, without the imports that it needs.
type plan struct {
	title   string
	edits   []analysis.TextEdit
	imports []string // paths
	offer   Offer    // where there are no edits
}

// Launch returns the fix of a go statement, the first of these that is safe: the
// Add/Done pattern becomes wg.Go; a group that the function launches into anyway;
// the helper that the config names first; tracked.Go.
func (r *Rewriter) Launch(file *ast.File, stmt *ast.GoStmt) Offer {
	src := r.Source(file)
	r.planFile(src)
	p := r.plans[src][stmt]
	if p == nil {
		return Offer{Why: "the launch was not understood"}
	}
	if p.edits == nil {
		return p.offer
	}
	edits := append(r.ImportEdits(src, p.imports), p.edits...)
	return Offer{Fix: &analysis.SuggestedFix{Message: p.title, TextEdits: edits}}
}

// planFile plans all launches of a file at once: names that fixes introduce must
// not meet, and an import that several need must be added by the same edit.
func (r *Rewriter) planFile(src *source.File) {
	if r.plans[src] != nil {
		return
	}
	r.plans[src] = make(map[*ast.GoStmt]*plan)
	for _, g := range src.Launches {
		r.plans[src][g] = r.planLaunch(src, g)
		if r.plans[src][g].edits == nil {
			r.keepReads(src, g)
		}
	}
	r.SettleImports(src, func(g *ast.GoStmt) []string { return r.plans[src][g].imports })
}

// refuse is a plan without edits.
func refuse(why string) *plan { return &plan{offer: Offer{Why: why}} }

// planLaunch tries the fixes in the order that Launch promises.
func (r *Rewriter) planLaunch(src *source.File, stmt *ast.GoStmt) *plan {
	r.At, r.AtFile = stmt, src.File
	if src.Cgo {
		return refuse(`the file imports "C"`)
	}
	if r.PanicsWithNil(src) {
		return refuse("under panicnil=1 a helper would lose panic(nil)")
	}
	if r.AsksForCaller(stmt) {
		return refuse("it asks who has called it")
	}
	// The plainest first: no helper, no import.
	if fix := r.WaitGroupGo(src.File, stmt); fix != nil {
		return &plan{title: fix.Message, edits: fix.TextEdits}
	}
	if src.Content == nil {
		return refuse("the file is not what was analysed")
	}
	if p := r.waitedFor(src, stmt); p != nil {
		return p
	}
	if r.helperFor(src, false) == nil {
		if p, ok := r.ownerGroup(src, stmt); ok {
			return p
		}
		if why := r.UnlikeTask(src, stmt); why != "" {
			return refuse(why)
		}
	}
	t, refused := r.targetOf(src, stmt)
	if refused != nil {
		if p := r.newerGo(src, stmt); p != nil {
			return p // what can be done, rather than what cannot
		}
		return refused
	}
	edits, why := r.launchEdits(src, stmt, t)
	if why != "" {
		return refuse(why)
	}
	if t.offer != (Offer{}) {
		return &plan{offer: t.offer}
	}
	return &plan{title: "Launch through " + t.call, edits: edits, imports: t.imports}
}

// launchEdits turns the go statement into a call of the target.
func (r *Rewriter) launchEdits(src *source.File, stmt *ast.GoStmt, t *target) ([]analysis.TextEdit, string) {
	for _, name := range []string{"nil", "error"} {
		if t.returns && r.Lookup(name, stmt.Pos()) != source.Universe(name) {
			return nil, name + " has another meaning here"
		}
	}
	e := &editor{r: r, src: src, stmt: stmt, target: t, bodies: folded(src, stmt)}
	edits, why := e.launch()
	return e.unfold(edits), why
}

// launch writes what becomes of the go statement.
func (e *editor) launch() ([]analysis.TextEdit, string) {
	if e.start {
		return e.handle()
	}
	if edits, ok := e.literal(); ok {
		return edits, ""
	}
	return e.call()
}

// An editor rewrites one go statement.
type editor struct {
	*target
	r     *Rewriter
	src   *source.File
	stmt  *ast.GoStmt
	edits []analysis.TextEdit

	// What stands around a call that moves into a function: up to its first
	// statement, and from its end. declares: the former has a declaration.
	opening, closing string
	declares         bool

	bodies []*ast.BlockStmt // that get lines of their own, see unfold

	task   string   // the variable of the handle
	stay   bool     // a function among the operands stays where it is, see inPlace
	locals []string // variables that operands go by, see asLocal
}

// replace puts text in the place of a stretch of the source.
func (e *editor) replace(pos, end token.Pos, text string) {
	e.edits = append(e.edits, analysis.TextEdit{Pos: pos, End: end, NewText: []byte(text)})
}

// insert puts text at a position.
func (e *editor) insert(pos token.Pos, text string) { e.replace(pos, pos, text) }

// afterGo is where the token or the comment after the keyword starts.
func (e *editor) afterGo() token.Pos {
	next := e.stmt.Call.Pos()
	if c := e.src.Comment(e.stmt.Go, next); c != nil {
		next = c.Pos()
	}
	return next
}

// line starts a new line, indented as the launch and by n more.
func (e *editor) line(n int) string { return e.src.Newline(e.stmt.Pos(), len(e.bodies)+n) }

// braced reports whether what is declared before the launch needs a block of its
// own: no goto may jump over a declaration, and a label may stand before one
// statement only.
func (e *editor) braced() bool {
	return e.src.Labelled[e.stmt] || e.src.JumpedOver(e.stmt)
}

// hoisted puts statements before the launch.
func (e *editor) hoisted(text string) string {
	if e.braced() {
		return "{" + e.line(0) + text
	}
	return text
}

// ended closes what hoisted opened.
func (e *editor) ended() string {
	if e.braced() {
		return e.line(0) + "}"
	}
	return ""
}
