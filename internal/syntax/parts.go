// This file looks at parts of a tree: all nodes of a kind in them, those of one function, whether there
// is any.

package syntax

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
)

// All yields the nodes of type N at and below a node, in the order of the source.
func All[N ast.Node](root ast.Node) iter.Seq[N] { return Except[N](root, nil) }

// Own is All without what stands in function literals. A literal that is the root itself
// is gone into.
func Own[N ast.Node](root ast.Node) iter.Seq[N] {
	return func(yield func(N) bool) {
		more := true
		ast.Inspect(root, func(n ast.Node) bool {
			if hit, ok := n.(N); ok && more {
				more = yield(hit)
			}
			return more && !isInner(n, root)
		})
	}
}

// isInner reports whether a node is a literal within what is looked at.
func isInner(n, root ast.Node) bool {
	_, isLit := n.(*ast.FuncLit)
	return isLit && n != root
}

// Except is All without some nodes and what is below them: a part that runs at another
// time, say.
func Except[N ast.Node](root ast.Node, apart func(ast.Node) bool) iter.Seq[N] {
	return func(yield func(N) bool) {
		more := true
		ast.Inspect(root, func(n ast.Node) bool {
			if !more || n == nil || apart != nil && apart(n) {
				return false
			}
			if hit, ok := n.(N); ok {
				more = yield(hit)
			}
			return more
		})
	}
}

// Any reports whether any node of type N at or below a node is such.
func Any[N ast.Node](root ast.Node, is func(N) bool) (found bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		if hit, ok := n.(N); ok && !found {
			found = is(hit)
		}
		return !found
	})
	return found
}

// AnyOwn is Any without what stands in function literals.
func AnyOwn[N ast.Node](root ast.Node, is func(N) bool) (found bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		if hit, ok := n.(N); ok && !found {
			found = is(hit)
		}
		return !found && !isInner(n, root)
	})
	return found
}

// Evaluated yields the nodes at and below a node in the order in which they are
// evaluated: what is below a node comes before it. Function literals are left out.
func Evaluated(root ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		var around []ast.Node
		more := true
		ast.Inspect(root, func(n ast.Node) bool {
			if n == nil {
				last := len(around) - 1
				more = more && yield(around[last])
				around = around[:last]
				return true
			}
			if !more || isLit(n) {
				return false
			}
			around = append(around, n)
			return true
		})
	}
}

// AnyExcept is Any without some nodes and what is below them.
func AnyExcept[N ast.Node](root ast.Node, apart func(ast.Node) bool, is func(N) bool) (found bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		if found || n == nil || apart(n) {
			return false
		}
		if hit, ok := n.(N); ok {
			found = is(hit)
		}
		return !found
	})
	return found
}

// Has reports whether there is a node of type N at or below a node.
func Has[N ast.Node](root ast.Node) bool { return Any(root, anything[N]) }

// HasOwn is Has without what stands in function literals.
func HasOwn[N ast.Node](root ast.Node) bool { return AnyOwn(root, anything[N]) }

func anything[N ast.Node](N) bool { return true }

// Mentions reports whether an object is used at or below a node.
func Mentions(info *types.Info, root ast.Node, obj types.Object) bool {
	return Any(root, func(id *ast.Ident) bool { return info.Uses[id] == obj })
}

// Base is the variable at which a place begins, through fields, elements, pointers and the
// address of it, or nil.
func Base(x ast.Expr) *ast.Ident {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.SelectorExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.StarExpr:
			x = y.X
		case *ast.UnaryExpr:
			x = y.X
		case *ast.Ident:
			return y
		default:
			return nil
		}
	}
}

// FunctionAt returns the innermost function around a position of a file, nil for none.
func FunctionAt(file *ast.File, pos token.Pos) (fn ast.Node) {
	for _, n := range Path(file, func(n ast.Node) bool { return n.Pos() <= pos && pos < n.End() }) {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			fn = n
		}
	}
	return fn
}

// Body is the body of a function, nil of one that has none.
func Body(fn ast.Node) *ast.BlockStmt {
	switch fn := fn.(type) {
	case *ast.FuncLit:
		return fn.Body
	case *ast.FuncDecl:
		return fn.Body
	}
	return nil
}

// LoopBody is the body of a for or a range statement; nil of others.
func LoopBody(s ast.Stmt) *ast.BlockStmt {
	switch s := s.(type) {
	case *ast.ForStmt:
		return s.Body
	case *ast.RangeStmt:
		return s.Body
	}
	return nil
}

// Statements are those that stand one after the other in a block or in a clause; nil of
// other nodes.
func Statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// ReceiverName is the name of the type of a method's receiver; "" of a function, and of code
// that does not compile.
func ReceiverName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	for t := d.Recv.List[0].Type; ; {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// Path returns the nodes around a place, from a root down.
func Path(root ast.Node, within func(ast.Node) bool) (path []ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || !within(n) {
			return false
		}
		path = append(path, n)
		return true
	})
	return path
}

// Encloses reports whether a position is in a node.
func Encloses(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }
