//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/cli"
)

const liveDir = "testdata/live"

// A liveReport is the JSON of tether live, as far as tests look at it.
type liveReport struct {
	Launches []struct {
		Class, File string
		Line, Live  int
		Leaked      int
		OneOf       []any
		Tasks       []struct{ Name string }
	}
	Unlisted     []struct{ Function, Is string }
	Dependencies []struct {
		Module, Version string
		Live            int
	}
	Summary struct{ Live, Leaked int }
}

// liveOn runs tether live in a directory.
func liveOn(t *testing.T, dir string, args ...string) *liveReport {
	t.Helper()
	var stdout, stderr bytes.Buffer
	abs, err := filepath.Abs(dir)
	require.NoError(t, err)
	env := cli.Env{Dir: abs, Stdout: &stdout, Stderr: &stderr, Getenv: os.Getenv}
	code := cli.Main(t.Context(), env, append([]string{"live", "-format", "json", "-quiet"}, args...))
	require.Equal(t, cli.ExitOK, code, "%s", &stderr)
	r := new(liveReport)
	require.NoError(t, json.Unmarshal(stdout.Bytes(), r))
	return r
}

// joined is how many goroutines the report has for each launch, and how many leaked.
func (r *liveReport) joined(leaked bool) map[string]int {
	at := make(map[string]int)
	for _, l := range r.Launches {
		if leaked {
			at[fmt.Sprintf("%s:%d", l.File, l.Line)] = l.Leaked
		} else {
			at[fmt.Sprintf("%s:%d", l.File, l.Line)] = l.Live
		}
	}
	return at
}

var leaks = regexp.MustCompile(`// leaks (\d+)$`)

// launchesIn are the lines of a program that say that they leak, and how many; those of
// files that the Go release leaves out excepted.
func launchesIn(t *testing.T, dir string, without ...string) map[string]int {
	at := make(map[string]int)
	require.NoError(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		for i, line := range strings.Split(string(text), "\n") {
			if m := leaks.FindStringSubmatch(line); m != nil {
				n, _ := strconv.Atoi(m[1])
				at[fmt.Sprintf("%s:%d", filepath.ToSlash(rel), i+1)] = n
			}
		}
		for _, w := range without {
			if w == rel {
				for key := range at {
					if strings.HasPrefix(key, rel+":") {
						delete(at, key)
					}
				}
			}
		}
		return err
	}))
	require.NotEmpty(t, at)
	return at
}

// TestLiveRecorded joins profiles of one program in each format, as four releases of Go
// write them. They were recorded from a build with -trimpath, labels in tracebacks on:
// what is where does not depend on this machine.
func TestLiveRecorded(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(liveDir, "recorded", "go*"))
	require.NoError(t, err)
	require.Len(t, files, 22)
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			abs, err := filepath.Abs(file)
			require.NoError(t, err)
			want := launchesIn(t, filepath.Join(liveDir, "leaky"))
			if strings.HasPrefix(name, "go1.24") {
				want = launchesIn(t, filepath.Join(liveDir, "leaky"), "more.go")
			}
			r := liveOn(t, filepath.Join(liveDir, "leaky"), abs)
			text := strings.Contains(name, ".2.") || strings.Contains(name, "sigquit")
			if !text {
				// Who launched is not said, and the root is a method of an interface.
				delete(want, "worker/worker.go:22")
				if assert.Len(t, r.Unlisted, 1) {
					assert.Equal(t, "example.com/leaky/worker.(*impl).run", r.Unlisted[0].Function)
					assert.Equal(t, "root", r.Unlisted[0].Is)
				}
			} else {
				assert.Empty(t, r.Unlisted)
			}
			assert.Equal(t, want, r.joined(strings.Contains(name, "leak")))
			for _, l := range r.Launches {
				assert.Empty(t, l.OneOf, "%s:%d", l.File, l.Line)
			}
		})
	}
}

