package config

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"

	yaml "github.com/goccy/go-yaml/ast"

	"github.com/tetherlint/tether/internal/catalog/rows"
)

// helper reads an entry of helpers: launch, start or deny, and what goes with it.
func (s *schema) helper(n yaml.Node) {
	h := Helper{Place: s.place(n), Fn: -1}
	before := len(s.errs)
	var keys keySet
	s.mapping(n, "helpers", keys.noting(map[string]field{
		"launch":  func(e entry) { s.function(e, &h.Launch) },
		"call":    func(e entry) { h.Call = s.call(e) },
		"wait":    func(e entry) { h.Wait = s.method(e) },
		"fn":      func(e entry) { s.index(e, &h.Fn) },
		"refuses": func(e entry) { s.boolean(e, &h.Refuses) },
		"scope":   func(e entry) { s.list(e, func(n yaml.Node) { h.Scope = append(h.Scope, s.glob(e.key, n)) }) },
		"start":   func(e entry) { s.function(e, &h.Start) },
		"done":    func(e entry) { h.Done = s.method(e) },
		"deny":    func(e entry) { s.function(e, &h.Deny) },
	}))
	if len(s.errs) == before {
		s.one(h.Place, "helpers", keys, map[string][]string{
			"launch": {"call", "wait", "fn", "refuses", "scope"},
			"start":  {"done", "wait", "scope"},
			"deny":   nil,
		})
		if h.Start != "" {
			s.require(h.Place, "helpers: start", "done", h.Done)
		}
	}
	s.config.Helpers = append(s.config.Helpers, h)
}

func (s *schema) launcher(n yaml.Node) {
	l := Launcher{Place: s.place(n)}
	before := len(s.errs)
	s.mapping(n, "launchers", map[string]field{
		"call":   func(e entry) { s.function(e, &l.Call) },
		"handle": func(e entry) { s.index(e, &l.Handle) },
	})
	if len(s.errs) == before {
		s.require(l.Place, "launchers", "call", string(l.Call))
	}
	s.config.Launchers = append(s.config.Launchers, l)
}

func (s *schema) resource(n yaml.Node) {
	res := Resource{Place: s.place(n), Kind: KindLeak}
	before := len(s.errs)
	var keys keySet
	s.mapping(n, "resources", keys.noting(map[string]field{
		"open":    func(e entry) { s.function(e, &res.Open) },
		"release": func(e entry) { res.Release = s.releases(e) },
		"result":  func(e entry) { s.index(e, &res.Result) },
		"field":   func(e entry) { res.Field = s.method(e) },
		"kind":    func(e entry) { oneOf(&s.reader, e, &res.Kind, KindLeak, KindFlush) },
		"ignore":  func(e entry) { s.function(e, &res.Ignore) },
	}))
	if len(s.errs) == before {
		s.one(res.Place, "resources", keys, map[string][]string{
			"open":   {"release", "result", "field", "kind"},
			"ignore": nil,
		})
		if res.Open != "" && len(res.Release) == 0 && !rows.Known(string(res.Open)) {
			s.require(res.Place, "resources: open", "release", "")
		}
	}
	s.config.Resources = append(s.config.Resources, res)
}

// releases reads one release or a list of which any one will do: names of
// methods, or of functions that take the resource.
func (s *schema) releases(e entry) (list []string) {
	one := func(n yaml.Node) {
		name, ok := s.text(e.key, n)
		if !ok {
			return
		}
		if _, err := ParseFunc(name); err != nil && !token.IsIdentifier(name) {
			s.fail(n, "%s: %q is neither a method's name, as in Close, nor a function's: %s", e.key, name, funcForms)
		}
		list = append(list, name)
	}
	if _, ok := s.plain(e.value).(*yaml.SequenceNode); ok {
		s.list(e, one)
	} else {
		one(e.value)
	}
	return list
}

// method reads the bare name of a method or field.
func (s *schema) method(e entry) string {
	name, ok := s.text(e.key, e.value)
	if ok && !token.IsIdentifier(name) {
		s.fail(e.value, "%s: %q is not a bare name: write it as in Close", e.key, name)
	}
	return name
}

// call reads the template of a call: Go source with one parameter's form in
// place of each argument.
func (s *schema) call(e entry) string {
	src, ok := s.text(e.key, e.value)
	if !ok {
		return ""
	}
	const want = `write the call with parameters for arguments, as in "task.Go(ctx, name, func(ctx context.Context) error)"`
	expr, err := parser.ParseExpr(src)
	call, isCall := expr.(*ast.CallExpr)
	if err != nil || !isCall {
		s.fail(e.value, "%s: %q is not a call: %s", e.key, src, want)
		return src
	}
	for _, arg := range call.Args {
		if _, ok := arg.(*ast.FuncType); ok {
			return src
		}
	}
	s.fail(e.value, "%s: %q has no function among its parameters: %s", e.key, src, want)
	return src
}

// A keySet is the keys that an entry has, in the file's order.
type keySet []entry

// noting adds to each field that its key was seen.
func (k *keySet) noting(fields map[string]field) map[string]field {
	for key, read := range fields {
		fields[key] = func(e entry) {
			*k = append(*k, e)
			read(e)
		}
	}
	return fields
}

// one checks that an entry has exactly one of the leading keys, and beside it
// only what goes with that one.
func (s *schema) one(at Place, what string, keys keySet, goesWith map[string][]string) {
	lead := ""
	for _, e := range keys {
		if _, ok := goesWith[e.key]; !ok {
			continue
		}
		if lead != "" {
			s.errorAt(e.at, "%s: %s and %s in one entry: write two entries", what, lead, e.key)
			return
		}
		lead = e.key
	}
	if lead == "" {
		s.errorAt(at, "%s: the entry needs one of %s", what, strings.Join(slices.Sorted(maps.Keys(goesWith)), ", "))
		return
	}
	for _, e := range keys {
		if e.key != lead && !slices.Contains(goesWith[lead], e.key) {
			s.errorAt(e.at, "%s: %q does not go with %q", what, e.key, lead)
		}
	}
}
