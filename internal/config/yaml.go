package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/tetherlint/tether/internal/printable"
)

// A reader takes values from the syntax tree of a YAML file. What it does not
// like it notes, with its place, and goes on, so that one run shows all faults.
type reader struct {
	file   string
	origin string // of places: the file, where it is one that the config extends
	errs   Errors
}

// An entry is a key of a mapping and its value.
type entry struct {
	key   string
	value ast.Node
	at    Place
}

// parse returns the root of the only document in src, or nil if it is empty.
func (r *reader) parse(src []byte) ast.Node {
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // which editors put there, and YAML allows
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		place, message := Place{Line: 1, Column: 1}, err.Error()
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			message = yamlMessage(syntax.GetMessage())
			if t := syntax.GetToken(); t != nil {
				place = placeOf(t)
			}
			if at, ok := indentedMore(src, place.Line); ok && strings.Contains(syntax.GetMessage(), "mapping value is not allowed") {
				place, message = at, "not YAML: this is indented more than the keys above it"
			} else if at, ok := indentedAlone(src, place.Line); ok && strings.Contains(syntax.GetMessage(), "value is not allowed") {
				place, message = at, "not YAML: this is indented like none of the keys above it"
			}
		}
		r.errorAt(place, "%s", message)
		return nil
	}
	var root ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if root != nil {
			r.fail(doc.Body, "a second document: write one")
			break
		}
		root = doc.Body
	}
	return root
}

// indentedMore finds the line behind one that has a key and its value, where that line has
// more space before it: the parser is at odds with the colon of the line above.
//
//	accept: bound
//	 helpers:
func indentedMore(src []byte, above int) (Place, bool) {
	lines := bytes.Split(src, []byte("\n"))
	if above < 1 || above > len(lines) {
		return Place{}, false
	}
	indent := func(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }
	for i, line := range lines[above:] {
		text := bytes.TrimSpace(line)
		if len(text) == 0 || text[0] == '#' {
			continue
		}
		more := indent(line) > indent(lines[above-1]) && bytes.Contains(text, []byte(":"))
		return Place{Line: above + i + 1, Column: indent(line) + 1}, more
	}
	return Place{}, false
}

// indentedAlone reports whether a line has more space before it than a key that it could
// be below, and less than what is there already.
//
//	rules:
//	    raw-go: off
//	  accept: bound
func indentedAlone(src []byte, at int) (Place, bool) {
	lines := bytes.Split(src, []byte("\n"))
	if at < 1 || at > len(lines) {
		return Place{}, false
	}
	indent := func(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }
	own := indent(lines[at-1])
	for i := at - 2; i >= 0 && own > 0; i-- {
		text := bytes.TrimSpace(lines[i])
		if len(text) == 0 || text[0] == '#' {
			continue
		}
		if n := indent(lines[i]); n <= own {
			return Place{Line: at, Column: own + 1}, n < own && i < at-2
		}
	}
	return Place{}, false
}

var twice = regexp.MustCompile(`^mapping key (".*") already defined at \[(\d+):\d+\]$`)

// yamlMessage is what the parser says, in the manner of the other messages.
func yamlMessage(message string) string {
	if m := twice.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("key %s is in line %s already: keep only one", m[1], m[2])
	}
	return "not YAML: " + message
}

func placeOf(t *token.Token) Place { return Place{Line: t.Position.Line, Column: t.Position.Column} }

// place is where a node starts. A block mapping's own token is the colon of
// its first entry, a tag's and an anchor's stand before the value.
func place(n ast.Node) Place {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return placeOf(n.Values[0].Key.GetToken())
		}
	case *ast.MappingValueNode:
		return placeOf(n.Key.GetToken())
	}
	return placeOf(n.GetToken())
}

// place is where a node starts, and in which file.
func (r *reader) place(n ast.Node) Place {
	p := place(n)
	p.File = r.origin
	return p
}

func (r *reader) fail(n ast.Node, format string, args ...any) {
	r.errorAt(place(n), format, args...)
}

// maxQuote is how much of a file an error quotes.
const maxQuote = 300

func (r *reader) errorAt(at Place, format string, args ...any) {
	for i, arg := range args { // which may quote the file
		switch arg := arg.(type) {
		case string:
			args[i] = printable.Short(arg, maxQuote)
		case error:
			args[i] = printable.Short(arg.Error(), maxQuote)
		}
	}
	r.errs = append(r.errs, &Error{File: r.file, Place: at, Message: fmt.Sprintf(format, args...)})
}

// plain takes off what may stand around a value; an alias has none of its own.
func (r *reader) plain(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.AnchorNode:
		return r.plain(n.Value)
	case *ast.TagNode:
		r.fail(n, "tag %s: leave it out", n.Start.Value)
		return r.plain(n.Value)
	}
	return n
}

func isNull(n ast.Node) bool {
	_, ok := n.(*ast.NullNode)
	return n == nil || ok
}

// A field reads the value of one key.
type field func(e entry)

// mapping reads a mapping by the fields of its known keys. A null is an empty
// one: a section whose lines are all commented out.
func (r *reader) mapping(n ast.Node, what string, fields map[string]field) {
	for _, e := range r.entries(n, what) {
		read, ok := fields[e.key]
		if !ok {
			r.unknownKey(e, what, slices.Sorted(maps.Keys(fields)))
			continue
		}
		read(e)
	}
}

