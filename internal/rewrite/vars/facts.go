// This file keeps what declfacts.go finds. A fix asks for facts of few declarations, most often of
// the one that has the launch. So they are found when they are asked for, one declaration at a time.

package vars

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// Facts are what is known of the variables of a package.
type Facts struct {
	*source.Files
	facts map[ast.Decl]*declFacts

	At     *ast.GoStmt // the launch that is being rewritten
	AtFile *ast.File

	once      map[*types.Var]bool                    // see SetOnce and neverSet
	changedBy map[*types.Var][]ast.Decl              // see Changers; nil until asked for
	calledBy  map[*types.Func]*callers               // see callersOf
	literals  map[*types.TypeName][]inspector.Cursor // see LiteralsOf; nil until asked for
	declared  *declared                              // see StructOf; nil until asked for
	besides   map[*types.Var]bool                    // see SetBeside
	written   *structs                               // that may be overwritten as a whole; nil until asked for
	saysNil   *nils                                  // see valued.go; nil until asked for
	shown     map[*types.TypeName]bool               // see shownTypes; nil until asked for
	inMaking  map[*types.Var]bool                    // see SetInMaking
	replaced  map[*types.TypeName]bool               // see IsReplaced; nil until asked for
	shownAs   []*types.Interface                     // what values of are given as others
	reflected map[*types.TypeName]bool               // see reflectedTypes; nil until asked for
	bySets    map[string]*sets                       // by files that the pass does not have
	byNames   *byName                                // see namesBeside; nil until asked for
	trees     map[string][]string                    // see filesBelow
}

// New returns the facts of a package, none of which is looked for before it is asked for.
func New(files *source.Files) *Facts {
	return &Facts{
		Files:    files,
		facts:    make(map[ast.Decl]*declFacts),
		bySets:   make(map[string]*sets),
		once:     make(map[*types.Var]bool),
		trees:    make(map[string][]string),
		besides:  make(map[*types.Var]bool),
		inMaking: make(map[*types.Var]bool),
		calledBy: make(map[*types.Func]*callers),
	}
}

// factsOf returns the facts of a top-level declaration of a file.
func (r *Facts) factsOf(file *ast.File, d ast.Decl) *declFacts {
	facts := r.facts[d]
	if facts == nil {
		facts = r.declFacts(file, d)
		r.facts[d] = facts
	}
	return facts
}

// FactsAbout returns the facts of the declaration that a local variable is part
// of, nil for a variable that is in scope in others, too.
func (r *Facts) FactsAbout(v *types.Var) *declFacts {
	if v.Pkg() != r.Pass.Pkg || v.IsField() || v.Parent() == v.Pkg().Scope() {
		return nil
	}
	for _, f := range r.Pass.Files {
		if f.FileStart <= v.Pos() && v.Pos() < f.FileEnd {
			if d := source.DeclAt(f, v.Pos()); d != nil {
				return r.factsOf(f, d)
			}
		}
	}
	return nil
}

// IsAssigned reports whether a variable gets a value by assignment.
func (r *Facts) IsAssigned(v *types.Var) bool {
	if facts := r.FactsAbout(v); facts != nil {
		return len(facts.Changes[v]) > 0
	}
	return len(r.Changers(v)) > 0
}

// isZero reports whether a local variable is declared without a value.
func (r *Facts) isZero(v *types.Var) bool {
	facts := r.FactsAbout(v)
	return facts != nil && facts.zero[v]
}

// IsNotNil reports whether a local variable is a receiver, or starts as a pointer to
// something new, and stays that.
func (r *Facts) IsNotNil(v *types.Var) bool {
	facts := r.FactsAbout(v)
	return facts != nil && facts.notNil[v] && len(facts.Changes[v]) == 0 && len(facts.posts[v]) == 0
}

// isChanged reports whether a variable gets a value by assignment, or for the next turn of a loop by
// the post of that.
func (r *Facts) isChanged(v *types.Var) bool {
	facts := r.FactsAbout(v)
	return r.IsAssigned(v) || facts != nil && len(facts.posts[v]) > 0
}
