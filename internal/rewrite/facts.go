// This file keeps what declfacts.go finds. A fix asks for facts of few declarations, most often of
// the one that has the launch. So they are found when they are asked for, one declaration at a time.

package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// factsOf returns the facts of a top-level declaration of a file.
func (r *Facts) factsOf(file *ast.File, d ast.Decl) *declFacts {
	facts := r.facts[d]
	if facts == nil {
		facts = r.declFacts(file, d)
		r.facts[d] = facts
	}
	return facts
}

// factsAbout returns the facts of the declaration that a local variable is part
// of, nil for a variable that is in scope in others, too.
func (r *Facts) factsAbout(v *types.Var) *declFacts {
	if v.Pkg() != r.pass.Pkg || v.IsField() || v.Parent() == v.Pkg().Scope() {
		return nil
	}
	for _, f := range r.pass.Files {
		if f.FileStart <= v.Pos() && v.Pos() < f.FileEnd {
			if d := declAt(f, v.Pos()); d != nil {
				return r.factsOf(f, d)
			}
		}
	}
	return nil
}

// isAssigned reports whether a variable gets a value by assignment.
func (r *Facts) isAssigned(v *types.Var) bool {
	if facts := r.factsAbout(v); facts != nil {
		return len(facts.changes[v]) > 0
	}
	return len(r.changers(v)) > 0
}

// isZero reports whether a local variable is declared without a value.
func (r *Facts) isZero(v *types.Var) bool {
	facts := r.factsAbout(v)
	return facts != nil && facts.zero[v]
}

// isNotNil reports whether a local variable is a receiver, or starts as a pointer to
// something new.
func (r *Facts) isNotNil(v *types.Var) bool {
	facts := r.factsAbout(v)
	return facts != nil && facts.notNil[v]
}

type Facts struct {
	*Files
	facts map[ast.Decl]*declFacts

	at     *ast.GoStmt // the launch that is being rewritten
	atFile *ast.File

	once      map[*types.Var]bool                    // see setOnce and neverSet
	changedBy map[*types.Var][]ast.Decl              // see changers; nil until asked for
	literals  map[*types.TypeName][]inspector.Cursor // see literalsOf; nil until asked for
	written   *structs                               // that may be overwritten as a whole; nil until asked for
	bySets    map[string]*sets                       // by files that the pass does not have
	trees     map[string][]string                    // see filesBelow
}

func newFacts(files *Files) *Facts {
	return &Facts{
		Files:  files,
		facts:  make(map[ast.Decl]*declFacts),
		bySets: make(map[string]*sets),
		once:   make(map[*types.Var]bool),
		trees:  make(map[string][]string),
	}
}
