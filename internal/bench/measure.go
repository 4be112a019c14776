//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A bench is what one run of this program needs to know.
type bench struct {
	options
	self   string // this program
	temp   string // removed at the end
	config []byte // that of the checkout
	round  int

	leaf, root string // a file of a package that no other imports, and of one that most do
}

func newBench(o options) (b *bench, err error) {
	b = &bench{options: o}
	var errs [4]error
	b.dir, errs[0] = filepath.Abs(o.dir)
	b.tether, errs[1] = filepath.Abs(o.tether)
	b.self, errs[2] = os.Executable()
	if o.linter != "" {
		b.linter, errs[3] = filepath.Abs(o.linter)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	if b.leaf, b.root, err = edited(b.dir, o.pattern); err != nil {
		return nil, err
	}
	b.config, err = os.ReadFile(filepath.Join(b.dir, ".tether.yml"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	b.temp, err = os.MkdirTemp("", "tether-bench-")
	return b, err
}

// prepare makes this round's first measurements cold, without touching the
// checkout and without making anyone compile again.
//
// For tether the round's config has another comment. A config is part of the
// keys of packages of the main module, and so of their importers', and of no
// others': just what a change of all of the module's own packages invalidates.
//
// For go vet the round's tool is another program: the last bytes, which nobody
// runs, differ. What go vet keeps is under a key with the tool's answer to
// -V=full, a hash of the program in both tools; what the compiler made is not.
func (b *bench) prepare() error {
	nonce := fmt.Sprintf("\n# %d, round %d\n", time.Now().UnixNano(), b.round)
	err := os.WriteFile(b.path("tether.yml"), append(slices.Clone(b.config), nonce...), 0o666)
	return errors.Join(err, copyTool(b.path("empty"), b.self, nonce), copyTool(b.path("tether"), b.tether, nonce))
}

// copyTool copies a program and adds to it. The memory of this process would be
// that of its children too, until they are their own programs: none is wasted.
func copyTool(to, from, nonce string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o777)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, io.MultiReader(in, strings.NewReader(nonce)))
	return err
}

func (b *bench) path(name string) string { return filepath.Join(b.temp, name) }

const (
	bareLoad  = "bare load"
	goList    = "go list -export -deps"
	first     = "tether, first run ever"
	firstNew  = "tether, first run with -new-from HEAD"
	changed   = "tether, own packages changed"
	unchanged = "tether, nothing changed"
	oneLeaf   = "tether, a package changed that none imports"
	oneRoot   = "tether, the package changed that most import"
	back      = "tether, all as it was before"
	emptyCold = "go vet, empty tool, cold"
	emptyWarm = "go vet, empty tool, warm"
	vetCold   = "go vet, tether, cold"
	vetWarm   = "go vet, tether, warm"
	suiteCold = "go vet, its own suite, cold"
	lintCold  = "golangci-lint, six linters, cold"
)

type measurement struct {
	name   string
	cmd    *exec.Cmd
	before func() error // not measured; may be nil
}

// measurements are those of a round, in this order: what is warm follows what
// warms it.
func (b *bench) measurements() []measurement {
	all := []measurement{
		{bareLoad, b.command(b.self, "load", b.pattern), nil},
		{goList, b.command("go", "list", "-export", "-deps", b.pattern), nil},
		{first, b.check(fmt.Sprintf("first%d", b.round)), nil},
		{changed, b.check("cache"), nil},
		{unchanged, b.check("cache"), nil},
		{oneLeaf, b.overlaid(), func() error { return b.edit(b.leaf, true) }},
		{oneRoot, b.overlaid(), func() error { return b.edit(b.root, true) }},
		{back, b.overlaid(), func() error { return b.edit("", false) }},
	}
	if b.command("git", "rev-parse", "--verify", "--quiet", "HEAD").Run() == nil {
		all = append(all, measurement{firstNew, b.check(fmt.Sprintf("new%d", b.round), "-new-from", "HEAD"), nil})
	}
	if !b.alone {
		all = append(all,
			measurement{emptyCold, b.vet("empty"), nil},
			measurement{emptyWarm, b.vet("empty"), nil},
			measurement{vetCold, b.vet("tether"), nil},
			measurement{vetWarm, b.vet("tether"), nil},
			measurement{suiteCold, b.ownVet(), nil})
	}
	if b.linter != "" {
		all = append(all, measurement{lintCold, b.lint(), nil})
	}
	return all
}

func (b *bench) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = b.dir
	return cmd
}

func (b *bench) check(cache string, flags ...string) *exec.Cmd {
	args := append([]string{"-quiet", "-exit-zero", "-config", b.path("tether.yml")}, flags...)
	cmd := b.command(b.tether, append(args, b.pattern)...)
	cmd.Env = append(cmd.Environ(), "TETHER_CACHE="+b.path(cache))
	return cmd
}

// vet asks for JSON, as then go vet does not fail on findings. Without, the go
// command asks the tool for JSON all the same, and prints it as text: the work is
// the same.
func (b *bench) vet(tool string) *exec.Cmd {
	return b.command("go", "vet", "-json", "-vettool="+b.path(tool), b.pattern)
}

// ownVet is go vet with its own suite. What it keeps is under the flags too, and this one
// names a function that there is not.
func (b *bench) ownVet() *exec.Cmd {
	return b.command("go", "vet", "-json", fmt.Sprintf("-printf.funcs=round%d%d", b.round, time.Now().UnixNano()), b.pattern)
}

// lint is golangci-lint with the linters that look for what is not closed, and nothing
// kept.
func (b *bench) lint() *exec.Cmd {
	cmd := b.command(b.linter, "run", "--no-config", "--default=none", "--issues-exit-code=0", "--tests=false",
		"--enable=bodyclose,sqlclosecheck,rowserrcheck,noctx,contextcheck,spancheck", b.pattern)
	cmd.Env = append(cmd.Environ(), "GOLANGCI_LINT_CACHE="+b.path(fmt.Sprintf("lint%d", b.round)))
	return cmd
}

// A cost is that of one process with its children.
type cost struct {
	cpu, wall time.Duration // processor time is in the kernel too
	peak      int64         // bytes, of the largest process
}

func measure(cmd *exec.Cmd) (cost, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", cmd, err, bytes.TrimSpace(stderr.Bytes()))
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	peak := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" { // where it is in bytes
		peak *= 1024
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return cost{cpu, time.Since(start), peak}, nil
}

// medians takes the median of each figure by itself; of an even number, the upper.
func medians(costs []cost) cost {
	var cpu, wall []time.Duration
	var peak []int64
	for _, c := range costs {
		cpu, wall, peak = append(cpu, c.cpu), append(wall, c.wall), append(peak, c.peak)
	}
	slices.Sort(cpu)
	slices.Sort(wall)
	slices.Sort(peak)
	middle := len(costs) / 2
	return cost{cpu[middle], wall[middle], peak[middle]}
}
