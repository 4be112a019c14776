package obligation

import (
	"go/ast"
	"go/types"
	"go/version"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
)

// Sites returns the acquisitions of a function, in source order; those of
// literals in it are theirs.
func (e *Engine) Sites(f *Func) []*Site {
	sites, ok := e.sites[f]
	if ok {
		return sites
	}
	var stack []ast.Node
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		stack = append(stack, n)
		if call, ok := n.(*ast.CallExpr); ok {
			for _, spec := range e.specsOf(f, call) {
				site := &Site{Spec: spec, Call: call, Func: f}
				site.place(stack)
				sites = append(sites, site)
			}
		}
		return true
	})
	e.sites[f] = sites
	return sites
}

// place fills in what is around the site.
func (s *Site) place(stack []ast.Node) {
	for i := len(stack) - 1; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.ValueSpec:
			s.Stmt = n
		case ast.Stmt:
			if s.Stmt == nil {
				s.Stmt = n
				if i > 0 {
					s.Block = listOf(stack[i-1])
				}
			}
		}
	}
	for i, n := range stack[:len(stack)-1] {
		switch loop := n.(type) {
		case *ast.ForStmt:
			if stack[i+1] != loop.Init {
				s.Loops = append(s.Loops, loop)
			}
		case *ast.RangeStmt:
			if stack[i+1] == loop.Body {
				s.Loops = append(s.Loops, loop)
			}
		}
	}
}

