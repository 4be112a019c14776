// This file asks whether a struct may have one more field, for the fixes that give it a group or a timer:
// the name is free wherever the struct is embedded, each literal names its fields, and no value is
// compared, converted or printed in a way that shows how many fields there are.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// noRoom says why the owner's type cannot have one more field of a name, "" where it can.
func (k *keeping) noRoom(name string) string {
	own := k.typ.Name()
	if k.r.hasName(k.typ, name) {
		return own + " has a " + name + " already"
	}
	embedders := k.r.embedders(k.typ)
	var names []string
	for _, outer := range embedders {
		// Whatever has the name now, less deep or deeper, it might be another one, or two.
		if k.r.hasName(outer, name) {
			return "a struct that embeds " + own + " has a " + name + " already"
		}
		names = append(names, outer.Name())
	}
	beside := k.r.StructBeside(source.DirOf(k.src), k.typ, name, names)
	switch {
	case beside.Broken:
		return "a file beside it cannot be read"
	case beside.Named:
		return "a test, or a file of another build, may have a " + name + " of " + own + " already"
	case k.isUnkeyed() || beside.Unkeyed:
		return "literals of " + own + " do not name their fields"
	case k.mayBeUnkeyed():
		return "other packages may have literals of " + own + " that do not name their fields"
	case k.isCompared() || beside.Compared:
		return "values of " + own + " are compared, and one more field would make them differ"
	case k.hasTwin() || beside.Twin:
		return "another struct has the fields of " + own + ", and could no longer be converted to it"
	case !isOneOfAKind(k.typ.Type()):
		return "values of " + own + " may be compared or printed, and one more field would show"
	}
	return ""
}

// hasName reports whether a type has a field or a method of a name, or several that are as deep.
func (r *Rewriter) hasName(tn *types.TypeName, name string) bool {
	obj, index, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), true, r.Pass.Pkg, name)
	return obj != nil || index != nil
}

// embedders are the types of the package that embed one, at any depth. A struct without a name has one
// made up, to be asked for what it has.
func (r *Rewriter) embedders(tn *types.TypeName) (list []*types.TypeName) {
	for _, f := range r.Pass.Files {
		for n := range syntax.All[ast.Node](f) {
			var outer *types.TypeName
			switch n := n.(type) {
			case *ast.TypeSpec:
				outer, _ = r.Pass.TypesInfo.Defs[n.Name].(*types.TypeName)
			case *ast.StructType:
				outer = types.NewTypeName(token.NoPos, r.Pass.Pkg, "", nil)
				types.NewNamed(outer, r.TypeOf(n), nil)
			}
			if outer != nil && outer != tn && embeds(outer.Type(), tn, 0) {
				list = append(list, outer)
			}
		}
	}
	return list
}

// maxEmbedded is how deep structs are followed into each other.
const maxEmbedded = 8

// embeds reports whether a struct embeds a type, or a pointer to it.
func embeds(t types.Type, tn *types.TypeName, depth int) bool {
	s := typesx.Struct(t)
	if s == nil || depth > maxEmbedded {
		return false
	}
	for f := range s.Fields() {
		if f.Embedded() && (typesx.Named(f.Type()) == tn || embeds(f.Type(), tn, depth+1)) {
			return true
		}
	}
	return false
}

// isUnkeyed reports whether a literal in the package does not name its fields: of the type, of one that is
// declared as it, or of a pointer in a list.
func (k *keeping) isUnkeyed() bool {
	for c := range k.r.Index.Root().Preorder((*ast.CompositeLit)(nil)) {
		lit := c.Node().(*ast.CompositeLit)
		if !source.IsKeyed(lit) && typesx.Struct(k.r.TypeOf(lit)) == k.typ.Type().Underlying() {
			return true
		}
	}
	return false
}

