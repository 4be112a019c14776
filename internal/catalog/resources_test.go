package catalog

import (
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/config"
)

func TestLookupResource(t *testing.T) {
	funcs := check(t, "example.com/p", `package p

		import "database/sql"
		import "context"
		import "os"

		type opener interface { Open(string) (*os.File, error) }
		type wide interface {
			QueryContext(context.Context, string, ...any) (*sql.Rows, error)
			BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
			PrepareContext(context.Context, string) (*sql.Stmt, error)
		}
		type other interface { QueryContext(context.Context, string) (*sql.Rows, error) }
		type impl struct{ sql.DB }
		func (*impl) QueryContext(context.Context, string, ...any) (*sql.Rows, error) { return nil, nil }
		func Open[T any](name string) (T, error) { var t T; return t, nil }
		func Query() {}
		type box[T any] struct{}
		func (b *box[T]) Take() *T { return nil }
	`)
	r := BuiltinResources()

	row, known, _ := r.Lookup(funcs["(example.com/p.wide).QueryContext"], nil)
	require.True(t, known)
	assert.Equal(t, []string{"Commit", "Rollback"}, row.Maker, "it may be a transaction")
	row, known, _ = r.Lookup(funcs["(example.com/p.wide).BeginTx"], nil)
	require.True(t, known)
	assert.Equal(t, []string{"Commit", "Rollback"}, row.Release)
	row, known, _ = r.Lookup(funcs["(example.com/p.wide).PrepareContext"], nil)
	assert.Nil(t, row, "a transaction's statement ends with it")
	assert.True(t, known)
	for name, want := range map[string]bool{"(example.com/p.wide).QueryContext": false, "(example.com/p.opener).Open": true} {
		row, _, abstract := r.Lookup(funcs[name], nil)
		require.NotNil(t, row, name)
		assert.Equal(t, want, abstract, name)
	}
	for _, name := range []string{
		"(example.com/p.other).QueryContext", "(*example.com/p.impl).QueryContext", "example.com/p.Query",
		"example.com/p.Open", "(*example.com/p.box).Take",
	} {
		require.Contains(t, funcs, name)
		_, known, _ := r.Lookup(funcs[name], nil)
		assert.False(t, known, name)
	}
	_, known, _ = r.Lookup(nil, nil)
	assert.False(t, known)

	configured := ResourcesOf(&config.Config{Resources: []config.Resource{
		{Open: "example.com/p.Open", Release: []string{"Stop"}},
		{Open: "(*example.com/p.box).Take", Release: []string{"example.com/p.Give"}},
		{Open: "(*example.com/p.Own).Query", Release: []string{"Done"}},
		{Ignore: "(example.com/p.wide).BeginTx"},
	}})
	for name, want := range map[string][]string{
		"example.com/p.Open":                 {"Stop"},
		"(*example.com/p.box).Take":          {"example.com/p.Give"},
		"(example.com/p.wide).QueryContext":  {"Close"},
		"(example.com/p.other).QueryContext": nil,
	} {
		row, known, _ := configured.Lookup(funcs[name], nil)
		assert.Equal(t, want != nil, known, name)
		if known {
			assert.Equal(t, want, row.Release, name)
		}
	}
	row, known, _ = configured.Lookup(funcs["(example.com/p.wide).BeginTx"], nil)
	assert.Nil(t, row)
	assert.True(t, known)
}

// A method that a type has by embedding may be named by either type.
func TestLookupEmbedded(t *testing.T) {
	funcs := check(t, "example.com/p", `package p
		type Base struct{}
		func (*Base) Take() int { return 0 }
		type Own struct{ *Base }
		func (*Own) self() {}
	`)
	own := funcs["(*example.com/p.Own).self"].Signature().Recv().Type()
	base := funcs["(*example.com/p.Base).Take"].Signature().Recv().Type()
	r := ResourcesOf(&config.Config{Resources: []config.Resource{{Open: "(*example.com/p.Own).Take", Release: []string{"Close"}}}})
	for recv, want := range map[types.Type]bool{own: true, base: false, nil: false} {
		_, known, _ := r.Lookup(funcs["(*example.com/p.Base).Take"], recv)
		assert.Equal(t, want, known, "%v", recv)
	}
}

func TestResourcesOf(t *testing.T) {
	assert.Same(t, BuiltinResources(), ResourcesOf(config.Default()))
	r := ResourcesOf(&config.Config{Resources: []config.Resource{
		{Open: "os.Open", Release: []string{"example.com/p.Finish"}},
		{Open: "time.NewTicker"},
		{Open: "os.MkdirTemp"},
		{Open: "example.com/p.Open", Release: []string{"Close"}, Result: 1, Field: "Body", Kind: config.KindFlush},
	}})
	assert.Equal(t, []string{"Close", "example.com/p.Finish"}, r.row("os.Open").Release)
	assert.Equal(t, []string{"Close"}, BuiltinResources().row("os.Open").Release)
	assert.Empty(t, r.row("time.NewTicker").Until, "the config asks for it, whatever the Go version")
	assert.Equal(t, []string{"os.RemoveAll", "os.Remove"}, r.row("os.MkdirTemp").Release)
	assert.Nil(t, BuiltinResources().row("os.MkdirTemp"))
	assert.Equal(t, &rows.Resource{
		Open: "example.com/p.Open", Release: []string{"Close"}, Results: []int{1}, Field: "Body", Flush: true, Once: true,
	}, r.row("example.com/p.Open"))
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		releases []string
		done, do string
		deferred string
	}{
		{[]string{"Close"}, "closed", "close", "Close"},
		{[]string{"Commit", "Rollback"}, "committed or rolled back", "end", "Rollback"},
		{[]string{"Discard", "Commit"}, "committed or discarded", "end", "Discard"},
		{[]string{"()"}, "called", "call", "()"},
		{[]string{"os.RemoveAll"}, "released", "release", "os.RemoveAll"},
		{[]string{"os/signal.Stop"}, "stopped", "stop", "os/signal.Stop"},
		{[]string{"Terminate"}, "released", "release", "Terminate"},
	} {
		done, do := rows.Words(tt.releases)
		assert.Equal(t, [3]string{tt.done, tt.do, tt.deferred}, [3]string{done, do, rows.Deferred(tt.releases)}, tt.releases)
	}
}

// Without modules the path of a vendored package begins with that of who vendors it.
func TestVendored(t *testing.T) {
	pkg := types.NewPackage("example.com/app/vendor/github.com/containerd/fifo", "fifo")
	open := types.NewFunc(token.NoPos, pkg, "OpenFifo", types.NewSignatureType(nil, nil, nil, nil, nil, false))
	assert.Equal(t, "github.com/containerd/fifo.OpenFifo", FuncName(open))
	row, _, _ := BuiltinResources().Lookup(open, nil)
	assert.NotNil(t, row)

	typ := types.NewNamed(types.NewTypeName(token.NoPos, pkg, "T", nil), types.NewStruct(nil, nil), nil)
	recv := types.NewVar(token.NoPos, pkg, "t", types.NewPointer(typ))
	method := types.NewFunc(token.NoPos, pkg, "M", types.NewSignatureType(recv, nil, nil, nil, nil, false))
	assert.Equal(t, "(*github.com/containerd/fifo.T).M", FuncName(method))
}
