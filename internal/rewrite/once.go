// This file answers whether a variable that is not local, or a field behind a pointer, keeps
// its value from its making on. Then an operand may read it later than the go statement does:
//
//	type server struct{ conn net.Conn }
//
//	func newServer(c net.Conn) *server { return &server{conn: c} }
//	func (s *server) start()           { go s.conn.run() } // fixed: nothing sets conn again
//	func (s *server) reset()           { s.conn = nil }    // with this it is not
//
// It takes the whole package, so all of it has to be seen: files of other builds and tests are
// parsed, and asked by name alone. Reflection is not seen; it sets exported fields only,
// which never count.

package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// setOnce reports whether a variable of the package, or a field of one of its structs, has
// one value from its making on: it is not exported, but for variables of a program, and the
// package, with its tests and its
// files for other systems, neither assigns to it nor takes its address. A struct must not
// be assigned as a whole either: so it is only ever pointed to, and one that other packages
// know is made here, by a pointer to a literal that sets the field.
func (r *Rewriter) setOnce(v *types.Var) bool {
	if v.Pkg() != r.pass.Pkg || v.Exported() && (v.IsField() || v.Pkg().Name() != "main") || v.Embedded() {
		return false
	}
	once, known := r.once[v]
	if !known {
		once = !r.isAssigned(v) && (!v.IsField() || r.isPointedTo(r.structOf(v), v)) && !r.setBeside(v)
		r.once[v] = once
	}
	return once
}

// setByMaker reports whether a field has got its value before the launch, of what a variable
// points to: that has been made in the declaration around, which is the only one to set the
// field.
//
//	s := &server{}
//	s.queue = newQueue()
//	go s.queue.run() // fixed
func (r *Rewriter) setByMaker(x ast.Expr, field *types.Var) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || r.at == nil || field.Pkg() != r.pass.Pkg || field.Exported() || field.Embedded() {
		return false
	}
	v, ok := r.pass.TypesInfo.Uses[id].(*types.Var)
	src := r.source(r.atFile)
	around := src.declAround(r.at)
	def, declared := r.index.Definition(v)
	if !ok || !declared || def.ParentEdgeKind() != edge.AssignStmt_Lhs || around == nil || r.changesAfter(src, r.at, field) {
		return false
	}
	for _, f := range r.pass.Files {
		for _, d := range f.Decls {
			if d != around && len(r.factsOf(f, d).changes[field]) > 0 {
				return false
			}
		}
	}
	return r.isPointedTo(r.structOf(field), nil) && !r.setBeside(field)
}

// structOf returns the type of the package that a field is declared in, nil for none.
func (r *Rewriter) structOf(field *types.Var) *types.TypeName {
	scope := r.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue
		}
		if s, ok := tn.Type().Underlying().(*types.Struct); ok {
			for f := range s.Fields() {
				if f == field {
					return tn
				}
			}
		}
	}
	return nil
}

// isPointedTo reports whether nothing in the package holds a struct itself, but for its
// making, and nobody else overwrites it. The field is one that its making sets, nil for any.
func (r *Rewriter) isPointedTo(tn *types.TypeName, field *types.Var) bool {
	if tn == nil {
		return false
	}
	if named, ok := tn.Type().(*types.Named); !ok || named.TypeParams().Len() > 0 {
		return false
	}
	// Others get it as a pointer then. (*p = pkg.T{} would take away what it needs to work.)
	if tn.Exported() && tn.Pkg().Name() != "main" && !r.isMadeWith(tn, field) {
		return false
	}
	// A variable that holds the struct can be assigned to, and its fields with it.
	for id, obj := range r.pass.TypesInfo.Defs {
		if v, ok := obj.(*types.Var); ok && id.Name != "_" && holds(v.Type(), tn.Type(), 0) {
			return false
		}
	}
	for _, f := range r.pass.Files {
		// *p = T{} replaces all fields. A copy of *p does not, but is too rare to be told apart.
		if syntax.Any(f, func(star *ast.StarExpr) bool {
			return r.pass.TypesInfo.Types[star].IsValue() && types.Identical(r.typeOf(star), tn.Type())
		}) || syntax.Any(f, func(call *ast.CallExpr) bool { return r.disguises(call, types.NewPointer(tn.Type())) }) {
			return false
		}
	}
	return true
}

// isMadeWith reports whether the package makes a struct with a value for a field, and only
// gives out pointers to what it makes.
func (r *Rewriter) isMadeWith(tn *types.TypeName, field *types.Var) bool {
	sets := field == nil
	for _, f := range r.pass.Files {
		for lit := range r.fileIn(f).Preorder((*ast.CompositeLit)(nil)) {
			n := lit.Node().(*ast.CompositeLit)
			if !types.Identical(r.typeOf(n), tn.Type()) {
				continue
			}
			at := syntax.Outermost(lit)
			if address, ok := at.Parent().Node().(*ast.UnaryExpr); !ok || address.Op != token.AND {
				return false
			}
			sets = sets || slices.ContainsFunc(n.Elts, func(elt ast.Expr) bool {
				pair, isPair := elt.(*ast.KeyValueExpr)
				if !isPair {
					return true // all fields, in their order
				}
				id, isIdent := pair.Key.(*ast.Ident)
				return isIdent && r.pass.TypesInfo.Uses[id] == field
			})
		}
	}
	return sets
}

// disguises reports whether a call gives a pointer another type, by which it may be written
// through: a conversion, or a parameter of a type that is a type parameter's.
func (r *Rewriter) disguises(call *ast.CallExpr, pointer types.Type) bool {
	if r.pass.TypesInfo.Types[call.Fun].IsType() {
		return len(call.Args) == 1 && types.Identical(r.typeOf(call.Args[0]), pointer) && !types.Identical(r.typeOf(call), pointer) && !types.IsInterface(r.typeOf(call))
	}
	fn, ok := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Origin() == fn && fn.Signature().TypeParams().Len() == 0 {
		return false
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return types.Identical(r.typeOf(arg), pointer) })
}

