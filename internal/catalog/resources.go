// Package catalog holds what tether knows from the start about the standard library
// and popular modules: what opens a resource and what releases it, what a function
// does with what it is given, what never returns, and which helpers are approved
// ways to launch. It is data, in tables; those of resources, and of what names say,
// are in package rows. A config adds to them.
package catalog

import (
	"go/types"
	"slices"
	"strings"
	"sync"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/config"
)

// A Resource is one way to acquire something that must be released.
type Resource = rows.Resource

// Response is what a call acquires that yields an *http.Response as RoundTrip
// does, by whatever name.
var Response = Resource{Field: "Body", Release: []string{"Close"}}

// Resources is a set of resources to look functions up in.
type Resources struct {
	byName map[string]*Resource // nil for what is known to be none
	short  map[string][]string  // the full names by their last part: most functions are refused by it
	base   *Resources           // asked where this one does not know; nil for the built-in set
}

// BuiltinResources is the set of the resources that need no config.
var BuiltinResources = sync.OnceValue(func() *Resources {
	r := newResources(nil)
	list := rows.All()
	for i := range list {
		r.add(list[i].Open, &list[i])
	}
	for _, name := range rows.Exempt() {
		r.add(name, nil)
	}
	return r
})

// ResourcesOf is the set of resources under a config: the built-in ones, those
// that it adds, and without those that it ignores. What it adds to a row of the
// catalogue is another way to release.
func ResourcesOf(c *config.Config) *Resources {
	base := BuiltinResources()
	if len(c.Resources) == 0 {
		return base
	}
	r := newResources(base)
	for i := range c.Resources {
		if e := &c.Resources[i]; e.Ignore == "" {
			r.add(string(e.Open), r.configured(e))
		}
	}
	for _, e := range c.Resources {
		if e.Ignore != "" {
			r.add(string(e.Ignore), nil)
		}
	}
	return r
}

func newResources(base *Resources) *Resources {
	return &Resources{byName: map[string]*Resource{}, short: map[string][]string{}, base: base}
}

func (r *Resources) add(name string, row *Resource) {
	if _, ok := r.byName[name]; !ok {
		short := lastPart(name)
		r.short[short] = append(r.short[short], name)
	}
	r.byName[name] = row
}

// configured is the row that an entry of the config describes. What it leaves
// open of a known one stays as it is.
func (r *Resources) configured(e *config.Resource) *Resource {
	name := string(e.Open)
	row := Resource{Open: name}
	if old := r.row(name); old != nil {
		row = *old
	} else if i := slices.IndexFunc(rows.OptIn(), func(r Resource) bool { return r.Open == name }); i >= 0 {
		row = rows.OptIn()[i]
	} else {
		row.Once = true // for all that is known
	}
	row.Until = ""
	row.Release = slices.Clone(row.Release)
	for _, release := range e.Release {
		if !slices.Contains(row.Release, release) {
			row.Release = append(row.Release, release)
		}
	}
	if e.Result != 0 {
		row.Results = []int{e.Result}
	}
	if e.Field != "" {
		row.Field = e.Field
	}
	row.Flush = row.Flush || e.Kind == config.KindFlush
	return &row
}

func (r *Resources) row(name string) *Resource {
	for ; r != nil; r = r.base {
		if row, ok := r.byName[name]; ok {
			return row
		}
	}
	return nil
}

// Lookup returns what a call of fn acquires, or nil. It is known to acquire
// nothing where known is true. recv is the type of the value on which a method is
// called, or nil: it may be known by the name of a type that has it by embedding.
//
// A method of an interface is the method of the catalogue that it abstracts from:
// of an interface that *sql.DB has been put behind, QueryContext is
// (*sql.DB).QueryContext. Where abstract is true only those who implement the
// interface say whether they open something each time.
func (r *Resources) Lookup(fn *types.Func, recv types.Type) (row *Resource, known, abstract bool) {
	if fn == nil || fn.Pkg() == nil {
		return nil, false, false
	}
	for ; r != nil; r = r.base {
		candidates := r.short[fn.Name()]
		if len(candidates) == 0 {
			continue
		}
		if row, known := r.byName[FuncName(fn)]; known {
			return row, true, false
		}
		for _, name := range embedders(fn, recv) {
			if row, known := r.byName[name]; known {
				return row, true, false
			}
		}
		if s := fn.Signature(); s.Recv() != nil && types.IsInterface(s.Recv().Type()) {
			if row, known := r.abstracted(fn, candidates); known {
				return row, true, row != nil && !row.Single()
			}
		}
	}
	return nil, false, false
}

// embedders are the names of a method that has been promoted to another type.
func embedders(fn *types.Func, recv types.Type) []string {
	if recv == nil {
		return nil
	}
	if p, ok := types.Unalias(recv).(*types.Pointer); ok {
		recv = p.Elem()
	}
	named, ok := types.Unalias(recv).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	name := named.Obj().Pkg().Path() + "." + named.Obj().Name() + ")." + fn.Name()
	return []string{"(*" + name, "(" + name}
}

// abstracted finds the method that a method of an interface abstracts from: one
// of the same name and signature in a package of which it returns a type. Where
// there are several the interface may stand for any, so the one counts that asks
// for the least.
func (r *Resources) abstracted(fn *types.Func, candidates []string) (least *Resource, known bool) {
	for v := range fn.Signature().Results().Variables() {
		pkg := packageOf(v.Type())
		if pkg == nil || pkg == fn.Pkg() {
			continue
		}
		for _, name := range candidates {
			m := methodIn(pkg, name)
			if m == nil || !types.Identical(m.Signature(), fn.Signature()) {
				continue
			}
			row := r.byName[name]
			if row == nil {
				return nil, true
			}
			if least == nil || len(row.Maker) > len(least.Maker) {
				least = row
			}
		}
	}
	return least, least != nil
}

// packageOf returns the package of a named type, or of what a pointer points to.
func packageOf(t types.Type) *types.Package {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Pkg()
	}
	return nil
}

// methodIn returns the method of a full name, if it is in the package.
func methodIn(pkg *types.Package, name string) *types.Func {
	qualified, method, ok := strings.Cut(strings.TrimLeft(name, "(*"), ").")
	if !ok {
		return nil
	}
	typ, ok := strings.CutPrefix(qualified, pkg.Path()+".")
	if !ok {
		return nil
	}
	obj, _ := pkg.Scope().Lookup(typ).(*types.TypeName)
	if obj == nil {
		return nil
	}
	m, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, method)
	fn, _ := m.(*types.Func)
	return fn
}
