// This file judges types: whether one who holds a value of a type could end, by it, what runs
// behind. It is the coarse answer that is asked before the callee is known, and it only ever
// makes the rule quiet. Therefore a list of names will do here, where the precise search
// (search.go) goes by what methods do.

package hidden

import (
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/typesx"
)

// Ender returns the way in which the holder of a value of the type could end what is behind it:
// ".Close()", ".Conn.Close()", "()" for a function. Only what code in the package from can name
// counts. It is "" where there is none. The message of hidden-launch shows it.
func Ender(t types.Type, from *types.Package) string {
	if t == nil {
		return ""
	}
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return "()"
	case *types.Chan:
		return " (a channel)"
	case *types.Slice:
		return stepTo("[i]", Ender(u.Elem(), from))
	case *types.Array:
		return stepTo("[i]", Ender(u.Elem(), from))
	case *types.Map:
		return stepTo("[k]", Ender(u.Elem(), from))
	case *types.Pointer:
		// A pointer to anything but a struct has its methods, and no fields.
		if inner := enderMethod(t, from); inner != "" || typesx.Struct(t) == nil {
			return inner
		}
	}
	if name := enderMethod(t, from); name != "" {
		return name
	}
	return enderField(t, from)
}

// stepTo puts a step in front of a way; no way stays none.
func stepTo(step, rest string) string {
	if rest == "" {
		return ""
	}
	return step + rest
}

// enderMethod returns the first of rows.Enders that a value of the type, or a variable of it, has
// as a method; of a type parameter its constraint.
func enderMethod(t types.Type, from *types.Package) string {
	if p, ok := t.(*types.TypeParam); ok {
		t = p.Constraint()
	}
	for _, name := range rows.Enders {
		obj, _, _ := types.LookupFieldOrMethod(t, true, from, name)
		if _, ok := obj.(*types.Func); ok {
			return "." + name + "()"
		}
	}
	return ""
}

// enderField looks at the fields of a struct that can be named: for one with such a method, a
// function that is named like one or is a context.CancelFunc, a channel that can be closed or
// sent on.
func enderField(t types.Type, from *types.Package) string {
	found := ""
	eachField(t, from, 0, func(v *types.Var) bool {
		switch u := v.Type().Underlying().(type) {
		case *types.Signature:
			// A function in a field may as well be one that the other side calls. Only its name, or
			// that it is a cancel function, says that it is there to be called by the holder.
			if slices.ContainsFunc(rows.Enders, func(name string) bool { return strings.HasPrefix(v.Name(), name) }) || types.TypeString(v.Type(), nil) == "context.CancelFunc" {
				found = "." + v.Name() + "()"
			}
		case *types.Chan:
			// What can only be received from is a way to end something by its name alone.
			if u.Dir() != types.RecvOnly || slices.Contains(rows.Enders, v.Name()) {
				found = "." + v.Name()
			}
		default:
			if m := enderMethod(v.Type(), from); m != "" {
				found = "." + v.Name() + m
			}
		}
		return found == ""
	})
	return found
}

// eachField visits the fields of a struct, or of what a pointer to one points to, that code in
// the package from can name, those of embedded structs included, until visit returns false. It
// reports whether all have been visited. A struct may embed itself by a pointer: depth bounds
// that.
func eachField(t types.Type, from *types.Package, depth int, visit func(*types.Var) bool) bool {
	st := typesx.Struct(t)
	if st == nil || depth > maxDepth {
		return true
	}
	for i := range st.NumFields() {
		v := st.Field(i)
		if (v.Exported() || v.Pkg() == from) && !visit(v) {
			return false
		}
		if v.Embedded() && !eachField(v.Type(), from, depth+1, visit) {
			return false
		}
	}
	return true
}

// Gives reports whether a parameter of the type is something by which the caller can end what
// the callee launches: a context, a channel, or a struct with a field of these (an
// Options.Context), or a slice of any.
//
//	func Watch(ctx context.Context, dir string)
//	func New(o Options) *Client // with o.Context
func Gives(t types.Type, from *types.Package) bool {
	if t == nil {
		return false
	}
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	if typesx.IsChan(t) || typesx.ActsAsContext(t) {
		return true
	}
	gives := false
	eachField(t, from, 0, func(v *types.Var) bool {
		gives = typesx.IsChan(v.Type()) || typesx.ActsAsContext(v.Type())
		return !gives
	})
	return gives
}