// isParsedFlag reports whether an expression is the pointer to a flag of a program whose flags
// are parsed before the launch, in its function: package flag sets it then, and the program
// only reads it.
func (r *Rewriter) isParsedFlag(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || r.at == nil || r.pass.Pkg.Name() != "main" {
		return false
	}
	v, ok := r.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !r.setOnce(v) || !r.isMadeBy(v, "flag") || slices.ContainsFunc(r.pass.Files, func(f *ast.File) bool {
		return syntax.Any(f, func(call *ast.CallExpr) bool { return r.calls(call, "flag.Set") })
	}) {
		return false
	}
	parsed := syntax.AnyOwn(r.source(r.atFile).declAround(r.at), func(call *ast.CallExpr) bool {
		return call.Pos() < r.at.Pos() && r.calls(call, "flag.Parse")
	})
	return parsed && !slices.ContainsFunc(r.index.Uses(v), func(use inspector.Cursor) bool {
		star := syntax.Outermost(use).Parent()
		if _, ok := star.Node().(*ast.StarExpr); !ok {
			return true
		}
		switch star := syntax.Outermost(star); star.ParentEdgeKind() {
		case edge.AssignStmt_Lhs, edge.IncDecStmt_X, edge.RangeStmt_Key, edge.RangeStmt_Value:
			return true
		case edge.UnaryExpr_X:
			return star.Parent().Node().(*ast.UnaryExpr).Op == token.AND
		}
		return false
	})
}

// isMadeBy reports whether a variable of the package is declared with the result of a
// function of a package.
func (r *Rewriter) isMadeBy(v *types.Var, pkg string) bool {
	def, ok := r.index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.ValueSpec_Names {
		return false
	}
	spec := def.Parent().Node().(*ast.ValueSpec)
	if len(spec.Values) != len(spec.Names) {
		return false
	}
	call, ok := ast.Unparen(spec.Values[def.ParentEdgeIndex()]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == pkg && fn.Signature().Recv() == nil
}

// holds reports whether a value of one type has one of another as a part, not by a pointer.
func holds(t, part types.Type, depth int) bool {
	if types.Identical(t, part) || depth > 8 {
		return true
	}
	switch u := types.Unalias(t).(type) {
	case *types.Named:
		if _, isStruct := u.Underlying().(*types.Struct); isStruct && u.TypeArgs().Len() == 0 {
			return false // its own fields are defined somewhere, too
		}
		return holds(u.Underlying(), part, depth+1)
	case *types.Slice:
		return holds(u.Elem(), part, depth+1)
	case *types.Array:
		return holds(u.Elem(), part, depth+1)
	case *types.Chan:
		return holds(u.Elem(), part, depth+1)
	case *types.Map:
		return holds(u.Elem(), part, depth+1) || holds(u.Key(), part, depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if holds(f.Type(), part, depth+1) {
				return true
			}
		}
	case *types.Pointer: // to a list or a pointer of such
		if _, isNamed := types.Unalias(u.Elem()).(*types.Named); !isNamed {
			return holds(u.Elem(), part, depth+1)
		}
	}
	return false
}

// setBeside reports whether a file beside those of the pass, a test or one of another build,
// may assign to a variable or a field of a name, or take its address.
func (r *Rewriter) setBeside(v *types.Var) bool {
	name := v.Name()
	own := make(map[string]bool, len(r.pass.Files))
	for _, f := range r.pass.Files {
		own[r.pass.Fset.File(f.FileStart).Name()] = true
	}
	if r.atFile == nil {
		return true
	}
	// That of the file at hand: files that cgo has written stand elsewhere.
	dir := filepath.Dir(r.pass.Fset.File(r.atFile.FileStart).Name())
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		file := filepath.Join(dir, entry.Name())
		if !strings.HasSuffix(file, ".go") || own[file] {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil || !v.IsField() && !strings.Contains(string(content), name) {
			continue
		}
		// Types would need the dependencies of another build. A name in common errs towards "set".
		f, err := parser.ParseFile(token.NewFileSet(), file, content, parser.SkipObjectResolution)
		if err != nil || setsIn(f, v) {
			return true
		}
	}
	return false
}

// setsIn reports whether a file assigns to a variable or a field of the name, or takes its
// address, which a call of a method may do. What is assigned to behind a pointer may be the
// struct of the field.
func setsIn(f *ast.File, v *types.Var) bool {
	name, field := v.Name(), v.IsField()
	_, pointer := v.Type().Underlying().(*types.Pointer)
	named := func(x ast.Expr) bool {
		return x != nil && syntax.Any(x, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				return field && n.Sel.Name == name
			case *ast.Ident:
				return !field && n.Name == name
			}
			return false
		})
	}
	return syntax.Any(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if _, behind := ast.Unparen(lhs).(*ast.StarExpr); n.Tok != token.DEFINE && (named(lhs) || field && behind) {
					return true
				}
			}
		case *ast.CallExpr:
			sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr)
			return ok && !field && !pointer && !types.IsInterface(v.Type()) && named(sel.X)
		case *ast.IncDecStmt:
			return named(n.X)
		case *ast.UnaryExpr:
			return n.Op == token.AND && named(n.X) && !isLiteral(n.X)
		case *ast.RangeStmt:
			return n.Tok == token.ASSIGN && (named(n.Key) || named(n.Value))
		}
		return false
	})
}

// isLiteral: &T{name: v} takes the address of something new, not of what has the name.
func isLiteral(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.CompositeLit)
	return ok
}
