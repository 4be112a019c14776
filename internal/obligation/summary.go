// This file is the fact. Most functions have none: a caller assumes that parameters are
// borrowed and results are nobody's, and a fact says only where that is wrong.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// A Summary is what callers need to know of a function. It is the fact that is
// exported for it.
type Summary struct {
	NoReturn bool     // never returns to its caller
	Known    uint64   // the parameters of which Params tells, the receiver being 0
	Params   []Effect // by parameter; those that are missing are borrowed
	Fresh    []Fresh  // results that oblige the caller
	NotNil   bool     // of those that oblige: the first result is not nil where there is no error

	// NilFuncs are the results that are functions, and nil where there is an error.
	NilFuncs uint64

	// Groups is by parameter what it does to one that is a group, see groupSpec;
	// where nothing is said the group is borrowed. It is told where Grouped is. Of
	// a channel it is told that it is received from on every path.
	Grouped bool
	Groups  []GroupEffect

	// Forwards: what it gives that may have to be released it has from a call of which
	// nothing is known, as of an interface's method.
	Forwards bool

	// Says is what the result says of errors that it is given, where callers assume
	// something else.
	Says []Says

	// Recovers: something in it recovers, so that what it runs may panic and be gone.
	Recovers bool

	// Launch is what it does with contexts, channels and WaitGroups; nil where it
	// is not known.
	Launch *behaviour.Behaviour
}

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

// String is constant, for tests that print facts.
func (s *Summary) String() string { return "summary" }

// A Fresh is an obligation of the caller: a result, or several that are the same
// resource, as a body and the function that closes it.
type Fresh struct {
	Results []int
	Out     int   // it is what this parameter, counted from 1, points to
	Carry   []int // results that refer to it, as an agent to its connection
	Field   string
	Release []string
	Ends    []string
	EndedBy string
	Flush   bool // see Spec.Flush
	Process bool // see Spec.Process
	Ok      int  // see Spec.Ok
	Shared  bool // see Spec.Shared
	Nil     bool // there is none where there is an error

	Optional bool // see Spec.Optional
	Absent   bool // see Spec.Absent
	Idle     int  // see Spec.Idle
}

// matters reports whether a function can have a summary that says more than the
// default. It is asked before a fact is, since a fact may cost the analysis of
// a package.
func matters(fn *types.Func) bool {
	sig := fn.Signature()
	// The shape of log.Fatal and of what wraps it.
	if sig.Results().Len() == 0 && sig.Params().Len() <= 2 {
		return true // may never return
	}
	if behaviour.Matters(fn) {
		return true
	}
	for i := range sig.Params().Len() + 1 {
		if t := paramType(sig, i); t != nil && (mattersAs(t) || i > 0 && groupSpec(t) != nil) {
			return true
		}
	}
	return slices.ContainsFunc(resultTypes(fn), mayOblige) || hasOutParam(sig)
}

// mattersAs reports whether a parameter of the type could be released or kept.
func mattersAs(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Signature); ok {
		return true
	}
	if _, ok := t.(*types.TypeParam); ok {
		return true // anything: Must returns it
	}
	return len(releasesOf(t)) > 0 || isHTTP(t, "Response")
}

// carriesParam reports whether a function has a parameter that could carry a resource
// although its type has no release, or is a method that could let go of what its
// receiver has, or give it on:
//
//	func logTo(w io.Writer) // w may be a file
//	func (l *logger) use(w io.Writer)
func (e *Engine) carriesParam(fn *types.Func, decl *ast.FuncDecl) bool {
	sig := fn.Signature()
	for i := range sig.Params().Len() {
		if canCarry(sig.Params().At(i).Type()) {
			return true
		}
	}
	return sig.Recv() != nil && (e.mayLetGo(decl) || e.mayGiveOut(fn, decl))
}

// genericSpec is the obligation that a parameter of a type could carry: it is
// what a fact is computed for, which does not know its callers.
func genericSpec(t types.Type) *Spec {
	spec := &Spec{Name: "parameter", Results: []int{0}, Release: releasesOf(t), Ends: endsByItself(t)}
	if isHTTP(t, "Response") {
		spec.Field, spec.Release = "Body", []string{"Close"}
	}
	if _, ok := t.Underlying().(*types.Signature); ok {
		spec.Release = []string{CallIt}
	}
	return spec
}

// endsByItself are the methods of a type whose false result may say that there is no
// more, and with that its end.
func endsByItself(t types.Type) []string {
	if typesx.HasMethod(t, nil, "Next") {
		return []string{"Next"}
	}
	return nil
}

// heldSpec is the obligation that a receiver could hold.
func heldSpec() *Spec { return held }

// held has all names of releases, since whose receiver it will be is not known.
var held = &Spec{Name: "receiver", Results: []int{0}, Release: append(slices.Clone(rows.Owners), CallIt, "CloseWithError", "Flush")}

