package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what tether says into audit/kernels.tsv and docs/kernels.md")

// The table and the page of TestKernelSites.
var (
	siteTable = filepath.Join("..", "..", "audit", "kernels.tsv")
	sitePage  = filepath.Join("..", "..", "docs", "kernels.md")
)

// sumOfKernels is of the files whose lines the table has: those of Go 1.26.
const sumOfKernels = "3f4d691a42a7f799"

// TestKernelSites holds the table of the places at which goroutines of Go's own examples
// and kernels stay for ever against what tether says of them, and each claim against the
// table: what is claimed leaks. Where FIXPROOF_GOKER is set (make kernels) all are run, and
// each place at which the runtime finds a goroutine that has leaked must be in the table.
func TestKernelSites(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs tether")
	}
	dir := t.TempDir()
	if sum := copyExamples(t, dir); sum != sumOfKernels {
		t.Skipf("the kernels of this Go are not those of the table: %s", sum)
	}
	tether := filepath.Join(dir, "tether.exe")
	goRun(t, "../..", nil, "build", "-o", tether, "./cmd/tether")
	k := &kernels{dir: dir, tether: tether}
	sites := readSites(t)
	if os.Getenv("FIXPROOF_GOKER") != "" {
		sites = k.measured(t, sites)
	}
	claimed, classes := k.saidOf(t), k.classes(t)
	for i := range sites {
		s := &sites[i]
		said := strings.Join(claimed[s.at()], ", ")
		delete(claimed, s.at())
		if said == "" {
			said = classes[s.launchedAt()]
		}
		if !*update {
			assert.Equal(t, said, s.said, "%s: run with -update, and read it", s.at())
		}
		s.said = said
		assert.True(t, s.why != "" || said == "stuck", "%s: %s, and not why", s.at(), said)
	}
	assert.Empty(t, claimed, "claimed, and nothing is known to leak there")
	page := pageOf(sites)
	if *update {
		writeSites(t, sites)
		require.NoError(t, os.WriteFile(sitePage, []byte(page), 0o666))
	}
	is, err := os.ReadFile(sitePage)
	require.NoError(t, err)
	assert.Equal(t, page, string(is), "run make kernels")
}

// A leakSite is a row of the table.
type leakSite struct {
	file   string
	line   int
	waits  string // what the runtime says it waits for; empty of a claim of another kind
	launch int    // its line
	said   string // the rule that is claimed there, or the class of the launch
	why    string // it is not claimed
}

func (s leakSite) at() string         { return fmt.Sprintf("%s:%d", s.file, s.line) }
func (s leakSite) launchedAt() string { return fmt.Sprintf("%s:%d", s.file, s.launch) }

func (s leakSite) compare(t leakSite) int {
	return strings.Compare(fmt.Sprintf("%s %5d %s %5d", s.file, s.line, s.waits, s.launch), fmt.Sprintf("%s %5d %s %5d", t.file, t.line, t.waits, t.launch))
}

const siteColumns = "file\tline\twaits\tlaunch\tsaid\twhy"

func readSites(t *testing.T) (sites []leakSite) {
	src, err := os.ReadFile(siteTable)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(src), "\n"), "\n")
	require.Equal(t, siteColumns, lines[0])
	for _, l := range lines[1:] {
		c := strings.Split(l, "\t")
		require.Len(t, c, 6, "%q", l)
		line, err := strconv.Atoi(c[1])
		require.NoError(t, err)
		launch, err := strconv.Atoi(c[3])
		require.NoError(t, err)
		sites = append(sites, leakSite{c[0], line, c[2], launch, c[4], c[5]})
	}
	return sites
}

func writeSites(t *testing.T, sites []leakSite) {
	out := siteColumns + "\n"
	for _, s := range sites {
		out += fmt.Sprintf("%s\t%d\t%s\t%d\t%s\t%s\n", s.file, s.line, s.waits, s.launch, s.said, s.why)
	}
	require.NoError(t, os.WriteFile(siteTable, []byte(out), 0o666))
}

// copyExamples copies the examples and the kernels as two programs, and returns the sum of
// their files. The stress tests have nothing of their own.
func copyExamples(t *testing.T, to string) string {
	from := filepath.Join(runtime.GOROOT(), "src/runtime/testdata/testgoroutineleakprofile")
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	require.NoError(t, err)
	kernels, err := filepath.Glob(filepath.Join(from, "goker", "*.go"))
	require.NoError(t, err)
	sum := sha256.New()
	for _, file := range slices.Concat(files, kernels) {
		if filepath.Base(file) == "stresstests.go" {
			continue
		}
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		sum.Write(src)
		rel, err := filepath.Rel(from, file)
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(to, rel)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(to, rel), src, 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(to, "go.mod"), []byte("module examples\n\ngo 1.26\n"), 0o600))
	return fmt.Sprintf("%x", sum.Sum(nil))[:16]
}

// saidOf are the claims by the place, which is the line of the file's base name: all rules
// but those that are policy.
func (k *kernels) saidOf(t *testing.T) map[string][]string {
	var in struct {
		Findings []struct {
			Rule, File string
			Line       int
		}
	}
	k.json(t, &in, "check", "-exit-zero", "-format", "json", "./...")
	said := make(map[string][]string)
	for _, f := range in.Findings {
		_, rule, _ := strings.Cut(f.Rule, "/")
		at := fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		if rule != "raw-go" && rule != "undeferred" && !slices.Contains(said[at], rule) {
			said[at] = append(said[at], rule)
		}
	}
	return said
}

