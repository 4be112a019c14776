// This file asks the catalogue for the forms of a join. A form is a row there (catalog.Join):
// which method adds, which tells of an end, which waits. No other file knows one by name.

package behaviour

import (
	"go/types"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// JoinNamed is the form of a join that a fact names, or nil.
func JoinNamed(name string) *catalog.Join {
	if name == CallParam.Name {
		return CallParam
	}
	return catalog.JoinNamed(name)
}

// joinOf is the form that a group of the type has, or nil.
func joinOf(t types.Type) *catalog.Join {
	if t == nil {
		return nil
	}
	return catalog.JoinOf(typesx.Named(t))
}

// groupMethod is the form of the group that a function is a method of, or nil.
func groupMethod(fn *types.Func) *catalog.Join {
	if fn == nil || fn.Signature().Recv() == nil {
		return nil
	}
	return joinOf(fn.Signature().Recv().Type())
}

// Tells is the form of the group that a function tells of an end, or nil.
func Tells(fn *types.Func) *catalog.Join {
	if j := groupMethod(fn); j != nil && fn.Name() == j.Tells {
		return j
	}
	return nil
}

// Awaits reports whether a function waits for all who tell a group.
func Awaits(fn *types.Func) bool {
	j := groupMethod(fn)
	return j != nil && j.WaitsBy(fn.Name())
}

// counts reports whether a function counts goroutines into a group before they are
// launched.
func counts(fn *types.Func) bool {
	j := groupMethod(fn)
	return j != nil && j.Adds != "" && fn.Name() == j.Adds
}