// ExportFacts exports a fact for every function that other packages can call
// and whose summary says more than they assume anyway. Test files of the package
// itself, in another package, are content with less. Where it is given which names are
// asked about it is for functions of these names.
//
// The standard library is known from the catalogue. Its functions are not
// summarised: there are many, and they do not change.
func (e *Engine) ExportFacts(asks func(name string) bool) {
	if e.pass.Pkg.Name() == "main" || unit.IsStd(e.pass.Pkg) {
		return
	}
	for _, fn := range e.declared() {
		decl := e.decls[fn]
		if !e.CallableOutside(fn) || asks != nil && !asks(fn.Name()) || !matters(fn) && !judgesError(fn) && !e.carriesParam(fn, decl) || e.inTest(decl) {
			continue
		}
		e.Guard(decl.Pos(), func() {
			s := new(Summary)
			e.summarise(s, fn, decl)
			if !s.empty() {
				e.pass.ExportObjectFact(fn, s)
			}
		})
	}
}

// CallableOutside reports whether code in another package can name a function: no method
// of a type of which it cannot have a value.
func (e *Engine) CallableOutside(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if !fn.Exported() || recv == nil {
		return fn.Exported()
	}
	if e.reachable == nil {
		e.reachable = typesx.Reachable(e.pass.Pkg)
	}
	return e.reachable[typesx.Named(recv.Type())]
}

// inTest reports whether a function is in a test file: hardly anybody calls those
// from another package.
func (e *Engine) inTest(decl *ast.FuncDecl) bool {
	return strings.HasSuffix(e.pass.Fset.File(decl.Pos()).Name(), "_test.go")
}

// summarise fills a summary in.
func (e *Engine) summarise(s *Summary, fn *types.Func, decl *ast.FuncDecl) {
	s.NoReturn, s.Fresh = e.neverReturns(fn), e.freshOf(fn).list
	s.Forwards = len(s.Fresh) == 0 && e.forwards(fn)
	s.NotNil = len(s.Fresh) > 0 && e.neverNilOf(fn, decl) == 0
	s.NilFuncs = e.nilFuncs.Ask(fn)
	sig := fn.Signature()
	for i := range min(sig.Params().Len()+1, 64) {
		t := paramType(sig, i)
		if t == nil {
			continue
		}
		if eff, known := e.exported(fn, decl, i, t); known {
			s.know(i, eff)
		}
	}
	for i := range sig.Params().Len() + 1 {
		e.summariseGroup(s, fn, i, paramType(sig, i))
	}
	if judgesError(fn) {
		for i := range sig.Params().Len() {
			if says := e.saysOf(fn, i+1); says != isErrorThat {
				s.Says = append(s.Says, says)
			}
		}
	}
	if takesFunction(sig) {
		s.Recovers = e.recoversIn(decl)
	}
	if behaviour.Matters(fn) {
		s.Launch = e.launches.Summarise(fn)
	}
}

// exported is what callers in other packages must know of what a function does to
// parameter i; known is false where that is what they assume anyway.
func (e *Engine) exported(fn *types.Func, decl *ast.FuncDecl, i int, t types.Type) (eff Effect, known bool) {
	sig := fn.Signature()
	switch {
	case i == 0:
		// A walk is spent only where the syntax says that it could find something.
		if e.mayLetGo(decl) || e.mayGiveOut(fn, decl) || rows.Is(fn.Name(), rows.Holder) && mattersAs(t) {
			eff = e.paramEffect(fn, 0, true, heldSpec())
		}
		return eff, eff != Effect{} || mattersAs(t)
	case mattersAs(t):
		return e.paramEffect(fn, i, isVariadic(sig, i), genericSpec(t)), true
	case canCarry(t):
		if !e.onlyUsed(decl, i) {
			spec, holder := carrySpec(t)
			eff = e.paramEffect(fn, i, holder || isVariadic(sig, i), spec)
		}
		return eff, eff != Effect{} || setsByName(fn) || slices.ContainsFunc(resultTypes(fn), mayHold)
	}
	return Effect{}, false
}

// know notes what the function does to parameter i.
func (s *Summary) know(i int, eff Effect) {
	s.Known |= 1 << i
	if eff == (Effect{}) {
		return
	}
	for len(s.Params) <= i {
		s.Params = append(s.Params, Effect{})
	}
	s.Params[i] = eff
}

// param is what is known of what the function does to parameter i, if anything is.
func (s *Summary) param(i int) (eff Effect, known bool) {
	if s == nil || i > 63 || s.Known&(1<<i) == 0 {
		return Effect{}, false
	}
	if i < len(s.Params) {
		eff = s.Params[i]
	}
	return eff, true
}

// empty reports whether the summary says no more than callers assume anyway.
func (s *Summary) empty() bool {
	return !s.NoReturn && !s.Forwards && s.NilFuncs == 0 && len(s.Fresh) == 0 && s.Known == 0 && len(s.Says) == 0 && s.Launch == nil && !s.Grouped && len(s.Groups) == 0
}
