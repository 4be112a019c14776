package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// fewCalls are not much.
const fewCalls = 3

// maxDepth bounds how far down the functions of the package are looked at.
const maxDepth = 2

// muchFollows reports whether a release is where it is since much is still done behind
// it: a defer would hold the resource for all that time. Much is
//
//   - a wait: for a channel, for a group or a command, a sleep, a server;
//   - a loop that calls something;
//   - a function of the package that does one of these;
//   - more than a few calls, twice as many as stand between the opening and the release.
//
// What only makes texts, messages and errors does not count, and neither does what stands
// in a branch that leaves the function: it deals with what has gone wrong.
//
//	f.Close()
//	for _, name := range names {
//		load(name)
//	}
func (a *acquisition) muchFollows() bool {
	for i, o := range a.outcomes {
		if i == maxEarly || o.Kind != obligation.Released {
			continue
		}
		w := &work{a: a, release: o.Pos, leaving: make(map[ast.Node]bool)}
		if syntax.AnyExcept(a.Func.Body, w.isApart, w.isMuch) || w.behind > max(2*w.between, fewCalls) {
			return true
		}
	}
	return false
}

// A work is what a function does around a release.
type work struct {
	a               *acquisition
	release         token.Pos
	between, behind int               // calls
	leaving         map[ast.Node]bool // branches that leave the function
}

// isApart reports whether a node is no part of the work: it runs at another time, or deals
// with what has gone wrong.
func (w *work) isApart(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
		return true
	case *ast.IfStmt:
		for _, s := range []ast.Stmt{n.Body, n.Else} {
			if b, ok := s.(*ast.BlockStmt); ok && leaves(b) && !within(b, w.release) {
				w.leaving[b] = true
			}
		}
	}
	return w.leaving[n]
}

// isMuch reports whether a node behind the release is much by itself, and counts the calls.
func (w *work) isMuch(n ast.Node) bool {
	a := w.a
	if call, ok := n.(*ast.CallExpr); ok && call.Pos() > a.Call.End() && a.counts(call) {
		switch {
		case call.End() < w.release:
			w.between++
		case call.Pos() > w.release && a.Func.Reaches(w.release, call.Pos()):
			w.behind++
		}
	}
	at := token.NoPos
	if n.Pos() > w.release {
		at = a.isMuch(n, maxDepth)
	}
	return at.IsValid() && a.Func.Reaches(w.release, at)
}

func within(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// leaves reports whether a block ends with a way out of the function, or out of what
// stands around it.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}

// counts reports whether a call does something: it is no conversion and no builtin, and
// makes more than a text.
func (a *acquisition) counts(call *ast.CallExpr) bool {
	info := a.unit.Pass.TypesInfo
	if tv, ok := info.Types[call.Fun]; ok && (tv.IsType() || tv.IsBuiltin()) {
		return false
	}
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	return fn == nil || !onlyTalks(fn)
}

// isMuch returns the place at which a node does what takes its time, or none. depth is how
// many callees may be looked into.
func (a *acquisition) isMuch(n ast.Node, depth int) token.Pos {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			return n.Pos()
		}
	case *ast.SendStmt:
		return n.Pos()
	case *ast.ForStmt:
		return a.firstCall(n.Body)
	case *ast.RangeStmt:
		return a.firstCall(n.Body)
	case *ast.CallExpr:
		if a.takesTime(n, depth) {
			return n.Pos()
		}
	}
	return token.NoPos
}

// firstCall is where a body first calls something that does something.
func (a *acquisition) firstCall(body *ast.BlockStmt) token.Pos {
	for call := range syntax.Own[*ast.CallExpr](body) {
		if a.counts(call) {
			return call.Pos()
		}
	}
	return token.NoPos
}

// takesTime reports whether a call waits, runs a command or serves, by its name in the
// standard library, or by what a function of the package has in it.
func (a *acquisition) takesTime(call *ast.CallExpr, depth int) bool {
	fn, _ := typeutil.Callee(a.unit.Pass.TypesInfo, call).(*types.Func)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	if waits(fn) {
		return true
	}
	decl := a.declOf(fn)
	if decl == nil || decl.Body == nil || depth == 0 || onlyTalks(fn) {
		return false
	}
	for n := range syntax.Own[ast.Node](decl.Body) {
		if a.isMuch(n, depth-1).IsValid() {
			return true
		}
	}
	return false
}

// waits reports whether a function of the standard library takes until something else is
// done, and what is named as these are.
func waits(fn *types.Func) bool {
	switch fn.Name() {
	case "Wait", "Serve", "ServeTLS", "ListenAndServe", "ListenAndServeTLS":
		return true
	case "Sleep":
		return fn.Pkg().Path() == "time"
	case "Run", "Output", "CombinedOutput":
		return fn.Pkg().Path() == "os/exec"
	}
	return false
}
