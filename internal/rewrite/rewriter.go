// This file has the rewriter, which knows all that fixes ask.

package rewrite

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/obligation"
	"golang.org/x/tools/go/analysis"
)

// A Rewriter builds the fixes of one package. What it knows of a file it finds
// out once.
type Rewriter struct {
	*Files
	*Facts
	*Namer
	*Checker

	plans   map[*source]map[*ast.GoStmt]*plan  // see planFile
	batches map[*source]map[*ast.GoStmt]*batch // see batchOf
	groups  map[ast.Node][]*group              // by function
	timers  map[*types.TypeName]*ast.CallExpr  // that have been given to their owners
}

// New returns a rewriter for the package of a pass, under its config. The engine is asked what
// helpers do with a panic.
func New(pass *analysis.Pass, c *config.Config, engine *obligation.Engine) *Rewriter {
	files := newFiles(pass, c, engine.Index())
	facts := newFacts(files)
	return &Rewriter{
		Files:   files,
		Facts:   facts,
		Namer:   newNamer(files),
		Checker: newChecker(files, facts, engine),
		plans:   make(map[*source]map[*ast.GoStmt]*plan),
		batches: make(map[*source]map[*ast.GoStmt]*batch),
		groups:  make(map[ast.Node][]*group),
		timers:  make(map[*types.TypeName]*ast.CallExpr),
	}
}
