// This file answers what a call does with what it is given, for the question whether something
// outlives the function (stays.go). A function of the package is looked into, with the
// parameters that come to the resource (callee); of others, in this order, the summary of the
// engine, then the name and the types decide:
//
//	json.NewDecoder(r).Decode(&v) // reads, and is done
//	mux.Handle("/", h)            // keeps: h must stay usable
//	srv.SetLogger(l)              // keeps
//
// The names err towards keeping: a fix is lost by that, and nothing else.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// call looks at what a call does with an operand that comes to the resource.
func (r *reach) call(call *ast.CallExpr) {
	info := r.info()
	if info.Types[call.Fun].IsType() || !r.operand(call) && !r.ofResource(call) {
		return
	}
	if r.helper(call) {
		r.escapes(r.launched())
		return
	}
	callee := typeutil.Callee(info, call)
	if _, isFunc := callee.(*types.Func); !isFunc && !r.operand(call) {
		return // what becomes of the resource is asked of that
	}
	switch fn := callee.(type) {
	case *types.Builtin:
		// Whoever recovers gets what a panic is given.
		if fn.Name() == "panic" {
			r.escapes(keptBy)
		} else if fn.Name() == "copy" {
			r.copied(call)
		}
	case *types.Func:
		r.visits(fn, call)
		if r.closing && r.mayClose(fn, call) {
			r.closers = append(r.closers, call)
		}
		r.function(fn, call)
	default:
		r.value(call)
	}
}

// value looks at the call of a function value. The parameters of a literal of this function get
// what it is called with; of another function value nobody knows what it does:
//
//	func(r io.Reader) { parse(r) }(f) // r comes to f
//	s.onOpen(f)                       // who knows
func (r *reach) value(call *ast.CallExpr) {
	lit := r.literal(call.Fun)
	if lit == nil {
		r.closers = append(r.closers, call)
	}
	if r.receiver(call) && !slices.ContainsFunc(call.Args, r.comes) {
		return // what is called comes to the resource, and so does its result
	}
	if lit == nil || lit.Pos() < r.body.Pos() || lit.End() > r.body.End() {
		r.escapes(keptBy)
		return
	}
	at := 0
	for _, field := range lit.Type.Params.List {
		for _, name := range field.Names {
			if v := r.info().Defs[name]; v != nil && at < len(call.Args) && r.comes(call.Args[at]) {
				r.add(v)
			}
			at++
		}
		if len(field.Names) == 0 {
			at++
		}
	}
}

// literal returns the literal that a function value is, or nil.
func (r *reach) literal(x ast.Expr) *ast.FuncLit {
	switch x := ast.Unparen(x).(type) {
	case *ast.FuncLit:
		return x
	case *ast.Ident:
		return r.literalOf(r.info().Uses[x])
	}
	return nil
}

// literalOf returns the only value of a local variable where that is a literal.
func (r *reach) literalOf(v types.Object) (lit *ast.FuncLit) {
	count := 0
	for assign := range syntax.All[*ast.AssignStmt](r.body) {
		for i, lhs := range assign.Lhs {
			if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && v != nil && r.info().ObjectOf(id) == v {
				count++
				if len(assign.Lhs) == len(assign.Rhs) {
					lit, _ = ast.Unparen(assign.Rhs[i]).(*ast.FuncLit)
				}
			}
		}
	}
	if count != 1 {
		return nil
	}
	return lit
}

