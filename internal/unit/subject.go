package unit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
)

// callees are the functions that a file calls, by where they stand; a go or
// defer keyword stands for what it calls. They are indexed once for a file:
// one with ten thousand findings must not be searched as often.
type callees struct {
	spans  map[[2]token.Pos]ast.Expr
	starts map[token.Pos]ast.Expr // of several that start at one place the outermost
}

func calleesOf(f *ast.File) callees {
	c := callees{make(map[[2]token.Pos]ast.Expr), make(map[token.Pos]ast.Expr)}
	add := func(pos, end token.Pos, fun ast.Expr) {
		c.spans[[2]token.Pos{pos, end}] = fun
		if _, ok := c.starts[pos]; !ok {
			c.starts[pos] = fun
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			add(n.Go, n.Go+token.Pos(len("go")), n.Call.Fun)
		case *ast.DeferStmt:
			add(n.Defer, n.Defer+token.Pos(len("defer")), n.Call.Fun)
		case *ast.CallExpr:
			add(n.Fun.Pos(), n.Fun.End(), n.Fun)
		}
		return true
	})
	return c
}

func (u *Unit) fileAt(pos token.Pos) *ast.File {
	for _, f := range u.Pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

// subject names what an issue is about; see [finding.Finding]. For one about a
// comment it is the comment.
func (u *Unit) subject(is *Issue) string {
	if fun := u.calleeExpr(is); fun != nil {
		return u.Subject(fun)
	}
	if f := u.fileAt(is.Pos); f != nil {
		return commentAt(f, is.Pos)
	}
	return ""
}

// before is what an issue was about as long as its launch was a go statement: what runs, or
// the literal of which a fix has left nothing but that.
//
//	go func() { defer wg.Done(); work() }()
//	wg.Go(work)
func (u *Unit) before(is *Issue) []string {
	if is.Launched == nil {
		return nil
	}
	if run := u.Subject(is.Launched); run != finding.Literal {
		return []string{run, finding.Literal}
	}
	return []string{finding.Literal}
}

// calleeExpr is the function that is called where an issue is, or nil.
func (u *Unit) calleeExpr(is *Issue) ast.Expr {
	if is.Subject != nil {
		return is.Subject
	}
	f := u.fileAt(is.Pos)
	if f == nil {
		return nil
	}
	known, ok := u.callees[f]
	if !ok {
		known = calleesOf(f)
		if u.callees == nil {
			u.callees = make(map[*ast.File]callees)
		}
		u.callees[f] = known
	}
	if fun, ok := known.spans[[2]token.Pos{is.Pos, is.End}]; ok {
		return fun
	}
	return known.starts[is.Pos]
}

// calleesOf are the functions that an issue is about, as a config names them: what is
// called, or for a literal that is launched the one function that it is there to call.
func (u *Unit) calleesOf(is *Issue) (list []config.Func) {
	add := func(fun ast.Expr) {
		if fn := u.function(fun); fn != nil {
			list = append(list, config.Func(fn.Origin().FullName()))
		}
	}
	fun := u.calleeExpr(is)
	if lit, ok := fun.(*ast.FuncLit); ok {
		if call := onlyCall(lit.Body); call != nil {
			add(call.Fun)
		}
		return list
	}
	add(fun)
	return list
}

func (u *Unit) function(fun ast.Expr) *types.Func {
	switch fun := fun.(type) {
	case *ast.ParenExpr:
		return u.function(fun.X)
	case *ast.IndexExpr:
		return u.function(fun.X)
	case *ast.IndexListExpr:
		return u.function(fun.X)
	case *ast.Ident:
		fn, _ := u.Pass.TypesInfo.Uses[fun].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := u.Pass.TypesInfo.Uses[fun.Sel].(*types.Func)
		return fn
	}
	return nil
}

// onlyCall is the call that a body is there for: that of its only statement, defers
// apart, where its error may be looked at; or nil.
func onlyCall(body *ast.BlockStmt) *ast.CallExpr {
	var only ast.Stmt
	for _, s := range body.List {
		switch s.(type) {
		case *ast.DeferStmt:
			continue
		}
		if only != nil {
			return nil
		}
		only = s
	}
	if s, ok := only.(*ast.IfStmt); ok {
		only = s.Init
		if only == nil {
			return nil
		}
	}
	var value ast.Expr
	switch s := only.(type) {
	case *ast.ExprStmt:
		value = s.X
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 {
			value = s.Rhs[0]
		}
	case *ast.ReturnStmt:
		if len(s.Results) == 1 {
			value = s.Results[0]
		}
	}
	call, _ := value.(*ast.CallExpr)
	return call
}

func commentAt(f *ast.File, pos token.Pos) string {
	i, _ := slices.BinarySearchFunc(f.Comments, pos, func(g *ast.CommentGroup, pos token.Pos) int {
		return int(g.End() - 1 - pos)
	})
	if i < len(f.Comments) {
		for _, c := range f.Comments[i].List {
			if c.Pos() <= pos && pos < c.End() {
				return strings.Join(strings.Fields(c.Text), " ")
			}
		}
	}
	return ""
}

// scope returns the lines of the declaration at pos.
func (u *Unit) scope(pos token.Pos) finding.Lines {
	f := u.fileAt(pos)
	if f == nil {
		return finding.Lines{}
	}
	i, _ := slices.BinarySearchFunc(f.Decls, pos, func(d ast.Decl, pos token.Pos) int { return int(d.End() - 1 - pos) })
	if i == len(f.Decls) || f.Decls[i].Pos() > pos {
		return finding.Lines{}
	}
	s := u.Span(f.Decls[i].Pos(), f.Decls[i].End())
	return finding.Lines{First: s.Line, Last: s.EndLine}
}

// Subject names a function that is called in a form that does not depend on
// where the call stands, on the names of local variables or of imports, on
// arguments, or on what literals contain: "os.Open", "(*Server).loop",
// "func literal", "(*Server).pool.Submit". A local variable is named by its
// type, or by its place in the expression where the type has no name.
func (u *Unit) Subject(fun ast.Expr) string {
	s := subject{info: u.Pass.TypesInfo, pkg: u.Pass.Pkg}
	return s.text(fun)
}

type subject struct {
	info   *types.Info
	pkg    *types.Package
	locals []types.Object // without a type's name, in the order of appearance
}

func (s *subject) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.text(e.X)
	case *ast.Ident:
		return s.ident(e)
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			if pkg, ok := s.info.Uses[id].(*types.PkgName); ok {
				return pkg.Imported().Path() + "." + e.Sel.Name
			}
		}
		return s.text(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return s.index(e.X)
	case *ast.IndexListExpr:
		return s.index(e.X)
	case *ast.CallExpr:
		return s.text(e.Fun) + "()"
	case *ast.FuncLit:
		return finding.Literal
	case *ast.StarExpr:
		return "*" + s.text(e.X)
	case *ast.UnaryExpr:
		return e.Op.String() + s.text(e.X)
	case *ast.CompositeLit:
		if e.Type != nil {
			return s.text(e.Type) + "{}"
		}
		return "{}"
	case *ast.TypeAssertExpr:
		if e.Type != nil {
			return s.text(e.X) + ".(" + s.text(e.Type) + ")"
		}
	case *ast.SliceExpr:
		return s.text(e.X) + "[:]"
	}
	return "_"
}

