package metamorph

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
)

// Rewrites are all of them.
var Rewrites = []Rewrite{
	{
		Name: "functions in reverse",
		// The first launch in source order stands for its group.
		Alters: []finding.Rule{finding.Unwaited},
		File:   reversed,
	},
	{
		Name:   "files in reverse",
		Alters: []finding.Rule{finding.Unwaited},
		Rename: func(name string, i, n int) string { return fmt.Sprintf("f%03d_%s", n-i, name) },
	},
	{Name: "variables renamed", File: renamed},
	{Name: "switch for if", File: switches},
	{Name: "literal for deferred call", File: deferredLiterals},
	{Name: "body in a function of its own", File: delegated},
	{Name: "helper called as a literal", Copies: true, File: inlined},
	{Name: "helper in another package", File: (*File).leaves, Apart: (*File).apart},
	{
		Name: "field for local",
		// A fix, and so its lack, is none of this; but a field is released otherwise.
		Alters: []finding.Rule{finding.Undeferred, finding.DeferBeforeCheck},
		File:   fields,
	},
}

// reversed puts the functions of a file into the other order. Other declarations stay.
func reversed(f *File) []Piece {
	var chunks []Piece
	f.functions(func(fn *ast.FuncDecl) {
		start := fn.Pos()
		if fn.Doc != nil {
			start = fn.Doc.Pos()
		}
		end := f.offset(fn.End())
		if i := strings.IndexByte(string(f.Source[end:]), '\n'); i >= 0 {
			end += i + 1
		}
		chunks = append(chunks, Piece{From: f.offset(start), To: end})
	})
	for i, c := range chunks { // several on a line stay
		if i > 0 && c.From < chunks[i-1].To {
			return nil
		}
	}
	var list []Piece
	last := 0
	for i, c := range chunks {
		list = append(list, Piece{From: last, To: c.From}, chunks[len(chunks)-1-i])
		last = c.To
	}
	return append(list, Piece{From: last, To: len(f.Source)})
}

// renamed gives all local variables other names.
func renamed(f *File) []Piece {
	info := f.Pkg.TypesInfo
	var edits []edit
	var ofSwitch ast.Expr // the variable of a type switch has no object of its own
	ast.Inspect(f.File, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSwitchStmt); ok {
			if as, ok := s.Assign.(*ast.AssignStmt); ok {
				ofSwitch = as.Lhs[0]
			}
		}
		id, ok := n.(*ast.Ident)
		if !ok || id.Name == "_" {
			return true
		}
		v, isVar := info.ObjectOf(id).(*types.Var)
		if isVar && !v.IsField() && v.Parent() != nil && v.Parent() != f.Pkg.Types.Scope() && v.Pkg() == f.Pkg.Types || id == ofSwitch {
			edits = append(edits, f.at(id.End(), "ʼ"))
		}
		return true
	})
	return f.edited(edits)
}

// switches turns each if into a switch, where a break means the same in both.
func switches(f *File) []Piece {
	var edits []edit
	var chained []*ast.IfStmt // those behind an else
	f.functions(func(fn *ast.FuncDecl) {
		for s := range syntax.All[*ast.IfStmt](fn.Body) {
			if next, ok := s.Else.(*ast.IfStmt); ok {
				chained = append(chained, next)
			}
			if slices.Contains(chained, s) || breaks(s) || labelled(fn.Body, s) {
				continue
			}
			if s.Init != nil {
				edits = append(edits, f.instead(s.If, 2, "switch"), f.at(s.Cond.Pos(), "{ case "))
			} else {
				edits = append(edits, f.instead(s.If, 2, "switch { case"))
			}
			edits = append(edits, f.instead(s.Body.Lbrace, 1, ":"))
			switch e := s.Else.(type) {
			case nil:
				edits = append(edits, f.instead(s.Body.Rbrace, 1, "}"))
			case *ast.BlockStmt:
				edits = append(edits, edit{f.offset(s.Body.Rbrace), f.offset(e.Lbrace) + 1, "; default:"})
			case *ast.IfStmt:
				edits = append(edits, edit{f.offset(s.Body.Rbrace), f.offset(e.If), "; default: "}, f.at(e.End(), " }"))
			}
		}
	})
	return f.edited(edits)
}

// breaks reports whether a break, or a fallthrough, in the branches of an if leaves what
// is around it.
func breaks(s *ast.IfStmt) (found bool) {
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			found = found || n.Label == nil && (n.Tok == token.BREAK || n.Tok == token.FALLTHROUGH)
		case *ast.LabeledStmt:
			found = true // a goto may not jump into a block
		}
		return !found
	}
	ast.Inspect(s, visit)
	return found
}

func labelled(body ast.Node, s ast.Stmt) bool {
	return syntax.Any(body, func(l *ast.LabeledStmt) bool { return l.Stmt == s })
}

