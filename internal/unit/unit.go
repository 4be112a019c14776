// Package unit is the package under analysis as the rules see it: which of its
// files are reported on, what its config says, and the one way to report.
//
// A report goes two ways from here: as a diagnostic to whatever host runs the
// analyzer, and as a finding into the analyzer's result, which tether's own
// command line reads.
package unit

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
)

// Options are what the analyzers of one instance share. The zero value is right
// for go vet and for tether's command line.
type Options struct {
	Config *config.Config // instead of the nearest .tether.yml
	Tests  bool           // also report in _test.go files, whatever the config says

	// NoRelated leaves related positions out of diagnostics, for hosts that
	// make an issue of its own of each.
	NoRelated bool
}

// A Unit is one package under analysis by one analyzer.
type Unit struct {
	Pass   *analysis.Pass
	Config *config.Config
	Result *finding.Result

	opts     Options
	reported map[*token.File]bool
}

// New returns the unit of pass. A config that cannot be read counts as the
// default here: the hosts look at it first and end with an error.
func New(pass *analysis.Pass, opts Options) *Unit {
	u := &Unit{Pass: pass, Config: opts.Config, Result: new(finding.Result), opts: opts}
	if u.Config == nil {
		u.Config = config.Default()
		if len(pass.Files) > 0 && IsMain(pass) {
			dir := dirOf(pass.Fset.File(pass.Files[0].FileStart).Name())
			if c, err := config.Find(dir); err == nil {
				u.Config = c
			}
		}
	}
	u.reported = make(map[*token.File]bool, len(pass.Files))
	for _, f := range pass.Files {
		u.reported[pass.Fset.File(f.FileStart)] = u.reportsOn(f)
	}
	return u
}

func dirOf(file string) string {
	if i := strings.LastIndexAny(file, `/\`); i >= 0 {
		return file[:i]
	}
	return "."
}

// IsMain tells whether the package belongs to a main module: one with a path
// and without a version. Under hosts that give no module everything but the
// standard library counts.
func IsMain(pass *analysis.Pass) bool {
	if pass.Module == nil || pass.Module.Path == "" {
		return !IsStd(pass.Pkg)
	}
	return pass.Module.Version == ""
}

// IsStd tells whether a package is of the standard library, by its path: the
// first element of any other has a dot, or is "example" or a test's name.
func IsStd(pkg *types.Package) bool {
	return catalog.StdPath(pkg.Path())
}

// reportsOn tells whether findings in the file are reported.
func (u *Unit) reportsOn(f *ast.File) bool {
	if ast.IsGenerated(f) && !u.Config.Generated {
		return false
	}
	name := u.Pass.Fset.File(f.FileStart).Name()
	return u.Config.Tests || u.opts.Tests || !strings.HasSuffix(name, "_test.go")
}

// Reported tells whether what is found at pos is reported and counted.
func (u *Unit) Reported(pos token.Pos) bool {
	return u.reported[u.Pass.Fset.File(pos)]
}

// An Issue is what a rule has to say about a place.
type Issue struct {
	Rule     finding.Rule
	Class    finding.Class
	Pos, End token.Pos
	Func     string // the enclosing function
	Message  string // without the rule, which Report adds
	Fix      *analysis.SuggestedFix
	Related  []analysis.RelatedInformation
}

// Report reports the issue, unless its rule is off or its file is not reported on.
func (u *Unit) Report(is Issue) {
	if !u.Config.Enabled(is.Rule) || !u.Reported(is.Pos) {
		return
	}
	message := is.Message + " (" + string(is.Rule) + ")"
	_, id, _ := strings.Cut(string(is.Rule), "/")
	d := analysis.Diagnostic{Pos: is.Pos, End: is.End, Category: id, Message: message}
	f := finding.Finding{
		Span:     u.Span(is.Pos, is.End),
		Rule:     is.Rule,
		Class:    is.Class,
		Status:   finding.New,
		Package:  u.PkgPath(),
		Function: is.Func,
		Message:  message,
	}
	if is.Fix != nil {
		d.SuggestedFixes = []analysis.SuggestedFix{*is.Fix}
		f.Fix = u.fix(is.Fix)
	}
	if !u.opts.NoRelated {
		d.Related = is.Related
	}
	for _, r := range is.Related {
		f.Related = append(f.Related, finding.Note{Span: u.Span(r.Pos, r.End), Message: r.Message})
	}
	u.Result.Findings = append(u.Result.Findings, f)
	u.Pass.Report(d)
}

func (u *Unit) fix(fix *analysis.SuggestedFix) *finding.Fix {
	out := &finding.Fix{Title: fix.Message}
	for _, e := range fix.TextEdits {
		out.Edits = append(out.Edits, finding.Edit{Span: u.Span(e.Pos, e.End), NewText: string(e.NewText)})
	}
	return out
}

// Span converts positions of the pass; an end that is missing is the start.
func (u *Unit) Span(pos, end token.Pos) finding.Span {
	if !end.IsValid() {
		end = pos
	}
	p, e := u.Pass.Fset.PositionFor(pos, false), u.Pass.Fset.PositionFor(end, false)
	return finding.Span{
		File: p.Filename, Line: p.Line, Column: p.Column, Offset: p.Offset,
		EndLine: e.Line, EndColumn: e.Column, EndOffset: e.Offset,
	}
}

// PkgPath is the import path of the package; a test variant has its package's.
func (u *Unit) PkgPath() string {
	path, _, _ := strings.Cut(u.Pass.Pkg.Path(), " ")
	return strings.TrimSuffix(path, "_test")
}

// FuncName names a declared function as findings do: "Load", "(*Server).Start".
func FuncName(decl *ast.FuncDecl) string {
	if decl == nil {
		return ""
	}
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return decl.Name.Name
	}
	recv, ptr := decl.Recv.List[0].Type, false
	for {
		switch t := recv.(type) {
		case *ast.ParenExpr:
			recv = t.X
		case *ast.StarExpr:
			recv, ptr = t.X, true
		case *ast.IndexExpr:
			recv = t.X
		case *ast.IndexListExpr:
			recv = t.X
		case *ast.Ident:
			if ptr {
				return "(*" + t.Name + ")." + decl.Name.Name
			}
			return t.Name + "." + decl.Name.Name
		default:
			return decl.Name.Name
		}
	}
}
