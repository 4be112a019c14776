package suppress

import (
	"go/ast"
	"go/token"
	"sort"
)

// statements knows the innermost statement around each position of a file. It
// is one walk over the file, so that a file with ten thousand findings does not
// take ten thousand.
type statements struct {
	starts []token.Pos // where another statement begins to be the innermost, ascending
	ends   []token.Pos // the end of that statement; NoPos where there is none
	gos    []token.Pos // the go statements
}

func (f *File) statements() *statements {
	if f.ends == nil {
		f.ends = statementsOf(f.syntax)
	}
	return f.ends
}

func statementsOf(file *ast.File) *statements {
	s := new(statements)
	var open []ast.Node // nodes on the way down, nil for those that do not count
	var around []token.Pos
	mark := func(at token.Pos) {
		end := token.NoPos
		if len(around) > 0 {
			end = around[len(around)-1]
		}
		s.starts, s.ends = append(s.starts, at), append(s.ends, end)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if n != nil {
			if g, ok := n.(*ast.GoStmt); ok {
				s.gos = append(s.gos, g.Go)
			}
			if !ends(n) {
				open = append(open, nil)
				return true
			}
			open = append(open, n)
			around = append(around, n.End())
			mark(n.Pos())
			return true
		}
		if last := open[len(open)-1]; last != nil {
			around = around[:len(around)-1]
			mark(last.End())
		}
		open = open[:len(open)-1]
		return true
	})
	return s
}

// ends reports whether a node is a statement, or what stands for one at package
// level. Blocks and clauses are parts of statements. What is declared in a
// function belongs to the statement of the declaration.
func ends(n ast.Node) bool {
	switch n.(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause, *ast.LabeledStmt, *ast.EmptyStmt, *ast.BadStmt:
		return false
	case ast.Stmt, *ast.ValueSpec:
		return true
	}
	return false
}

// end is the end of the innermost statement around pos, or NoPos.
func (s *statements) end(pos token.Pos) token.Pos {
	i := sort.Search(len(s.starts), func(i int) bool { return s.starts[i] > pos })
	if i == 0 {
		return token.NoPos
	}
	return s.ends[i-1]
}

// AtLaunch reports whether the directive stands where one for a launch does: a go
// statement, or what was noted.
func (f *File) AtLaunch(d *Directive) bool {
	if f.atLaunch == nil {
		f.atLaunch = make(map[*Directive]bool)
		for _, pos := range f.statements().gos {
			f.NoteLaunch(pos)
		}
	}
	return f.atLaunch[d]
}

// NoteLaunch notes that something is launched at pos.
func (f *File) NoteLaunch(pos token.Pos) {
	if len(f.Directives()) == 0 {
		return
	}
	f.AtLaunch(nil)
	for _, near := range f.near(pos) {
		f.atLaunch[near] = true
	}
}
