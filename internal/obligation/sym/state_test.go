package sym

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
)

// vars makes n variables of a function that compares them all.
func vars(n int) (*Table, []*types.Var) {
	t := NewTable()
	t.Types, t.Compared = &types.Info{}, map[*types.Var]bool{}
	var list []*types.Var
	for i := range n {
		v := types.NewVar(token.Pos(i+1), nil, string(rune('a'+i)), types.Typ[types.Int])
		t.Compared[v] = true
		list = append(list, v)
	}
	return t, list
}

// TestValueOf: a value is what made it and what is known of it, so that asking twice makes one,
// and two receivers of one node make two.
func TestValueOf(t *testing.T) {
	table, v := vars(1)
	x := table.ValueOf(v[0], Itself, Info{Kind: Opaque})
	assert.Equal(t, x, table.ValueOf(v[0], Itself, Info{Kind: Opaque}))
	assert.Equal(t, x, table.Existing(v[0], Itself, Info{Kind: Opaque}))
	assert.NotEqual(t, x, table.ValueOf(v[0], Itself, Info{Kind: Method, Recv: x}))
	assert.NotEqual(t, x, table.ValueOf(v[0], AsAddress, Info{Kind: Opaque}))
	assert.Equal(t, Unknown, table.Existing(v[0], AsMet, Info{Kind: Opaque}))
	assert.Equal(t, table.Number64(3), table.ConstantValue(constant.MakeInt64(3)), "equal constants are one value")
}

// TestSetForgets: what a path has decided on a variable is void when it gets another value, but
// not by what is no assignment.
func TestSetForgets(t *testing.T) {
	table, v := vars(2)
	s := &State{Table: table}
	for i, name := range []string{"a", "b"} {
		n := table.Number(name)
		table.tested[table.Number(v[i])] = []uint32{n}
		s.Decide(n, true)
	}
	s.Bind(v[1], True)
	s.Set(v[0], Nil)
	_, known := s.Decided(table.Number("a"))
	assert.False(t, known)
	_, known = s.Decided(table.Number("b"))
	assert.True(t, known)
	assert.Equal(t, Nil, s.Variable(v[0]))
}

// TestJoin: knowledge is that of both paths; what speaks for the code is kept from either.
func TestJoin(t *testing.T) {
	table, v := vars(4)
	a := &State{Table: table}
	a.Live = true
	b := a.Clone()
	both := table.ValueOf(v[0], Itself, Info{Kind: Opaque})
	other := table.ValueOf(v[1], Itself, Info{Kind: Opaque})

	a.Set(v[0], both)
	b.Set(v[0], both)
	a.Set(v[1], both)
	b.Set(v[1], other)
	a.Set(v[2], Nil) // by assignment here, by a branch there
	b.Set(v[2], other)
	b.Learn(other, KnownNil)
	a.Hold(both)
	b.Taken, a.Risky = 7, true

	j := a.Join(b)
	assert.Equal(t, both, j.Variable(v[0]), "the same on both")
	assert.Equal(t, Unknown, j.Variable(v[1]), "different")
	assert.Equal(t, Nil, j.Variable(v[2]), "nil on both")
	assert.Zero(t, j.Knows(other), "known on one")
	assert.True(t, j.IsHolder(both), "who has the resource is kept from either")
	assert.True(t, j.Taken == 7 && j.Risky)
	assert.True(t, j.Equal(b.Join(a)), "in whatever order")
	assert.True(t, j.Join(a).Equal(j), "joining again adds nothing")
}

// TestJoinOfConstants: two paths on which something is a constant each leave one of the two, and
// limits that the one knows are kept where the other has decided a constant within them.
func TestJoinOfConstants(t *testing.T) {
	table, _ := vars(0)
	x := ast.NewIdent("x")
	is := func(n int64) uint32 {
		return table.Membership(Membership{"x", x, []constant.Value{constant.MakeInt64(n)}})
	}
	a := &State{Table: table}
	b := a.Clone()
	below := table.Threshold(Threshold{"x", x, 10})
	a.Decide(is(1), true)
	a.Decide(below, true)
	b.Decide(is(2), true)

	j := a.Join(b)
	var members []constant.Value
	for list, yes := range j.MembersOf("x") {
		assert.True(t, yes)
		members = append(members, list...)
	}
	assert.Equal(t, []constant.Value{constant.MakeInt64(1), constant.MakeInt64(2)}, members)
	yes, decided := j.Decided(below)
	assert.True(t, yes && decided, "2 is below 10")
	assert.Equal(t, Limits{1, 2}, table.Within64(j, "x", 0))
}

// TestSameShape: states that differ in who has the resource, or in what is still to come, are
// not joined.
func TestSameShape(t *testing.T) {
	table, v := vars(2)
	a := &State{Table: table}
	a.Live = true
	assert.True(t, a.SameShape(a.Clone(), Resource))

	b := a.Clone()
	b.Set(v[0], Resource)
	assert.False(t, a.SameShape(b, Resource), "a variable has it on one")
	b = a.Clone()
	b.Set(v[0], Nil)
	assert.True(t, a.SameShape(b, Resource), "what does not lead to it may differ")
	b = a.Clone()
	b.Taken = 3
	assert.False(t, a.SameShape(b, Resource))
	b = a.Clone()
	b.Risky = true
	assert.True(t, a.SameShape(b, Resource))
}

// TestDefers: a statement in a loop is deferred once; two paths keep what either has deferred.
func TestDefers(t *testing.T) {
	table, v := vars(1)
	first, second := &ast.DeferStmt{}, &ast.DeferStmt{}
	a := &State{Table: table}
	a.Push(Deferred{Stmt: first})
	a.Push(Deferred{Stmt: first})
	assert.Equal(t, 1, a.Defers.Height())
	b := a.Clone()
	b.Push(Deferred{Stmt: second})
	assert.Equal(t, 2, a.Join(b).Defers.Height())
	assert.Same(t, second, a.Join(b).Defers.Stmt)

	old := b.Defers.Outdated(func(d Deferred) bool { return d.Stmt == first }, v[0])
	assert.Equal(t, v, old.Below.Stale)
	assert.Empty(t, b.Defers.Below.Stale, "a stack is never changed")
	assert.Empty(t, old.Renewed(Deferred{Stmt: first}).Below.Stale)
	assert.Empty(t, old.fresher(b.Defers).Below.Stale, "the newer of two")
}
