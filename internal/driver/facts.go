package driver

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"
)

// localFacts are the facts of the package that is being analysed, as the
// analyzers exported them.
type localFacts struct {
	objects map[objectFact]analysis.Fact
	pkg     map[reflect.Type]analysis.Fact
}

type objectFact struct {
	obj types.Object
	typ reflect.Type
}

func newLocalFacts() *localFacts {
	return &localFacts{
		objects: make(map[objectFact]analysis.Fact),
		pkg:     make(map[reflect.Type]analysis.Fact),
	}
}

// encodedFacts are the facts of a package in the form that outlives its types:
// for each fact type one gob stream, so that the type is described once.
type encodedFacts struct {
	Streams []factStream
	Skipped []string // names of functions of which nobody seemed to ask
}

type factStream struct {
	Type  string
	Paths []objectpath.Path // "" is the package itself
	Data  []byte            // the facts, in the order of Paths
}

// encode encodes what importers can ask for. An object without a path, such as
// a local one, cannot be seen from outside.
func (l *localFacts) encode() (*encodedFacts, error) {
	type entry struct {
		path objectpath.Path
		fact analysis.Fact
	}
	var paths objectpath.Encoder
	byType := make(map[string][]entry)
	for key, fact := range l.objects {
		if path, err := paths.For(key.obj); err == nil {
			name := factName(key.typ)
			byType[name] = append(byType[name], entry{path, fact})
		}
	}
	for typ, fact := range l.pkg {
		byType[factName(typ)] = append(byType[factName(typ)], entry{"", fact})
	}
	all := new(encodedFacts)
	for _, name := range slices.Sorted(maps.Keys(byType)) {
		entries := byType[name]
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.path, b.path) })
		stream, data := factStream{Type: name}, new(bytes.Buffer)
		enc := gob.NewEncoder(data)
		for _, e := range entries {
			if err := enc.Encode(e.fact); err != nil {
				return nil, fmt.Errorf("encoding a fact %s of %s: %w", name, e.path, err)
			}
			stream.Paths = append(stream.Paths, e.path)
		}
		stream.Data = data.Bytes()
		all.Streams = append(all.Streams, stream)
	}
	return all, nil
}

// A factTable answers questions about the facts of one package. It is shared by
// all its importers and never changes.
type factTable struct {
	facts   map[objectKey]analysis.Fact
	skipped map[string]bool // names of functions of which nothing is said

	// indexed maps those objects of a package of some view that must be searched
	// for, such as fields, to their paths.
	mu      sync.Mutex
	indexed map[*types.Package]map[types.Object]objectpath.Path
}

type objectKey struct {
	path objectpath.Path
	typ  reflect.Type
}

// decode returns the table, or nil if the facts are not of this program's making.
func (e *encodedFacts) decode(s *suite) *factTable {
	t := &factTable{facts: make(map[objectKey]analysis.Fact)}
	if e == nil {
		return t
	}
	if len(e.Skipped) > 0 {
		t.skipped = make(map[string]bool, len(e.Skipped))
		for _, name := range e.Skipped {
			t.skipped[name] = true
		}
	}
	for _, stream := range e.Streams {
		typ := s.factTypes[stream.Type]
		if typ == nil {
			return nil
		}
		dec := gob.NewDecoder(bytes.NewReader(stream.Data))
		for _, path := range stream.Paths {
			fact := reflect.New(typ.Elem())
			if dec.DecodeValue(fact) != nil {
				return nil
			}
			t.facts[objectKey{path, typ}] = fact.Interface().(analysis.Fact)
		}
	}
	return t
}

// lookup copies the fact at path to fact, if there is one.
func (t *factTable) lookup(path objectpath.Path, fact analysis.Fact) bool {
	found, ok := t.facts[objectKey{path, reflect.TypeOf(fact)}]
	if ok {
		copyFact(fact, found)
	}
	return ok
}

// search finds the path of an object of pkg by resolving all paths that there
// are. The way back, from object to path, depends on what else is in the scope of
// pkg, which differs between source and export data.
func (t *factTable) search(pkg *types.Package, obj types.Object) (objectpath.Path, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	index := t.indexed[pkg]
	if index == nil {
		index = make(map[types.Object]objectpath.Path)
		for key := range t.facts {
			if key.path == "" {
				continue
			}
			if o, err := objectpath.Object(pkg, key.path); err == nil {
				index[o] = key.path
			}
		}
		if t.indexed == nil {
			t.indexed = make(map[*types.Package]map[types.Object]objectpath.Path)
		}
		t.indexed[pkg] = index
	}
	path, ok := index[obj]
	return path, ok
}

func copyFact(to, from analysis.Fact) {
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
}