// mayBeUnkeyed reports whether another package can have such a literal: all fields are exported, and so is
// a type whose literals have those of the struct in them. (The compiler takes no value for a field that
// has no name there.)
func (k *keeping) mayBeUnkeyed() bool {
	own := k.typ.Type().Underlying().(*types.Struct)
	for f := range own.Fields() {
		if !f.Exported() {
			return false
		}
	}
	scope := k.r.Pass.Pkg.Scope()
	return k.r.Pass.Pkg.Name() != "main" && slices.ContainsFunc(scope.Names(), func(name string) bool {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		return ok && tn.Exported() && hasLiteralsOf(tn.Type(), own, 0)
	})
}

// hasLiteralsOf reports whether literals of a type may have some of a struct in them, whose type is left
// out, or are such themselves.
func hasLiteralsOf(t types.Type, s *types.Struct, depth int) bool {
	if depth > maxEmbedded {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return u == s
	case *types.Pointer:
		return hasLiteralsOf(u.Elem(), s, depth+1)
	case *types.Slice:
		return hasLiteralsOf(u.Elem(), s, depth+1)
	case *types.Array:
		return hasLiteralsOf(u.Elem(), s, depth+1)
	case *types.Map:
		return hasLiteralsOf(u.Elem(), s, depth+1) || hasLiteralsOf(u.Key(), s, depth+1)
	}
	return false
}

// isCompared reports whether the package compares values of the type, has them as keys, or gives them to
// generic code, which may.
func (k *keeping) isCompared() bool {
	own := k.typ.Type().Underlying()
	is := func(x ast.Expr) bool { return isPartOf(own, k.r.TypeOf(x)) }
	for _, f := range k.r.Pass.Files {
		for n := range syntax.All[ast.Node](f) {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if (n.Op == token.EQL || n.Op == token.NEQ) && (is(n.X) || is(n.Y)) {
					return true
				}
			case *ast.SwitchStmt:
				if n.Tag != nil && is(n.Tag) {
					return true
				}
			case *ast.MapType:
				if is(n.Key) {
					return true
				}
			case *ast.CallExpr:
				if fn, ok := typeutil.Callee(k.r.Pass.TypesInfo, n).(*types.Func); ok && fn.FullName() == "reflect.DeepEqual" && slices.ContainsFunc(n.Args, func(arg ast.Expr) bool { return typesx.Struct(k.r.TypeOf(arg)) == own }) {
					return true
				}
			}
		}
	}
	for id, instance := range k.r.Pass.TypesInfo.Instances {
		if obj := k.r.Pass.TypesInfo.Uses[id]; obj != nil && obj.Pkg() != nil && slices.Contains([]string{"sync/atomic", "weak"}, obj.Pkg().Path()) {
			continue // it has pointers to them
		}
		for arg := range instance.TypeArgs.Types() {
			if isPartOf(own, arg) {
				return true
			}
		}
	}
	return false
}

// isPartOf reports whether a value of a type has a struct in it, not by a pointer.
func isPartOf(own, t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		if u == own {
			return true
		}
		for f := range u.Fields() {
			if isPartOf(own, f.Type()) {
				return true
			}
		}
	case *types.Array:
		return isPartOf(own, u.Elem())
	}
	return false
}

// hasTwin reports whether the package has another struct of the same fields, so that values may be
// converted or assigned from one to the other.
func (k *keeping) hasTwin() bool {
	own := k.typ.Type().Underlying()
	for _, f := range k.r.Pass.Files {
		for st := range syntax.All[*ast.StructType](f) {
			if t := k.r.TypeOf(st); t != own && types.IdenticalIgnoreTags(t, own) {
				return true
			}
		}
	}
	return false
}

// isOneOfAKind reports whether a value has a part by which no two are equal, nor are printed to be read: a
// lock, a channel, a function, a pointer.
func isOneOfAKind(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Chan, *types.Signature, *types.Pointer:
		return true
	case *types.Array:
		return isOneOfAKind(u.Elem())
	case *types.Struct:
		if named := typesx.Named(t); named != nil && named.Pkg() != nil && named.Pkg().Path() == "sync" {
			return true
		}
		for f := range u.Fields() {
			if isOneOfAKind(f.Type()) {
				return true
			}
		}
	}
	return false
}
