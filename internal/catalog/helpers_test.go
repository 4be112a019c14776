package catalog

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// check type-checks source as the package path and returns its functions by FuncName.
func check(t *testing.T, path, source string) map[string]*types.Func {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "x.go", source, parser.SkipObjectResolution)
	require.NoError(t, err)
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: importer.Default()}
	_, err = conf.Check(path, fset, []*ast.File{f}, info)
	require.NoError(t, err)
	funcs := make(map[string]*types.Func)
	for _, obj := range info.Defs {
		if fn, ok := obj.(*types.Func); ok {
			funcs[FuncName(fn)] = fn
		}
	}
	return funcs
}

func TestLookupGeneric(t *testing.T) {
	const pool = "github.com/sourcegraph/conc/pool"
	funcs := check(t, pool, `package pool
		type ResultPool[T any] struct{}
		func (p *ResultPool[T]) Go(f func() T) {}
		func (p *ResultPool[T]) Stop() {}
		type Other[K comparable, V any] struct{}
		func (o Other[K, V]) Go(f func()) {}
		func Go(f func()) {}
	`)
	helpers := BuiltinHelpers()

	h := helpers.Lookup(funcs["(*"+pool+".ResultPool).Go"])
	require.NotNil(t, h)
	assert.Equal(t, []string{"Wait"}, h.Waits)

	for _, name := range []string{"(*" + pool + ".ResultPool).Stop", "(" + pool + ".Other).Go", pool + ".Go"} {
		require.Contains(t, funcs, name)
		assert.Nil(t, helpers.Lookup(funcs[name]), name)
	}
	assert.Nil(t, helpers.Lookup(nil))
}

func TestLookupInterface(t *testing.T) {
	const pond = "github.com/alitto/pond/v2"
	funcs := check(t, pond, `package pond
		type Pool interface{ Go(task func()) error }
		type pool struct{}
		func (pool) Go(task func()) error { return nil }
	`)
	h := BuiltinHelpers().Lookup(funcs["("+pond+".Pool).Go"])
	require.NotNil(t, h)
	assert.True(t, h.Refuses)
	assert.Nil(t, BuiltinHelpers().Lookup(funcs["("+pond+".pool).Go"]))
}

// The table is read by people: it must at least be well formed.
func TestBuiltinTable(t *testing.T) {
	seen := make(map[string]bool)
	for _, h := range builtin {
		assert.False(t, seen[h.Launch], "twice: %s", h.Launch)
		seen[h.Launch] = true
		method := strings.HasPrefix(h.Launch, "(")
		assert.Equal(t, method, strings.Contains(h.Launch, ")."), h.Launch)
		if h.Done != "" {
			assert.Equal(t, -1, h.Fn, "%s: the handle form has no function", h.Launch)
		}
	}
}

// What the table says of tracked is in tracked.
func TestTrackedHelpers(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedSyntax | packages.NeedImports | packages.NeedDeps, Dir: "../../tracked"}, ".")
	require.NoError(t, err)
	require.Empty(t, pkgs[0].Errors)
	declared := map[string]bool{}
	scope := pkgs[0].Types.Scope()
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			declared[obj.FullName()] = true
		case *types.TypeName:
			for m := range types.NewMethodSet(types.NewPointer(obj.Type())).Methods() {
				declared[m.Obj().(*types.Func).FullName()] = true
			}
		}
	}
	for _, h := range builtin {
		if !strings.Contains(h.Launch, "tether/tracked.") {
			continue
		}
		assert.True(t, declared[h.Launch], h.Launch)
		owner := strings.TrimSuffix(h.Launch, lastPart(h.Launch))
		for _, wait := range h.Waits {
			if owner != "github.com/tetherlint/tether/tracked." || wait != "WaitContext" {
				assert.True(t, declared[owner+wait], owner+wait)
			}
		}
	}
}
