// Mutate asks what the fixtures hold. It changes one condition of the engine at a time
// and looks whether anything that is found in the fixtures changes, or a test of the
// condition's own package fails: where neither does, the condition is dead, or a fixture
// is missing.
//
//	go run ./internal/mutate -n 50 -seed 1 ./internal/obligation ./internal/launch
//
// All mutants are built into one program, by an overlay: each condition is written so
// that it is the other way round where its number is the active one. The program finds
// what is in the fixtures once for each number.
//
// A change that is none, as one that only costs time, is explained in a comment above the
// condition, which names the change. It is counted apart, as long as nothing notices it:
//
//	//mutate:same negated: a memo that is not used is filled again
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
)

func main() {
	n := flag.Int("n", 50, "how many `mutants`, chosen by the seed; 0 for all")
	seed := flag.Uint64("seed", 1, "which mutants")
	in := flag.String("func", "", "only in functions whose name the `regexp` matches")
	unit := flag.Bool("unit", true, "ask the tests of the package about what no fixture notices")
	flag.Parse()
	pkgs := flag.Args()
	if len(pkgs) == 0 {
		pkgs = []string{
			"./internal/obligation", "./internal/obligation/sym", "./internal/launch", "./internal/behaviour", "./internal/hidden", "./internal/stuck",
			"./internal/untracked", "./internal/unclosed",
		}
	}
	if err := run(context.Background(), *n, *seed, *in, *unit, pkgs); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, n int, seed uint64, in string, unit bool, pkgs []string) (err error) {
	function, err := regexp.Compile(in)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	mutants, err := collect(pkgs)
	if err != nil {
		return err
	}
	mutants = choose(slices.DeleteFunc(mutants, func(m mutant) bool { return !function.MatchString(m.function) }), n, seed)
	overlay, err := writeOverlay(dir, mutants)
	if err != nil {
		return err
	}
	bin := filepath.Join(dir, "fixtures.exe")
	build := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", bin, "./internal/mutate/fixtures")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	tests := &unitTests{overlay: overlay, dir: dir, built: map[string]string{}}
	survivors, same := 0, 0
	for i := 1; i <= len(mutants); {
		seen := 0
		err := runFixtures(ctx, bin, i, len(mutants), func(v verdict) error {
			seen++
			if m := v.Mutant; m%10 == 0 {
				fmt.Fprintf(os.Stderr, "%d of %d, %d survive\n", m-1, len(mutants), survivors)
			}
			m := mutants[v.Mutant-1]
			if v.Killed {
				return nil
			}
			if unit {
				if killed, err := tests.kill(ctx, filepath.Dir(m.file), v.Mutant); killed || err != nil {
					return err
				}
			}
			if m.same != "" {
				same++
				return nil
			}
			survivors++
			fmt.Println(m)
			return nil
		})
		if err != nil {
			return err
		}
		i += max(seen, 1) // one that hangs, or crashes, is noticed, too
	}
	fmt.Printf("%d of %d mutants survive, and %d that are the same by what a comment says\n", survivors, len(mutants), same)
	return nil
}

// A verdict says whether anything changed.
type verdict struct {
	Mutant int
	Killed bool
}

// runFixtures tells the verdicts on the mutants from first on, up to one on which the
// program does not end well.
func runFixtures(ctx context.Context, bin string, first, last int, tell func(verdict) error) error {
	cmd := exec.CommandContext(ctx, bin, fmt.Sprint(first), fmt.Sprint(last))
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	var told error
	for in := json.NewDecoder(out); told == nil; {
		var v verdict
		if err := in.Decode(&v); err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				told = err
			}
			break
		}
		told = tell(v)
	}
	if told != nil {
		return errors.Join(told, cmd.Process.Kill(), ignoreExit(cmd.Wait()))
	}
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 3 {
		return errors.New("the fixtures cannot be analysed")
	}
	return ignoreExit(err)
}

// ignoreExit is an error unless it says how a program has ended.
func ignoreExit(err error) error {
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil
	}
	return err
}
