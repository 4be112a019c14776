//go:build go1.26

package tracked_test

import (
	"bytes"
	"context"
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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestGoKer runs the goroutine-leak kernels of the Go tree: 63 bugs of real
// projects. Their go statements are rewritten to the handle form; each kernel is
// run, the runtime says which goroutines have leaked (goroutineleak profile),
// and Shutdown says who did not stop. Whatever has leaked must be among the
// stragglers, under the file and line of its launch.
func TestGoKer(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs 63 programs")
	}
	kernels := filepath.Join(runtime.GOROOT(), "src/runtime/testdata/testgoroutineleakprofile/goker")
	if _, err := os.Stat(kernels); err != nil {
		t.Skip("this Go has no such kernels: ", err)
	}
	dir := t.TempDir()
	names, launches := rewriteKernels(t, kernels, dir)
	binary := buildKernels(t, dir)

	var mu sync.Mutex
	var leaked, named, sites int
	t.Run("kernel", func(t *testing.T) {
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				l, n, s := runKernel(t, binary, name)
				mu.Lock()
				defer mu.Unlock()
				leaked, named, sites = leaked+l, named+n, sites+s
			})
		}
	})
	t.Logf("%d kernels with %d go statements: the straggler list names %d of %d leaked goroutines, of %d launch sites",
		len(names), launches, named, leaked, sites)
	if sites < 80 {
		t.Errorf("goroutines of only %d launch sites leaked: the kernels did not do what they are for", sites)
	}
}

var registration = regexp.MustCompile(`register\("(\w+)"`)

// rewriteKernels copies the kernels as a program whose launches are tracked. It
// returns the names to run them by, and the number of launches.
func rewriteKernels(t *testing.T, from, to string) (names []string, launches int) {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	noError(t, err)
	for _, file := range files {
		src, err := os.ReadFile(file)
		noError(t, err)
		if filepath.Base(file) == "main.go" {
			src = bytes.Replace(src, []byte("func main()"), []byte("func kernel()"), 1)
		}
		for _, m := range registration.FindAllSubmatch(src, -1) {
			names = append(names, string(m[1]))
		}
		src, n := trackLaunches(t, src)
		launches += n
		noError(t, os.WriteFile(filepath.Join(to, filepath.Base(file)), src, 0o666))
	}
	here, err := os.Getwd()
	noError(t, err)
	mod := "module goker\n\ngo 1.26\n\nrequire github.com/tetherlint/tether/tracked v0.0.0\n\n" +
		"replace github.com/tetherlint/tether/tracked => " + here + "\n"
	noError(t, os.WriteFile(filepath.Join(to, "go.mod"), []byte(mod), 0o666))
	noError(t, os.WriteFile(filepath.Join(to, "harness.go"), []byte(harness), 0o666))
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

// trackLaunches rewrites every go statement, on its line, to the handle form:
//
//	go f(x)  =>  { t := tracked.Start(...); f, x := f, x; go func() { defer t.Done(); f(x) }() }
//
// It knows the forms that the kernels use, and would not do for any program.
func trackLaunches(t *testing.T, src []byte) ([]byte, int) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	noError(t, err)
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	type edit struct {
		at, end int
		text    string
	}
	var edits []edit
	launches := 0
	ast.Inspect(file, func(n ast.Node) bool {
		launch, ok := n.(*ast.GoStmt)
		if !ok {
			return true
		}
		launches++
		handle := fmt.Sprintf("handle%d", launches)
		start := "{ " + handle + ` := tracked.Start(context.Background(), ""); `
		at, end := offset(launch.Pos()), offset(launch.End())
		if lit, ok := launch.Call.Fun.(*ast.FuncLit); ok {
			body := offset(lit.Body.Lbrace) + 1
			edits = append(edits, edit{at, at, start}, edit{body, body, " defer " + handle + ".Done();"}, edit{end, end, " }"})
			return true
		}
		text := func(e ast.Expr) string { return string(src[offset(e.Pos()):offset(e.End())]) }
		var bound, args []string
		for i, arg := range launch.Call.Args {
			if _, ok := arg.(*ast.BasicLit); ok || text(arg) == "nil" { // untyped
				args = append(args, text(arg))
				continue
			}
			bound = append(bound, fmt.Sprintf("arg%d := %s; ", i, text(arg)))
			args = append(args, fmt.Sprintf("arg%d", i))
		}
		callee := text(launch.Call.Fun)
		if callee != "close" { // a builtin is no value
			bound = append(bound, "callee := "+callee+"; ")
			callee = "callee"
		}
		edits = append(edits, edit{at, end, start + strings.Join(bound, "") + "go func() { defer " + handle +
			".Done(); " + callee + "(" + strings.Join(args, ", ") + ") }() }"})
		return true
	})
	if launches == 0 {
		return src, 0
	}
	name := offset(file.Name.End())
	edits = append(edits, edit{name, name, `; import ("context"; "github.com/tetherlint/tether/tracked")`})
	slices.SortStableFunc(edits, func(a, b edit) int { return b.at - a.at })
	for _, e := range edits {
		src = slices.Concat(src[:e.at], []byte(e.text), src[e.end:])
	}
	// A kernel may import context itself.
	if n := bytes.Count(src, []byte("\t\"context\"\n")); n > 0 {
		src = bytes.Replace(src, []byte(`"context"; "github`), []byte(`"github`), 1)
	}
	return src, launches
}

func buildKernels(t *testing.T, dir string) string {
	binary := filepath.Join(dir, "goker.exe")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	if pprof.Lookup("goroutineleak") == nil { // in Go 1.26 it is an experiment
		build.Env = append(build.Env, "GOEXPERIMENT=goroutineleakprofile")
	}
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the rewritten kernels do not compile: %v\n%s", err, out)
	}
	return binary
}

var leakedGoroutine = regexp.MustCompile(`(?ms)^goroutine \d+ [^\n]*\(leaked\).*?^created by (\S+) in goroutine \d+\n\t(\S+:\d+)`)

// runKernel returns how many goroutines leaked, how many of them the straggler
// list names, and of how many launch sites they are.
func runKernel(t *testing.T, binary, name string) (leaked, named, sites int) {
	ctx, cancel := context.WithTimeout(bg, 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, binary, name).Output()
	if err != nil {
		t.Errorf("the kernel failed: %v", err)
		return
	}
	_, out, _ = bytes.Cut(out, []byte("\nLEAKED\n"))
	dump, list, ok := bytes.Cut(out, []byte("\nSTRAGGLERS\n"))
	if !ok {
		t.Error("the kernel did not come to its end")
		return
	}
	late := map[string]int{}
	for _, site := range strings.Fields(string(list)) {
		late[site]++
	}
	seen := map[string]bool{}
	for block := range bytes.SplitSeq(dump, []byte("\n\n")) {
		m := leakedGoroutine.FindSubmatch(block)
		if m == nil || string(m[1]) == "time.goFunc" { // a timer's function: nobody launched it
			continue
		}
		site := string(m[2])
		leaked++
		seen[site] = true
		if late[site] == 0 {
			t.Errorf("leaked and not named: launched at %s by %s", site, m[1])
			continue
		}
		late[site]--
		named++
	}
	return leaked, named, len(seen)
}
