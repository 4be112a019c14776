// This file names the function around a launch, which many tasks are called after.

package taskname

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// enclosingName is the name of the function around a launch. It is asked several times for each
// task, as tasks are told apart, and found once.
func (r *Namer) enclosingName(src *source.File, stmt *ast.GoStmt) string {
	name, known := r.arounds[stmt]
	if !known {
		name = r.nameAround(src, stmt)
		r.arounds[stmt] = name
	}
	return name
}

// nameAround names the function around a launch: a declared one, by its package where
// others call it so; or a literal that has a variable, or a field within the former.
func (r *Namer) nameAround(src *source.File, stmt *ast.GoStmt) string {
	d := src.DeclAround(stmt)
	// A method goes by its type, which says enough; a function goes by its package as well, unless
	// that is main, which is no name for anything.
	name := declName(d, stmt)
	if _, ok := d.(*ast.FuncDecl); ok && r.Pass.Pkg.Name() != "main" {
		name = r.qualified(name)
	}
	at, ok := r.Index.Find(stmt)
	if !ok {
		return name
	}
	for lit := range at.Enclosing((*ast.FuncLit)(nil)) {
		// run := func() { go ... }, and Command{Run: func() { go ... }}.
		switch key, i := lit.ParentEdge(); key {
		case edge.AssignStmt_Rhs:
			// A variable is found nowhere but in its function; main says nothing.
			if assign := lit.Parent().Node().(*ast.AssignStmt); len(assign.Lhs) == len(assign.Rhs) {
				if of := source.SelectedFrom(assign.Lhs[i]); len(of) > 2 {
					return strings.TrimPrefix(name+"."+of, "main.")
				}
			}
		case edge.KeyValueExpr_Value:
			if id, isField := lit.Parent().Node().(*ast.KeyValueExpr).Key.(*ast.Ident); isField {
				if said := r.saidBeside(lit.Parent()); said != "" {
					return said
				}
				return name + "." + id.Name
			}
		}
	}
	return name
}

// ofMade is the name of a literal that has that of the function around: one that makes or readies
// a value has returned long before its loop ends, which is the value's.
//
//	func newReader() *reader { r := &reader{}; go func() { ... }(); return r } // "reader"
func (r *Namer) ofMade(src *source.File, stmt *ast.GoStmt, around string) string {
	fd, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	if !ok || !strings.HasSuffix(around, fd.Name.Name) || r.inLiteral(stmt) {
		return around
	}
	if of := syntax.ReceiverName(fd); of != "" {
		if begins.MatchString(fd.Name.Name) && (strings.EqualFold(fd.Name.Name, "init") || r.onlyLaunch(src, stmt)) {
			return r.inPackage(of)
		}
		return around
	}
	if !makes.MatchString(fd.Name.Name) {
		return around
	}
	what := fd.Name.Name[len("new"):]
	for _, of := range []string{what, source.LowerFirst(what)} {
		if _, isType := r.Pass.Pkg.Scope().Lookup(of).(*types.TypeName); isType {
			return r.inPackage(of)
		}
	}
	return around
}

// begins is the name of a method that begins what a value does.
var begins = regexp.MustCompile(`^([iI]nit|[sS]tart|[lL]aunch|[bB]egin)$`)

// inLiteral reports whether a launch stands in a literal of its declaration, which runs at another
// time.
func (r *Namer) inLiteral(stmt *ast.GoStmt) bool {
	at, ok := r.Index.Find(stmt)
	return ok && isLiteral(syntax.Function(at))
}

func isLiteral(fn ast.Node) bool {
	_, is := fn.(*ast.FuncLit)
	return is
}

// isTaskItself reports whether the function around a launch is launched somewhere in the package,
// or the launch stands in a loop of it that no condition ends, as of a task: then its name is
// that of another.
func (r *Namer) isTaskItself(src *source.File, stmt *ast.GoStmt) bool {
	fd, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	if !ok {
		return false
	}
	if r.asTasks == nil {
		r.asTasks = make(map[types.Object]bool)
		for c := range r.Index.Root().Preorder((*ast.GoStmt)(nil)) {
			if fn := typeutil.Callee(r.Pass.TypesInfo, c.Node().(*ast.GoStmt).Call); fn != nil {
				r.asTasks[fn] = true
			}
		}
	}
	return r.asTasks[r.Pass.TypesInfo.Defs[fd.Name]] || r.goesRoundIn(stmt)
}

// goesRoundIn reports whether a launch stands in a loop of a declared function that no condition
// ends, or that ranges over a channel.
func (r *Namer) goesRoundIn(stmt *ast.GoStmt) bool {
	at, ok := r.Index.Find(stmt)
	if !ok {
		return false
	}
	for outer := range at.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
		switch outer := outer.Node().(type) {
		case *ast.FuncLit:
			return false
		case *ast.ForStmt:
			if outer.Cond == nil {
				return true
			}
		case *ast.RangeStmt:
			if _, isChan := r.TypeOf(outer.X).Underlying().(*types.Chan); isChan {
				return true
			}
		}
	}
	return false
}

// saidBeside is what a struct with a function in a field says that it is called: a command has
// a Use, "serve [flags]".
func (r *Namer) saidBeside(field inspector.Cursor) string {
	lit, ok := field.Parent().Node().(*ast.CompositeLit)
	if !ok {
		return ""
	}
	for _, elt := range lit.Elts {
		pair, isPair := elt.(*ast.KeyValueExpr)
		if !isPair {
			continue
		}
		// What the user types, or reads in a list, is a better name than that of a field.
		if id, isIdent := pair.Key.(*ast.Ident); !isIdent || id.Name != "Use" && id.Name != "Name" {
			continue
		}
		if v := r.Pass.TypesInfo.Types[pair.Value].Value; v != nil && v.Kind() == constant.String {
			if words := strings.Fields(constant.StringVal(v)); len(words) > 0 && len(words[0]) > 2 {
				return words[0]
			}
		}
	}
	return ""
}

// declName names a declaration: "T.Method", "Func", or of a var block the variable whose value
// has the node.
func declName(d ast.Decl, n ast.Node) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if of := syntax.ReceiverName(d); of != "" {
			return of + "." + d.Name.Name
		}
		return d.Name.Name
	case *ast.GenDecl:
		// A literal in a var block has no function around it: its variable is what there is to find.
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && syntax.Encloses(spec, n.Pos()) {
				if v.Names[0].Name == "_" {
					break
				}
				return v.Names[0].Name
			}
		}
	}
	return "init"
}
