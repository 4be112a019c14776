package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGoKer fixes the goroutine-leak kernels of the Go tree, 63 bugs of real projects,
// with tether's own -fix. All launches become tasks; no finding is left; all compiles.
// Then each kernel runs, the runtime says which goroutines have leaked, and Shutdown
// says who did not stop: whatever has leaked must be among the stragglers, under the
// line of its launch. In Go 1.26 that profile is an experiment, for which the standard
// library has to be built: there it runs only where FIXPROOF_GOKER is set (make goker).
func TestGoKer(t *testing.T) {
	if testing.Short() || pprof.Lookup("goroutineleak") == nil && os.Getenv("FIXPROOF_GOKER") == "" {
		t.Skip("the goroutine-leak profile is an experiment of this Go, and FIXPROOF_GOKER is not set")
	}
	kernels := filepath.Join(runtime.GOROOT(), "src/runtime/testdata/testgoroutineleakprofile/goker")
	dir := t.TempDir()
	names, launches := copyKernels(t, kernels, dir)
	tether := filepath.Join(dir, "tether.exe")
	goRun(t, "../..", nil, "build", "-o", tether, "./cmd/tether")

	require.Len(t, rawLaunches(t, tether, dir), launches)
	fix := exec.Command(tether, "-no-cache", "-exit-zero", "-fix", "-rule", "untracked/raw-go", "./...")
	fix.Dir = dir
	out, err := fix.CombinedOutput()
	require.NoError(t, err, "%s", out)
	// Every launch is a task by now, or one whose fix is refused, for a reason that docs/fixes.md
	// gives.
	refused := rawLaunches(t, tether, dir)
	for at, message := range refused {
		assert.Regexp(t, refusals, message, at)
	}
	sites := taskSites(t, dir)
	require.Equal(t, launches, len(sites)+len(refused))

	binary := filepath.Join(dir, "goker.exe")
	var env []string
	if pprof.Lookup("goroutineleak") == nil { // as in Go 1.26
		env = append(env, "GOEXPERIMENT=goroutineleakprofile")
	}
	goRun(t, dir, env, "build", "-o", binary, ".")
	var mu sync.Mutex
	leaked, named := 0, 0
	seen := make(map[string]bool)
	t.Run("kernel", func(t *testing.T) {
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				l, n, at := runKernel(t, binary, name, sites, refused)
				mu.Lock()
				defer mu.Unlock()
				leaked, named = leaked+l, named+n
				for site := range at {
					seen[site] = true
				}
			})
		}
	})
	t.Logf("%d kernels with %d go statements: the straggler list names %d of %d leaked goroutines, of %d launch sites",
		len(names), launches, named, leaked, len(seen))
	assert.Greater(t, len(seen), 80, "the kernels did not do what they are for")
}

var registration = regexp.MustCompile(`register\("(\w+)"`)

// copyKernels copies the kernels as a module, and returns the names to run them by and
// the number of their launches. The module is of Go 1.24, before wg.Go: of that it
// would not be seen who has not stopped.
func copyKernels(t *testing.T, from, to string) (names []string, launches int) {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("this Go has no such kernels")
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		if filepath.Base(file) == "main.go" {
			src = bytes.Replace(src, []byte("func main()"), []byte("func kernel()"), 1)
		}
		for _, m := range registration.FindAllSubmatch(src, -1) {
			names = append(names, string(m[1]))
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				launches++
			}
			return true
		})
		require.NoError(t, os.WriteFile(filepath.Join(to, filepath.Base(file)), src, 0o600))
	}
	tracked, err := filepath.Abs("../../tracked")
	require.NoError(t, err)
	mod := "module goker\n\ngo 1.24\n\nrequire " + trackedPath + " v0.0.0\n\nreplace " + trackedPath + " => " + tracked + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(to, "go.mod"), []byte(mod), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(to, "harness.go"), []byte(harness), 0o600))
	return names, launches
}

// harness runs a kernel, says what has leaked, and shuts down.
const harness = `package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"github.com/tetherlint/tether/tracked"
)

func main() {
	kernel()
	fmt.Println("\nLEAKED")
	if err := pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 2); err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	fmt.Println("\nSTRAGGLERS")
	var late *tracked.StragglerError
	if errors.As(tracked.Shutdown(ctx), &late) {
		for _, task := range late.Tasks {
			fmt.Printf("%s:%d\n", task.File, task.Line)
		}
	}
}
`

func goRun(t *testing.T, dir string, env []string, args ...string) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append(env, "GOWORK=off", "GOFLAGS=-mod=mod")...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "go %s: %s", strings.Join(args, " "), out)
}

// refusals are the reasons for which a launch of the kernels gets no fix: it can wait for ever,
// a WaitGroup, which could launch it, waits for it already, or it does what a timer does.
var refusals = regexp.MustCompile(`no safe fix: (it can wait for ever: mend that first|` +
	`the module is of Go 1\.24, and from Go 1\.25 on it would be \S+\.Go|` +
	`a WaitGroup waits for it already, and would launch it by its Go if \w+ did not count itself|` +
	`what launches it stops waiting after some time, and a task is always waited for|time\.AfterFunc runs what follows later, without a goroutine that sleeps) \(`)