// secondGo is a release that the Go at hand may be older than.
const secondGo = "go1.27.3"

// toolchains are the releases that the programs are built by: the one at hand and, where
// it can be had from the module proxy or is there already, the second one.
func toolchains() []string {
	list := []string{"local"}
	cmd := exec.Command("go", "version")
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+secondGo)
	if out, err := cmd.Output(); err == nil && !strings.Contains(string(out), runtime.Version()+" ") {
		list = append(list, secondGo)
	}
	return list
}

// TestLiveProcess starts the programs as processes, built by two releases of Go, asks
// them for profiles over HTTP, ends them by SIGQUIT, and finds each launch that leaks at
// its line.
func TestLiveProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds programs")
	}
	for _, toolchain := range toolchains() {
		for _, program := range []string{"leaky", "helped"} {
			t.Run(program+"-"+toolchain, func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(liveDir, program)
				want := launchesIn(t, dir)
				p := startProgram(t, dir, toolchain)
				for _, query := range []string{"goroutine?debug=2", "goroutineleak?debug=2"} {
					r := liveOn(t, dir, p.url+"/debug/pprof/"+query)
					assert.Equal(t, want, r.joined(strings.Contains(query, "leak")), query)
				}
				placed := launchesIn(t, dir)
				delete(placed, "worker/worker.go:22") // the root is a method of an interface
				for _, query := range []string{"goroutine", "goroutine?debug=1", "goroutineleak"} {
					r := liveOn(t, dir, p.url+"/debug/pprof/"+query)
					assert.Equal(t, placed, r.joined(strings.Contains(query, "leak")), query)
				}
				if program == "helped" {
					p.checkTasks(t, dir)
				}
				r := liveOn(t, dir, p.quit(t))
				assert.Equal(t, want, r.joined(false), "SIGQUIT")
			})
		}
	}
}

// A program is a running one.
type program struct {
	cmd    *exec.Cmd
	url    string
	stderr string // a file
}

func startProgram(t *testing.T, dir, toolchain string) *program {
	binary := filepath.Join(t.TempDir(), "program.exe")
	build := exec.Command("go", "build", "-mod=mod", "-o", binary, ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOTOOLCHAIN="+toolchain, "GOEXPERIMENT=goroutineleakprofile", "GOWORK=off", "GOFLAGS=")
	if toolchain != "local" || runtime.Version() >= "go1.27" { // there it is no experiment any more
		build.Env = append(build.Env, "GOEXPERIMENT=")
	}
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)

	p := &program{cmd: exec.Command(binary), stderr: filepath.Join(t.TempDir(), "stderr")}
	file, err := os.Create(p.stderr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	p.cmd.Stderr = file
	p.cmd.Env = append(os.Environ(), "GODEBUG=tracebacklabels=1")
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	address, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	p.url = "http://" + strings.TrimSpace(address)
	return p
}

// quit ends the program by SIGQUIT, and returns the file with what it printed.
func (p *program) quit(t *testing.T) string {
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGQUIT))
	assert.Error(t, p.cmd.Wait())
	return p.stderr
}

// checkTasks reads what tracked itself says: its debug page, and its profile. Both know
// the launches of its tasks only, and the page their names.
func (p *program) checkTasks(t *testing.T, dir string) {
	for _, query := range []string{"/debug/tasks", "/debug/pprof/tracked", "/debug/pprof/tracked?debug=1"} {
		r := liveOn(t, dir, p.url+query)
		assert.Equal(t, map[string]int{"main.go:38": 1, "main.go:42": 1, "main.go:45": 1}, r.joined(false), query)
		if query != "/debug/tasks" {
			continue
		}
		var names []string
		for _, l := range r.Launches {
			assert.Equal(t, "tracked", l.Class)
			for _, task := range l.Tasks {
				names = append(names, task.Name)
			}
		}
		assert.ElementsMatch(t, []string{"pump", "drain", "handle"}, names)
	}
}
