// This file names what a launch runs as the runtime does, in stack traces and goroutine profiles:
// by that name tether live joins goroutines with launches.

package launch

import (
	"go/ast"
	"go/types"
)

// Entry returns the function that a launch runs, the root of the goroutine's stack:
// a literal, or a declared function, of this package or another. Both are nil where
// that is not known, as for a method of an interface.
func (p *Package) Entry(l *Launch) (*ast.FuncLit, *types.Func) {
	run := p.Run(l)
	// A command is a process, and no goroutine of the program.
	if run == nil || l.Other != nil && l.Other.Command {
		return nil, nil
	}
	p.Begin()
	t := p.Denoted(run, 0)
	if t.Func != nil {
		if lit, ok := t.Func.Node.(*ast.FuncLit); ok {
			return lit, nil
		}
	}
	if t.Static == nil {
		return nil, nil
	}
	// Which method runs, the stack shows, and the code does not.
	if recv := t.Static.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return nil, nil
	}
	return nil, t.Static
}

// Symbol is the name of a declared function as the linker knows it, without type
// arguments: "example.com/app.(*Server).loop". Package main is "main" there.
func Symbol(fn *types.Func) string {
	pkg := fn.Pkg()
	if pkg == nil {
		return fn.Name()
	}
	name := pkg.Path() + "."
	if pkg.Name() == "main" {
		name = "main."
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return name + fn.Name()
	}
	t := types.Unalias(recv.Type())
	ptr, isPtr := t.(*types.Pointer)
	if isPtr {
		t = types.Unalias(ptr.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok {
		return name + fn.Name()
	}
	if isPtr {
		return name + "(*" + named.Obj().Name() + ")." + fn.Name()
	}
	return name + named.Obj().Name() + "." + fn.Name()
}
