package unit

import (
	"go/ast"
	"slices"
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

// uncovered says of a finding about a launch that may be allowed as a raw one, and of
// what that does not cover, that it does not.
func (u *Unit) uncovered(is *Issue) string {
	if is.Rule != finding.Unwaited && is.Rule != finding.Stuck {
		return ""
	}
	f := u.fileAt(is.Pos)
	if f == nil {
		return ""
	}
	s := u.Suppress(f)
	if len(s.Directives()) == 0 || len(s.Allows(is.Rule, is.Pos)) > 0 {
		return ""
	}
	covers := func(d *suppress.Directive) bool { return d.Covers(finding.RawGo) }
	if len(s.Allows(finding.RawGo, is.Pos)) == 0 && !slices.ContainsFunc(s.AtEnclosingLaunch(is.Pos), covers) {
		return ""
	}
	_, id, _ := strings.Cut(string(is.Rule), "/")
	return "; " + suppress.Prefix + " raw-go does not cover " + id
}
