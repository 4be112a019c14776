// This file answers what a call yields: builtins and conversions are calculated, a function
// that was entered has left its results in f.tmp, and all other results are symbols. Which
// function is entered is decided in exec.go.

package stuck

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// called is the result of a call. It is computed once for each execution of the statement that
// holds the call, since each evaluation would make another symbol.
func (m *machine) called(f *frame, call *ast.CallExpr) value {
	if v, ok := f.tmp[call]; ok {
		return v
	}
	info := m.prog.Info
	if tv, ok := info.Types[call.Fun]; ok && tv.IsType() && len(call.Args) == 1 {
		return m.converted(call, m.eval(f, call.Args[0]))
	}
	// A conversion and a builtin are calculated each time: they make nothing that is new.
	if b, ok := typeutil.Callee(info, call).(*types.Builtin); ok {
		return m.builtin(f, b.Name(), call)
	}
	v := m.result(f, call)
	v = m.alike(call, v)
	f.tmp[call] = v
	return v
}

// converted is what a conversion yields: what is known stays so, so that a loop to int(n)
// still counts to n, unless the type cannot have it. uint8(300) is 44, and float64(3)/2 is
// not 1.
func (m *machine) converted(call *ast.CallExpr, v value) value {
	t := m.prog.Info.TypeOf(call)
	switch v := v.(type) {
	case *symbol:
		if !narrows(m.prog.Info.TypeOf(call.Args[0]), t) {
			return v
		}
	case truth, nothing:
		return v
	case number:
		if t != nil && fits(t, v.n) {
			return v
		}
	}
	return m.computed(call, t, depsOf(v))
}

// narrows reports whether a conversion may change a number: to a small integer, or from a
// float. That int and its like are of any size is passed over, or no loop to int(n) would be
// one to n.
func narrows(from, to types.Type) bool {
	if from == nil || to == nil {
		return false
	}
	a, okA := from.Underlying().(*types.Basic)
	b, okB := to.Underlying().(*types.Basic)
	if !okA || !okB || a.Info()&types.IsNumeric == 0 || b.Info()&types.IsInteger == 0 || a.Kind() == b.Kind() {
		return false
	}
	// A count that is converted to one of these may come out as another.
	switch b.Kind() {
	case types.Int8, types.Uint8, types.Int16, types.Uint16:
		return true
	}
	return a.Info()&types.IsInteger == 0
}

// fits reports whether a type is one of integers that has a value, on all platforms.
func fits(t types.Type, n int64) bool {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return false
	}
	size := map[types.BasicKind]uint{
		types.Int8: 8, types.Int16: 16, types.Int32: 32, types.Int: 32,
		types.Uint8: 8, types.Uint16: 16, types.Uint32: 32, types.Uint: 32, types.Uintptr: 32,
	}[b.Kind()]
	switch unsigned := b.Info()&types.IsUnsigned != 0; {
	case unsigned && n < 0:
		return false
	case size == 0:
		return true
	case unsigned:
		return n < 1<<size
	default:
		return -1<<(size-1) <= n && n < 1<<(size-1)
	}
}

// builtin is what a builtin function yields. Results that bound a loop or size a channel are
// calculated: len, cap, min, max, make, append; all else is a symbol.
func (m *machine) builtin(f *frame, name string, call *ast.CallExpr) value {
	info := m.prog.Info
	arg := func(i int) value { return m.eval(f, call.Args[i]) }
	switch name {
	case "len", "cap":
		return m.length(arg(0), name)
	case "recover":
		// A panic ends the run, so that there is never anything to recover.
		return nothing{}
	case "min", "max":
		best, ok := arg(0).(number)
		for i := 1; i < len(call.Args) && ok; i++ {
			var n number
			if n, ok = arg(i).(number); ok && (n.n < best.n) == (name == "min") {
				n.of = union(n.of, best.of)
				best = n
			}
		}
		if ok {
			return best
		}
	// Fields of a new struct are known to be zero. Other pointers are symbols.
	case "new":
		if t := info.TypeOf(call.Args[0]); t != nil {
			// A group by pointer is a group: new(sync.WaitGroup) is as good as var wg.
			if isGroup(t) {
				return &group{}
			}
			if _, ok := t.Underlying().(*types.Struct); ok {
				return &record{typ: t, fields: map[*types.Var]value{}}
			}
		}
	// The length grows by the arguments that can be counted. xs... may be empty or not, so that
	// its result has no length.
	case "append":
		if l, ok := arg(0).(list); ok && !call.Ellipsis.IsValid() {
			return list{size: number{l.size.n + int64(len(call.Args)-1), l.size.of}}
		}
		// Its elements stay what the run has put there, however many there are now.
		if isMade(arg(0)) {
			return m.madeHere()
		}
		s := m.fresh()
		s.nonNil = true
		return s
	case "make":
		return m.make(f, call)
	}
	return m.typed(info.TypeOf(call), m.depsIn(f, call)...)
}

