// This file has the values that a run computes with.

package stuck

import (
	"go/ast"
	"go/types"
)

// A value is what the machine knows of a value: one of the types below, a *channel or a *group.
// Nil stands for one that was never computed.
type value interface{}

type (
	// A number is an integer that is known, or taken for known: of says for which
	// symbols it stands then.
	number struct {
		n  int64
		of []int
	}
	// A truth is a boolean that is known, by comparing numbers perhaps: of, as in a number.
	truth struct {
		holds bool
		of    []int
	}
	// A constant is a known value of another kind, a string mostly, in its exact form.
	constant struct{ text string }
	nothing  struct{} // nil

	// A symbol is a value that is not known.
	symbol struct {
		id     int
		deps   []int // the symbols that it is made of, itself too
		nonNil bool  // it is not nil
		isErr  bool  // it is an error
		isOk   bool  // it is the boolean of a comma-ok
		made   bool  // it is a list of a length that is not known: see isMade

		ofError bool // it is what an error is: see asksOfError
	}
	// A record is a struct, or points to one, whose fields are known as far as they have been
	// set; the others are zero.
	record struct {
		typ    types.Type
		fields map[*types.Var]value
	}
	// A list is a slice, an array or a map of known length; elems are the elements, where they
	// are known, too.
	list struct {
		size  number
		elems []value
	}
	// A closure is a literal and its variables, or a function of the package; env is nil of the
	// latter.
	closure struct {
		fn  ast.Node
		env map[*types.Var]*cell
	}
	// A tuple is the results of a call.
	tuple []value
)

// A cell is a variable of one activation of the function that declares it, or, for a loop's
// variable, of one turn. Closures share cells, not values.
type cell struct{ v value }

// A channel is one that is in sight. size is its room; buffer has at most size values, and the
// queue holds who sends and who receives.
type channel struct {
	made   *types.Var
	size   int64
	of     []int // the symbols its size stands for
	buffer []value
	closed bool
	queue  []*process // who waits on it
	sites  []ast.Node // where it has been sent on, also in vain
}

// A group is a WaitGroup or an errgroup.Group in sight: a count, and nothing else. The context
// and the error of an errgroup are not modelled.
type group struct {
	v     *types.Var
	count int64
}

// fresh is a new symbol, which depends on deps and on itself.
func (m *machine) fresh(deps ...int) *symbol {
	m.symbols++
	s := &symbol{id: m.symbols}
	s.deps = append(append(make([]int, 0, len(deps)+1), deps...), s.id)
	return s
}

// typed is a fresh symbol for a value of a type. Of types only error matters: a value of it is
// usually nil.
func (m *machine) typed(t types.Type, deps ...int) *symbol {
	s := m.fresh(deps...)
	if t != nil {
		s.isErr = isErrorType(t)
	}
	return s
}

// computed is the result of an operation that the machine does not do. Where all operands
// are known there is one result, which is not free to be anything: no question may be asked
// about it (x << 3 == 8).
func (m *machine) computed(by ast.Node, t types.Type, deps []int) *symbol {
	s := m.typed(t, deps...)
	if len(deps) == 0 {
		m.heat(by, s.id)
	}
	return s
}

// named is the one symbol for something that stays the same in a run: a parameter, a field
// between two calls, a length.
func (m *machine) named(key any, t types.Type, deps ...int) *symbol {
	if s, ok := m.memo[key]; ok {
		return s
	}
	s := m.typed(t, deps...)
	m.memo[key] = s
	return s
}

// isErrorType reports whether a type is error itself; a concrete error type is not.
func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// depsOf are the symbols that a value is made of.
func depsOf(v value) []int { return depsWithin(v, 4) }

// depsWithin looks into fields to a depth: a record may hold itself.
func depsWithin(v value, depth int) (all []int) {
	switch v := v.(type) {
	case *symbol:
		return v.deps
	case number:
		return v.of
	case truth:
		return v.of
	case list:
		return v.size.of
	case *record:
		for _, f := range v.fields {
			if depth > 0 {
				all = union(all, depsWithin(f, depth-1))
			}
		}
	case tuple:
		for _, f := range v {
			all = union(all, depsOf(f))
		}
	}
	return all
}

// zero is the zero value of a type; a symbol for a type that is not modelled, such as a float,
// an array or a type parameter.
func (m *machine) zero(t types.Type) value {
	if _, generic := types.Unalias(t).(*types.TypeParam); generic {
		return m.fresh()
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return truth{}
		case u.Info()&types.IsInteger != 0:
			return number{}
		case u.Info()&types.IsString != 0:
			return constant{`""`}
		}
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return nothing{}
	case *types.Slice:
		return list{}
	case *types.Struct:
		return &record{typ: t, fields: map[*types.Var]value{}}
	case *types.Array:
		return m.madeHere()
	}
	return m.fresh()
}
