// This file has the values by which gates are opened, and the contexts among them, which are
// not closed but end by their cancel function:
//
//	ctx, cancel := context.WithCancel(parent)
//	c.cancel = cancel // who can call c.cancel can end it, and so can whoever ends parent

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// A value is what opens a gate, or what it is reached by: result number index of an
// expression, and from there the fields of path. The zero value is not known.
type value struct {
	x       ast.Expr
	index   int
	in      *function
	path    []*types.Var
	methods []string // by which it ends what it belongs to; none of a context, a channel, a function
}

// maxDepth bounds how far assignments and types are followed.
const maxDepth = 12

// spelled takes x.f.g apart into the variable at its start and the fields from there;
// dereferences and addresses do not matter. ok is false for anything with a call or an index.
func (p *Package) spelled(x ast.Expr) (root *types.Var, fields []*types.Var, ok bool) {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		root, ok = p.info.ObjectOf(x).(*types.Var)
		return root, nil, ok
	case *ast.StarExpr:
		return p.spelled(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return p.spelled(x.X)
		}
	case *ast.SelectorExpr:
		sel := p.info.Selections[x]
		if sel == nil {
			root, ok = p.info.Uses[x.Sel].(*types.Var)
			return root, nil, ok
		}
		if sel.Kind() != types.FieldVal {
			return nil, nil, false
		}
		if root, fields, ok = p.spelled(x.X); ok {
			fields = append(slices.Clip(fields), sel.Obj().(*types.Var).Origin())
		}
		return root, fields, ok
	}
	return nil, nil, false
}

// bind is what a value of a callee is in the function in, which calls it: an argument, a
// variable that both see, or, by way of a local variable that is set once, what that is set to.
// The zero value where it is none of these:
//
//	func (c *Client) loop(quit chan struct{}) { <-quit }
//	go c.loop(c.quit) // the gate is c.quit
func (p *Package) bind(v value, t target, in *function) value {
	for range maxDepth {
		root, fields, ok := p.spelled(v.x)
		if !ok {
			break
		}
		if i := t.fn.param(root); i > 0 {
			arg := t.arg(i)
			if arg == nil || p.assigned(root) {
				return value{}
			}
			return value{x: arg, in: in, path: append(fields, v.path...), methods: v.methods}
		}
		if !t.fn.Declares(root) {
			v.in = in
			return v
		}
		only := p.launches.Only(root)
		if only == nil {
			break
		}
		// Callers know the context, and not its channel.
		if ctx := contextOfDone(p, only); ctx != nil {
			only = ctx
		}
		v.x, v.path = only, append(fields, v.path...)
	}
	return value{}
}

// assigned reports whether a parameter gets another value than the caller's.
func (p *Package) assigned(v *types.Var) bool {
	return len(p.sources(v)) > 0
}

// heldBy is the value that a call gives, or is given, by which its caller can end what it
// leaves behind, according to a fact. The zero value where that is not in this call.
func (p *Package) heldBy(h Hold, t target, in *function) value {
	switch {
	case h.Maker != "" || t.call == nil:
		return value{}
	case h.Result > 0:
		return value{x: t.call, index: h.Result - 1, in: in, methods: h.Methods}
	}
	if arg := t.arg(h.Param); arg != nil {
		return value{x: arg, in: in, methods: h.Methods}
	}
	return value{}
}

// typeOf is the type of a value: of its last field, or of the result; nil if not known.
func (p *Package) typeOf(v value) types.Type {
	if n := len(v.path); n > 0 {
		return v.path[n-1].Type()
	}
	t := p.info.TypeOf(v.x)
	if tuple, ok := t.(*types.Tuple); ok {
		if v.index >= tuple.Len() {
			return nil
		}
		return tuple.At(v.index).Type()
	}
	return t
}

// isReceiveOnly reports whether a type is <-chan T.
func isReceiveOnly(t types.Type) bool {
	if t == nil {
		return false
	}
	ch, ok := t.Underlying().(*types.Chan)
	return ok && ch.Dir() == types.RecvOnly
}

