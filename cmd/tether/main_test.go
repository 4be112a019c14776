package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tetherlint/tether/internal/toolchain"
	"github.com/tetherlint/tether/internal/unwritable"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tether": main, "oldtether": func() {
		toolchain.Pretend("go1.20.5")
		main()
	}})
}

// nextGo is a release that the Go at hand may be older than.
const nextGo = "go1.27.3"

// hasNextGo reports whether the Go at hand is older than nextGo, and that can be had:
// from the module proxy, or from the module cache. The scripts find it there.
func hasNextGo() bool {
	if !toolchain.TooOld(nextGo) {
		return false
	}
	cmd := exec.Command("go", "version")
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+nextGo)
	return cmd.Run() == nil
}

// TestScripts runs the scripts with this program as tether, also where go vet
// runs it: $TETHER is its file. The go command works without a network, with
// the modules and the build cache of whoever runs the test.
func TestScripts(t *testing.T) {
	goEnv := func(name string) string {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		return name + "=" + strings.TrimSpace(string(out))
	}
	_, userProxy, _ := strings.Cut(goEnv("GOPROXY"), "=")
	shared := []string{goEnv("GOCACHE"), goEnv("GOMODCACHE"), "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local", "GOENV=off", "GOWORK="}
	testscript.Run(t, testscript.Params{
		Files:               scripts(t),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, shared...)
			env.Setenv("HOME", env.WorkDir+"/.home")
			env.Setenv("TETHER_CACHE", env.WorkDir+"/.cache")
			env.Setenv("NEXTGO", nextGo)
			env.Setenv("USERPROXY", userProxy)
			for _, name := range []string{"tether", "oldtether"} {
				program, err := exec.LookPath(name)
				if err != nil {
					return err
				}
				env.Setenv(strings.ToUpper(name), program)
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exit": exitWith, "forbid": forbid, "agree": agree, "proxy": proxy, "vettool": vettool, "tty": tty},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "unwritable":
				return canForbid(t), nil
			case "nextgo":
				return hasNextGo(), nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// ofTheGo are the scripts in which the point is what the go command says, does or asks for.
var ofTheGo = []string{"cgo", "gochoice", "gotool", "modules", "nextgo", "toolchain", "vet", "vetflags", "vetsome", "workspace"}

// scripts are the files of the scripts; with -short, for a second Go, of those alone.
func scripts(t *testing.T) []string {
	files, err := filepath.Glob("../../testdata/scripts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(file string) bool {
		return testing.Short() && !slices.Contains(ofTheGo, strings.TrimSuffix(filepath.Base(file), ".txt"))
	})
}

// canForbid reports whether a file can be made unwritable here.
func canForbid(t *testing.T) bool {
	file := filepath.Join(t.TempDir(), "probe")
	if os.WriteFile(file, nil, 0o600) != nil {
		return false
	}
	undo, err := unwritable.Make(file)
	if err == nil {
		undo()
	}
	return err == nil
}

// forbid is the script command "forbid FILE": it makes the file unwritable until
// the script ends.
func forbid(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: forbid FILE")
	}
	undo, err := unwritable.Make(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(undo)
}

// vettool is the script command "vettool FILE": $VETTOOL is what the file says.
func vettool(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: vettool FILE")
	}
	ts.Setenv("VETTOOL", strings.TrimSpace(ts.ReadFile(args[0])))
}

// exitWith is the script command "exit CODE command...": like exec, for a
// command that must end with that very code.
func exitWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE command [arguments]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var failed *exec.ExitError
	got := 0
	if errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
