// This file and uses.go follow the value that opens a gate through the package. It is a
// flow-insensitive search over variables and fields: from the gate to everything that the value
// is assigned from (from) or to (use), and to the places that close it, send on it or call it
// (givers). Where the value goes to something that is not understood, unknown is set, and the
// search is over: nothing is claimed.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/typesx"
)

// An aspect is how a value matters to a search.
type aspect uint8

const (
	asChan   aspect = iota // closing it, or sending on it, opens the gate
	asFunc                 // calling it does
	asCloser               // calling one of its methods does
	asOwner                // it holds one of the others, in a field
)

// A search follows what opens the gates of one launch, by all its names in the
// package: variables, fields, parameters that it is passed for. It is about values
// of a type rather than about one value, and so finds too many who can open a gate
// rather than too few.
type search struct {
	p       *Package
	f       *function // that launches
	at      ast.Node  // the launch, or the call that leaves it behind
	self    *function // the launched body: nothing is claimed of one that opens its own gates
	closing bool      // only a close counts, a send does not
	methods []string  // of what is asCloser

	todo []item
	seen map[seen]bool

	unknown bool
	global  bool // it is kept in a package variable
	loose   bool // see left.loose
	params  []int
	results []int
	fields  []*types.Var
	makers  []Hold
	givers  []inspector.Cursor // where it is closed, sent on, called
	methody []string           // methods called by an interface on what owns it
}

// An item is a variable that is still to be looked at.
type item struct {
	v  *types.Var
	as aspect
}

// A seen is what has been looked at, in one aspect: a variable, an expression, a function.
type seen struct {
	node any
	as   aspect
}

// variable adds a variable to those that hold the value. One that code out of the package can
// set, read or close makes the search fail; a package variable means that everybody in the
// package has it.
func (s *search) variable(v *types.Var, as aspect) {
	k := seen{v, as}
	if v == nil || s.seen[k] {
		return
	}
	if s.seen == nil {
		s.seen = make(map[seen]bool)
	}
	s.seen[k] = true
	switch {
	case v.IsField():
		// Others may set, close or call an exported field.
		if v.Exported() && as != asOwner || v.Pkg() != s.p.pkg {
			s.unknown = true
		}
		if as != asOwner {
			s.field(v)
		}
	case v.Pkg() != s.p.pkg:
		s.unknown = true
	case typesx.IsPackageVar(v):
		s.unknown = s.unknown || v.Exported()
		s.global = true
	case s.f.param(v) > 0:
		s.params = addInt(s.params, s.f.param(v))
	}
	s.todo = append(s.todo, item{v, as})
}

// field notes a field that the value is kept in.
func (s *search) field(v *types.Var) {
	if !slices.Contains(s.fields, v) {
		s.fields = append(s.fields, v)
	}
}

// ownerVar adds the variable whose field holds the value.
func (s *search) ownerVar(root *types.Var) { s.variable(root, asOwner) }

// start looks for who can open a gate, given the value that it is about: a context by who can
// cancel it, anything else by its names.
func (s *search) start(v value) {
	t := s.p.typeOf(v)
	if v.x == nil || t == nil {
		s.unknown = true
		return
	}
	// A context is ended by who has its cancel function, which is another value.
	if typesx.ActsAsContext(t) && !typesx.IsChan(t) && len(v.methods) == 0 {
		s.context(v, 0)
		s.run()
		return
	}
	as := asCloser
	switch {
	case typesx.IsChan(t):
		as = asChan
	case isFunc(t):
		as = asFunc
	// It has no method that ends it, and is nothing that could be closed or called.
	case len(v.methods) == 0:
		s.unknown = true
		return
	}
	s.methods = v.methods
	root, fields, ok := s.p.spelled(v.x)
	// The last field is what is closed or called; who has the variable at the start has it too.
	fields = append(fields, v.path...)
	switch {
	case len(v.path) > 0 && !ok:
		s.variable(v.path[len(v.path)-1], as)
		s.expr(v, asOwner)
	case !ok:
		s.expr(v, as)
	case len(fields) > 0:
		s.variable(fields[len(fields)-1], as)
		s.ownerVar(root)
	case s.p.info.Types[v.x].IsNil():
	default:
		s.variable(root, as)
	}
	s.run()
}

