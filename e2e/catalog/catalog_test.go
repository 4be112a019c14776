// Package catalog holds every row of tether's catalogue against the real package:
// a function that is misspelt or has vanished fails here, and so does a release
// that the resource lacks. It is a module of its own, so that whoever uses tether
// does not get the modules that the rows are about.
package catalog

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"go/version"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/catalog/rows"
)

// later are functions of the standard library that not each Go has with which tether is
// tested.
var later = map[string]string{"net/http/httptest.NewTestServer": "go1.27"}

func TestRows(t *testing.T) {
	list := append(rows.All(), rows.OptIn()...)
	names := rows.Exempt()
	for _, r := range list {
		names = append(names, r.Open)
		for _, release := range r.Release {
			if rows.IsFunc(release) {
				names = append(names, release)
			}
		}
	}
	known := load(t, names)

	seen := map[string]bool{}
	for _, r := range list {
		assert.False(t, seen[r.Open], "%s: two rows", r.Open)
		seen[r.Open] = true
		if fn := known.function(r.Open); assert.NotNil(t, fn, "%s: there is no such function", r.Open) {
			for _, fault := range known.faults(fn, r) {
				assert.Fail(t, r.Open+": "+fault)
			}
		}
	}
	for _, name := range rows.Exempt() {
		assert.False(t, seen[name], "%s: a row, and exempt", name)
		if since := later[name]; since != "" && version.Compare(version.Lang(runtime.Version()), since) < 0 {
			continue
		}
		assert.NotNil(t, known.function(name), "%s: there is no such function", name)
	}
}

// A test that cannot fail is worth nothing: each kind of fault is found.
func TestFaults(t *testing.T) {
	known := load(t, []string{"os.Open", "os.RemoveAll"})
	for _, name := range []string{"os.Opne", "(*os.File).Opne", "(*os.Fiel).Close", "(os.File).Opne"} {
		assert.Nil(t, known.function(name), name)
	}
	fn := known.function("os.Open")
	require.NotNil(t, fn)
	for want, r := range map[string]rows.Resource{
		"result 0 has no Clsoe":               {Release: []string{"Close", "Clsoe"}},
		"result 1 has no Close":               {Release: []string{"Close"}, Results: []int{1}},
		"there is no result 2":                {Release: []string{"Close"}, Results: []int{2}},
		"result 0 has no Body":                {Release: []string{"Close"}, Field: "Body"},
		"result 0 is no function":             {Release: []string{rows.Called}},
		"result 0 has no Next":                {Release: []string{"Close"}, Ends: []string{"Next"}},
		"result 0 has no C":                   {Release: []string{"Close"}, EndedBy: "C"},
		"there is no receiver with a Commit":  {Release: []string{"Close"}, Maker: []string{"Commit"}},
		"there is no os.RemoveEverything":     {Release: []string{"os.RemoveEverything"}},
		"os.RemoveAll does not take result 0": {Release: []string{"os.RemoveAll"}},
		"it has no release":                   {},
	} {
		r.Open = "os.Open"
		assert.Equal(t, []string{want}, known.faults(fn, r))
	}
	assert.Empty(t, known.faults(fn, rows.Resource{Open: "os.Open", Release: []string{"Close"}}))
}

// A library is packages by path.
type library map[string]*types.Package

// load type-checks the packages of functions, from source and without the bodies
// of functions: what must be compared is only signatures.
func load(t *testing.T, names []string) library {
	t.Helper()
	paths := map[string]bool{}
	for _, name := range names {
		pkg, _, _ := split(name)
		paths[pkg] = true
	}
	list, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedFiles | packages.NeedCompiledGoFiles |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
		Env: append(os.Environ(), "CGO_ENABLED=0"),
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
			if f != nil {
				for _, d := range f.Decls {
					if fn, ok := d.(*ast.FuncDecl); ok {
						fn.Body = nil
					}
				}
			}
			return f, err
		},
	}, slices.Sorted(maps.Keys(paths))...)
	require.NoError(t, err)
	known := library{}
	for _, p := range list {
		for _, e := range p.Errors {
			require.NotEqual(t, packages.ListError, e.Kind, "%s: %v", p.PkgPath, e)
		}
		known[p.PkgPath] = p.Types
	}
	return known
}

