package growth_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

const factsLib = `package lib

import "os"

func Open(name string) (*os.File, error) { return os.Open(name) }
func Shut(f *os.File)                    { f.Close() }
func Unused(f *os.File)                  { f.Close() }

type Server struct{ quit chan bool }

func Start() *Server {
	s := &Server{quit: make(chan bool)}
	go func() { <-s.quit }()
	return s
}

func (s *Server) End() { close(s.quit) }
`

const factsApp = `package app

import (
	"os"

	"m/lib"
)

func Leaks() string {
	f, err := lib.Open("x")
	if err != nil {
		return ""
	}
	return f.Name()
}

func Shuts() {
	f, err := os.Open("x")
	if err != nil {
		return
	}
	defer lib.Shut(f)
}

func Drops() {
	s := lib.Start()
	println(s)
}
`

// TestFactsThatAreLeftOut: facts are worked out of functions that somebody seems to ask
// about. To work them all out finds the same: findings, launches, acquisitions, in this
// module and in one whose findings rest on facts.
func TestFactsThatAreLeftOut(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module m\n\ngo 1.26\n", "lib/lib.go": factsLib, "app/app.go": factsApp} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	for _, run := range []struct {
		dir      string
		patterns []string
	}{
		{dir, []string{"./app"}},
		{"../..", []string{"./internal/driver", "./internal/lsp", "./internal/history", "./internal/live"}},
	} {
		find := func(all bool) *driver.Outcome {
			out, err := driver.Run(context.Background(), driver.Options{
				Dir: run.dir, Patterns: run.patterns, AllFacts: all,
				Analyzers: suite.New(unit.Options{KeepGoing: true, FactsOnDemand: true}),
			})
			require.NoError(t, err)
			require.Empty(t, out.Problems)
			return out
		}
		some, all := find(false), find(true)
		assert.Equal(t, all.Result, some.Result)
		assert.NotEmpty(t, some.Result.Acquisitions)
		assert.Positive(t, some.Stats.Facts, "there are dependencies of which facts are asked")
		if run.dir == dir {
			assert.NotEmpty(t, some.Result.Findings)
		}
	}
}
