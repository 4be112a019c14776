package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation/sym"
)

// The first wait is told where all wait, else the first way out without one.
func TestWaitingOver(t *testing.T) {
	waits := func(at int) Outcome { return Outcome{Kind: Released, Pos: token.Pos(at)} }
	leaves := func(at int) Outcome { return Outcome{Kind: Leaked, Pos: token.Pos(at)} }
	for _, c := range []struct {
		outcomes []Outcome
		want     launch.Waiting
	}{
		{nil, launch.Waiting{How: launch.Never}},
		{[]Outcome{waits(3), waits(2), {Kind: Deferred, Pos: 4}}, launch.Waiting{How: launch.AllPaths, Pos: 2}},
		{[]Outcome{leaves(3), waits(2), leaves(5)}, launch.Waiting{How: launch.Somewhere, Pos: 3}},
		{[]Outcome{waits(2), leaves(5), leaves(3)}, launch.Waiting{How: launch.Somewhere, Pos: 3}},
		{[]Outcome{leaves(5), leaves(3)}, launch.Waiting{How: launch.Never, Pos: 3}},
		{[]Outcome{waits(2), {Kind: Unknown}}, launch.Waiting{}},
	} {
		assert.Equal(t, c.want, waitingOver(c.outcomes), c.outcomes)
	}
}

// A call that is deferred again takes the place of the old one, wherever that stands.
func TestRenewed(t *testing.T) {
	first, second := &ast.DeferStmt{}, &ast.DeferStmt{}
	old := sym.Deferred{Stmt: first, Stale: []*types.Var{nil}}
	bottom := &sym.DeferStack{Deferred: old, Depth: 1}
	top := &sym.DeferStack{Deferred: sym.Deferred{Stmt: second}, Below: bottom, Depth: 2}
	got := top.Renewed(sym.Deferred{Stmt: first})
	assert.Empty(t, got.Below.Stale)
	assert.Same(t, second, got.Stmt)
	assert.Same(t, got, got.Renewed(sym.Deferred{Stmt: first}))
}