func (k *kernels) classes(t *testing.T) map[string]string {
	classes := make(map[string]string)
	for at, class := range k.inventory(t) {
		classes[filepath.Base(at)] = class
	}
	return classes
}

// measured runs all examples and kernels some times, and adds the places at which the
// runtime finds goroutines that have leaked.
func (k *kernels) measured(t *testing.T, sites []leakSite) []leakSite {
	var env []string
	if pprof.Lookup("goroutineleak") == nil { // as in Go 1.26
		env = append(env, "GOEXPERIMENT=goroutineleakprofile")
	}
	for _, sub := range []string{".", "goker"} {
		dir := filepath.Join(k.dir, sub)
		binary := filepath.Join(dir, "kernels.exe")
		goRun(t, dir, env, "build", "-o", binary, ".")
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, m := range registration.FindAllSubmatch(src, -1) {
				for i := range 5 {
					for _, s := range leaksOf(t, binary, string(m[1]), dir, 1+i%2) {
						same := func(o leakSite) bool { return s.compare(o) == 0 }
						if !slices.ContainsFunc(sites, same) {
							sites = append(sites, s)
						}
					}
				}
			}
		}
	}
	slices.SortFunc(sites, leakSite.compare)
	return sites
}

// leaksOf runs an example once.
func leaksOf(t *testing.T, binary, name, dir string, procs int) (sites []leakSite) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, name)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(procs))
	out, err := cmd.Output()
	require.NoError(t, err)
	for block := range strings.SplitSeq(string(out), "\n\n") {
		header, rest, _ := strings.Cut(block, "\n")
		_, waits, _ := strings.Cut(header, "[")
		waits, _, leaked := strings.Cut(waits, " (leaked)")
		if !leaked {
			continue
		}
		body, creator, _ := strings.Cut(rest, "\ncreated by ")
		for _, f := range frame.FindAllStringSubmatch(body, -1) {
			if filepath.Dir(f[2]) != dir {
				continue // of the standard library
			}
			line, err := strconv.Atoi(f[3])
			require.NoError(t, err)
			s := leakSite{file: filepath.Base(f[2]), line: line, waits: waits}
			if by := frame.FindStringSubmatch(creator); by != nil && filepath.Dir(by[2]) == dir {
				s.launch, err = strconv.Atoi(by[3])
				require.NoError(t, err)
			} // else a timer's
			sites = append(sites, s)
			break
		}
	}
	return sites
}

const siteHead = `# Where the goroutines of Go's own examples stay

<!-- Generated by "make kernels" from audit/kernels.tsv. -->

The Go tree has functions that leak goroutines on purpose (` + "`commonpatterns.go` and `simple.go`" + ` of ` + "`runtime/testdata/testgoroutineleakprofile`" + `), and the kernels of 63 bugs of real projects (its ` + "`goker`" + `). Each is run some times, and the goroutine-leak profile says which goroutines can never go on. The table has each such place, once for each launch that gets there, with what tether says without running anything: the rule that is claimed at the place, or else the class of the launch, and why there is no claim. Lines are those of Go 1.26.

`

// pageOf is docs/kernels.md.
func pageOf(sites []leakSite) string {
	var b bytes.Buffer
	b.WriteString(siteHead)
	b.WriteString("| a goroutine stays at | places | claimed | detached | bound | joined |\n|---|---|---|---|---|---|\n")
	for _, group := range []struct{ name, prefixes string }{
		{"a channel", "chan select"},
		{"a lock", "sync.Mutex sync.RWMutex"},
		{"a counter of a WaitGroup", "sync.WaitGroup"},
		{"a condition variable", "sync.Cond"},
	} {
		n := map[string]int{}
		for _, s := range sites {
			if !slices.ContainsFunc(strings.Fields(group.prefixes), func(p string) bool { return strings.HasPrefix(s.waits, p) }) {
				continue
			}
			n["all"]++
			n[s.said]++
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", group.name, n["all"], n["stuck"], n["detached"], n["bound"], n["joined"])
	}
	b.WriteString("\n*Joined* launches are awaited by somebody who waits for ever with them; *bound* ones can be ended where they listen, and are stuck elsewhere. Locks, counters and condition variables are no rule's.\n")
	rows := func(title string, with func(leakSite) bool) {
		fmt.Fprintf(&b, "\n## %s\n\n| place | waits at | launched | said | why no claim |\n|---|---|---|---|---|\n", title)
		for _, s := range sites {
			if with(s) {
				launched := "by a timer"
				if s.launch > 0 {
					launched = fmt.Sprintf(":%d", s.launch)
				}
				fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", s.at(), s.waits, launched, s.said, s.why)
			}
		}
	}
	example := func(s leakSite) bool { return s.file == "commonpatterns.go" || s.file == "simple.go" }
	rows("Examples", example)
	rows("Kernels", func(s leakSite) bool { return !example(s) && s.waits != "" })
	b.WriteString("\n## Other claims in the kernels\n\nWhatever else tether claims there. Nothing is claimed of what cannot leak.\n\n| place | said | |\n|---|---|---|\n")
	for _, s := range sites {
		if s.waits == "" {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", s.at(), s.said, s.why)
		}
	}
	return b.String()
}