// make is what make yields: a channel with its room, a slice with its length. A size that is
// not known is taken for m.k, as every such number is, so that room for len(fs) is enough for
// one send of each of fs. A size that is neither ends the run.
func (m *machine) make(f *frame, call *ast.CallExpr) value {
	t := m.prog.Info.TypeOf(call)
	size := number{}
	if len(call.Args) > 1 {
		switch n := m.eval(f, call.Args[1]).(type) {
		case number:
			size = n
		case *symbol:
			size = m.taken(n)
		default:
			m.lose()
		}
	}
	switch t.Underlying().(type) {
	case *types.Chan:
		return &channel{size: size.n, of: size.of}
	case *types.Slice:
		return list{size: size}
	}
	return list{}
}

// length is what len or cap yields. The length of something unknown is one number for the whole
// run, by its symbol: two names of the same slice have the same length (fixture roomByName).
func (m *machine) length(v value, name string) value {
	switch v := v.(type) {
	case list:
		if name == "cap" {
			m.lose() // it may be more
		}
		return v.size
	case nothing:
		return number{}
	case *channel:
		if name == "cap" {
			return number{v.size, v.of}
		}
		return number{n: int64(len(v.buffer))}
	case *symbol:
		s := m.named(lengthKey{v.id}, nil)
		return number{m.k, []int{s.id}}
	}
	return m.taken(m.fresh())
}

// result is what a call yields that is not followed: a symbol for each result. Two conventions
// are relied on, that an error is nil and a trailing boolean true in the usual case, and that
// the results before say nothing of themselves when they are not.
func (m *machine) result(f *frame, call *ast.CallExpr) value {
	sig := m.prog.signatureOf(call)
	if sig == nil {
		return m.fresh()
	}
	fn, _ := typeutil.Callee(m.prog.Info, call).(*types.Func)
	// What the source says how to work out is not free to be anything (see worksOut).
	settled := m.worksOut(f, call)
	n := sig.Results().Len()
	if n == 0 {
		return m.fresh()
	}
	// From the last to the first, since values depend on the error or the boolean that comes
	// with them.
	var last *symbol
	out := make(tuple, n)
	for i := n - 1; i >= 0; i-- {
		t := sig.Results().At(i).Type()
		var deps []int
		// A predicate (strings.HasPrefix(x, y), ctx.Err() == nil) may be answered by what it is
		// given, so its answer depends on that; what other calls yield is new.
		asks := n == 1 && isBool(t)
		if asks || fn != nil && fn.Name() == "Err" {
			deps = m.depsIn(f, call)
		}
		// The real function would give one answer only, and the run does not know which.
		if asks && m.asksOfKnown(f, call) {
			s := m.fresh()
			m.heat(call, s.id)
			return s
		}
		if last != nil {
			deps = union(deps, last.deps)
		}
		s := m.typed(t, deps...)
		if settled {
			m.heat(call, s.id)
		}
		s.ofError = asks && asksOfError(fn)
		if i == n-1 && n > 1 {
			last = s
			b, ok := t.Underlying().(*types.Basic)
			s.isOk = ok && b.Kind() == types.Bool
		}
		m.fromPackage(call, fn, s)
		out[i] = s
	}
	if n == 1 {
		return out[0]
	}
	return out
}

// signatureOf is the type of the function that is called, named or not; nil where it has none.
func (p *program) signatureOf(call *ast.CallExpr) *types.Signature {
	t := p.Info.TypeOf(call.Fun)
	if t == nil {
		return nil
	}
	sig, _ := t.Underlying().(*types.Signature)
	return sig
}

// fromPackage says of a result what the function's package does.
func (m *machine) fromPackage(call *ast.CallExpr, fn *types.Func, s *symbol) {
	if fn == nil || fn.Pkg() == nil {
		return
	}
	switch path := fn.Pkg().Path(); {
	// An atomic that is not followed: another goroutine may set it, so it says nothing.
	case path == "sync/atomic":
		m.heat(call, s.id)
	case s.isErr && (path == "errors" && fn.Name() == "New" || path == "fmt" && fn.Name() == "Errorf"):
		s.nonNil = true
	}
}

// isBool reports whether a type is boolean, named or not.
func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// asksOfError reports whether a function asks what an error is: it is free to be that or not,
// once it is known that there is one.
func asksOfError(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "errors", "github.com/pkg/errors":
		return fn.Name() == "Is" || fn.Name() == "As"
	case "os":
		return fn.Name() == "IsNotExist" || fn.Name() == "IsExist" || fn.Name() == "IsPermission" || fn.Name() == "IsTimeout"
	}
	return false
}

// asksOfKnown reports whether a call asks something of a value that the run knows:
// errors.Is(nil, x) is false, and is not free to be true. Constants in the source do not count,
// since every predicate has some.
func (m *machine) asksOfKnown(f *frame, call *ast.CallExpr) bool {
	callee, _ := typeutil.Callee(m.prog.Info, call).(*types.Func)
	ofError := asksOfError(callee)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && m.prog.Info.Selections[sel] != nil {
		if _, known := m.eval(f, sel.X).(*record); known {
			return true
		}
	}
	for i, x := range call.Args {
		// What errors.As sets is not asked about.
		if tv := m.prog.Info.Types[x]; tv.Value != nil || tv.IsType() || ofError && i > 0 {
			continue
		}
		switch v := m.eval(f, x).(type) {
		case *symbol:
			if isNil, decided := m.decided[nilKey{v.id}]; decided && isNil {
				return true
			}
		case nothing, constant, truth, number, *record:
			return true
		}
	}
	return false
}