// split takes the name of a function apart: "(*pkg.T).Method", "pkg.Func".
func split(name string) (pkg, typ, fn string) {
	if qualified, method, ok := strings.Cut(strings.TrimLeft(name, "(*"), ")."); ok {
		dot := strings.LastIndexByte(qualified, '.')
		return qualified[:dot], qualified[dot+1:], method
	}
	dot := strings.LastIndexByte(name, '.')
	return name[:dot], "", name[dot+1:]
}

// function finds a function by the name that types give it; an embedded method
// has the name of the type that declares it.
func (l library) function(name string) *types.Func {
	path, typ, member := split(name)
	pkg := l[path]
	if pkg == nil {
		return nil
	}
	obj := pkg.Scope().Lookup(member)
	if typ != "" {
		named, _ := pkg.Scope().Lookup(typ).(*types.TypeName)
		if named == nil {
			return nil
		}
		obj, _, _ = types.LookupFieldOrMethod(named.Type(), true, pkg, member)
	}
	fn, _ := obj.(*types.Func)
	if fn == nil || fn.FullName() != name {
		return nil
	}
	return fn
}

// faults compares a row with the function that it is about.
func (l library) faults(fn *types.Func, r rows.Resource) (faults []string) {
	if len(r.Release) == 0 {
		return []string{"it has no release"}
	}
	results := r.Results
	if results == nil {
		results = []int{0}
	}
	sig := fn.Signature()
	for _, method := range r.Maker {
		// Of an interface the type behind it may have the method.
		if sig.Recv() == nil || !types.IsInterface(sig.Recv().Type()) && !has(sig.Recv().Type(), method) {
			faults = append(faults, "there is no receiver with a "+method)
		}
	}
	for _, i := range slices.Concat(results, r.Carry) {
		if i >= sig.Results().Len() && !slices.ContainsFunc(r.Release, rows.IsFunc) {
			return append(faults, fmt.Sprintf("there is no result %d", i))
		}
	}
	for _, i := range results {
		for _, release := range r.Release {
			if fault := l.fault(sig, i, r.Field, release); fault != "" {
				faults = append(faults, fault)
			}
		}
		for _, method := range r.Ends {
			if !has(sig.Results().At(i).Type(), method) {
				faults = append(faults, fmt.Sprintf("result %d has no %s", i, method))
			}
		}
		if r.EndedBy != "" {
			if obj, _, _ := types.LookupFieldOrMethod(sig.Results().At(i).Type(), true, nil, r.EndedBy); obj == nil {
				faults = append(faults, fmt.Sprintf("result %d has no %s", i, r.EndedBy))
			}
		}
	}
	return faults
}

// fault says what is wrong with one release of result i.
func (l library) fault(sig *types.Signature, i int, field, release string) string {
	if rows.IsFunc(release) {
		fn := l.function(release)
		switch {
		case fn == nil:
			return "there is no " + release
		case i >= sig.Results().Len() || sig.Results().At(i).Type().String() == "error":
			return "" // nothing stands for the resource
		case !takes(fn, sig.Results().At(i).Type()):
			return fmt.Sprintf("%s does not take result %d", release, i)
		}
		return ""
	}
	t := sig.Results().At(i).Type()
	if field != "" {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, field)
		v, ok := obj.(*types.Var)
		if !ok {
			return fmt.Sprintf("result %d has no %s", i, field)
		}
		t = v.Type()
	}
	if release == rows.Called {
		if _, ok := t.Underlying().(*types.Signature); !ok {
			return fmt.Sprintf("result %d is no function", i)
		}
		return ""
	}
	if !has(t, release) {
		return fmt.Sprintf("result %d has no %s", i, release)
	}
	return ""
}

func has(t types.Type, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	_, ok := obj.(*types.Func)
	return ok
}

func takes(fn *types.Func, t types.Type) bool {
	for v := range fn.Signature().Params().Variables() {
		if types.AssignableTo(t, v.Type()) {
			return true
		}
	}
	return false
}
