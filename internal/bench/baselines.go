//go:build unix

package main

import (
	"go/types"
	"log"
	"os"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/packages"
)

// load is the bare load: the packages that the pattern names from source, with
// types and syntax, and all that they import from export data.
func load(pattern string) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax}, pattern)
	if err != nil {
		log.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		os.Exit(1)
	}
}

// vetNothing is the least that a vet tool with facts does: that it has a type of
// facts makes go vet run it on all dependencies too.
func vetNothing() {
	unitchecker.Main(&analysis.Analyzer{
		Name: "empty", Doc: "export a fact of one function of each package",
		FactTypes: []analysis.Fact{new(seen)},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, name := range pass.Pkg.Scope().Names() {
				if f, ok := pass.Pkg.Scope().Lookup(name).(*types.Func); ok {
					pass.ExportObjectFact(f, new(seen))
					break
				}
			}
			return nil, nil
		},
	})
}

type seen struct{}

func (*seen) AFact() {}
