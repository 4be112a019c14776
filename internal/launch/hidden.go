package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
)

// A Hidden is a call of a function of a dependency which may start a goroutine
// that outlives the call, and that nothing the caller holds can end.
type Hidden struct {
	Call      *ast.CallExpr
	Decl      *ast.FuncDecl // around the call; nil at package level
	Callee    string        // as a reader of the package would write it: "(*client.Client).Keep"
	Where     string        // where the dependency launches
	Dropped   string        // a result that could end it, were it kept: its type
	End       string        // and how
	Receiver  string        // the type of what a method is called on
	Temporary bool          // that could end it, had it a name
}

// HiddenIn returns the hidden launches in a file of the package, in source order.
func (p *Package) HiddenIn(f *ast.File) []*Hidden {
	if p.Escaping == nil {
		return nil
	}
	h := hider{p: p, file: f}
	for _, d := range f.Decls {
		h.decl, _ = d.(*ast.FuncDecl)
		ast.PreorderStack(d, []ast.Node{f}, h.visit)
	}
	return h.found
}

// A hider walks over one file.
type hider struct {
	p     *Package
	file  *ast.File
	decl  *ast.FuncDecl
	found []*Hidden
}

func (h *hider) visit(n ast.Node, around []ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return true
	}
	fn := h.p.called(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == h.p.Pkg || catalog.StdPath(fn.Pkg().Path()) || isMethodOfInterface(fn) {
		return true
	}
	if h.p.Helpers.Lookup(fn) != nil {
		return true
	}
	if _, ok := h.p.Helpers.LauncherHandle(fn); ok {
		return true
	}
	if found := h.p.hidden(call, around, fn); found != nil {
		found.Decl = h.decl
		h.found = append(h.found, found)
	}
	return true
}

func isMethodOfInterface(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// called is the declared function that a call runs: the one it names, or that is
// the only value of the variable it names.
func (p *Package) called(call *ast.CallExpr) *types.Func {
	if fn := p.callee(call); fn != nil {
		return fn
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := p.Info.Uses[id].(*types.Var)
	if !ok || v.Pkg() != p.Pkg || v.IsField() || isPackageVar(v) && v.Exported() {
		return nil
	}
	p.steps = maxSteps
	return p.denoted(id, 0).static
}

// hidden judges one call. What its types say is looked at first, since to know
// what the callee does may cost the analysis of its package.
func (p *Package) hidden(call *ast.CallExpr, around []ast.Node, fn *types.Func) *Hidden {
	sig, _ := p.Info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if sig == nil {
		return nil
	}
	for i := range sig.Params().Len() {
		if p.Gives(sig.Params().At(i).Type()) {
			return nil
		}
	}
	recv, able, held := p.receiver(call, fn)
	if held {
		return nil
	}
	path := []ast.Node{call} // up to the file
	for _, n := range slices.Backward(around) {
		path = append(path, n)
	}
	found := &Hidden{Call: call, Callee: p.funcName(fn), Receiver: recv, Temporary: able}
	var kept []types.Type
	for i, r := range p.received(path, sig.Results().Len()) {
		t := sig.Results().At(i).Type()
		end := Ender(t, p.Pkg)
		if r.kept {
			kept = append(kept, t)
		}
		switch {
		case r.passed:
			return nil
		case r.kept && r.typ != nil && Ender(r.typ, p.Pkg) == "":
		case r.kept && end != "":
			return nil
		case end != "" && found.Dropped == "":
			found.Dropped, found.End = p.typeName(t), end
		}
	}
	if p.once(path) || p.runsOnce(path) {
		return nil
	}
	esc := p.Escaping(fn)
	if found.Where = esc.Where; esc.Where == "" {
		return nil
	}
	if x, _ := p.group(call); x != nil && !p.made(x) {
		kept = append(kept, p.Info.TypeOf(x))
	}
	for _, name := range esc.Enders {
		if slices.ContainsFunc(kept, func(t types.Type) bool { return hasMethod(t, p.Pkg, name) }) {
			return nil
		}
	}
	return found
}

func hasMethod(t types.Type, from *types.Package, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, from, name)
	_, ok := obj.(*types.Func)
	return ok
}

// receiver returns the type of what a method is called on, whether that is able to
// end what it has launched, and whether the caller holds it, which what is made for
// the call is not.
func (p *Package) receiver(call *ast.CallExpr, fn *types.Func) (name string, able, held bool) {
	recv := fn.Signature().Recv()
	if recv == nil {
		return "", false, false
	}
	able = Ender(recv.Type(), p.Pkg) != ""
	x, _ := p.group(call)
	if x == nil {
		return p.typeName(recv.Type()), able, able
	}
	able = able || Ender(p.Info.TypeOf(x), p.Pkg) != ""
	return p.typeName(recv.Type()), able, able && !p.made(x)
}

// made tells whether what a method is called on is made in the same expression,
// by a literal or a function of a dependency that is named like a maker.
func (p *Package) made(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && p.made(x.X)
	case *ast.CallExpr:
		if fn := p.callee(x); fn != nil {
			return fn.Signature().Recv() == nil && isMakerName(fn.Name())
		}
		id, ok := ast.Unparen(x.Fun).(*ast.Ident)
		return ok && id.Name == "new"
	}
	return false
}

// typeName is a type as a reader of the package would write it.
func (p *Package) typeName(t types.Type) string {
	return types.TypeString(t, func(pkg *types.Package) string {
		if pkg == p.Pkg {
			return ""
		}
		return pkg.Name()
	})
}

// runsOnce tells whether the node at the start of a path runs at most once since
// it is part of what runs once: the value of a package variable, an init
// function, the function that a sync.Once is given.
func (p *Package) runsOnce(path []ast.Node) bool {
	for i, n := range path {
		switch n := n.(type) {
		case *ast.FuncLit:
			call, ok := parent(path[i:]).(*ast.CallExpr)
			if !ok {
				return false
			}
			if fn := p.callee(call); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" && (fn.Name() == "Do" || isOnceFunc(fn.Name())) {
				return true
			}
			if ast.Unparen(call.Fun) != n {
				return false
			}
		case *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.FuncDecl:
			return n.Recv == nil && n.Name.Name == "init"
		}
	}
	return true // at package level
}

func isOnceFunc(name string) bool {
	return name == "OnceFunc" || name == "OnceValue" || name == "OnceValues"
}

// parent is what the first node of a path stands in, parentheses apart.
func parent(path []ast.Node) ast.Node {
	for _, n := range path[1:] {
		if _, ok := n.(*ast.ParenExpr); !ok {
			return n
		}
	}
	return nil
}
