package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/tetherlint/tether/internal/mutate/active"
)

// unitTests are those of packages, with the mutants in them; each is built when it is
// asked first.
type unitTests struct {
	overlay, dir string
	built        map[string]string // the program by folder; "" where there are no tests
}

// kill reports whether a test of a package fails under a mutant.
func (u *unitTests) kill(ctx context.Context, pkg string, mutant int) (bool, error) {
	bin, ok := u.built[pkg]
	if !ok {
		bin = filepath.Join(u.dir, fmt.Sprintf("tests%d.exe", len(u.built)))
		build := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", u.overlay, "-o", bin, "./"+pkg)
		if out, err := build.CombinedOutput(); err != nil {
			return false, fmt.Errorf("%w: %s", err, out)
		}
		if _, err := os.Stat(bin); err != nil {
			bin = ""
		} else if err := runTests(ctx, bin, pkg, 0); err != nil {
			return false, fmt.Errorf("the tests of %s fail: %w", pkg, err)
		}
		u.built[pkg] = bin
	}
	return bin != "" && runTests(ctx, bin, pkg, mutant) != nil, nil
}

func runTests(ctx context.Context, bin, pkg string, mutant int) error {
	cmd := exec.CommandContext(ctx, bin, "-test.failfast", "-test.timeout=10m", "-test.skip=^Fuzz|^Example")
	cmd.Dir = pkg
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", active.Variable, mutant))
	return cmd.Run()
}