// function looks at the call of a declared function or method with an operand that comes to the
// resource, and notes who keeps it. The cases go from what is certain to what only a name says.
func (r *reach) function(fn *types.Func, call *ast.CallExpr) {
	// What is seen goes before what names say.
	given := slices.ContainsFunc(call.Args, r.comes)
	if c := r.callee(fn, call); c != nil {
		if c.why != "" {
			r.escapes(c.why)
		}
		for v := range c.into {
			r.keepOperand(call, fn, v)
		}
		return
	}
	if r.resource != nil && !r.operand(call) {
		return // what becomes of the resource is asked of that
	}
	recv := fn.Signature().Recv()
	std := fn.Pkg() == nil || unit.IsStd(fn.Pkg())
	switch {
	case r.resource != nil && std:
		r.toStd(fn, call)
	case r.resource != nil && onlyTalks(fn): // what is said of memory is a copy
	case !given: // a method of what comes to the resource
		if !std && rows.Says(fn.Name(), rows.Launches) || fn.FullName() == "(*os/exec.Cmd).Start" {
			r.escapes(calleeGoes)
		}
	case std && strings.HasPrefix(fn.Name(), "Serve"): // it returns when all is done
	// The engine knows that it is only used. A name that speaks of a goroutine, or another
	// argument that could keep it, counts for more.
	case !std && r.borrows != nil && !rows.Says(fn.Name(), rows.Launches) && !r.couldKeep(call) && r.borrows(call):
	// Whose method it is is not known.
	case recv != nil && types.IsInterface(recv.Type()) && !std:
		r.escapes(keptBy)
	case rows.Says(fn.Name(), rows.Keeps) && !catalog.Directly(fn):
		if recv == nil {
			r.escapes(keptBy)
		} else {
			r.keepReceiver(call)
		}
	// What does not read by its name keeps what it is given in what it is called on.
	case recv != nil && !r.receiver(call) && !rows.Says(fn.Name(), rows.Reads) && !catalog.Directly(fn):
		r.keepReceiver(call)
	// What gives nothing back is called for what it does, which may be to keep.
	case !std && !rows.Says(fn.Name(), rows.Reads) && (r.couldKeep(call) || !givesData(fn)):
		r.escapes(keptBy)
	// A function may be called later.
	case slices.ContainsFunc(call.Args, r.isFunction) && !catalog.Directly(fn) && !catalog.CallsDirectly(fn):
		r.escapes(keptBy)
	}
}

// isFunction reports whether an expression is a function that comes to the resource.
func (r *reach) isFunction(x ast.Expr) bool {
	t := r.info().TypeOf(x)
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok && r.comes(x)
}

// couldKeep reports whether another argument of a call could hold what one of them comes to. A
// context does not count.
func (r *reach) couldKeep(call *ast.CallExpr) bool {
	for _, arg := range call.Args {
		t := r.info().TypeOf(arg)
		if !r.comes(arg) && (live(t, false) || r.resource != nil && !isErrorType(t) && r.holdsElements(t)) && t.String() != "context.Context" {
			return true
		}
	}
	return false
}

// givesData reports whether a function has a result beside an error: that is what it
// is given something for.
func givesData(fn *types.Func) bool {
	results := fn.Signature().Results()
	return results.Len() > 1 || results.Len() == 1 && results.At(0).Type().String() != "error"
}

// keepReceiver notes that the receiver of a call keeps what it is given.
func (r *reach) keepReceiver(call *ast.CallExpr) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		r.escapes(keptBy)
		return
	}
	r.keepIn(sel.X)
}

// keepIn notes that an operand keeps what comes to the resource:
//
//	enc.SetOutput(f)   // enc comes to f, if the function has made it
//	s.log.SetOutput(f) // another's logger has f from here on
func (r *reach) keepIn(x ast.Expr) {
	if r.resource != nil && !r.leads(r.info().TypeOf(x)) {
		return
	}
	root := syntax.Base(x)
	if root == nil {
		r.escapes(keptBy)
		return
	}
	v := r.info().ObjectOf(root)
	switch {
	case v != nil && (r.vars[v] || r.isWithin(v)):
	case r.throughOthers(x) && r.given == nil:
		r.escapes(keptBy)
	case v != nil && r.given != nil && r.isParam(v):
		r.into[v] = true
		r.add(v)
	case r.made(v):
		r.add(v)
	default:
		r.escapes(keptBy)
	}
}

// keepOperand notes that the operand for a parameter of a callee keeps it.
func (r *reach) keepOperand(call *ast.CallExpr, fn *types.Func, param types.Object) {
	sig, args := fn.Origin().Signature(), call.Args
	switch isExpr := r.isMethodExpr(call); {
	case sig.Recv() == param && isExpr:
		r.keepIn(args[0])
		return
	case sig.Recv() == param:
		r.keepReceiver(call)
		return
	case isExpr:
		args = args[1:]
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == param && i < len(args) {
			r.keepIn(args[i])
		}
	}
}

