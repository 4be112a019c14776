package typesx_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/typesx"
)

const source = `package p

import (
	"context"
	"sync"
)

type scope struct{ context.Context }

type pointed struct{ *scope }

type guarded struct {
	context.Context
	all [2]struct{ mu sync.Mutex }
}

type unlike struct{ context.Context }

func (unlike) Done() chan struct{} { return nil }

type wider interface{ context.Context; Name() string }

type closer interface{ Close() error }

type T struct{ ctx context.Context }

func (t *T) Close() error { return nil }
func (t *T) hidden()      {}

type alias = context.Context

func f[C closer](a int, t *T, c C, x alias, rest ...chan int) error { return nil }

var global T
`

func check(t *testing.T) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	require.NoError(t, err)
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("p", fset, []*ast.File{file}, nil)
	require.NoError(t, err)
	return pkg
}

func TestParam(t *testing.T) {
	sig := check(t).Scope().Lookup("f").(*types.Func).Signature()
	at := func(i int) types.Type {
		p, variadic := typesx.Param(sig, i)
		assert.Equal(t, i >= 4, variadic, i)
		return p
	}
	assert.Equal(t, types.Typ[types.Int], at(0))
	assert.True(t, typesx.IsNamed(at(1), "p", "T"), "what a pointer leads to counts")
	assert.True(t, typesx.IsContext(at(3)), "an alias is what it stands for")
	assert.True(t, typesx.IsChan(at(4)), "of one of any number it is the element")
	assert.True(t, typesx.IsChan(at(7)))
	assert.Nil(t, at(-1))
	none, _ := typesx.Param(types.NewSignatureType(nil, nil, nil, nil, nil, false), 0)
	assert.Nil(t, none)
	assert.True(t, typesx.IsError(sig.Results().At(0).Type()))
	assert.False(t, typesx.IsError(nil))
}

func TestHasMethod(t *testing.T) {
	pkg := check(t)
	sig := pkg.Scope().Lookup("f").(*types.Func).Signature()
	typ := pkg.Scope().Lookup("T").Type()
	assert.True(t, typesx.HasMethod(typ, nil, "Close"), "of what can be addressed")
	assert.False(t, typesx.HasMethod(typ, nil, "hidden"))
	assert.True(t, typesx.HasMethod(typ, pkg, "hidden"))
	assert.True(t, typesx.HasMethod(sig.Params().At(2).Type(), nil, "Close"), "that of the constraint")
	closer := pkg.Scope().Lookup("closer").Type()
	assert.True(t, typesx.HasMethod(closer, nil, "Close"))
	assert.False(t, typesx.HasMethod(types.NewPointer(closer), nil, "Close"))
}

func TestWhichTypeItIs(t *testing.T) {
	pkg := check(t)
	typ := pkg.Scope().Lookup("T").Type()
	st := typesx.Struct(types.NewPointer(typ))
	require.NotNil(t, st)
	assert.True(t, typesx.ActsAsContext(st.Field(0).Type()))
	assert.False(t, typesx.ActsAsContext(typ))
	assert.False(t, typesx.IsContext(types.NewPointer(st.Field(0).Type())))
	assert.True(t, typesx.IsPackageVar(pkg.Scope().Lookup("global").(*types.Var)))
	assert.False(t, typesx.IsPackageVar(st.Field(0)))
	m, _, _ := types.LookupFieldOrMethod(pkg.Scope().Lookup("closer").Type(), false, pkg, "Close")
	assert.True(t, typesx.IsInterfaceMethod(m.(*types.Func)))
	for _, is := range []bool{typesx.IsChan(nil), typesx.IsContext(nil), typesx.ActsAsContext(nil), typesx.IsNamed(nil, "p", "T"), typesx.IsPackageVar(nil)} {
		assert.False(t, is)
	}
	assert.Nil(t, typesx.Struct(nil))
}

func TestIsContextValue(t *testing.T) {
	pkg := check(t)
	typ := func(name string) types.Type { return pkg.Scope().Lookup(name).Type() }
	assert.True(t, typesx.IsContextValue(typ("alias")))
	assert.True(t, typesx.IsContextValue(typ("scope")))
	assert.False(t, typesx.IsContextValue(types.NewPointer(typ("scope"))))
	assert.False(t, typesx.IsContextValue(nil))
	for _, name := range []string{"pointed", "guarded", "unlike", "wider", "T"} {
		assert.False(t, typesx.IsContextValue(typ(name)), name)
	}
}

// In another package one can have values of these: o is a field that has no name there,
// and deep is behind it.
const reachSource = `package p

type Exported struct {
	o       hidden
	Field   []field
	base
}
type hidden struct{ deep }
type deep struct{}
type field struct{ next map[key]*field }
type key int
type base struct{}
func (base) Promoted() *result { return nil }
func (base) internal() unasked { return 0 }
type result struct{}
type unasked int
type list[T any] struct{ Items []T }
type element struct{}
type arg struct{}
type bound interface{ Get() got }
type got struct{}
type Alias = aliased
type aliased struct{}
type private struct{ Exported }
var V list[element]
func F[B bound](chan func(arg)) {}
`

func TestReachable(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", reachSource, 0)
	require.NoError(t, err)
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{file}, nil)
	require.NoError(t, err)
	found := typesx.Reachable(pkg)
	var names []string
	for _, name := range pkg.Scope().Names() {
		if obj, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok && found[obj] {
			names = append(names, name)
		}
	}
	assert.Equal(t, []string{"Exported", "aliased", "arg", "base", "bound", "element", "field", "got", "list", "result"}, names)
}
