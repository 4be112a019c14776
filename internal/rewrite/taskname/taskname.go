// This file answers what a task is called: the second argument of tracked.Go, which is read
// in a list of what still runs, by somebody who does not have the code open.
//
//	go s.loop()                      // "Server.loop"
//	// Flush the buffers.
//	go func() { ... }()              // "flush the buffers"
//	go func() { log.Print("drains"); q.drain() }() // "Queue.drain": logging is no work
//	go func() { a(); b() }()         // in Server.Start: "Server.Start"
//
// Names need not be unique, nor are they checked by anybody: a poor one costs a reader, not a
// program. So this errs towards something short that is found by searching for it.

package taskname

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Namer names the launches of a package.
type Namer struct {
	*source.Files
	Awaited func(*ast.GoStmt) bool // whether the function around waits for a launch

	tasks      map[*source.File]map[*ast.GoStmt]string // their names, see TaskName
	arounds    map[*ast.GoStmt]string                  // and those of the functions around, see enclosingName
	launchedIn map[*source.File]map[ast.Decl]int       // how many stand in each declaration, see launchesMore
	asTasks    map[types.Object]bool                   // functions that a go statement calls, see isTaskItself
	worked     map[*ast.FuncLit]*work                  // see works
}

// New returns a namer for the launches of a package.
func New(files *source.Files) *Namer {
	return &Namer{
		Files:      files,
		tasks:      make(map[*source.File]map[*ast.GoStmt]string),
		arounds:    make(map[*ast.GoStmt]string),
		launchedIn: make(map[*source.File]map[ast.Decl]int),
		worked:     make(map[*ast.FuncLit]*work),
	}
}

// TaskName is the name of a task. All of a file are named at once, since two that have one name
// are told apart.
func (r *Namer) TaskName(src *source.File, stmt *ast.GoStmt) string {
	if r.tasks[src] == nil {
		r.tasks[src] = make(map[*ast.GoStmt]string)
		for _, g := range src.Launches {
			r.tasks[src][g] = r.nameTask(src, g)
		}
		r.tellApart(src)
	}
	return r.tasks[src][stmt]
}

// nameTask names what a go statement runs, for somebody who reads a list of tasks: by what
// is called, "Server.loop", "flush", "http.Serve". A literal is named by the comment above
// it, where that is a few plain words; by what it calls, where that is one thing; and else
// by the function around, "Server.Start", where there are several launches with what it
// does there: "Server.Start: flush".
func (r *Namer) nameTask(src *source.File, stmt *ast.GoStmt) string {
	if lit := source.LaunchedLiteral(stmt.Call); lit != nil {
		return r.literalName(src, stmt, lit)
	}
	fun := stmt.Call.Fun
	if of := r.wrapped(stmt.Call); of != nil {
		fun = of
	}
	if r.Calls(stmt.Call, "(*sync.Once).Do") {
		return r.onceName(r.enclosingName(src, stmt), stmt.Call)
	}
	name := r.calleeName(fun)
	if given, takes := r.runsGiven(stmt.Call, name); takes {
		return r.joinedName(r.enclosingName(src, stmt), given)
	}
	if name == "" {
		around, given := r.enclosingName(src, stmt), r.valueName(fun)
		if given == "" && r.isFieldOf(fun) {
			given = r.givenName(stmt.Call) // s.h(conn): "handle conn"
		} else if _, isVar := ast.Unparen(fun).(*ast.Ident); isVar && !isWords(given) {
			given = ""
		}
		if given == "" || around == "main" {
			return around
		}
		return r.joinedName(around, given)
	}
	return r.placed(src, stmt, fun, name)
}

