package unit

import (
	"go/ast"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suppress"
)

// Suppress returns the directives of a file of the package.
func (u *Unit) Suppress(f *ast.File) *suppress.File {
	known, ok := u.allows[f]
	if !ok {
		known = suppress.OfPass(u.Pass, f, u.rewritten[u.Pass.Fset.File(f.FileStart)])
		if u.allows == nil {
			u.allows = make(map[*ast.File]*suppress.File)
		}
		u.allows[f] = known
	}
	return known
}

// suppress marks a finding that comments silence, and says which.
func (u *Unit) suppress(f *finding.Finding, is *Issue) {
	pos := is.Pos
	file := u.fileAt(pos)
	if file == nil {
		return
	}
	s := u.Suppress(file)
	by := func(c *ast.Comment, reason string) {
		if f.Status != finding.Suppressed {
			f.Status, f.Reason = finding.Suppressed, reason
		}
		f.Directives = append(f.Directives, u.Span(c.Pos(), c.End()))
	}
	if !is.Insist {
		for _, d := range s.Allows(f.Rule, pos) {
			by(d.Comment, d.Reason)
		}
	}
	analyzer, _, _ := strings.Cut(string(f.Rule), "/")
	if analyzer == "tether" { // its rules are reported by untracked
		analyzer = "untracked"
	}
	if c := s.Nolint(analyzer, pos, u.opts.HostNolint); c != nil {
		by(c, suppress.NolintReason(c))
	}
}

// leave takes the fix from an issue where somebody wanted the code to stay as it is,
// and did not say so in a way that counts.
func (u *Unit) leave(is *Issue) {
	if is.Fix == nil {
		return
	}
	if f := u.fileAt(is.Pos); f != nil && (u.Suppress(f).BesideBad(is.Pos) || u.Suppress(f).BesideMisplaced(is.Rule, is.Pos)) {
		is.Fix, is.NoFix = nil, "the directive beside it may mean that it should stay"
	}
}
