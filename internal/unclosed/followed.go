// This file keeps undeferred quiet where a release is early for the sake of time. What is
// counted are calls, as a measure of how much is done.

package unclosed

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
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
		if a.muchBehind(o.Pos) {
			return true
		}
	}
	return false
}

// muchBehind reports whether much is reached behind one release.
func (a *acquisition) muchBehind(release token.Pos) bool {
	steps := a.layout().work(a)
	// What stands between the opening and the release is the measure.
	between := 0
	for _, s := range steps {
		if s.call && s.pos > a.Call.End() && s.end < release && s.counts(release) {
			between++
		}
	}
	from, _ := slices.BinarySearchFunc(steps, release+1, func(s step, pos token.Pos) int { return cmp.Compare(s.pos, pos) })
	behind := 0
	for _, s := range steps[from:min(from+maxSteps, len(steps))] {
		if !s.counts(release) {
			continue
		}
		if s.much.IsValid() && a.Func.Reaches(release, s.much) {
			return true
		}
		if s.call && a.Func.Reaches(release, s.pos) {
			// Behind a release that is one of many calls some more are nothing.
			if behind++; behind > max(2*between, fewCalls) {
				return true
			}
		}
	}
	return false
}

// maxSteps bounds how much of what stands behind a release is looked at.
const maxSteps = 256

// A step is a call that does something, or what takes its time.
type step struct {
	pos, end token.Pos
	call     bool
	much     token.Pos      // where it takes its time; none if it does not
	leaving  *ast.BlockStmt // the branch around it that leaves the function; nil for none
}

// counts reports whether a step counts for a release: it is not in a branch that leaves
// the function, unless the release is there too.
func (s *step) counts(release token.Pos) bool {
	return s.leaving == nil || syntax.Encloses(s.leaving, release)
}

// work lists the steps of a function, in the order of their places; made when first asked.
func (l *layout) work(a *acquisition) []step {
	if l.steps != nil {
		return l.steps
	}
	l.steps = []step{}
	var around []*ast.BlockStmt // that leave the function, the innermost last
	leaving := make(map[ast.Node]bool)
	for n := range syntax.Except[ast.Node](a.Func.Body, runsElsewhere) {
		for len(around) > 0 && n.Pos() >= around[len(around)-1].End() {
			around = around[:len(around)-1]
		}
		switch n := n.(type) {
		case *ast.IfStmt:
			for _, s := range []ast.Stmt{n.Body, n.Else} {
				if b, ok := s.(*ast.BlockStmt); ok && leaves(b) {
					leaving[b] = true
				}
			}
		case *ast.BlockStmt:
			if leaving[n] {
				around = append(around, n)
			}
		}
		s := step{pos: n.Pos(), end: n.End(), much: a.isMuch(n, maxDepth)}
		if call, ok := n.(*ast.CallExpr); ok {
			s.call = a.counts(call)
		}
		if len(around) > 0 {
			s.leaving = around[len(around)-1]
		}
		if s.call || s.much.IsValid() {
			l.steps = append(l.steps, s)
		}
	}
	return l.steps
}

// runsElsewhere reports whether a node is no part of the work, for it runs at another time.
func runsElsewhere(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
		return true
	}
	return false
}

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
	// How often a loop runs is not known. One that calls nothing is taken to be quick.
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
	if catalog.Lasts(fn) {
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