// callee returns what a function of this package does with the operands of a call that come to
// the resource; nil where its body is not at hand. The answer depends on which operands these
// are, and is kept by that. A function that is asked while it is being looked at (recursion)
// answers with what is known so far.
func (r *reach) callee(fn *types.Func, call *ast.CallExpr) *reach {
	fn = fn.Origin()
	decl := r.memo.declOf(r.unit, fn)
	if decl == nil || decl.Body == nil {
		return nil
	}
	key := calleeKey{fn: fn, params: r.givenTo(fn, call), address: r.address, closing: r.closing, release: r.release}
	if r.resource != nil {
		key.memory, key.resource, key.foreign = true, r.resource.givenTo(fn, call), r.isForeign()
	}
	if c := r.memo.callees[key]; c != nil {
		return c
	}
	c := &reach{
		memo: r.memo, unit: r.unit, body: decl.Body, from: decl.Pos(), address: r.address, helper: r.helper, given: fn, closing: r.closing, self: r.self,
		vars: paramsOf(fn, key.params), into: make(map[types.Object]bool), release: r.release, field: r.field,
	}
	r.memo.callees[key] = c
	// One that is not looked into is taken to keep.
	if len(r.memo.callees) > maxCallees {
		c.why = keptBy
		return c
	}
	if r.resource != nil {
		c.resource = r.resource.callee(fn, call)
	}
	c.follow(token.NoPos)
	return c
}

// givenTo are the parameters of a function that come to the resource where it is called: a bit for
// each, the receiver being the first. Those beyond the number are not asked about.
func (r *reach) givenTo(fn *types.Func, call *ast.CallExpr) (params uint64) {
	sig, args := fn.Signature(), call.Args
	if r.isMethodExpr(call) {
		if r.comes(args[0]) {
			params |= 1
		}
		args = args[1:]
	} else if sig.Recv() != nil && r.receiver(call) {
		params |= 1
	}
	for i, arg := range args {
		if at := min(i, sig.Params().Len()-1); at < 62 && r.comes(arg) {
			params |= 2 << at
		}
	}
	return params
}

// isMethodExpr reports whether the first argument of a call is the receiver, as of
// (*mapping).bytes(m).
func (r *reach) isMethodExpr(call *ast.CallExpr) bool {
	fun, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	sel := r.info().Selections[fun]
	return sel != nil && sel.Kind() == types.MethodExpr
}

// paramsOf are the variables of some parameters.
func paramsOf(fn *types.Func, params uint64) map[types.Object]bool {
	vars := make(map[types.Object]bool)
	sig := fn.Signature()
	if params&1 != 0 {
		vars[sig.Recv()] = true
	}
	for i := range sig.Params().Len() {
		if params&(2<<i) != 0 {
			vars[sig.Params().At(i)] = true
		}
	}
	return vars
}

// maxCallees bounds the callees that are looked into for one package.
const maxCallees = 4000

// calleeKey is a function with the parameters that come to a resource: the receiver,
// then the others.
type calleeKey struct {
	fn      *types.Func
	params  uint64
	address bool
	closing bool
	release string

	memory   bool   // it is memory of the resource that the parameters come to
	resource uint64 // and these to the resource itself
	foreign  bool
}

// declOf returns the declaration of a function of the package, nil for others.
func (m *memo) declOf(u *unit.Unit, fn *types.Func) *ast.FuncDecl {
	if m.decls == nil {
		m.decls = make(map[types.Object]*ast.FuncDecl)
		for _, f := range u.Pass.Files {
			for _, d := range f.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok {
					m.decls[u.Pass.TypesInfo.Defs[fd.Name]] = fd
				}
			}
		}
	}
	return m.decls[fn]
}

// resultVars are the named results of the package's functions.
func (m *memo) resultVars(u *unit.Unit) map[types.Object]bool {
	if m.results == nil {
		m.results = make(map[types.Object]bool)
		for _, f := range u.Pass.Files {
			for t := range syntax.All[*ast.FuncType](f) {
				if t.Results == nil {
					continue
				}
				for _, field := range t.Results.List {
					for _, name := range field.Names {
						m.results[u.Pass.TypesInfo.Defs[name]] = true
					}
				}
			}
		}
	}
	return m.results
}
