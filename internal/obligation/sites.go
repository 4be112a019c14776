// This file finds acquisitions: calls that a row of the catalogue knows, that do a round trip
// of HTTP by their signature, or whose callee gives something fresh (fresh.go).

package obligation

import (
	"go/ast"
	"go/types"
	"go/version"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// Sites returns the acquisitions of a function, in source order; those of
// literals in it are theirs.
func (e *Engine) Sites(f *Func) []*Site {
	sites, ok := e.sites[f]
	if ok {
		return sites
	}
	// While openers that depend on each other are solved for, what they give is not final and must
	// not be kept.
	open := e.fresh.Provisional()
	sites = e.sitesBy(f, e.specsOf)
	if e.fresh.Provisional() == open {
		e.sites[f] = sites
	}
	return sites
}

// sitesBy returns the calls in a function that acquire something by what specsOf says
// of them.
func (e *Engine) sitesBy(f *Func, specsOf func(*Func, *ast.CallExpr) []*Spec) (sites []*Site) {
	body, ok := e.index.Body(f.Node())
	if !ok {
		return nil
	}
	for cur := range syntax.OwnOf(body, (*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		for _, spec := range specsOf(f, call) {
			site := &Site{Spec: spec, Call: call, Func: f}
			site.place(cur)
			if !e.leftToParent(site) {
				sites = append(sites, site)
			}
		}
	}
	return sites
}

// place fills in what is around the site.
func (s *Site) place(cur inspector.Cursor) {
	// From the call outwards, to the body: the first statement is the site's own.
	for ; cur.Node() != s.Func.Body; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.ValueSpec:
			s.Stmt = n
		case ast.Stmt:
			if s.Stmt == nil {
				s.Stmt, s.Block = n, syntax.Statements(cur.Parent().Node())
			}
		}
		// The init statement of a loop and the operand of a range are evaluated once.
		switch loop := cur.Parent().Node().(type) {
		case *ast.ForStmt:
			if cur.Node() != loop.Init {
				s.Loops = append(s.Loops, loop)
			}
		case *ast.RangeStmt:
			if cur.Node() == loop.Body {
				s.Loops = append(s.Loops, loop)
			}
		}
	}
	slices.Reverse(s.Loops) // the outermost first
}

// InLoopWith reports whether a statement of the body is in a loop with the site, be it one
// made with goto.
func (s *Site) InLoopWith(n ast.Node) bool {
	return slices.ContainsFunc(s.Loops, func(loop ast.Stmt) bool { return syntax.Encloses(loop, n.Pos()) }) ||
		s.Func.jumps && s.Func.Reaches(n.Pos(), s.Pos())
}

