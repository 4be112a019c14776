package driver

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
)

// A doc is the toy fact: the first line of a function's or a field's comment.
type doc struct{ Text string }

func (*doc) AFact() {}

// An imported is the toy package fact.
type packageDoc struct{ Text string }

func (*packageDoc) AFact() {}

// toy returns two analyzers: docs, which exports the comment of each function,
// method and field as a fact, and calls, which finds each call of, or selection
// of, something declared with a comment and reports that comment. A function
// named Panic makes docs panic, one named PanicCalls makes calls panic.
func toy() []*analysis.Analyzer {
	docs := &analysis.Analyzer{
		Name: "docs", Doc: "export comments as facts",
		FactTypes:  []analysis.Fact{new(doc), new(packageDoc)},
		ResultType: reflect.TypeFor[map[types.Object]string](),
		Run:        func(pass *analysis.Pass) (any, error) { return exportDocs(pass), nil },
	}
	calls := &analysis.Analyzer{
		Name: "calls", Doc: "report the comments of what is called",
		Requires:   []*analysis.Analyzer{docs},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			result := new(finding.Result)
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool { reportUse(pass, docs, n, result); return true })
			}
			return result, nil
		},
	}
	return []*analysis.Analyzer{calls}
}

func exportDocs(pass *analysis.Pass) map[types.Object]string {
	texts := make(map[types.Object]string)
	export := func(name *ast.Ident, comment *ast.CommentGroup) {
		if text, _, _ := strings.Cut(comment.Text(), "\n"); text != "" {
			obj := pass.TypesInfo.Defs[name]
			texts[obj] = text
			pass.ExportObjectFact(obj, &doc{text})
		}
	}
	for _, f := range pass.Files {
		if f.Doc != nil {
			pass.ExportPackageFact(&packageDoc{strings.TrimSpace(f.Doc.Text())})
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "Panic" {
					panic("a toy's panic")
				}
				export(n.Name, n.Doc)
			case *ast.Field:
				for _, name := range n.Names {
					export(name, n.Doc)
				}
			}
			return true
		})
	}
	return texts
}

func reportUse(pass *analysis.Pass, docs *analysis.Analyzer, n ast.Node, result *finding.Result) {
	if decl, ok := n.(*ast.FuncDecl); ok && decl.Name.Name == "PanicCalls" {
		panic("a toy's panic")
	}
	id, ok := n.(*ast.Ident)
	if !ok || pass.TypesInfo.Uses[id] == nil {
		return
	}
	var text string
	switch obj := pass.TypesInfo.Uses[id].(type) {
	case *types.PkgName:
		var fact packageDoc
		pass.ImportPackageFact(obj.Imported(), &fact)
		text = fact.Text
	default:
		var fact doc
		pass.ImportObjectFact(obj, &fact)
		text = fact.Text
		if own := pass.ResultOf[docs].(map[types.Object]string)[obj]; own != text && obj.Pkg() == pass.Pkg {
			panic(fmt.Sprintf("fact %q, result %q", text, own))
		}
	}
	if text == "" {
		return
	}
	p := pass.Fset.PositionFor(id.Pos(), false)
	result.Findings = append(result.Findings, finding.Finding{
		Span:    finding.Span{File: p.Filename, Line: p.Line, Column: p.Column, Offset: p.Offset},
		Rule:    finding.RawGo,
		Package: pass.Pkg.Path(),
		Message: id.Name + ": " + text,
	})
}

// write writes files, given as path and content, below dir.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o666))
	}
}

// module writes a module example.com/m and returns its directory.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n"})
	write(t, dir, files)
	return dir
}

// env is the environment of the go command: no network, no workspace around.
func env(extra ...string) []string {
	return append(os.Environ(), append([]string{"GOPROXY=off", "GOFLAGS=", "GOWORK="}, extra...)...)
}

// run runs the toys with defaults for what opts leaves open.
func run(t *testing.T, opts Options) *Outcome {
	t.Helper()
	out, err := tryRun(t, opts)
	require.NoError(t, err)
	return out
}

func tryRun(t *testing.T, opts Options) (*Outcome, error) {
	t.Helper()
	if opts.Env == nil {
		opts.Env = env()
	}
	if opts.Analyzers == nil {
		opts.Analyzers = toy()
	}
	return Run(t.Context(), opts)
}

// messages returns what was found, as file:line message with the base of the file.
func messages(out *Outcome) []string {
	var list []string
	for _, f := range out.Result.Findings {
		list = append(list, fmt.Sprintf("%s:%d %s", filepath.Base(f.File), f.Line, f.Message))
	}
	return list
}
