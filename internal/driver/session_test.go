package driver

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A sitting is a session over a module, with what is edited in it.
type sitting struct {
	t       *testing.T
	opts    Options
	session *Session
}

func sit(t *testing.T, files map[string]string) *sitting {
	opts := Options{Dir: module(t, files), CacheDir: t.TempDir(), Overlay: map[string][]byte{}}
	return &sitting{t: t, opts: opts, session: new(Session)}
}

func (s *sitting) name(file string) string {
	return filepath.Join(s.opts.Dir, filepath.FromSlash(file))
}

// edit changes a file in the editor; it is opened before.
func (s *sitting) edit(file, old, new string) {
	name := s.name(file)
	text, ok := s.opts.Overlay[name]
	if !ok {
		var err error
		text, err = os.ReadFile(name)
		require.NoError(s.t, err)
	}
	require.Contains(s.t, string(text), old)
	s.opts.Overlay[name] = []byte(strings.Replace(string(text), old, new, 1))
}

// run runs the session, and holds it against a run from nothing.
func (s *sitting) run() *Outcome {
	s.t.Helper()
	opts := s.opts
	opts.Analyzers = toy()
	opts.Overlay = maps.Clone(s.opts.Overlay)
	out, err := s.session.Run(context.Background(), opts)
	require.NoError(s.t, err)
	opts = s.opts
	opts.CacheDir = ""
	whole := run(s.t, opts)
	assert.Equal(s.t, messages(whole), messages(out))
	assert.Equal(s.t, whole.Problems, out.Problems)
	return out
}

func TestSessionAnalysesWhatHasChanged(t *testing.T) {
	s := sit(t, chain)
	s.opts.Open = []string{s.name("b/b.go"), s.name("a/a.go")}
	assert.Equal(t, 4, s.run().Stats.Analysed)
	assert.Zero(t, s.run().Stats.Analysed, "nothing has changed")

	s.edit("b/b.go", "func F() { c.G() }", "func F() {\n\tc.G()\n\tc.G()\n}")
	assert.Equal(t, 1, s.run().Stats.Analysed, "a body: no importer can know")

	s.edit("b/b.go", "// F's comment", "// F's other comment")
	assert.Equal(t, 2, s.run().Stats.Analysed, "a fact that a asks for")

	s.edit("b/b.go", "Field int", "Field string")
	assert.Equal(t, 2, s.run().Stats.Analysed, "a declaration")

	s.edit("b/b.go", "\n// F's", "\n\n\n// F's")
	assert.Equal(t, 1, s.run().Stats.Analysed, "declarations that have moved")

	s.edit("c/c.go", "// G's comment", "// G's other comment")
	assert.Equal(t, 3, s.run().Stats.Analysed, "c, b that asks for it, and a that imports it in turn")

	clear(s.opts.Overlay)
	s.run()
}

func TestSessionBeginsWithWhatIsKept(t *testing.T) {
	s := sit(t, chain)
	s.run()
	s.session = new(Session)
	s.opts.Open = []string{s.name("b/b.go")}
	assert.Equal(t, 4, s.run().Stats.FromCache)
	s.edit("b/b.go", "func F() { c.G() }", "func F() {\n\tc.G()\n\tc.G()\n}")
	assert.Equal(t, 1, s.run().Stats.Analysed, "what importers know of b was found out when it was opened")
	s.edit("b/b.go", "Field int", "Field string")
	assert.Equal(t, 2, s.run().Stats.Analysed)
}

func TestSessionListsAgainWhereImportsChange(t *testing.T) {
	s := sit(t, chain)
	s.run()
	s.edit("c/c.go", "package c\n", "package c\n\nimport \"example.com/m/unasked\"\n\nvar _ = unasked.F\n")
	s.run()
	s.opts.Overlay[s.name("c/more.go")] = []byte("package c\n\nfunc More() { G() }\n")
	s.run()
	require.NoError(t, os.WriteFile(s.name("b/more.go"), []byte("package b\n\nfunc More() { F() }\n"), 0o666))
	s.run()
	require.NoError(t, os.Remove(s.name("b/more.go")))
	s.run()
	require.NoError(t, os.WriteFile(s.name("b/b.go"), []byte(chain["b/b.go"]+"\nfunc More() { F() }\n"), 0o666))
	assert.Equal(t, 2, s.run().Stats.Analysed, "b, which declares more, and a")
}

// What does not compile has the problem to itself, and comes back as it was.
func TestSessionSurvivesBrokenPackages(t *testing.T) {
	s := sit(t, chain)
	s.opts.Open = []string{s.name("b/b.go")}
	before := messages(s.run())
	for _, broken := range []string{"func F() { c.G( }", "func F() { c.Gone() }", "func F() {"} {
		s.edit("b/b.go", "func F() { c.G() }", broken)
		opts := s.opts
		opts.Analyzers = toy()
		out, err := s.session.Run(context.Background(), opts)
		require.NoError(t, err)
		require.NotEmpty(t, out.Problems)
		for _, p := range out.Problems {
			assert.Equal(t, "example.com/m/b", p.Package)
		}
		s.edit("b/b.go", broken, "func F() { c.G() }")
		assert.Equal(t, before, messages(s.run()))
	}
}

// Who is edited while what it imports does not compile is analysed by what was known of
// that, and again when nothing was.
func TestSessionUnblocks(t *testing.T) {
	s := sit(t, chain)
	s.opts.Open = []string{s.name("b/b.go"), s.name("a/a.go")}
	before := messages(s.run())
	broken := func() []string {
		opts := s.opts
		opts.Analyzers = toy()
		out, err := s.session.Run(context.Background(), opts)
		require.NoError(t, err)
		return messages(out)
	}
	s.edit("b/b.go", "c.G()", "c.Gone()")
	s.edit("a/a.go", "func A(", "func  A(")
	assert.Subset(t, broken(), foundInA)
	s.edit("b/b.go", "c.Gone()", "c.G()")
	assert.Equal(t, before, messages(s.run()))

	s.session = new(Session)
	s.edit("b/b.go", "c.G()", "c.Gone()")
	broken()
	s.edit("a/a.go", "func  A(", "func A(")
	broken()
	s.edit("b/b.go", "c.Gone()", "c.G()")
	assert.Equal(t, before, messages(s.run()))
}

// A run that is given up leaves nothing half done behind.
func TestSessionGoesOnAfterCancelling(t *testing.T) {
	s := sit(t, chain)
	s.run()
	s.edit("c/c.go", "// G's comment", "// G's other comment")
	ctx, cancel := context.WithCancel(context.Background())
	opts := s.opts
	opts.Analyzers = toy()
	opts.ConfigKey = func(string) (string, error) { cancel(); return "", nil }
	_, err := s.session.Run(ctx, opts)
	require.ErrorIs(t, err, context.Canceled)
	s.run()
}

// A dependency that is not named is edited, or gets another config: what is named is
// analysed again by what is known of it then.
func TestSessionSeesDependencies(t *testing.T) {
	s := sit(t, chain)
	s.opts.Patterns = []string{"./a"}
	s.run()
	s.edit("b/b.go", "// F's comment", "// F's other comment")
	s.run()
	s.edit("b/b.go", "Field int", "Field string")
	s.run()
	s.edit("a/a.go", "b.F()", "b.F(); b.F()")
	s.run()
	config := "one"
	s.opts.ConfigKey = func(dir string) (string, error) { return config, nil }
	s.run()
	config = "other"
	s.run()
	s.run()
}
