// This file judges calls of other packages' functions, for the rule hidden-launch:
//
//	c := client.New(addr)       // nothing, if c.Close ends what New starts and c is kept
//	client.New(addr).Get(key)   // reported: the only thing with a Close is dropped
//	cache.Watch(dir)            // reported, if nothing that Watch is given or gives ends it
//	cache.Watch(ctx, dir)       // nothing: who gives a context can end it
//
// The quiet side is the default. A parameter or a result that by its type could end something
// settles the matter before it is known what the callee does.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Call is a call of a function of a dependency that leaves a goroutine behind which nothing
// the caller holds can end. At most one of Dropped and Temporary explains it; both are empty
// where nobody at all could.
type Call struct {
	Call      *ast.CallExpr
	Decl      *ast.FuncDecl // around the call; nil at package level
	Callee    string        // as a reader of the package would write it: "(*client.Client).Keep"
	Where     string        // where the dependency launches
	Dropped   string        // a result that may end it, were it kept: its type; none where nothing ends it
	End       string        // and how
	Temporary string        // the type of what a method is called on, which may end it, had it a name
}

// Calls returns the calls in a file of the package that leave something behind, in
// source order.
func (p *Package) Calls(file *ast.File) []*Call {
	p.index()
	top, ok := p.root.FindNode(file)
	if !ok {
		return nil
	}
	var found []*Call
	for cur := range top.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		// Helpers launch too, but their launches are judged by the other rules.
		fn := p.denoted(call.Fun, 0).obj
		if fn == nil || fn.Pkg() == nil || fn.Pkg() == p.pkg || catalog.StdPath(fn.Pkg().Path()) || p.launches.Helpers.Lookup(fn) != nil {
			continue
		}
		// A configured launcher gives its caller a handle, of which dropped-handle asks.
		if _, ok := p.launches.Helpers.LauncherHandle(fn); ok {
			continue
		}
		if c := p.leaves(cur, fn); c != nil {
			for d := range cur.Enclosing((*ast.FuncDecl)(nil)) {
				c.Decl = d.Node().(*ast.FuncDecl)
			}
			found = append(found, c)
		}
	}
	return found
}

// leaves judges one call; nil where nothing is to be reported. What its types say is looked at
// first, since to know what the callee does may cost the analysis of its package.
func (p *Package) leaves(cur inspector.Cursor, fn *types.Func) *Call {
	call := cur.Node().(*ast.CallExpr)
	sig, _ := p.info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if sig == nil {
		return nil
	}
	for i := range sig.Params().Len() {
		// The caller gives something by which it can end it.
		if Gives(sig.Params().At(i).Type(), p.pkg) {
			return nil
		}
	}
	t := p.resolve(call)
	c := &Call{Call: call, Callee: p.launches.FuncName(fn)}
	kept, known := p.keptBy(c, cur, fn, t, sig)
	if !known {
		return nil
	}
	leaves := p.imported(fn)
	if leaves == nil {
		return nil
	}
	f := p.around(cur)
	for _, l := range leaves.List {
		// Not reached with these arguments, or ended by what the caller holds.
		if _, open := p.conditions(l.When, t, nil); l.Stays || !open || p.endable(l, t, kept) {
			continue
		}
		// Once for the one value of a package variable.
		if _, often := p.perValue(l.Per, t, nil); !often {
			continue
		}
		// What is started once may run as long as the process does.
		if p.atMostOnce(cur, f) {
			return nil
		}
		c.Where = l.Where
		if len(l.By) == 0 {
			c.Dropped, c.Temporary = "", "" // nothing ends it, whatever the types have
		}
		return c
	}
	return nil
}

// keptBy returns the types of what the caller has of a call: its receiver, and the results that
// it keeps. ok is false where one of them can end what the call leaves behind, or where a
// result goes out of sight. What could end it but is dropped is noted in the call, for the
// message.
func (p *Package) keptBy(c *Call, cur inspector.Cursor, fn *types.Func, t target, sig *types.Signature) (kept []types.Type, ok bool) {
	if recv := fn.Signature().Recv(); recv != nil {
		x := t.arg(1)
		// Where it is not written what the method is called on, somebody has it.
		held := x == nil || !p.temporary(x)
		types := []types.Type{recv.Type()}
		if x != nil {
			// The variable may be of a type that embeds the receiver's and has more methods.
			types = append(types, p.info.TypeOf(x))
		}
		for _, typ := range types {
			if Ender(typ, p.pkg) == "" {
				continue
			}
			if held {
				return nil, false
			}
			c.Temporary = p.typeName(recv.Type())
		}
		if held {
			kept = types
		}
	}
	for i, r := range p.received(cur, sig.Results().Len()) {
		typ := sig.Results().At(i).Type()
		end := Ender(typ, p.pkg)
		if r.kept {
			kept = append(kept, typ)
		}
		switch {
		// Whoever it is passed to may end it.
		case r.passed:
			return nil, false
		// Only a field of the result is kept, and that cannot end it.
		case r.kept && r.typ != nil && Ender(r.typ, p.pkg) == "":
		case r.kept && end != "":
			return nil, false
		case end != "" && c.Dropped == "":
			c.Dropped, c.End = p.typeName(typ), end
		}
	}
	return kept, true
}