// onceName is the name of what a sync.Once runs, which is nothing that goes by that.
func (r *Namer) onceName(around string, call *ast.CallExpr) string {
	if of := source.SelectedFrom(call.Args[0]); len(of) > 2 {
		return r.joinedName(around, of)
	}
	if lit, isLit := ast.Unparen(call.Args[0]).(*ast.FuncLit); isLit {
		if steps, _ := r.works(lit); len(steps) > 0 && steps[0].name != "" {
			return r.joinedName(around, steps[0].name)
		}
	}
	return around
}

// wrapped returns the method that is the only argument of a launched call, as in
// go withRecover(s.run): that is what the task does. nil for any other call.
func (r *Namer) wrapped(call *ast.CallExpr) *ast.SelectorExpr {
	if len(call.Args) != 1 || r.isFieldOf(call.Fun) { // what a field holds is told that, and may never call it
		return nil
	}
	sel, ok := ast.Unparen(call.Args[0]).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if selection := r.Pass.TypesInfo.Selections[sel]; selection == nil || selection.Kind() != types.MethodVal {
		return nil
	}
	return sel
}

// calleeName names a function that is called; "" where its name says nothing: a parameter,
// a variable that may hold anything, a letter.
func (r *Namer) calleeName(fun ast.Expr) string {
	switch x := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		if r.IsDeclared(x.X) {
			return r.calleeName(x.X)
		}
	case *ast.IndexListExpr:
		return r.calleeName(x.X)
	case *ast.CallExpr:
		return r.calleeName(x.Fun)
	// A name of one or two letters says nothing, and a local variable may hold any function,
	// unless it has the one literal that it was declared with.
	case *ast.Ident:
		v, isVar := r.Pass.TypesInfo.Uses[x].(*types.Var)
		if isVar && (len(x.Name) <= 2 || v.Parent() != r.Pass.Pkg.Scope() && r.LiteralOf(v) == nil) {
			return ""
		}
		if !isVar && ast.IsExported(x.Name) && r.Pass.Pkg.Name() != "main" {
			return r.Pass.Pkg.Name() + "." + x.Name // as others call it
		}
		return x.Name
	case *ast.SelectorExpr:
		return r.selectedName(x)
	}
	return ""
}

// selectedName is the name of a method, of a function of another package, or of a field
// that has a function. A type of another package, of which there may be many values, says
// less than the variable does: "customerCmd.Run", not "Command.Run".
func (r *Namer) selectedName(x *ast.SelectorExpr) string {
	sel := r.Pass.TypesInfo.Selections[x]
	if sel == nil {
		// No selection: the name of a package stands before the dot.
		if pkg, ok := ast.Unparen(x.X).(*ast.Ident); ok {
			return pkg.Name + "." + x.Sel.Name
		}
		return x.Sel.Name
	}
	t := sel.Recv()
	fn, isMethod := sel.Obj().(*types.Func)
	// The type that declares the method, not the one that embeds it: there it is found.
	if isMethod {
		t = fn.Signature().Recv().Type()
	} else if len(x.Sel.Name) <= 2 {
		return ""
	}
	of := typesx.Named(t)
	if of == nil {
		return x.Sel.Name
	}
	if of.Pkg() == r.Pass.Pkg {
		return of.Name() + "." + x.Sel.Name
	}
	owner := r.ownerName(x.X, of)
	if call, isCall := ast.Unparen(x.X).(*ast.CallExpr); isCall && makes.MatchString(source.UpperFirst(source.SpelledName(call.Fun))) {
		return of.Name() + "." + x.Sel.Name // json.NewEncoder(w).Encode
	}
	if owner == "" { // of what another call returns
		return ""
	}
	return owner + "." + x.Sel.Name
}

