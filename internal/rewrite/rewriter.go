// This file has the rewriter, which knows all that fixes ask.

package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/obligation"

	"github.com/tetherlint/tether/internal/rewrite/eligible"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/taskname"
	"github.com/tetherlint/tether/internal/rewrite/vars"
)

// A Rewriter builds the fixes of one package. What it knows of a file it finds
// out once.
type Rewriter struct {
	*source.Files
	*vars.Facts
	*taskname.Namer
	*eligible.Checker

	plans   map[*source.File]map[*ast.GoStmt]*plan  // see planFile
	batches map[*source.File]map[*ast.GoStmt]*batch // see batchOf
	groups  map[ast.Node][]*group                   // by function
	timers  map[*types.TypeName]*ast.CallExpr       // that have been given to their owners
}

// New returns a rewriter for the package of a pass, under its config. The engine is asked what
// helpers do with a panic.
func New(pass *analysis.Pass, c *config.Config, engine *obligation.Engine) *Rewriter {
	files := source.New(pass, c, engine.Index())
	facts := vars.New(files)
	r := &Rewriter{
		Files:   files,
		Facts:   facts,
		Namer:   taskname.New(files),
		Checker: eligible.New(files, facts, engine),
		plans:   make(map[*source.File]map[*ast.GoStmt]*plan),
		batches: make(map[*source.File]map[*ast.GoStmt]*batch),
		groups:  make(map[ast.Node][]*group),
		timers:  make(map[*types.TypeName]*ast.CallExpr),
	}
	r.Awaited = func(stmt *ast.GoStmt) bool { return r.Told[stmt].Joined }
	return r
}
