package guards

import (
	"flag"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	load "golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "add what is new to the recorded APIs")

// TestAPI: what a module exports is recorded in api, one line for each thing, and only
// grows: a line that is there once is a promise (docs/stability.md). With -update what
// is new is added; nothing takes a line away but an editor, and a reason.
func TestAPI(t *testing.T) {
	for _, m := range []struct {
		file, dir string
		patterns  []string
	}{
		// The rest of the module is for tether alone, whatever it exports.
		{"tether.txt", ".", []string{"./analyzer", "./golangci", "./nogo/untracked", "./nogo/unclosed"}},
		{"tracked.txt", "tracked", []string{"./..."}},
		{"tracked-otel.txt", "tracked/otel", []string{"./..."}},
		{"tracked-prometheus.txt", "tracked/prometheus", []string{"./..."}},
	} {
		t.Run(m.file, func(t *testing.T) {
			now := exported(t, filepath.Join(root, m.dir), m.patterns)
			require.NotEmpty(t, now)
			name := filepath.Join(root, "api", m.file)
			recorded := recordedAPI(t, name)
			if *update {
				recorded = append(recorded, now...)
				slices.Sort(recorded)
				recorded = slices.Compact(recorded)
				require.NoError(t, os.WriteFile(name, []byte(strings.Join(recorded, "\n")+"\n"), 0o666))
			}
			gone, added := difference(recorded, now)
			assert.Empty(t, gone, "exported before, and users have it")
			assert.Empty(t, added, "new: run make api, and look at what it adds")
		})
	}
}

// What is compared is what a user would notice.
func TestAPIDifference(t *testing.T) {
	gone, added := difference([]string{"func A()", "func B()"}, []string{"func B()", "func C()"})
	assert.Equal(t, []string{"func A()"}, gone)
	assert.Equal(t, []string{"func C()"}, added)
}

func difference(before, now []string) (gone, added []string) {
	for _, line := range before {
		if !slices.Contains(now, line) {
			gone = append(gone, line)
		}
	}
	for _, line := range now {
		if !slices.Contains(before, line) {
			added = append(added, line)
		}
	}
	return gone, added
}

func recordedAPI(t *testing.T, name string) []string {
	src, err := os.ReadFile(name)
	if os.IsNotExist(err) && *update {
		return nil
	}
	require.NoError(t, err)
	return strings.Split(strings.TrimSpace(string(src)), "\n")
}

// exported describes what packages export, sorted.
func exported(t *testing.T, dir string, patterns []string) (lines []string) {
	cfg := &load.Config{Dir: dir, Mode: load.LoadTypes}
	loaded, err := load.Load(cfg, patterns...)
	require.NoError(t, err)
	for _, p := range loaded {
		require.Empty(t, p.Errors)
		if p.Name == "main" || slices.Contains(strings.Split(p.PkgPath, "/"), "internal") {
			continue
		}
		for _, line := range exportedBy(p.Types) {
			lines = append(lines, p.PkgPath+": "+line)
		}
	}
	slices.Sort(lines)
	return lines
}

// exportedBy describes what a package exports, but for what mentions a type of a package
// that is internal: nobody else can name it.
func exportedBy(pkg *types.Package) (lines []string) {
	for _, name := range pkg.Scope().Names() {
		if !ast.IsExported(name) {
			continue
		}
		d := &description{pkg: pkg}
		switch object := pkg.Scope().Lookup(name).(type) {
		case *types.TypeName:
			d.describeType(object)
		case *types.Func:
			d.add("func "+name, unnamed(object.Signature()))
		case *types.Const:
			d.add("const "+name+" ", object.Type())
		case *types.Var:
			d.add("var "+name+" ", object.Type())
		}
		lines = append(lines, d.lines...)
	}
	return lines
}

type description struct {
	pkg   *types.Package
	lines []string
}

func (d *description) add(what string, typ types.Type) {
	internal := false
	text := types.TypeString(typ, func(other *types.Package) string {
		internal = internal || slices.Contains(strings.Split(other.Path(), "/"), "internal")
		if other == d.pkg {
			return ""
		}
		return other.Name()
	})
	if _, ok := typ.(*types.Signature); ok && !strings.HasSuffix(what, " ") {
		text = strings.TrimPrefix(text, "func")
	}
	if !internal {
		d.lines = append(d.lines, what+text)
	}
}

// describeType describes the type and, each by itself, its fields and methods: one more
// is no change to those that are there. An interface is a line as a whole, because a
// method more breaks who implements it.
func (d *description) describeType(tn *types.TypeName) {
	name := "type " + tn.Name() + " "
	u, ok := tn.Type().Underlying().(*types.Struct)
	if !ok {
		d.add(name, tn.Type().Underlying())
	} else {
		d.lines = append(d.lines, name+"struct")
		for f := range u.Fields() {
			if f.Exported() {
				d.add(name+"struct, "+f.Name()+" ", f.Type())
			}
		}
	}
	if types.IsInterface(tn.Type()) {
		return
	}
	byValue := types.NewMethodSet(types.Unalias(tn.Type()))
	for m := range types.NewMethodSet(types.NewPointer(types.Unalias(tn.Type()))).Methods() {
		method := m.Obj()
		if !method.Exported() {
			continue
		}
		receiver := tn.Name()
		if byValue.Lookup(method.Pkg(), method.Name()) == nil {
			receiver = "*" + receiver
		}
		d.add("method ("+receiver+") "+method.Name(), unnamed(m.Type().(*types.Signature)))
	}
}

// unnamed is a signature without the names of its parameters and results, which callers
// do not see.
func unnamed(s *types.Signature) *types.Signature {
	tuple := func(t *types.Tuple) *types.Tuple {
		vars := make([]*types.Var, 0, t.Len())
		for v := range t.Variables() {
			vars = append(vars, types.NewParam(token.NoPos, v.Pkg(), "", v.Type()))
		}
		return types.NewTuple(vars...)
	}
	if s.TypeParams().Len() > 0 {
		return s // type parameters belong to one signature
	}
	return types.NewSignatureType(nil, nil, nil, tuple(s.Params()), tuple(s.Results()), s.Variadic())
}
