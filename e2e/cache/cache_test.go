// Package cache shares the results of go vet between machines through the go
// command's own protocol for caches (GOCACHEPROG), with a client and a server that
// others wrote.
package cache

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/txtar"
)

// programs are built once for all tests.
var programs struct{ client, server, counted, tether string }

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "cache")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		for pkg, program := range map[string]*string{
			"github.com/bradfitz/go-tool-cache/cmd/go-cacher":        &programs.client,
			"github.com/bradfitz/go-tool-cache/cmd/go-cacher-server": &programs.server,
			"./counted": &programs.counted,
			"github.com/tetherlint/tether/cmd/tether": &programs.tether,
		} {
			*program = filepath.Join(dir, filepath.Base(pkg))
			if out, err := exec.Command("go", "build", "-o", *program, pkg).CombinedOutput(); err != nil {
				panic(string(out))
			}
		}
		return m.Run()
	}())
}

// checkout writes the module below a new directory, as on a machine of its own.
func checkout(t *testing.T) string {
	t.Helper()
	a, err := txtar.ParseFile("testdata/app.txtar")
	require.NoError(t, err)
	dir := t.TempDir()
	for _, f := range a.Files {
		name := filepath.Join(dir, f.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, f.Data, 0o666))
	}
	return dir
}

// A server is a cache server behind a proxy that can be made to fail.
type server struct {
	url     string
	process *os.Process
	puts    atomic.Int64
	dieAt   atomic.Int64 // the put at which the server is killed; 0 for never
}

func startServer(t *testing.T) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	require.NoError(t, l.Close())
	cmd := exec.CommandContext(t.Context(), programs.server, "-cache-dir", t.TempDir(), "-listen", addr)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Kill() // dead already, in some tests
		cmd.Wait()
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", addr)
		return err == nil && c.Close() == nil
	}, time.Minute, 10*time.Millisecond)
	s := &server{process: cmd.Process}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: addr})
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { panic(http.ErrAbortHandler) }
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut && s.puts.Add(1) == s.dieAt.Load() {
			s.process.Kill()
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	s.url = front.URL
	return s
}

// A result is how a run ended.
type result struct {
	code     int
	output   string
	analysed []string // import paths, one for each execution of the tool
}

// A machine has a local cache of its own, which is empty at first.
type machine struct{ dir, local string }

func newMachine(t *testing.T, dir string) *machine { return &machine{dir, t.TempDir()} }

func (m *machine) run(t *testing.T, s *server, program string, args ...string) (r result) {
	t.Helper()
	count := t.TempDir()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0", "COUNT_DIR="+count, "TETHER_CACHE="+t.TempDir(),
		"GOCACHEPROG="+programs.client+" -cache-dir="+m.local+" -cache-server="+s.url)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	r.code, r.output = cmd.ProcessState.ExitCode(), out.String()
	files, err := filepath.Glob(filepath.Join(count, "run-*"))
	require.NoError(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var cfg unitchecker.Config
		require.NoError(t, json.Unmarshal(data, &cfg))
		r.analysed = append(r.analysed, cfg.ImportPath)
	}
	return r
}

// vet runs the counting tool.
func (m *machine) vet(t *testing.T, s *server, args ...string) result {
	t.Helper()
	return m.run(t, s, "go", append([]string{"vet", "-vettool=" + programs.counted}, args...)...)
}

const finding = "leaky.go:6:12: f opened by open.Log is not closed"

// Machines that have the checkout at the same place share all results.
func TestShared(t *testing.T) {
	s := startServer(t)
	dir := checkout(t)
	r := newMachine(t, dir).vet(t, s, "./...")
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.output, finding)
	assert.Contains(t, r.analysed, "example.com/app/clean")
	assert.Contains(t, r.analysed, "os")
	t.Logf("%d executions, %d puts", len(r.analysed), s.puts.Load())

	second := newMachine(t, dir)
	r = second.vet(t, s, "./...")
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.output, finding)
	assert.Empty(t, r.analysed, "all is known from the first machine")

	// Another config is another tool, and is shared like any.
	config := filepath.Join(dir, ".tether.yml")
	require.NoError(t, os.WriteFile(config, []byte("rules: {leak: off}"), 0o666))
	r = second.vet(t, s, "./...")
	assert.Zero(t, r.code, r.output)
	assert.Contains(t, r.analysed, "example.com/app/leaky")
	r = newMachine(t, dir).vet(t, s, "./...")
	assert.Zero(t, r.code, r.output)
	assert.Empty(t, r.analysed)
	require.NoError(t, os.Remove(config))
	r = second.vet(t, s, "./...")
	assert.Equal(t, 1, r.code)
	assert.Empty(t, r.analysed)
}

// With -trimpath it does not matter where the checkout lies. The places in what was
// found elsewhere are then those of the checkout there, which the go command cannot
// know; docs/ci.md says so.
func TestSharedElsewhere(t *testing.T) {
	s := startServer(t)
	clean := []string{"-trimpath", "./open", "./clean"}
	r := newMachine(t, checkout(t)).vet(t, s, clean...)
	require.Zero(t, r.code, r.output)
	assert.NotEmpty(t, r.analysed)
	r = newMachine(t, checkout(t)).vet(t, s, clean...)
	assert.Zero(t, r.code, r.output)
	assert.Empty(t, r.analysed)
}

// A server that dies while it is in use may fail the run, and the message says so;
// it never lets a finding pass, nor leaves anything behind by which one passes later.
func TestServerDies(t *testing.T) {
	dir := checkout(t)
	for _, tt := range []struct {
		name  string
		at    int64 // the put at which it dies, while packages are loaded or compiled
		fails int   // the exit code of a run that is broken off
		run   func(*machine, *server) result
	}{
		{"go vet", 120, 1, func(m *machine, s *server) result { return m.vet(t, s, "./...") }},
		{"tether", 20, 2, func(m *machine, s *server) result { return m.run(t, s, programs.tether, "./...") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := startServer(t)
			s.dieAt.Store(tt.at)
			m := newMachine(t, dir)
			r := tt.run(m, s)
			require.GreaterOrEqual(t, s.puts.Load(), tt.at, "it died in the middle")
			seen := strings.Contains(r.output, finding)
			assert.True(t, seen && r.code != 0 || r.code == tt.fails && strings.Contains(r.output, s.url), "exit code %d: %.2000s", r.code, r.output)

			// What the broken run has left is used on.
			r = tt.run(m, startServer(t))
			assert.Equal(t, 1, r.code, "%.2000s", r.output)
			assert.Contains(t, r.output, finding)
		})
	}
}
