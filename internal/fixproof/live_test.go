package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLiveGoKer runs the kernels as they are, and joins what the runtime says has leaked
// with the inventory: each goroutine that leaked stems from a launch in it. What it logs
// is in docs/accuracy.md: what the analysis claims, and what the runtime finds.
func TestLiveGoKer(t *testing.T) {
	if testing.Short() || pprof.Lookup("goroutineleak") == nil && os.Getenv("FIXPROOF_GOKER") == "" {
		t.Skip("the goroutine-leak profile is an experiment of this Go, and FIXPROOF_GOKER is not set")
	}
	dir := t.TempDir()
	names, _ := copyKernels(t, filepath.Join(runtime.GOROOT(), "src/runtime/testdata/testgoroutineleakprofile/goker"), dir)
	k := &kernels{dir: dir, tether: filepath.Join(dir, "tether.exe"), binary: filepath.Join(dir, "goker.exe"), leaked: make(map[string]bool)}
	goRun(t, "../..", nil, "build", "-o", k.tether, "./cmd/tether")
	var env []string
	if pprof.Lookup("goroutineleak") == nil { // as in Go 1.26
		env = append(env, "GOEXPERIMENT=goroutineleakprofile")
	}
	goRun(t, dir, env, "build", "-o", k.binary, ".")
	launches, claims := k.inventory(t), k.claims(t)
	t.Run("kernel", func(t *testing.T) {
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				runs := 1
				if os.Getenv("FIXPROOF_GOKER") != "" {
					runs = 3 // some leak on some runs only
				}
				for range runs {
					k.run(t, name)
				}
			})
		}
	})
	k.log(t, names, launches, claims)
	assert.Greater(t, len(k.leaked), 80, "the kernels did not do what they are for")
}

// kernels are those that run.
type kernels struct {
	dir, tether, binary string

	mu     sync.Mutex
	leaked map[string]bool // launches, as file:line
	lost   int             // leaked goroutines that are of none
}

// json runs tether and reads what it says.
func (k *kernels) json(t *testing.T, to any, args ...string) {
	cmd := exec.Command(k.tether, args...)
	cmd.Dir = k.dir
	out, err := cmd.Output()
	require.NoError(t, err, "tether %v", args)
	require.NoError(t, json.Unmarshal(out, to))
}

// inventory is the class of each launch.
func (k *kernels) inventory(t *testing.T) map[string]string {
	var in struct {
		Launches []struct {
			Class, File string
			Line        int
		}
	}
	k.json(t, &in, "inventory", "-format", "json")
	classes := make(map[string]string)
	for _, l := range in.Launches {
		classes[fmt.Sprintf("%s:%d", l.File, l.Line)] = l.Class
	}
	return classes
}

// claims are the files of which something is claimed: rules that are no policy, but for timers.
func (k *kernels) claims(t *testing.T) map[string]bool {
	var in struct{ Findings []struct{ Rule, File string } }
	k.json(t, &in, "check", "-exit-zero", "-format", "json", "-rule", "untracked/stuck,untracked/unwaited,untracked/hidden-launch,unclosed/leak,unclosed/discarded,unclosed/defer-in-loop")
	files := make(map[string]bool)
	for _, f := range in.Findings {
		files[f.File] = true
	}
	return files
}

// run runs a kernel, and joins.
func (k *kernels) run(t *testing.T, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, k.binary, name).Output()
	if !assert.NoError(t, err) {
		return
	}
	_, out, _ = bytes.Cut(out, []byte("\nLEAKED\n"))
	dump, _, ok := bytes.Cut(out, []byte("\nSTRAGGLERS\n"))
	require.True(t, ok, "the kernel did not come to its end")
	file := filepath.Join(t.TempDir(), "dump.txt")
	require.NoError(t, os.WriteFile(file, dump, 0o600))
	type row struct {
		File         string
		Line, Leaked int
		Function     string
	}
	var r struct {
		Launches, Unlisted, StandardLibrary, Unknown []row
		Dependencies                                 []any
	}
	k.json(t, &r, "live", "-format", "json", file)
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, l := range r.Launches {
		if l.Leaked > 0 {
			k.leaked[fmt.Sprintf("%s:%d", l.File, l.Line)] = true
		}
	}
	for _, l := range slices.Concat(r.Unlisted, r.StandardLibrary, r.Unknown) {
		assert.Zero(t, l.Leaked, "leaked, and of no launch: %+v", l)
		k.lost += l.Leaked
	}
	assert.Empty(t, r.Dependencies)
}

// log prints the tables.
func (k *kernels) log(t *testing.T, names []string, launches map[string]string, claims map[string]bool) {
	t.Logf("%d kernels, %d launches, %d of which leak; %d leaked goroutines are of none", len(names), len(launches), len(k.leaked), k.lost)
	for _, class := range []string{"tracked", "joined", "bound", "detached"} {
		leak, quiet := 0, 0
		for at, c := range launches {
			switch {
			case c != class:
			case k.leaked[at]:
				leak++
			default:
				quiet++
			}
		}
		t.Logf("%-9s %3d leak, %3d do not", class, leak, quiet)
	}
	// By file, which is a kernel.
	var leaks = make(map[string]bool)
	for at := range k.leaked {
		file, _, _ := strings.Cut(at, ":")
		leaks[file] = true
	}
	files := make(map[string]bool)
	for at := range launches {
		file, _, _ := strings.Cut(at, ":")
		files[file] = true
	}
	var both, static, dynamic, neither []string
	for file := range files {
		switch {
		case claims[file] && leaks[file]:
			both = append(both, file)
		case claims[file]:
			static = append(static, file)
		case leaks[file]:
			dynamic = append(dynamic, file)
		default:
			neither = append(neither, file)
		}
	}
	slices.Sort(static)
	slices.Sort(neither)
	t.Logf("both %d, claimed only %d %v, found only %d, neither %d %v", len(both), len(static), static, len(dynamic), len(neither), neither)
}