// index drops the type arguments of a function; of others the index.
func (s *subject) index(x ast.Expr) string {
	if t := s.info.TypeOf(x); t != nil {
		if _, ok := t.Underlying().(*types.Signature); ok {
			return s.text(x)
		}
	}
	return s.text(x) + "[]"
}

func (s *subject) ident(id *ast.Ident) string {
	obj := s.info.ObjectOf(id)
	v, isVar := obj.(*types.Var)
	switch {
	case obj == nil || obj.Pkg() == nil:
		return id.Name
	case isVar && !v.IsField() && v.Parent() != v.Pkg().Scope():
		return s.local(v)
	case obj.Pkg() != s.pkg: // by a dot import
		return obj.Pkg().Path() + "." + id.Name
	}
	return id.Name
}

func (s *subject) local(v *types.Var) string {
	t, star := types.Unalias(v.Type()), ""
	if p, ok := t.(*types.Pointer); ok {
		t, star = types.Unalias(p.Elem()), "*"
	}
	if named, ok := t.(*types.Named); ok {
		obj := named.Obj()
		if obj.Pkg() == nil || obj.Pkg() == s.pkg {
			return "(" + star + obj.Name() + ")"
		}
		return "(" + star + obj.Pkg().Path() + "." + obj.Name() + ")"
	}
	i := slices.Index(s.locals, types.Object(v))
	if i < 0 {
		i = len(s.locals)
		s.locals = append(s.locals, v)
	}
	return fmt.Sprintf("$%d", i+1)
}
