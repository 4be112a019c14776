//go:build unix

// Bench measures what tether costs, next to what the same packages cost anyway:
// to load, to list, and to vet with a tool that does nothing. It prints medians,
// and their ratios beside the budgets. It never fails on a budget: a figure of
// one machine on one day is for reading.
//
// Each round makes each measurement once, so that whatever else the machine does
// falls on all of them alike; the first round warms up and is not counted. The go
// command uses the build cache of whoever runs this, and leaves in it what it
// keeps of vet tools. Go vet analyses tests too, the others do not.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	if len(os.Args) == 3 && os.Args[1] == "load" {
		load(os.Args[2])
		return
	}
	if last := os.Args[len(os.Args)-1]; last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg") {
		vetNothing()
		return
	}
	dir := flag.String("dir", ".", "measure in the checkout `dir`")
	tether := flag.String("tether", "bin/tether", "the tether `program`")
	rounds := flag.Int("n", 5, "`rounds` to take medians of")
	flag.Parse()
	pattern := "./..."
	if flag.NArg() > 0 {
		pattern = flag.Arg(0)
	}
	if err := run(*dir, pattern, *tether, max(*rounds, 1)); err != nil {
		log.Fatal(err)
	}
}

func run(dir, pattern, tether string, rounds int) error {
	b, err := newBench(dir, pattern, tether)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.temp)
	costs := make(map[string][]cost)
	for b.round = range rounds + 1 {
		if err := b.prepare(); err != nil {
			return err
		}
		for _, m := range b.measurements() {
			fmt.Fprintf(os.Stderr, "round %d of %d: %s\n", b.round, rounds, m.name)
			c, err := measure(m.cmd)
			if err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
			if b.round > 0 {
				costs[m.name] = append(costs[m.name], c)
			}
		}
	}
	fmt.Printf("%s in %s, medians of %d\n\n", pattern, filepath.Base(b.dir), rounds)
	return b.print(os.Stdout, costs)
}

// A bench is what one run of this program needs to know.
type bench struct {
	dir, pattern string
	tether, self string // programs
	temp         string // removed at the end
	config       []byte // that of the checkout
	round        int
}

func newBench(dir, pattern, tether string) (b *bench, err error) {
	b = &bench{pattern: pattern}
	var errs [3]error
	b.dir, errs[0] = filepath.Abs(dir)
	b.tether, errs[1] = filepath.Abs(tether)
	b.self, errs[2] = os.Executable()
	if err := errors.Join(errs[:]...); err != nil {
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
	changed   = "tether, own packages changed"
	unchanged = "tether, nothing changed"
	emptyCold = "go vet, empty tool, cold"
	emptyWarm = "go vet, empty tool, warm"
	vetCold   = "go vet, tether, cold"
	vetWarm   = "go vet, tether, warm"
)

type measurement struct {
	name string
	cmd  *exec.Cmd
}

// measurements are those of a round, in this order: what is warm follows what
// warms it.
func (b *bench) measurements() []measurement {
	return []measurement{
		{bareLoad, b.command(b.self, "load", b.pattern)},
		{goList, b.command("go", "list", "-export", "-deps", b.pattern)},
		{first, b.check(fmt.Sprintf("first%d", b.round))},
		{changed, b.check("cache")},
		{unchanged, b.check("cache")},
		{emptyCold, b.vet("empty")},
		{emptyWarm, b.vet("empty")},
		{vetCold, b.vet("tether")},
		{vetWarm, b.vet("tether")},
	}
}

func (b *bench) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = b.dir
	return cmd
}

func (b *bench) check(cache string) *exec.Cmd {
	cmd := b.command(b.tether, "-quiet", "-exit-zero", "-config", b.path("tether.yml"), b.pattern)
	cmd.Env = append(cmd.Environ(), "TETHER_CACHE="+b.path(cache))
	return cmd
}

// vet asks for JSON, as then go vet does not fail on findings. Without, the go
// command asks the tool for JSON all the same, and prints it as text: the work is
// the same.
func (b *bench) vet(tool string) *exec.Cmd {
	return b.command("go", "vet", "-json", "-vettool="+b.path(tool), b.pattern)
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

// budgets are the ratios of processor time that tether is to keep to; 0 for one
// that is good to know.
var budgets = []struct {
	what, to string
	limit    float64
}{
	{first, bareLoad, 0},
	{changed, bareLoad, 1.5},
	{changed, emptyCold, 0.2},
	{unchanged, goList, 2},
	{vetCold, emptyCold, 1.10},
	{vetWarm, emptyWarm, 1.1},
}

func (b *bench) print(out io.Writer, costs map[string][]cost) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tprocessor\twall\tpeak memory\t")
	all := make(map[string]cost)
	for _, m := range b.measurements() {
		c := medians(costs[m.name])
		all[m.name] = c
		fmt.Fprintf(w, "%s\t%.2f s\t%.2f s\t%d MB\t\n", m.name, c.cpu.Seconds(), c.wall.Seconds(), c.peak>>20)
	}
	fmt.Fprintln(w, "\t\t\t\t\n\tprocessor\tbudget\tpeak memory\t")
	for _, r := range budgets {
		what, to := all[r.what], all[r.to]
		budget := "-"
		if r.limit > 0 {
			budget = fmt.Sprintf("%.2f", r.limit)
		}
		fmt.Fprintf(w, "%s / %s\t%.2f\t%s\t%.2f\t\n", r.what, r.to,
			float64(what.cpu)/float64(to.cpu), budget, float64(what.peak)/float64(to.peak))
	}
	return w.Flush()
}
