package analyzer_test

import (
	"fmt"
	"log"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/multichecker"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/analyzer"
)

// A linter of your own is a main function: flags, exit codes and the protocol of go vet
// come with multichecker. Add your other analyzers to the list.
func Example() {
	main := func() {
		multichecker.Main(analyzer.All...)
	}
	_ = main
}

// A program sets what a team would otherwise write into .tether.yml.
func ExampleNew() {
	analyzers := analyzer.New(analyzer.Options{
		Profile: "claims", // only what goes wrong
		Tests:   true,
		NoFiles: true,
		Resources: []analyzer.Resource{
			{Open: "example.com/app/task.Dial", Release: []string{"HangUp"}},
		},
	})

	cfg := &packages.Config{Mode: packages.LoadAllSyntax, Dir: filepath.Join("testdata", "app")}
	pkgs, err := packages.Load(cfg, "./...")
	if err != nil {
		log.Fatal(err)
	}
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, root := range graph.Roots {
		for _, d := range root.Diagnostics {
			posn := root.Package.Fset.Position(d.Pos)
			fmt.Printf("%s:%d: %s\n", filepath.Base(posn.Filename), posn.Line, d.Category)
		}
	}
	// Output:
	// app.go:11: leak
	// app.go:28: leak
}

// The documentation of a rule is Markdown.
func ExampleDoc() {
	title, _, _ := strings.Cut(analyzer.Doc("unclosed/leak"), "\n")
	fmt.Println(title)
	// Output: # unclosed/leak
}

// Rules of one analyzer begin with its name.
func ExampleRules() {
	for _, rule := range analyzer.Rules() {
		if strings.HasPrefix(rule, "tether/") {
			fmt.Println(rule)
		}
	}
	// Output:
	// tether/bad-allow
	// tether/unused-allow
}

// What is wrong with options is known before anything is analysed.
func ExampleOptions_Validate() {
	fmt.Println(analyzer.Options{Accept: "bounds"}.Validate())
	// Output: analyzer.Options.accept: want tracked, joined or bound, not "bounds": did you mean "bound"?
}
