package driver

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Facts are worked out of those functions that somebody can ask about: whose names
// occur in a package that imports theirs, directly or not. A client of a service may
// have thousands of functions of which a program calls three. What was left out is
// noted by name; where it is asked about all the same, as a method that is looked up in
// a type, the package is analysed again, with more of its functions.

// A nameSet is a set of names, or more than these: two names may share a bit.
type nameSet [1 << 10]uint64

func nameBit(name []byte) (word, bit uint32) {
	h := uint32(2166136261)
	for _, c := range name {
		h = (h ^ uint32(c)) * 16777619
	}
	h ^= h >> 16
	return h >> 6 & (1<<10 - 1), h & 63
}

func (s *nameSet) has(name string) bool {
	word, bit := nameBit([]byte(name))
	return s[word]&(1<<bit) != 0
}

func (s *nameSet) union(t *nameSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

// add adds the exported names that occur in a text, in comments and strings too, but for
// those with letters that are not ASCII.
func (s *nameSet) add(text []byte) {
	for i := 0; i < len(text); i++ {
		from := i
		for i < len(text) && inName(text[i]) {
			i++
		}
		if from < i && 'A' <= text[from] && text[from] <= 'Z' {
			word, bit := nameBit(text[from:i])
			s[word] |= 1 << bit
		}
	}
}

func inName(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

func isASCII(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// mentioned are the names that occur in the packages of a graph.
type mentioned struct {
	mu    sync.Mutex
	own   map[*node]*nameSet
	above map[*node]*nameSet // in all that import a package, directly or not
}

// namesAbove are the names that occur in what imports a package; nil where a file of
// that cannot be read.
func (r *runner) namesAbove(n *node) *nameSet {
	m := &r.mentioned
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.own == nil {
		m.own, m.above = make(map[*node]*nameSet), make(map[*node]*nameSet)
	}
	return m.of(r.graph, n)
}

func (m *mentioned) of(g *graph, n *node) *nameSet {
	if all, ok := m.above[n]; ok {
		return all
	}
	m.above[n] = nil // a circle, which the go command has reported
	all := new(nameSet)
	for _, by := range g.importersOf(n) {
		own, above := m.in(g, by), m.of(g, by)
		if own == nil || above == nil {
			return nil
		}
		all.union(own)
		all.union(above)
	}
	m.above[n] = all
	return all
}

// in are the names that occur in a package.
func (m *mentioned) in(g *graph, n *node) *nameSet {
	own, ok := m.own[n]
	if ok {
		return own
	}
	own = new(nameSet)
	for _, file := range n.pkg.CompiledGoFiles {
		text, err := g.overlay.read(file)
		if err != nil {
			own = nil
			break
		}
		own.add(text)
	}
	m.own[n] = own
	return own
}

// A demand says of which functions the facts of a package are worked out, and notes of
// which they are not.
type demand struct {
	names   *nameSet               // nil: of all
	besides func(name string) bool // names that are asked about, too; may be nil
	skipped map[string]bool
}

func (d *demand) asks(name string) bool {
	if d.names == nil || d.names.has(name) || !isASCII(name) || d.besides != nil && d.besides(name) {
		return true
	}
	if d.skipped == nil {
		d.skipped = make(map[string]bool)
	}
	d.skipped[name] = true
	return false
}

// demandOn is what is asked of a package, as far as one can see. In a session it is all,
// for what is asked changes with each edit.
func (r *runner) demandOn(n *node) *demand {
	if r.syntax != nil || r.allFacts {
		return new(demand)
	}
	return &demand{names: r.namesAbove(n)}
}

// A moreFacts is the facts of a package that is analysed once more: for what is asked
// together with what the kept ones are about, and in the end for all.
type moreFacts struct {
	once  once
	facts *factTable
}

func noMore() [2]moreFacts { return [2]moreFacts{{once: newOnce()}, {once: newOnce()}} }