// rawLaunches returns what is said of each raw launch, by file and line.
func rawLaunches(t *testing.T, tether, dir string) map[string]string {
	cmd := exec.Command(tether, "-no-cache", "-exit-zero", "-format", "json", "-rule", "untracked/raw-go", "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	require.NoError(t, err)
	var report struct {
		Findings []struct {
			Rule, File, Message string
			Line                int
		}
	}
	require.NoError(t, json.Unmarshal(out, &report))
	launches := make(map[string]string)
	for _, f := range report.Findings {
		if f.Rule == "untracked/raw-go" {
			launches[fmt.Sprintf("%s:%d", f.File, f.Line)] = f.Message
		}
	}
	return launches
}

// A site is a call of tracked.Go, or of tracked.Start for the go statement after it.
type site struct {
	file     string
	line     int
	from, to int // the lines of the function
}

func taskSites(t *testing.T, dir string) (sites []site) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		line := func(pos token.Pos) int { return fset.Position(pos).Line }
		started := make(map[string]token.Pos) // the latest handle of a name
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if call := trackedCall(n.Rhs[0], "Start"); call != nil {
					started[n.Lhs[0].(*ast.Ident).Name] = call.Pos()
				}
			case *ast.CallExpr:
				if call := trackedCall(n, "Go"); call != nil && len(call.Args) == 3 {
					if lit, ok := call.Args[2].(*ast.FuncLit); ok {
						sites = append(sites, site{file, line(call.Pos()), line(lit.Pos()), line(lit.End())})
					}
				}
			case *ast.GoStmt:
				if lit, ok := n.Call.Fun.(*ast.FuncLit); ok {
					if at, ok := started[handleOf(lit)]; ok {
						sites = append(sites, site{file, line(at), line(lit.Pos()), line(lit.End())})
					}
				}
			}
			return true
		})
	}
	return sites
}

// trackedCall is e where it is a call of that function of tracked, else nil.
func trackedCall(e ast.Expr, name string) *ast.CallExpr {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return nil
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "tracked" {
		return nil
	}
	return call
}

// handleOf is the name of the handle whose Done the literal defers first.
func handleOf(lit *ast.FuncLit) string {
	if len(lit.Body.List) == 0 {
		return ""
	}
	d, ok := lit.Body.List[0].(*ast.DeferStmt)
	if !ok {
		return ""
	}
	sel, ok := d.Call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Done" {
		return ""
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return id.Name
}

// launchOf is where the function was launched that has a line: the innermost one.
func launchOf(sites []site, file string, line int) string {
	var best *site
	for i := range sites {
		if s := &sites[i]; s.file == file && s.from <= line && line <= s.to && (best == nil || s.from >= best.from) {
			best = s
		}
	}
	if best == nil {
		return ""
	}
	return file + ":" + strconv.Itoa(best.line)
}

var (
	leakedGoroutine = regexp.MustCompile(`^goroutine \d+ [^\n]*\(leaked\)`)
	frame           = regexp.MustCompile(`(?m)^(\S.*)\n\t(\S+):(\d+)`)
)

// runKernel returns how many goroutines leaked, how many of them the straggler list
// names, and where they were launched.
func runKernel(t *testing.T, binary, name string, sites []site, refused map[string]string) (leaked, named int, at map[string]bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, binary, name).Output()
	if !assert.NoError(t, err) {
		return 0, 0, nil
	}
	_, out, _ = bytes.Cut(out, []byte("\nLEAKED\n"))
	dump, list, ok := bytes.Cut(out, []byte("\nSTRAGGLERS\n"))
	require.True(t, ok, "the kernel did not come to its end")
	late := make(map[string]int)
	for _, site := range strings.Fields(string(list)) {
		late[site]++
	}
	at = make(map[string]bool)
	for block := range strings.SplitSeq(string(dump), "\n\n") {
		if !leakedGoroutine.MatchString(block) {
			continue
		}
		body, creator, _ := strings.Cut(block, "\ncreated by ")
		if strings.HasPrefix(creator, "time.goFunc") { // a timer's function: nobody launched it
			continue
		}
		if at := creation.FindStringSubmatch(creator); at != nil && refused[at[1]] != "" {
			continue
		}
		leaked++
		launch := outermost(body, sites)
		at[launch] = true
		if !assert.Positive(t, late[launch], "leaked and not named: launched at %q\n%s", launch, block) {
			continue
		}
		late[launch]--
		named++
	}
	return leaked, named, at
}

// creation is the file and line of the go statement that launched a goroutine.
var creation = regexp.MustCompile(`(\w+\.go:\d+)`)

// outermost is the launch of the outermost function of a stack that is a task's.
func outermost(stack string, sites []site) string {
	frames := frame.FindAllStringSubmatch(stack, -1)
	for i := len(frames) - 1; i >= 0; i-- {
		line, err := strconv.Atoi(frames[i][3])
		if err != nil {
			continue
		}
		if launch := launchOf(sites, frames[i][2], line); launch != "" {
			return launch
		}
	}
	return ""
}