// expr looks at what becomes of an expression, or of one of its results: of a channel that
// comes from a call there is no variable to begin with.
func (s *search) expr(v value, as aspect) {
	cur, ok := s.p.engine.Index().Find(v.x)
	if !ok {
		s.unknown = true
		return
	}
	if s.seen == nil {
		s.seen = make(map[seen]bool)
	}
	s.seen[seen{v.x, as}] = true
	s.use(cur, v.index, as)
}

// run looks at all that each variable is assigned, and at all its uses, until no new variables
// turn up. What tests do does not count.
func (s *search) run() {
	for len(s.todo) > 0 && !s.unknown {
		it := s.todo[len(s.todo)-1]
		s.todo = s.todo[:len(s.todo)-1]
		for _, src := range s.p.sources(it.v) {
			if src.value == nil || !s.p.inTest(src.value.Pos()) {
				s.from(src, it.as)
			}
		}
		for _, use := range s.p.engine.Index().Names(it.v) {
			if cur, ok := s.p.whole(use); ok && !s.p.inTest(use.Node().Pos()) {
				s.use(cur, 0, it.as)
			}
		}
	}
}

// from looks at what a name gets as its value.
func (s *search) from(src source, as aspect) {
	if as == asFunc || src.value != nil && s.seen[seen{src.value, as}] {
		return // others that are called end what is theirs
	}
	if src.value == nil {
		s.unknown = true
		return
	}
	x := ast.Unparen(src.value)
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.AND {
		x = ast.Unparen(u.X)
	}
	if s.p.info.Types[x].IsNil() {
		return
	}
	switch x := x.(type) {
	// A literal is the beginning: nobody had the value before.
	case *ast.CompositeLit:
		return
	case *ast.CallExpr:
		s.fromCall(x, src, as)
		return
	}
	root, fields, ok := s.p.spelled(x)
	switch {
	case !ok:
		s.unknown = true
	case len(fields) > 0:
		s.variable(fields[len(fields)-1], as)
	default:
		// Given to another function's parameter: a constructor keeps what its callers gave.
		if f := s.p.declaring(root); f != nil && f != s.f && f.param(root) > 0 {
			if as == asOwner || as == asCloser {
				s.unknown = true
			} else {
				s.given(f, root)
			}
			return
		}
		s.variable(root, as)
	}
}

// fromCall looks at a call as the origin of the value: make and new are the beginning of it, a
// function of the package is looked into. What comes from another package somebody else may
// have; only a closer is taken to be the caller's alone.
func (s *search) fromCall(call *ast.CallExpr, src source, as aspect) {
	if b, ok := s.p.info.Uses[typesx.Ident(call.Fun)].(*types.Builtin); ok && (b.Name() == "make" || b.Name() == "new") {
		return
	}
	// The channel of a context is closed by whoever cancels that.
	if ctx := contextOfDone(s.p, call); ctx != nil && as == asChan {
		s.contextSource(source{value: ctx, in: src.in}, 0)
		return
	}
	t := s.p.resolve(call)
	if t.fn == nil {
		s.unknown = s.unknown || as != asCloser
		return
	}
	s.returned(t.fn, src.index, as)
}

// returned looks at what a function of the package returns: each time it is called it
// makes another, where it makes it.
//
//	func (c *Client) done() chan struct{} { return c.quit }
func (s *search) returned(f *function, index int, as aspect) {
	k := seen{f, as}
	if s.seen[k] {
		return
	}
	s.seen[k] = true
	for cur := range f.Cursor.Preorder((*ast.ReturnStmt)(nil)) {
		ret := cur.Node().(*ast.ReturnStmt)
		if s.p.around(cur) != f {
			continue
		}
		if index >= len(ret.Results) {
			s.unknown = true
			return
		}
		s.from(source{value: ret.Results[index], in: f}, as)
	}
}
