// This file has what launches are made of, and what a Package is. What a launch runs is in helper.go
// and entry.go, the judgement on it in classify.go.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/solve"
	"github.com/tetherlint/tether/internal/syntax"
)

// A Signal is how a body tells of its end: wg.Done(), close(done), done <- v, deferred or as
// its last act, on every path. It is in terms of the launcher's variables.
type Signal struct {
	Join  *catalog.Join
	Name  string       // of what is signalled on, as the launcher knows it
	Var   *types.Var   // the variable that is signalled on, or the last field on the way to it
	Root  types.Object // the variable that the way starts at; Var itself where that is no field
	Field bool         // Var is a field
}

// field is the field that is signalled on, or nil.
func (s Signal) field() *types.Var {
	if s.Field {
		return s.Var
	}
	return nil
}

// A Package answers questions about the launches of one package. It is not safe
// for concurrent use.
type Package struct {
	*behaviour.Package

	beyond Beyond
	sends  map[*syntax.Func]map[behaviour.Place]token.Pos // see semaphore
	locals map[*types.Var]*onChannel                      // see onChannels
	loose  map[*syntax.Func]bool                          // see runsLoose
	uses   *uses
	joined solve.Solver[*ast.GoStmt, bool]
	filled solve.Solver[filling, bool]
}

// Owner is what is waited on, or what can end the launch, as the launcher writes it; ""
// where nothing does.
func (l *Launch) Owner() string {
	if l.Waiting.Joins() {
		return l.Waiting.On
	}
	return l.Stop.On
}

// New returns the package that c is about. Beyond is asked for what cannot be seen there, of
// functions and of launches.
func New(c behaviour.Config, beyond Beyond) *Package {
	p := &Package{
		Package: behaviour.New(c, beyond),
		beyond:  beyond,
		sends:   make(map[*syntax.Func]map[behaviour.Place]token.Pos),
		loose:   make(map[*syntax.Func]bool),
	}
	// Of goroutines that wait for each other none is joined, and functions that call
	// each other launch nothing more by that.
	p.joined = solve.Solver[*ast.GoStmt, bool]{Answer: p.findJoined, Start: never[*ast.GoStmt], Equal: same}
	p.filled = solve.Solver[filling, bool]{Answer: p.findFills, Start: never[filling], Equal: same}
	return p
}

// never is where answers start that are false until shown.
func never[Q any](Q) bool { return false }

func same(a, b bool) bool { return a == b }

// A Launch is one point at which other code starts to run on another goroutine.
type Launch struct {
	Go      *ast.GoStmt   // nil for a call of a helper
	Call    *ast.CallExpr // of the go statement, or of the helper
	File    *ast.File
	Decl    *ast.FuncDecl   // enclosing; nil at package level
	Helper  *catalog.Helper // nil for a raw launch that is not of the handle form
	Denied  *catalog.Helper // the helper that is called although it is not approved here: a raw launch all the same
	Other   *Other          // what it is neither a go statement nor a helper's call for
	Start   *ast.CallExpr   // of the handle form: what started the handle, where that is known
	Callee  string          // what runs: the name of a function, or "func literal"
	Class   finding.Class   // set by Classify; Tracked from the start for helper calls
	Waiting Waiting         // of a raw launch, set by Classify
	Stop    Stop            // of one that is not joined, set by Classify
	Spent   bool            // Classify used up its steps

	around ast.Node      // the statement or expression that the call, or go statement, is part of
	scope  *ast.FuncType // of the innermost function around it, which is the launcher
}

// Runs is what runs, in a sentence.
func (l *Launch) Runs() string { return finding.Spoken(l.Callee) }