func listOf(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// specsOf returns what a call acquires: nothing, one resource, or several. What the catalogue has may be
// released twice; of other types one does not know.
func (e *Engine) specsOf(f *Func, call *ast.CallExpr) (specs []*Spec) {
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	if fn != nil {
		fn = fn.Origin()
	}
	if r := e.callee(fn).Resource; r != nil {
		if !e.applies(f, fn, r) {
			return nil
		}
		if len(r.Results) > 1 { // both ends of a pipe
			for _, i := range r.Results {
				end := *r
				end.Results = []int{i}
				specs = append(specs, specFrom(DisplayName(fn), &end))
			}
			return specs
		}
		return []*Spec{specFrom(DisplayName(fn), r)}
	}
	sig, _ := e.info.TypeOf(call.Fun).(*types.Signature)
	if sig == nil || e.info.Types[call.Fun].IsType() {
		return nil
	}
	if isRoundTrip(sig) {
		name := calleeName(call)
		if fn != nil {
			name = DisplayName(fn)
		}
		return []*Spec{specFrom(name, &catalog.Response)}
	}
	if fn == nil {
		return nil
	}
	for _, fresh := range e.freshOf(fn) {
		specs = append(specs, &Spec{Name: DisplayName(fn), Results: fresh.Results, Carry: fresh.Carry, Field: fresh.Field, Release: fresh.Release, Ends: fresh.Ends})
	}
	return specs
}

func specFrom(name string, r *catalog.Resource) *Spec {
	results := r.Results
	if results == nil {
		results = []int{0}
	}
	return &Spec{Name: name, Results: results, Field: r.Field, Release: r.Release, Ends: r.Ends, Flush: r.Flush, Again: true, Maker: r.Maker, Drained: r.Drained}
}

// applies tells whether a row of the catalogue counts at this place.
func (e *Engine) applies(f *Func, fn *types.Func, r *catalog.Resource) bool {
	if r.Until != "" && version.Compare(e.goVersion(), r.Until) >= 0 {
		return false
	}
	if r.Process && f.Lit == nil && f.Decl != nil && f.Decl.Recv == nil && f.Decl.Name.Name == "main" && e.pass.Pkg.Name() == "main" {
		return false
	}
	// A method that implements the interface through which it opens passes the
	// obligation on, or wraps it in ways that only it knows.
	if isInterfaceMethod(fn) && f.Decl != nil && f.Decl.Recv != nil && f.Decl.Name.Name == fn.Name() {
		return false
	}
	return true
}

// goVersion is the language version of the module; where there is none, the
// newest, which needs the fewest releases.
func (e *Engine) goVersion() string {
	v := e.pass.Pkg.GoVersion()
	if e.pass.Module != nil && e.pass.Module.GoVersion != "" {
		v = e.pass.Module.GoVersion
	}
	if v == "" {
		return "go1.99"
	}
	if v[0] != 'g' {
		v = "go" + v
	}
	return v
}

// isRoundTrip recognises func(*http.Request) (*http.Response, error).
func isRoundTrip(sig *types.Signature) bool {
	return sig.Params().Len() == 1 && sig.Results().Len() == 2 &&
		isHTTP(sig.Params().At(0).Type(), "Request") && isHTTP(sig.Results().At(0).Type(), "Response") &&
		isError(sig.Results().At(1).Type())
}

func isHTTP(t types.Type, name string) bool {
	p, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := p.Elem().(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "net/http"
}

// DisplayName names a function in messages: "os.Open", "(*sql.DB).Query".
func DisplayName(fn *types.Func) string {
	short := func(p *types.Package) string { return p.Name() }
	recv := fn.Signature().Recv()
	if recv == nil {
		if fn.Pkg() == nil {
			return fn.Name()
		}
		return fn.Pkg().Name() + "." + fn.Name()
	}
	t := types.TypeString(recv.Type(), short)
	if _, ptr := recv.Type().(*types.Pointer); ptr {
		t = "(" + t + ")"
	}
	return t + "." + fn.Name()
}

// freshOf returns the results of a function that oblige its caller.
func (e *Engine) freshOf(fn *types.Func) []Fresh {
	decl := e.declOf(fn)
	if decl == nil {
		if s := e.summaryOf(fn); s != nil {
			return s.Fresh
		}
		return nil
	}
	fresh, ok := e.fresh[fn]
	if !ok {
		e.fresh[fn] = nil // while it is being found out
		if slices.ContainsFunc(resultTypes(fn), mayOblige) {
			fresh = e.findFresh(fn, e.function(decl))
		}
		e.fresh[fn] = fresh
	}
	return fresh
}

func resultTypes(fn *types.Func) []types.Type {
	var list []types.Type
	for v := range fn.Signature().Results().Variables() {
		list = append(list, v.Type())
	}
	return list
}

// mayOblige tells whether a value of the type could be an obligation.
func mayOblige(t types.Type) bool {
	if isError(t) {
		return false
	}
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig.Params().Len() == 0
	}
	return len(releasesOf(t)) > 0 || isHTTP(t, "Response")
}

// releaseNames are the methods by which a type that owns something lets go of
// it, the usual ones first.
var releaseNames = []string{"Close", "Stop", "Shutdown", "Release", "CloseNow", "Cancel", "End", "Rollback", "Commit", "Destroy", "Free"}

func releasesOf(t types.Type) []string {
	var names []string
	for _, name := range releaseNames {
		if hasMethod(t, name) {
			names = append(names, name)
		}
	}
	return names
}

// A given is a return of a resource as one of the results.
type given struct {
	site    *Site
	wrapped bool
	cleanup bool // the result is a function that releases it
}

// findFresh finds the results that are a fresh obligation wherever they are not nil.
func (e *Engine) findFresh(fn *types.Func, f *Func) []Fresh {
	sites := e.Sites(f)
	if len(sites) == 0 {
		return nil
	}
	returned := map[*ast.ReturnStmt]map[int]given{}
	for _, s := range sites {
		for _, o := range e.Explore(s) {
			if o.Kind == HandedOver && o.Return != nil && o.Result >= 0 {
				if returned[o.Return] == nil {
					returned[o.Return] = map[int]given{}
				}
				if _, ok := returned[o.Return][o.Result]; !ok || !o.Wrapped {
					returned[o.Return][o.Result] = given{s, o.Wrapped, o.Cleanup}
				}
			}
		}
	}
	var list []Fresh
	bySite := map[*Site]int{}
	types := resultTypes(fn)
	for j, t := range types {
		if mayOblige(t) {
			if fresh, site := e.freshResult(f, j, t, returned); site != nil {
				list = merge(list, bySite, site, fresh)
			}
		}
	}
	for _, gives := range returned {
		for j, g := range gives {
			i, ok := bySite[g.site]
			switch {
			case !ok || slices.Contains(list[i].Results, j) || slices.Contains(list[i].Carry, j):
			case g.cleanup: // also where another return gives a function that does nothing
				list[i].Results = append(list[i].Results, j)
				list[i].Release = append(list[i].Release, CallIt)
			default:
				list[i].Carry = append(list[i].Carry, j)
				slices.Sort(list[i].Carry)
			}
		}
	}
	return list
}

// merge adds a fresh result; one that is the same resource as another joins it.
func merge(list []Fresh, bySite map[*Site]int, site *Site, fresh Fresh) []Fresh {
	if i, ok := bySite[site]; ok {
		list[i].Results = append(list[i].Results, fresh.Results...)
		list[i].Release = append(list[i].Release, fresh.Release...)
		return list
	}
	bySite[site] = len(list)
	return append(list, fresh)
}

// freshResult judges one result: every return must give a fresh resource, or nil.
func (e *Engine) freshResult(f *Func, j int, t types.Type, returned map[*ast.ReturnStmt]map[int]given) (Fresh, *Site) {
	var first *given
	ok := true
	f.inspectOwn(func(n ast.Node) bool {
		ret, isReturn := n.(*ast.ReturnStmt)
		if !isReturn {
			return true
		}
		if g, fresh := returned[ret][j]; fresh {
			if first == nil || first.wrapped && !g.wrapped {
				first = &g
			}
		} else if j >= len(ret.Results) || !e.info.Types[ret.Results[j]].IsNil() {
			ok = false
		}
		return true
	})
	if !ok || first == nil {
		return Fresh{}, nil
	}
	if fresh, ok := e.freshAs(first, j, t); ok {
		return fresh, first.site
	}
	return Fresh{}, nil
}

// freshAs says how the caller releases what it was given.
func (e *Engine) freshAs(g *given, j int, t types.Type) (Fresh, bool) {
	spec := g.site.Spec
	if spec.Flush {
		return Fresh{}, false
	}
	fresh := Fresh{Results: []int{j}}
	if g.cleanup {
		fresh.Release = []string{CallIt}
		return fresh, true
	}
	if !g.wrapped {
		if spec.Field != "" && hasField(t, spec.Field) {
			fresh.Field = spec.Field
			fresh.Release = spec.Release
			return fresh, true
		}
		for _, name := range spec.Release {
			_, isFunc := t.Underlying().(*types.Signature)
			if name == CallIt && isFunc || hasMethod(t, name) {
				fresh.Release = append(fresh.Release, name)
			}
		}
		fresh.Ends = spec.Ends
		return fresh, len(fresh.Release) > 0
	}
	for _, name := range releasesOf(t) {
		if e.releasesReceiver(t, name, spec) {
			fresh.Release = append(fresh.Release, name)
		}
	}
	return fresh, len(fresh.Release) > 0
}

// releasesReceiver tells whether a method of a type releases what its receiver
// holds: only then does the type own it.
func (e *Engine) releasesReceiver(t types.Type, name string, spec *Spec) bool {
	obj, index, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	if len(index) > 1 || types.IsInterface(t) {
		return spec.releases(name) // promoted from what it embeds
	}
	fn = fn.Origin()
	if e.declOf(fn) != nil {
		return e.paramEffect(fn, 0, true, spec).Releases
	}
	s := e.summaryOf(fn)
	return s != nil && len(s.Params) > 0 && s.Known&1 != 0 && s.Params[0].Releases
}