// entries returns the entries of a mapping.
func (r *reader) entries(n ast.Node, what string) []entry {
	n = r.plain(n)
	if isNull(n) {
		return nil
	}
	m, ok := n.(ast.MapNode)
	if !ok {
		r.fail(n, "%s: want key: value pairs, not %s", what, describe(n))
		return nil
	}
	var list []entry
	for it := m.MapRange(); it.Next(); {
		t := it.Key().GetToken()
		if _, ok := it.Key().(*ast.MergeKeyNode); ok {
			r.errorAt(placeOf(t), "merge key <<: write the entries out")
			continue
		}
		at := placeOf(t)
		at.File = r.origin
		list = append(list, entry{t.Value, it.Value(), at})
	}
	return list
}

func (r *reader) unknownKey(e entry, what string, known []string) {
	hint := "known keys: " + strings.Join(known, ", ")
	if near := Nearest(e.key, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.errorAt(e.at, "unknown key %q in %s: %s", e.key, what, hint)
}

// namedBy is the key by which an entry of a list says what it is about.
var namedBy = map[string]string{"helpers": "launch", "launchers": "call", "resources": "open", "exclude": "path"}

// list reads each element of a list; null is an empty one.
func (r *reader) list(e entry, element func(n ast.Node)) {
	n := r.plain(e.value)
	if isNull(n) {
		return
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		hint := "start each line with \"- \""
		if s, ok := n.(*ast.StringNode); ok {
			hint = fmt.Sprintf("write [%q]", s.Value)
			if of := namedBy[e.key]; of != "" {
				hint = fmt.Sprintf("write \"- %s: %s\" in a line of its own", of, s.Value)
			}
		}
		if _, ok := n.(*ast.AliasNode); ok {
			hint = "write it out"
		}
		r.fail(n, "%s: want a list, not %s: %s", e.key, describe(n), hint)
		return
	}
	for _, v := range seq.Values {
		element(v)
	}
}

// text reads a string that is not empty.
func (r *reader) text(key string, n ast.Node) (string, bool) {
	n = r.plain(n)
	s, ok := "", false
	switch n := n.(type) {
	case *ast.StringNode:
		s, ok = n.Value, true
	case *ast.LiteralNode:
		s, ok = n.Value.Value, true
	}
	if s = strings.TrimSpace(s); ok && s != "" {
		return s, true
	}
	r.fail(n, "%s: want text, not %s", key, describe(n))
	return "", false
}

// boolean reads true or false.
func (r *reader) boolean(e entry, to *bool) {
	if b, ok := r.plain(e.value).(*ast.BoolNode); ok {
		*to = b.Value
		return
	}
	r.fail(e.value, "%s: want true or false, not %s", e.key, describe(e.value))
}

// A Level is what becomes of a rule's findings.
type Level string

// The levels of a rule.
const (
	LevelOff   Level = "off"
	LevelWarn  Level = "warn"  // they are shown, and fail nothing
	LevelError Level = "error" // they fail a run
)

// level reads off, warn or error; on, or true, is error, and false is off.
func (r *reader) level(e entry) (Level, bool) {
	switch n := r.plain(e.value).(type) {
	case *ast.BoolNode:
		return map[bool]Level{true: LevelError, false: LevelOff}[n.Value], true
	case *ast.StringNode:
		switch l := Level(n.Value); l {
		case LevelOff, LevelWarn, LevelError:
			return l, true
		case "on":
			return LevelError, true
		}
		if near := Nearest(n.Value, []string{"off", "warn", "error"}); near != "" {
			r.fail(e.value, "%s: want off, warn or error, not %q: did you mean %q?", e.key, n.Value, near)
			return "", false
		}
	}
	r.fail(e.value, "%s: want off, warn or error, not %s", e.key, describe(e.value))
	return "", false
}

// index reads a number of a parameter or result.
func (r *reader) index(e entry, to *int) {
	if n, ok := r.plain(e.value).(*ast.IntegerNode); ok {
		if i, err := strconv.Atoi(n.GetToken().Value); err == nil && i >= 0 {
			*to = i
			return
		}
	}
	r.fail(e.value, "%s: want a number from 0 on, not %s", e.key, describe(e.value))
}

// oneOf reads one of several words.
func oneOf[T ~string](r *reader, e entry, to *T, words ...T) {
	s, ok := r.plain(e.value).(*ast.StringNode)
	if ok && slices.Contains(words, T(s.Value)) {
		*to = T(s.Value)
		return
	}
	names := texts(words)
	hint := ""
	if ok {
		if near := Nearest(s.Value, names); near != "" {
			hint = fmt.Sprintf(": did you mean %q?", near)
		}
	}
	r.fail(e.value, "%s: want %s, not %s%s", e.key, either(names), describe(e.value), hint)
}

func texts[T ~string](words []T) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return list
}

// either joins words: "a, b or c".
func either(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// describe names a value in an error.
func describe(n ast.Node) string {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case ast.MapNode:
		return "key: value pairs"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AliasNode:
		return "an alias"
	case *ast.StringNode:
		return printable.Quote(n.Value, 60)
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value
	}
	return "a " + strings.ToLower(n.Type().String())
}