// deferredLiterals turns defer x.M() into defer func() { x.M() }(), where x is a variable
// that is set once.
func deferredLiterals(f *File) []Piece {
	var edits []edit
	f.functions(func(fn *ast.FuncDecl) {
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			d, ok := n.(*ast.DeferStmt)
			if !ok || len(d.Call.Args) > 0 {
				return true
			}
			sel, ok := d.Call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			id, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := f.Pkg.TypesInfo.Uses[id].(*types.Var)
			if ok && !v.IsField() && v.Parent() != f.Pkg.Types.Scope() && f.writes(fn, v) == 0 {
				edits = append(edits, f.at(d.Call.Pos(), "func() { "), f.at(d.Call.End(), " }()"))
			}
			return true
		})
	})
	return f.edited(edits)
}

// delegated moves the body of each function into one of its own, which it calls.
func delegated(f *File) []Piece {
	var edits []edit
	f.functions(func(fn *ast.FuncDecl) {
		args, ok := arguments(fn)
		if !ok || fn.Name.Name == "main" || fn.Name.Name == "init" || fn.Name.Name == "_" || usesRecover(fn) {
			return
		}
		name := "moved_" + fn.Name.Name
		call := name + "(" + args + ")"
		head := f.text2(fn.Pos(), fn.Body.Lbrace)
		if fn.Recv != nil {
			if len(fn.Recv.List[0].Names) == 0 || fn.Recv.List[0].Names[0].Name == "_" {
				return
			}
			call = fn.Recv.List[0].Names[0].Name + "." + call
		}
		if fn.Type.Results != nil {
			call = "return " + call
		}
		// The original goes on with the body, so that its places are kept.
		edits = append(edits, f.at(fn.Pos(), head+"{ "+call+" }; "), f.instead(fn.Name.Pos(), len(fn.Name.Name), name))
	})
	return f.edited(edits)
}

func (f *File) text2(from, to token.Pos) string { return string(f.Source[f.offset(from):f.offset(to)]) }

// arguments are the parameters of a function as the arguments of a call; all need names.
func arguments(fn *ast.FuncDecl) (string, bool) {
	if fn.Type.TypeParams != nil {
		return "", false
	}
	var list []string
	for _, p := range fn.Type.Params.List {
		if len(p.Names) == 0 {
			return "", false
		}
		for _, name := range p.Names {
			if name.Name == "_" {
				return "", false
			}
			arg := name.Name
			if _, ok := p.Type.(*ast.Ellipsis); ok {
				arg += "..."
			}
			list = append(list, arg)
		}
	}
	return strings.Join(list, ", "), true
}

func usesRecover(fn *ast.FuncDecl) bool {
	return syntax.Any(fn, func(id *ast.Ident) bool { return id.Name == "recover" })
}

// fields keeps what is opened by x, err := open() in a field of a local struct.
func fields(f *File) []Piece {
	info := f.Pkg.TypesInfo
	var edits []edit
	f.functions(func(fn *ast.FuncDecl) {
		moved := map[types.Object]string{}
		for _, s := range blockStatements(fn.Body) {
			as, ok := s.(*ast.AssignStmt)
			if !ok || as.Tok != token.DEFINE || len(as.Lhs) != 2 || len(as.Rhs) != 1 {
				continue
			}
			id, _ := as.Lhs[0].(*ast.Ident)
			second, _ := as.Lhs[1].(*ast.Ident)
			if id == nil || second == nil || id.Name == "_" {
				continue
			}
			v := info.Defs[id]
			if v == nil || f.writes(fn, v) > 0 {
				continue
			}
			typ, ok := f.typeText(v.Type())
			if !ok {
				continue
			}
			decl := "var " + id.Name + "ʼ struct{ v " + typ + " }; "
			if e := info.Defs[second]; e != nil && second.Name != "_" {
				text, ok := f.typeText(e.Type())
				if !ok {
					continue
				}
				decl += "var " + second.Name + " " + text + "; "
			}
			moved[v] = id.Name + "ʼ.v"
			edits = append(edits, f.at(as.Pos(), decl), f.instead(as.TokPos, 2, "="), f.instead(id.Pos(), len(id.Name), moved[v]))
		}
		for id := range syntax.All[*ast.Ident](fn) {
			if moved[info.Uses[id]] != "" && info.Uses[id] != nil {
				edits = append(edits, f.instead(id.Pos(), len(id.Name), moved[info.Uses[id]]))
			}
		}
	})
	return f.edited(edits)
}

// blockStatements are the statements that stand directly in blocks, so that declarations
// can be put before them.
func blockStatements(body ast.Node) (list []ast.Stmt) {
	for n := range syntax.All[ast.Stmt](body) {
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = append(list, n.List...)
		case *ast.CaseClause:
			list = append(list, n.Body...)
		case *ast.CommClause:
			list = append(list, n.Body...)
		}
	}
	return list
}

// typeText is a type as the file can write it.
func (f *File) typeText(t types.Type) (string, bool) {
	ok := true
	text := types.TypeString(t, func(p *types.Package) string {
		if p == f.Pkg.Types {
			return ""
		}
		for _, spec := range f.Imports {
			if strings.Trim(spec.Path.Value, `"`) == p.Path() {
				if spec.Name == nil {
					return p.Name()
				}
				if spec.Name.Name != "_" && spec.Name.Name != "." {
					return spec.Name.Name
				}
			}
		}
		ok = false
		return p.Name()
	})
	return text, ok && !strings.Contains(text, "struct{")
}
