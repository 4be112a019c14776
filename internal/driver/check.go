package driver

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/types"

	"github.com/tetherlint/tether/internal/toolchain"
)

// A checked package is one parsed and type-checked from source.
type checked struct {
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
	sizes types.Sizes
}

// check parses and type-checks a package, with its functions' bodies or without. It returns problems instead, if there
// are any: analyzers run on sound packages only, as they do under go vet.
func (r *runner) check(n *node, bodies bool) (*checked, []Problem) {
	if p, ok := r.blocked(n); ok {
		return nil, []Problem{p}
	}
	files, problems := r.parse(n)
	if len(problems) > 0 {
		return nil, problems
	}
	c := &checked{files: files, sizes: r.graph.env.sizes(), info: &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}}
	conf := types.Config{
		Importer:  importer{r, n},
		Sizes:     c.sizes,
		GoVersion: n.languageVersion(),

		IgnoreFuncBodies: !bodies,
		Error: func(err error) {
			problems = append(problems, r.typeProblem(n, err))
		},
	}
	c.pkg = types.NewPackage(n.pkg.PkgPath, n.pkg.Name)
	err := checkFiles(types.NewChecker(&conf, r.universe.fset, c.pkg, c.info), files)
	if err != nil && len(problems) == 0 {
		problems = append(problems, Problem{Package: n.folded(), Message: err.Error()})
	}
	return c, problems
}

// checkFiles is the checker's method; a panic of it is an error, so that one package
// takes no other down.
func checkFiles(checker *types.Checker, files []*ast.File) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the type checker panicked: %v (at %s)", v, panicFrames())
		}
	}()
	return checker.Files(files)
}

func (r *runner) parse(n *node) ([]*ast.File, []Problem) {
	var files []*ast.File
	names, texts, problems := r.sourceFiles(n)
	kept := r.syntax.keeps(n.pkg.Dir)
	if kept {
		r.syntax.fit(texts)
	}
	for _, name := range names {
		src, ok := texts[name]
		if !ok {
			continue
		}
		now := n.noteRead(name, src)
		if sum, ok := n.files[name]; ok && sum != now {
			n.tainted.Store(true) // edited since its key was made
		}
		f, err := r.parseFile(name, src, kept)
		if err != nil {
			problems = append(problems, syntaxProblems(n, err)...)
			continue
		}
		files = append(files, f)
	}
	return files, problems
}

func (r *runner) parseFile(name string, src []byte, kept bool) (*ast.File, error) {
	if kept {
		return r.syntax.parse(name, src)
	}
	return parser.ParseFile(r.universe.fset, name, src, parseMode)
}

// noteRead notes what a file held when it was parsed, and returns its digest.
func (n *node) noteRead(name string, src []byte) digest {
	sum := digest(sha256.Sum256(src))
	n.reading.Lock()
	defer n.reading.Unlock()
	if n.parsed == nil {
		n.parsed = make(map[string]digest)
	}
	if before, ok := n.parsed[name]; ok && before != sum {
		sum = digest{} // two contents in one run: no file can be what was analysed
	}
	n.parsed[name] = sum
	return sum
}

// Unchanged reports whether src is what the run took a source file to hold.
func (o *Outcome) Unchanged(name string, src []byte) bool {
	sum := digest(sha256.Sum256(src))
	for _, g := range o.graphs {
		for _, n := range g.nodes {
			known, ok := n.parsed[name]
			if !ok {
				known, ok = n.files[name]
			}
			if ok && known != sum {
				return false
			}
		}
	}
	return true
}

func syntaxProblems(n *node, err error) []Problem {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return []Problem{{Package: n.folded(), Message: err.Error()}}
	}
	var problems []Problem
	for _, e := range list {
		problems = append(problems, Problem{Package: n.folded(), Position: e.Pos.String(), Message: e.Msg})
	}
	return problems
}

func (r *runner) typeProblem(n *node, err error) Problem {
	var e types.Error
	if !errors.As(err, &e) {
		return Problem{Package: n.folded(), Message: err.Error()}
	}
	message := e.Msg
	if refused := toolchain.Refused(message); refused != nil { // a file with a go:build line
		message = refused.Error()
	}
	return Problem{Package: n.folded(), Position: r.universe.fset.Position(e.Pos).String(), Message: message}
}