// isFunc reports whether a type is one of functions.
func isFunc(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// isTimeChan reports whether t is a channel of time.Time, as tickers and timers have.
func isTimeChan(t types.Type) bool {
	if t == nil {
		return false
	}
	ch, ok := t.Underlying().(*types.Chan)
	return ok && types.TypeString(ch.Elem(), nil) == "time.Time"
}

// context looks at who can end a context: nobody, whoever has its cancel function, or whoever
// has the context that it was derived from. What it finds it notes in the search s.
func (s *search) context(v value, depth int) {
	if depth > maxDepth || v.x == nil {
		s.unknown = true
		return
	}
	root, fields, ok := s.p.spelled(v.x)
	fields = append(fields, v.path...)
	switch {
	case !ok:
		call, isCall := ast.Unparen(v.x).(*ast.CallExpr)
		if !isCall || len(v.path) > 0 {
			s.unknown = true
			return
		}
		s.derived(call, nil, depth)
	case len(fields) > 0:
		s.contextField(root, fields[len(fields)-1], depth)
	// The parameter itself, and not something in it.
	case s.f.param(root) > 0 && s.p.info.ObjectOf(typesx.Ident(v.x)) == root:
		if s.p.assigned(root) {
			s.unknown = true
		}
		s.params = addInt(s.params, s.f.param(root))
	default:
		// A variable: what it is assigned. One that is assigned twice is not followed.
		if root.Exported() && !root.IsField() && typesx.IsPackageVar(root) || root.Pkg() != s.p.pkg || !s.p.notParam(root) {
			s.unknown = true
			return
		}
		s.global = s.global || typesx.IsPackageVar(root)
		s.contextSources(root, depth, false)
	}
}

// contextField is context for one that is kept in a field: each that is stored there
// may be the one.
//
//	c.ctx, c.cancel = context.WithCancel(ctx)
func (s *search) contextField(root, field *types.Var, depth int) {
	if field.Exported() || field.Pkg() != s.p.pkg {
		s.unknown = true
		return
	}
	s.field(field)
	s.ownerVar(root)
	s.contextSources(field, depth, true)
}

// contextSources looks at all that a variable, or a field, is assigned.
func (s *search) contextSources(v *types.Var, depth int, field bool) {
	list := s.p.sources(v)
	// A field has the contexts of all values of its type; a variable one after the other, and it
	// is not known which.
	s.unknown = s.unknown || len(list) > 1 && !field
	for _, src := range list {
		s.contextSource(src, depth)
	}
}

// contextSource looks at what is assigned to a context.
func (s *search) contextSource(src source, depth int) {
	if src.value == nil {
		s.unknown = true
		return
	}
	if s.p.info.Types[src.value].IsNil() {
		return
	}
	if call, ok := ast.Unparen(src.value).(*ast.CallExpr); ok {
		s.derived(call, src.others, depth)
		return
	}
	root, fields, ok := s.p.spelled(src.value)
	if ok && len(fields) == 0 {
		if f := s.p.declaring(root); f != nil && f.param(root) > 0 {
			s.given(f, root)
			return
		}
	}
	s.context(value{x: src.value, in: src.in}, depth+1)
}

// derived looks at a call that makes a context, whose results go to results. Nobody can end a
// Background, or what is made WithoutCancel; WithCancel can be ended by whoever gets the
// function, and as its parent can.
func (s *search) derived(call *ast.CallExpr, results []ast.Expr, depth int) {
	switch catalog.ContextEnd(s.p.callee(call)) {
	case catalog.EndNever:
	case catalog.EndParent:
		s.contextSource(source{value: call.Args[0], in: s.f}, depth+1)
	case catalog.EndCancel:
		if len(results) != 2 || len(call.Args) == 0 {
			s.unknown = true
			return
		}
		s.store(results[1], asFunc)
		s.contextSource(source{value: call.Args[0], in: s.f}, depth+1)
	default:
		s.unknown = true // with a time limit it ends by itself
	}
}

// given notes that a parameter of a function of the package is what ends it: of the one that
// launches, or of an exported constructor, which its callers gave it to before (a Maker).
//
//	func New(ctx context.Context) *Client { return &Client{ctx: ctx} } // a Maker of what uses c.ctx
func (s *search) given(f *function, v *types.Var) {
	switch {
	case f == s.f:
		s.params = addInt(s.params, f.param(v))
	case f.Obj != nil && f.Obj.Exported() && !f.Recv && !s.p.assigned(v):
		s.makers = append(s.makers, Hold{Param: 1, Maker: f.Obj.Name(), Given: f.param(v)})
	default:
		s.unknown = true
	}
}

// addInt adds a number to a set.
func addInt(list []int, i int) []int {
	if slices.Contains(list, i) {
		return list
	}
	return append(list, i)
}