// endable reports whether the caller holds something that ends what is left behind, according
// to the callee's fact.
func (p *Package) endable(l Left, t target, kept []types.Type) bool {
	for _, h := range l.By {
		// A maker was given before what ends it, and whoever gave it has that still.
		if h.Maker != "" && !p.madeEndless(h, t) {
			return true
		}
		for _, name := range h.Methods {
			if slices.ContainsFunc(kept, func(t types.Type) bool { return typesx.HasMethod(t, p.pkg, name) }) {
				return true
			}
		}
	}
	return false
}

// madeEndless reports whether what a method is called on was made, in sight, with a context
// that nobody can end: conn := pool.New(context.Background()), with a Maker New that keeps the
// context. A variable that is assigned twice, or comes from elsewhere, is not known.
func (p *Package) madeEndless(h Hold, t target) bool {
	v, _ := p.info.ObjectOf(typesx.Ident(t.arg(1))).(*types.Var)
	if v == nil || typesx.IsPackageVar(v) || !p.notParam(v) {
		return false
	}
	list := p.sources(v)
	if len(list) != 1 || list[0].index != 0 {
		return false
	}
	call, ok := ast.Unparen(list[0].value).(*ast.CallExpr)
	if !ok {
		return false
	}
	made := p.resolve(call)
	// The fact names a function of its own package.
	if made.obj == nil || made.obj.Name() != h.Maker || t.obj == nil || made.obj.Pkg() != t.obj.Pkg() {
		return false
	}
	arg, ok := ast.Unparen(made.arg(h.Given)).(*ast.CallExpr)
	if !ok {
		return false
	}
	return catalog.ContextEnd(p.callee(arg)) == catalog.EndNever
}

// temporary reports whether what a method is called on is made in the same expression, so that
// nobody has it afterwards: a literal, new(T), or a constructor that leaves something behind
// itself. Any other call may return what somebody else holds:
//
//	client.New(addr).Get(key) // nobody has the client behind this
func (p *Package) temporary(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && p.temporary(x.X)
	case *ast.CallExpr:
		if fn := p.callee(x); fn != nil {
			return fn.Signature().Recv() == nil && p.imported(fn) != nil
		}
		id := typesx.Ident(x.Fun)
		return id != nil && id.Name == "new"
	}
	return false
}

// typeName is a type as a reader of the package would write it: "*client.Client".
func (p *Package) typeName(t types.Type) string {
	return types.TypeString(t, func(pkg *types.Package) string {
		if pkg == p.pkg {
			return ""
		}
		return pkg.Name()
	})
}

// atMostOnce reports whether a call is executed at most once in the life of the process: as the
// value of a package variable, in an init, in main outside of a loop, under a sync.Once, behind
// a variable that says so; or once for each key of a map. Functions that main calls once are
// not followed: they count as called often.
func (p *Package) atMostOnce(cur inspector.Cursor, f *function) bool {
	if f == nil {
		return true // the value of a package variable
	}
	root := f.root()
	if p.once(p.guards(cur, root), root) {
		return true
	}
	for c := cur; ; c = c.Parent() {
		switch n := c.Node().(type) {
		case *ast.FuncDecl:
			return n.Recv == nil && (n.Name.Name == "init" || n.Name.Name == "main" && p.pkg.Name() == "main")
		// A loop may come here any number of times.
		case *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.File:
			return true
		case *ast.FuncLit:
			// A literal that is called, or launched, where it stands runs as often as the code
			// around it. One that is kept or passed may run at any time.
			call, ok := c.Parent().Node().(*ast.CallExpr)
			if !ok {
				return false
			}
			// once.Do(func() { go loop() })
			if runsOnce(p.callee(call)) {
				return true
			}
			if c.ParentEdgeKind() != edge.CallExpr_Fun {
				return false
			}
		}
	}
}

// runsOnce reports whether a function of package sync runs its argument once.
func runsOnce(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" {
		return false
	}
	return fn.Name() == "Do" || strings.HasPrefix(fn.Name(), "Once")
}