// ownerName is the name of what a method of another package's type is called on: of a variable, of
// one of many, or of a type, where a variable has none to speak of. "" for what a call returns.
func (r *Namer) ownerName(x ast.Expr, of *types.TypeName) string {
	name := source.SelectedFrom(x)
	if _, isIndex := ast.Unparen(x).(*ast.IndexExpr); isIndex {
		name = source.SpelledName(x) // connection of s.connections[id]
	}
	switch static := typesx.Named(r.TypeOf(x)); {
	case name == "":
		return ""
	case len(name) <= 2 && static != nil && static != of && static.Pkg() != nil: // what embeds the other says more
		return static.Pkg().Name() + "." + static.Name()
	case len(name) <= 2:
		return of.Name()
	case !of.Exported() && of.Pkg() != nil && of.Pkg() != r.Pass.Pkg: // what it embeds is known to nobody
		return name
	// In main a variable that is called as its type says less than that, and one that is called as the
	// package reads as a function of it.
	case of.Pkg() != nil && (r.Pass.Pkg.Name() == "main" && strings.EqualFold(name, of.Name()) || name == r.Pass.Pkg.Name()):
		return of.Pkg().Name() + "." + of.Name()
	}
	return name
}

// joinedName is what is done in a function, of the same type or package mostly. main says nothing.
func (r *Namer) joinedName(around, work string) string {
	if around == "main" {
		return work
	}
	pkg := r.Pass.Pkg.Name() + "."
	of, _, _ := strings.Cut(strings.TrimPrefix(around, pkg), ".")
	return around + ": " + strings.TrimPrefix(strings.TrimPrefix(work, pkg), of+".")
}

// ends reports whether a step is how something ends, not what is done until then.
func (s step) ends() bool { return s.waits || s.leaves || releases(s.name) }

func (s step) isTold() bool     { return s.told }
func (s step) isComputed() bool { return s.computes }

// undoes reports whether a step takes back what was noted of the work, which comes before: s.removeConn(c).
func (s step) undoes() bool { return undoing.MatchString(lastName(s.name)) }

// takesLong reports whether a step is what a task does most of the time: a loop takes it, or it copies.
func (s step) takesLong() bool { return s.turns || strings.HasPrefix(s.name, "copy to ") }

// converts reports whether a step only makes another form of something.
func (s step) converts() bool { return converting.MatchString(lastName(s.name)) }

// keepsCount reports whether a step is about a pool, a queue or a list that the work is done with.
func (s step) keepsCount() bool { return counting.MatchString(lastName(s.name)) }

var (
	undoing    = regexp.MustCompile(`^([dD]one|[rR]emove|[uU]nregister|[dD]eregister|[uU]ntrack|[fF]orget)($|[A-Z])`)
	converting = regexp.MustCompile(`^(To|As|Parse|Format|Convert)[A-Z]|^([mM]arshal|[sS]erialize|[eE]ncode)`)
	counting   = regexp.MustCompile(`^(Get|Put|Add|Append|Push|Pop|Peek|Remove|Length|Reset)$`)
)

// releases reports whether what is called lets go of something, by its name.
func releases(work string) bool {
	last := lastName(work)
	return rows.Is(last, rows.Closing) || last != "flush" && rows.Is(source.UpperFirst(last), rows.Closing) // a flush of one's own may be all the work
}

// saysSo reports whether the name of the function around says what its work is: safeClose, countFailure
// of countFail.
func saysSo(around, work string) bool {
	around, work = strings.ToLower(lastName(around)), strings.ToLower(lastName(work))
	return strings.HasSuffix(around, work) || strings.HasPrefix(around, work)
}

// lastName is the last part of a name: what it is called where it is declared.
func lastName(of string) string { return of[strings.LastIndexByte(of, '.')+1:] }

// launchesMore reports whether the declaration launches another literal. Functions have names of
// their own.
func (r *Namer) launchesMore(src *source.File, stmt *ast.GoStmt) bool {
	if r.launchedIn[src] == nil {
		r.launchedIn[src] = make(map[ast.Decl]int)
		for _, g := range src.Launches {
			if source.LaunchedLiteral(g.Call) != nil {
				r.launchedIn[src][src.DeclAround(g)]++
			}
		}
	}
	return r.launchedIn[src][src.DeclAround(stmt)] > 1
}
