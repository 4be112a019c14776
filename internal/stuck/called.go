package stuck

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// called is the result of a call.
func (m *machine) called(f *frame, call *ast.CallExpr) value {
	if v, ok := f.tmp[call]; ok {
		return v
	}
	info := m.prog.Info
	if tv, ok := info.Types[call.Fun]; ok && tv.IsType() && len(call.Args) == 1 {
		v := m.eval(f, call.Args[0])
		switch v.(type) {
		case number, truth, *symbol, nothing:
			return v
		}
		return m.typed(info.TypeOf(call), depsOf(v)...)
	}
	if b, ok := typeutil.Callee(info, call).(*types.Builtin); ok {
		return m.builtin(f, b.Name(), call)
	}
	v := m.result(f, call)
	f.tmp[call] = v
	return v
}

func (m *machine) builtin(f *frame, name string, call *ast.CallExpr) value {
	info := m.prog.Info
	arg := func(i int) value { return m.eval(f, call.Args[i]) }
	switch name {
	case "len", "cap":
		return m.length(arg(0), name)
	case "recover":
		return nothing{} // a panic ends the run
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
	case "new":
		if t := info.TypeOf(call.Args[0]); t != nil {
			if isGroup(t) {
				return &group{}
			}
			if _, ok := t.Underlying().(*types.Struct); ok {
				return &record{typ: t, fields: map[*types.Var]value{}, isPtr: true}
			}
		}
	case "append":
		if l, ok := arg(0).(list); ok && !call.Ellipsis.IsValid() {
			return list{number{l.size.n + int64(len(call.Args)-1), l.size.of}}
		}
		s := m.fresh()
		s.nonNil = true
		return s
	case "make":
		return m.make(f, call)
	}
	return m.typed(info.TypeOf(call), m.depsIn(f, call)...)
}

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
		return list{size}
	}
	return list{}
}

func (m *machine) length(v value, name string) value {
	switch v := v.(type) {
	case list:
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

// result is what a call yields that is not followed.
func (m *machine) result(f *frame, call *ast.CallExpr) value {
	info := m.prog.Info
	sig, ok := info.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		if t := info.TypeOf(call.Fun); t != nil {
			sig, ok = t.Underlying().(*types.Signature)
		}
		if !ok {
			return m.fresh()
		}
	}
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	n := sig.Results().Len()
	if n == 0 {
		return m.fresh()
	}
	var last *symbol
	out := make(tuple, n)
	for i := n - 1; i >= 0; i-- {
		t := sig.Results().At(i).Type()
		var deps []int
		asks := n == 1 && isBool(t)
		if asks || fn != nil && fn.Name() == "Err" {
			deps = m.depsIn(f, call)
		}
		if asks && m.asksOfKnown(f, call) {
			s := m.fresh()
			m.heat(call, s.id)
			return s
		}
		if last != nil {
			deps = union(deps, last.deps)
		}
		s := m.typed(t, deps...)
		if i == n-1 && n > 1 {
			last = s
			b, ok := t.Underlying().(*types.Basic)
			s.isOk = ok && b.Kind() == types.Bool
		}
		if fn != nil && fn.Pkg() != nil {
			switch path := fn.Pkg().Path(); {
			case path == "sync/atomic":
				m.heat(call, s.id)
			case s.isErr && (path == "errors" && fn.Name() == "New" || path == "fmt" && fn.Name() == "Errorf"):
				s.nonNil = true
			}
		}
		out[i] = s
	}
	if n == 1 {
		return out[0]
	}
	return out
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// asksOfKnown reports whether a call asks something of a value that the run knows: the
// answer is not free.
func (m *machine) asksOfKnown(f *frame, call *ast.CallExpr) bool {
	for _, x := range call.Args {
		if tv := m.prog.Info.Types[x]; tv.Value != nil || tv.IsType() {
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