// boundInLoop reports whether the acquisition is bound to a variable of the
// innermost loop's body: when the loop comes round the variable is another one,
// whatever the loop counter says.
func (s *Site) boundInLoop(info *types.Info) bool {
	assign, ok := s.Stmt.(*ast.AssignStmt)
	if !ok || len(s.Loops) == 0 || len(s.Spec.Results) == 0 || len(assign.Rhs) != 1 {
		return false
	}
	i, body := s.Spec.Results[0], syntax.LoopBody(s.Loops[len(s.Loops)-1])
	if i >= len(assign.Lhs) {
		return false
	}
	id, ok := assign.Lhs[i].(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := info.ObjectOf(id).(*types.Var)
	return ok && syntax.Encloses(body, v.Pos())
}

// specsOf returns what a call acquires: nothing, one resource, or several. What the catalogue
// has may be released twice (Again); of what a summary knows that is not known.
func (e *Engine) specsOf(f *Func, call *ast.CallExpr) (specs []*Spec) {
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	if fn != nil {
		fn = fn.Origin()
	}
	// A row decides, also that the call acquires nothing.
	if r, known := e.row(fn, call); known {
		if e.givesBack(fn, call) || r != nil && r.Flush && e.writesNowhere(call) || fn != nil && e.owesNothing(f, fn, call) {
			return nil
		}
		return e.specsFrom(f, fn, r)
	}
	sig := e.calledAs(fn, call)
	if sig == nil {
		return nil
	}
	// Any client that has the signature of http.Client.Do has its obligation.
	if isRoundTrip(sig) {
		name := calleeName(call)
		if fn != nil {
			name = DisplayName(fn)
		}
		return []*Spec{specFrom(name, &catalog.Response)}
	}
	// No row: what the callee's own body, or its fact, says.
	var given freshness
	if fn != nil {
		given = e.freshOf(fn)
	} else {
		given = e.freshOfLocal(f, call)
	}
	if len(given.list) == 0 && !given.open {
		return nil
	}
	name := calleeName(call)
	if fn != nil {
		name = DisplayName(fn)
	}
	if given.open {
		specs = openSpecs(name, sig)
	}
	for _, fresh := range given.list {
		specs = append(specs, &Spec{Name: name, Results: fresh.Results, Out: fresh.Out, Carry: fresh.Carry, Field: fresh.Field, Release: orAborted(sig, fresh), Ends: fresh.Ends, EndedBy: fresh.EndedBy, Flush: fresh.Flush, Process: fresh.Process, Ok: fresh.Ok, Shared: fresh.Shared, Nil: fresh.Nil, Optional: fresh.Optional, Absent: fresh.Absent, Idle: fresh.Idle, Inferred: true})
	}
	return slices.DeleteFunc(specs, func(s *Spec) bool {
		return s.Out > 0 && !e.takesAddress(f, call, s.Out) || s.Process && e.isMain(f)
	})
}

// orAborted are the releases that a summary knows of a result. What is committed can be given up
// instead, though the function that shows it as a release may not do so:
//
//	w, err := store.Create(name) // a function that ends in w.Commit()
//	...
//	w.Abort() // is an end as well
func orAborted(sig *types.Signature, f Fresh) []string {
	if !slices.Contains(f.Release, "Commit") || len(f.Results) == 0 || f.Results[0] >= sig.Results().Len() {
		return f.Release
	}
	all := slices.Clone(f.Release)
	for _, name := range rows.Aborts {
		if !slices.Contains(all, name) && typesx.HasMethod(sig.Results().At(f.Results[0]).Type(), nil, name) {
			all = append(all, name)
		}
	}
	return all
}

// givesBack reports whether a call of a wrapper yields its argument: one that wraps
// already is not wrapped again.
//
//	bw := bufio.NewWriter(w) // w itself, if that is a *bufio.Writer of the size
func (e *Engine) givesBack(fn *types.Func, call *ast.CallExpr) bool {
	if fn == nil || len(call.Args) == 0 {
		return false
	}
	switch fn.FullName() {
	case "bufio.NewWriter", "bufio.NewWriterSize", "bufio.NewReader", "bufio.NewReaderSize":
		t := e.info.TypeOf(call.Args[0])
		return t != nil && types.Identical(t, fn.Signature().Results().At(0).Type())
	}
	return false
}

// writesNowhere reports whether a writer is made over nothing, as one that only encodes
// blocks which it is given whole, or over io.Discard: no data can be lost.
func (e *Engine) writesNowhere(call *ast.CallExpr) bool {
	if len(call.Args) == 0 {
		return false
	}
	over := ast.Unparen(call.Args[0])
	if sel, ok := over.(*ast.SelectorExpr); ok {
		over = sel.Sel
	}
	if id, ok := over.(*ast.Ident); ok {
		v := e.info.Uses[id]
		if v != nil && v.Name() == "Discard" && (isIn(v, "io") || isIn(v, "io/ioutil")) {
			return true
		}
	}
	return e.info.Types[over].IsNil()
}

// flushesArgument reports whether what a call makes writes to its argument as its own
// buffer, and so flushes it:
//
//	cw := csv.NewWriter(bw) // cw.Flush flushes bw
func (e *Engine) flushesArgument(fn *types.Func, call *ast.CallExpr) bool {
	if fn == nil || len(call.Args) == 0 {
		return false
	}
	switch fn.FullName() {
	case "encoding/csv.NewWriter", "encoding/xml.NewEncoder", "net/textproto.NewWriter":
		t := e.info.TypeOf(call.Args[0])
		return t != nil && types.TypeString(t, nil) == "*bufio.Writer"
	}
	return false
}

// calledAs is the signature of what a call calls; nil for a conversion. Only of a
// generic function does it depend on the call.
func (e *Engine) calledAs(fn *types.Func, call *ast.CallExpr) *types.Signature {
	if fn != nil && fn.Signature().TypeParams() == nil && fn.Signature().RecvTypeParams() == nil {
		return fn.Signature()
	}
	callee := e.info.Types[call.Fun]
	if callee.IsType() {
		return nil
	}
	sig, _ := callee.Type.(*types.Signature)
	return sig
}

// receiverType is the type of the value on which a method is called, or nil.
func (e *Engine) receiverType(call *ast.CallExpr) types.Type {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if s := e.info.Selections[sel]; s != nil {
			return s.Recv()
		}
	}
	return nil
}

