// This file asks whether a launch may read what a path of fields leads to, at whatever time it comes: no
// other goroutine sets one of them then, and no pointer on the way is nil.
//
//	go s.drain()                           // select { case <-s.cl.ctx.Done(): ... }
//	task := tracked.Start(s.cl.ctx, "...") // s.cl has been set where s is made, and never to nil
//
// It need not be the same value later: nothing depends on what is read so.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// LeadsOn reports whether the fields of a path may be read at the launch, and those among them that are
// pointers be followed. follows says for which that is certain by what is launched.
func (r *Facts) LeadsOn(p Path, follows func(Path) bool) bool {
	return !slices.ContainsFunc(p[1:], func(field *types.Var) bool { return !r.SetInMaking(field) }) && r.isThere(p, follows, r.fieldSurelyHasValue)
}

// IsThere reports whether the fields of a path that are pointers are not nil at the launch, as far as the
// package says: the launcher follows them behind it.
func (r *Facts) IsThere(p Path, follows func(Path) bool) bool {
	return r.isThere(p, follows, r.fieldHasValue)
}

// isThere is asked with what says that a field has a value always.
func (r *Facts) isThere(p Path, follows func(Path) bool, hasValue func(*types.Var) bool) bool {
	for i, field := range p[1:] {
		to := p[:i+2]
		switch field.Type().Underlying().(type) {
		case *types.Struct:
		case *types.Pointer:
			if !hasValue(field) && !r.surelyCalled(to) && !follows(to) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// SetInMaking reports whether a field is set by none but functions that make the struct that it is of,
// and before anybody else has that.
func (r *Facts) SetInMaking(field *types.Var) bool {
	is, known := r.inMaking[field]
	if !known {
		is = r.isSetInMaking(field)
		r.inMaking[field] = is
	}
	return is
}

func (r *Facts) isSetInMaking(field *types.Var) bool {
	tn := r.StructOf(field)
	if tn == nil || isGeneric(tn) || field.Exported() && field.Pkg().Name() != "main" || r.IsReplaced(tn) || r.isSetByOtherBuild(field) {
		return false
	}
	return !slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool {
		return slices.ContainsFunc(r.factsOf(r.fileOf(d), d).Changes[field], func(c *Change) bool {
			return !r.changesPart(c, field) && !r.setsOfNew(c, field, d)
		})
	})
}

// isSetByOtherBuild is SetBeside without tests: one that sets a field does so before or after all that it
// runs, or is in a race with what reads the field in that.
func (r *Facts) isSetByOtherBuild(field *types.Var) bool {
	return r.AtFile == nil || r.setBesideIn(field, func(file string) bool { return !strings.HasSuffix(file, "_test.go") })
}

// setsOfNew reports whether a change is an assignment to a field of what its function has just made, which
// nobody else has by then.
func (r *Facts) setsOfNew(c *Change, field *types.Var, d ast.Decl) bool {
	assign, ok := c.At.Node().(*ast.AssignStmt)
	if c.place(); !ok || c.Hidden || c.in != nil || len(c.loops) > 0 || r.Source(r.fileOf(d)).HasGoto(d) {
		return false
	}
	var made *types.Var
	for _, lhs := range assign.Lhs {
		sel, isSel := ast.Unparen(lhs).(*ast.SelectorExpr)
		if !isSel || r.Pass.TypesInfo.Uses[sel.Sel] != field {
			continue
		}
		v := r.newOf(sel)
		if v == nil || made != nil {
			return false
		}
		made = v
	}
	return made != nil && !slices.ContainsFunc(r.Index.Uses(made), func(use inspector.Cursor) bool {
		return use.Node().Pos() < assign.End() && r.gives(use) && !r.keepsItself(use, made)
	})
}

// newOf returns the variable that a field is selected of, also as a part of a field, where that is a
// pointer to something new, and stays one to that.
func (r *Facts) newOf(sel *ast.SelectorExpr) *types.Var {
	for {
		if selection := r.Pass.TypesInfo.Selections[sel]; selection == nil || ThroughPointers(selection) {
			return nil
		}
		of, isPart := ast.Unparen(sel.X).(*ast.SelectorExpr)
		if !isPart {
			break
		}
		if _, isStruct := r.TypeOf(of).Underlying().(*types.Struct); !isStruct {
			return nil
		}
		sel = of
	}
	v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(sel.X)].(*types.Var)
	if !ok || !r.IsNotNil(v) || r.IsAssigned(v) {
		return nil
	}
	if def, declared := r.Index.Definition(v); !declared || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return nil
	}
	return v
}

// keepsItself reports whether a use gives a pointer to a field of what it leads to.
func (r *Facts) keepsItself(use inspector.Cursor, made *types.Var) bool {
	assign, ok := use.Parent().Node().(*ast.AssignStmt)
	if !ok || use.ParentEdgeKind() != edge.AssignStmt_Rhs || len(assign.Lhs) != len(assign.Rhs) {
		return false
	}
	sel, ok := ast.Unparen(assign.Lhs[use.ParentEdgeIndex()]).(*ast.SelectorExpr)
	return ok && r.newOf(sel) == made
}

// changesPart reports whether a change of a struct leaves its other fields as they are: it sets one of
// them, or takes the address of the struct, by which nobody of the package replaces one.
func (r *Facts) changesPart(c *Change, field *types.Var) bool {
	named := typesx.Named(field.Type())
	if _, isStruct := field.Type().Underlying().(*types.Struct); !isStruct || named == nil || r.IsReplaced(named) {
		return false
	}
	switch n := c.At.Node().(type) {
	case *ast.AssignStmt:
		return !slices.ContainsFunc(n.Lhs, func(lhs ast.Expr) bool {
			sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
			return !ok || r.Pass.TypesInfo.Uses[sel.Sel] == field
		})
	case *ast.IncDecStmt, *ast.SelectorExpr, *ast.UnaryExpr, *ast.SliceExpr:
		return named.Pkg() == r.Pass.Pkg && !named.Exported()
	}
	return false
}

// IsReplaced reports whether the package assigns a whole struct of a type to anything, which may be
// behind a pointer: *s = server{}.
func (r *Facts) IsReplaced(tn *types.TypeName) bool {
	if r.replaced == nil {
		r.replaced = make(map[*types.TypeName]bool)
		for _, f := range r.Pass.Files {
			for n := range syntax.All[*ast.AssignStmt](f) {
				if n.Tok != token.ASSIGN {
					continue
				}
				for _, lhs := range n.Lhs {
					if t := r.Pass.TypesInfo.TypeOf(lhs); t != nil && !source.IsPointer(t) {
						if of := typesx.Named(t); of != nil {
							r.replaced[of] = true
						}
					}
				}
			}
		}
	}
	return r.replaced[tn]
}
