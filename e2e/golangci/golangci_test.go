package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tetherlint/tether/internal/cli"
	"github.com/tetherlint/tether/internal/toolchain"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"golangci-lint": main,
		"tether":        func() { os.Exit(cli.Run()) },
	})
}

// TestScripts runs golangci-lint with the plugin, and tether beside it. Each script
// has caches of its own, but for that of the go command.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	shared := []string{"GOFLAGS=", "GOTOOLCHAIN=local", "GOENV=off", "GOWORK=", "ROOT=" + root}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		shared = append(shared, name+"="+strings.TrimSpace(string(out)))
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, shared...)
			env.Setenv("NEXTGO", nextGo)
			env.Setenv("HOME", env.WorkDir+"/.home")
			env.Setenv("TETHER_CACHE", env.WorkDir+"/.cache/tether")
			env.Setenv("GOLANGCI_LINT_CACHE", env.WorkDir+"/.cache/golangci-lint")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exit": exitWith, "same": same, "module": module,
		},
		Condition: func(cond string) (bool, error) {
			if cond != "nextgo" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return hasNextGo(), nil
		},
	})
}

// nextGo is a release that the Go at hand may be older than.
const nextGo = "go1.27.3"

// hasNextGo reports whether the Go at hand is older than nextGo, and that can be had.
func hasNextGo() bool {
	if !toolchain.TooOld(nextGo) {
		return false
	}
	cmd := exec.Command("go", "version")
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+nextGo)
	return cmd.Run() == nil
}

// What the documentation shows is what is tested here.
func TestDocs(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	comment := regexp.MustCompile(`(?m)^\s*(//|#).*\n`)
	bare := func(text string) string { return strings.TrimSpace(comment.ReplaceAllString(text, "")) }
	if block := "```go\n" + bare(read("main.go")); !strings.Contains(bare(read("../../docs/golangci-lint.md")), block) {
		t.Errorf("docs/golangci-lint.md does not show\n%s", block)
	}
	if block := "```yaml\n" + bare(read("../../.custom-gcl.example.yml")); !strings.Contains(read("../../README.md"), block) {
		t.Errorf("README.md does not show\n%s", block)
	}
}

// exitWith is the script command "exit CODE command...": like exec, for a command
// that must end with that very code.
func exitWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE command [arguments]")
	}
	if got := run(ts, args[1:]...); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

func run(ts *testscript.TestScript, args ...string) int {
	err := ts.Exec(args[0], args[1:]...)
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return failed.ExitCode()
	}
	ts.Check(err)
	return 0
}

// module is the script command "module PATH@VERSION DIR": it copies a module of
// the proxy to a directory.
func module(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: module PATH@VERSION DIR")
	}
	ts.Check(ts.Exec("go", "mod", "download", "-json", args[0]))
	var m struct{ Dir string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &m))
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(m.Dir)))
}

// A place is where something is found, and what.
type place struct {
	file         string
	line, column int
	message      string
}

func (p place) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.file, p.line, p.column, p.message)
}

// same is the script command "same MIN": golangci-lint, with the settings of all
// that could hide something off, finds what the command line finds, MIN things at
// the least.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: same MIN")
	}
	least, err := strconv.Atoi(args[0])
	ts.Check(err)
	dir := ts.MkAbs(".")
	if code := run(ts, "tether", "-format", "json", "-o", "tether.json", "./..."); code != cli.ExitFindings {
		ts.Fatalf("tether: exit code %d", code)
	}
	want := ofTether(ts, dir)
	if code := run(ts, "golangci-lint", "run", "--output.json.path", "golangci.json", "--show-stats=false", "--path-mode", "abs", "./..."); code != 1 {
		ts.Fatalf("golangci-lint: exit code %d", code)
	}
	got := ofGolangci(ts)
	for _, p := range want {
		if !slices.Contains(got, p) {
			ts.Logf("only tether has %s", p)
		}
	}
	for _, p := range got {
		if !slices.Contains(want, p) {
			ts.Logf("only golangci-lint has %s", p)
		}
	}
	if !slices.Equal(want, got) {
		ts.Fatalf("tether has %d findings, golangci-lint %d", len(want), len(got))
	}
	if len(got) < least {
		ts.Fatalf("%d findings, want %d at the least", len(got), least)
	}
}

func ofTether(ts *testscript.TestScript, dir string) (list []place) {
	var out struct {
		Findings []struct {
			Status, File, Message string
			Line, Column          int
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("tether.json")), &out))
	for _, f := range out.Findings {
		if f.Status == "new" {
			list = append(list, place{filepath.Join(dir, f.File), f.Line, f.Column, f.Message})
		}
	}
	return sorted(list)
}

var prefix = regexp.MustCompile(`^(untracked|unclosed): `)

func ofGolangci(ts *testscript.TestScript) (list []place) {
	var out struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("golangci.json")), &out))
	for _, i := range out.Issues {
		if i.FromLinter != "tether" || !prefix.MatchString(i.Text) {
			ts.Fatalf("%s: %s", i.FromLinter, i.Text)
		}
		list = append(list, place{i.Pos.Filename, i.Pos.Line, i.Pos.Column, prefix.ReplaceAllString(i.Text, "")})
	}
	return sorted(list)
}

func sorted(list []place) []place {
	slices.SortFunc(list, func(p, q place) int { return strings.Compare(p.String(), q.String()) })
	return list
}