// specsFrom returns what a call acquires by a row of the catalogue; nil stands for
// nothing:
//
//	r, w, err := os.Pipe() // two
func (e *Engine) specsFrom(f *Func, fn *types.Func, r *catalog.Resource) (specs []*Spec) {
	if r == nil || !e.applies(f, fn, r) {
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
	spec := specFrom(DisplayName(fn), r)
	// A function that gives no value, as pprof.StartCPUProfile: it is followed by its release alone.
	if i, results := spec.Results[0], fn.Signature().Results(); i >= results.Len() || typesx.IsError(results.At(i).Type()) {
		spec.Results, spec.Global = nil, true
		if e.namesRelease(f, spec) {
			return nil
		}
	}
	return []*Spec{spec}
}

// specFrom is a row of the catalogue as an obligation.
func specFrom(name string, r *catalog.Resource) *Spec {
	results := r.Results
	if results == nil {
		results = []int{0}
	}
	return &Spec{
		Name: name, Results: results, Carry: r.Carry, Field: r.Field, Release: r.Release, Ends: r.Ends, Flush: r.Flush,
		Signals: r.Signals, EndedBy: r.EndedBy, Cancels: r.Cancels, Fatal: r.Fatal,
		Again: !r.Once, Maker: r.Maker, Drained: r.Drained, NilSafe: r.NilSafe, Process: r.Process, Reads: r.Reads,
		Writes: r.Writes, Flags: r.Flags, Empty: r.Empty, Timed: r.Timed,
	}
}

// isMain reports whether a function is main.main.
func (e *Engine) isMain(f *Func) bool {
	return f.Lit == nil && f.Decl != nil && f.Decl.Recv == nil && f.Decl.Name.Name == "main" && e.pass.Pkg.Name() == "main"
}

// applies reports whether a row of the catalogue counts at this place.
func (e *Engine) applies(f *Func, fn *types.Func, r *catalog.Resource) bool {
	if r.Until != "" && version.Compare(e.goVersion(), r.Until) >= 0 {
		return false
	}
	if r.Process && e.isMain(f) {
		return false
	}
	// A method that implements the interface through which it opens passes the
	// obligation on, or wraps it in ways that only it knows.
	if typesx.IsInterfaceMethod(fn) && f.Decl != nil && f.Decl.Recv != nil && f.Decl.Name.Name == fn.Name() {
		return false
	}
	return true
}

// goVersion is the language version of the module; where there is none, the
// newest, which needs the fewest releases:
//
//	go 1.23 // in go.mod: a timer need not be stopped any more
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
		typesx.IsError(sig.Results().At(1).Type())
}

// isHTTP reports whether a type is a pointer to the named type of net/http.
func isHTTP(t types.Type, name string) bool {
	p, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := p.Elem().(*types.Named)
	return ok && n.Obj().Name() == name && isIn(n.Obj(), "net/http")
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
