// Mutate asks what the fixtures hold. It changes one condition of the engine at a time
// and looks whether anything that is found in the fixtures changes: where nothing does,
// the condition is dead, or a fixture is missing.
//
//	go run ./internal/mutate -n 50 -seed 1 ./internal/obligation ./internal/launch
//
// All mutants are built into one program, by an overlay: each condition is written so
// that it is the other way round where its number is the active one. The program finds
// what is in the fixtures once for each number.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	n := flag.Int("n", 50, "how many `mutants`, chosen by the seed; 0 for all")
	seed := flag.Uint64("seed", 1, "which mutants")
	in := flag.String("func", "", "only in functions whose name the `regexp` matches")
	flag.Parse()
	pkgs := flag.Args()
	if len(pkgs) == 0 {
		pkgs = []string{"./internal/obligation", "./internal/launch"}
	}
	if err := run(context.Background(), *n, *seed, *in, pkgs); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, n int, seed uint64, in string, pkgs []string) (err error) {
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
	survivors := 0
	for i := 1; i <= len(mutants); {
		verdicts, err := runFixtures(ctx, bin, i, len(mutants))
		if err != nil {
			return err
		}
		if len(verdicts) == 0 { // it hangs, or crashes: that is noticed, too
			verdicts = []verdict{{Mutant: i, Killed: true}}
		}
		for _, v := range verdicts {
			if !v.Killed {
				survivors++
				fmt.Println(mutants[v.Mutant-1])
			}
		}
		i += len(verdicts)
	}
	fmt.Printf("%d of %d mutants survive\n", survivors, len(mutants))
	return nil
}

// A verdict says whether anything changed.
type verdict struct {
	Mutant int
	Killed bool
}

// runFixtures returns the verdicts on the mutants from first on, up to one on which the
// program does not end well.
func runFixtures(ctx context.Context, bin string, first, last int) (list []verdict, err error) {
	cmd := exec.CommandContext(ctx, bin, fmt.Sprint(first), fmt.Sprint(last))
	out, runErr := cmd.Output()
	for line := range strings.Lines(string(out)) {
		var v verdict
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
		list = append(list, v)
	}
	if exit, ok := errors.AsType[*exec.ExitError](runErr); ok && exit.ExitCode() == 3 {
		return nil, fmt.Errorf("the fixtures cannot be analysed: %s", exit.Stderr)
	}
	return list, nil
}
