// This file is the rule unreleased-field: the words for what internal/owners has found. A type
// that opens something into a field and has a Close must close the field there.

package unclosed

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/owners"
	"github.com/tetherlint/tether/internal/unit"
)

// unreleasedFields reports the release methods that forget a field of their type, or
// return on some path without having released it:
//
//	func (s *Server) Close() error { return s.listener.Close() } // and s.log stays open
func unreleasedFields(c *checker) (issues []unit.Issue) {
	// One finding for each method, however many fields it forgets: it is mended as a whole.
	var order []*ast.FuncDecl
	byMethod := map[*ast.FuncDecl][]owners.Neglect{}
	for _, n := range owners.Find(c.unit.Pass, c.engine) {
		if byMethod[n.Method] == nil {
			order = append(order, n.Method)
		}
		byMethod[n.Method] = append(byMethod[n.Method], n)
	}
	for _, method := range order {
		issues = append(issues, unreleasedField(c.unit, method, byMethod[method]))
	}
	return issues
}

// unreleasedField is what there is to say of a release method: what is forgotten
// altogether comes first, one path after that.
func unreleasedField(u *unit.Unit, method *ast.FuncDecl, all []owners.Neglect) unit.Issue {
	is := unit.Issue{
		Pos: method.Name.Pos(), End: method.Name.End(), Func: unit.FuncName(method),
		NoFix: "only the author can choose the order of release, and whose error counts",
	}
	var forgotten, clauses, fields []string
	var do string
	for _, n := range all {
		w := neglect{u, &n}
		is.Related = append(is.Related, w.related()...)
		is.Funcs = append(is.Funcs, n.Funcs...)
		fields = append(fields, n.Field.Name())
		// Way is the path on which it is forgotten; without one it is on all of them.
		if n.Way == nil {
			forgotten = append(forgotten, w.field())
			do = w.do()
		} else {
			clauses = append(clauses, fmt.Sprintf("%s returns at line %d, where %s has failed, without having %s %s; %s it on that path too",
				is.Func, u.Span(n.Way.Return.Pos(), n.Way.Return.Pos()).Line, types.ExprString(n.Way.Failed), w.done(), w.field(), w.do()))
		}
	}
	if len(forgotten) > 0 {
		it := "it"
		if len(forgotten) > 1 {
			it = "them"
		}
		clauses = append([]string{fmt.Sprintf("%s does not %s %s, and nothing else in the package does; %s %s there too",
			is.Func, do, strings.Join(forgotten, ", nor "), do, it)}, clauses...)
	}
	is.Message = strings.Join(clauses, "; ")
	is.Subject = &ast.Ident{Name: strings.Join(fields, ", ")}
	return is
}

// A neglect words one field that a method does not release.
type neglect struct {
	u *unit.Unit
	*owners.Neglect
}

// field names the field as the method would, and says where it was opened.
func (n neglect) field() string {
	open := n.Opens[0]
	verb := "opens"
	if open.Site.Spec.Release[0] == obligation.CallIt {
		verb = "makes"
	}
	name := n.receiver() + "." + n.Field.Name()
	if open.In == nil {
		return fmt.Sprintf("%s, opened by %s %s", name, open.Site.Spec.Name, n.at(open.Site.Pos()))
	}
	return fmt.Sprintf("%s, which %s %s %s", name, unit.FuncName(open.In), verb, n.at(open.Site.Pos()))
}

// receiver is the name of the method's receiver, or of its type where it has none.
func (n neglect) receiver() string {
	if names := n.Method.Recv.List[0].Names; len(names) > 0 && names[0].Name != "_" {
		return names[0].Name
	}
	name := unit.FuncName(n.Method)
	return name[:strings.LastIndexByte(name, '.')]
}

// at says where a place is, as seen from the method.
func (n neglect) at(pos token.Pos) string {
	p, method := n.u.Span(pos, pos), n.u.Span(n.Method.Name.Pos(), n.Method.Name.Pos())
	if p.File == method.File {
		return fmt.Sprintf("at line %d", p.Line)
	}
	return fmt.Sprintf("at %s:%d", filepath.Base(p.File), p.Line)
}

// done is the participle of the release: closed, stopped.
func (n neglect) done() string {
	done, _ := rows.Words(n.Opens[0].Site.Spec.Release)
	return done
}

// do is its verb: close, stop.
func (n neglect) do() string {
	_, do := rows.Words(n.Opens[0].Site.Spec.Release)
	return do
}

// related are the places to show: the way out that forgets the field, and where it is opened.
func (n neglect) related() (list []analysis.RelatedInformation) {
	if n.Way != nil {
		ret := n.Way.Return
		list = append(list, analysis.RelatedInformation{Pos: ret.Pos(), End: ret.Pos(), Message: n.Field.Name() + " is not " + n.done() + ": returns here"})
	}
	for _, open := range n.Opens {
		call := open.Site.Call
		list = append(list, analysis.RelatedInformation{Pos: call.Fun.Pos(), End: call.Fun.End(), Message: n.Field.Name() + " is opened here"})
	}
	return list
}
