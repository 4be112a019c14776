//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
)

// budgets are the ratios of processor time that tether is to keep to, and of peak
// memory; 0 for one that is good to know.
var budgets = []struct {
	what, to          string
	processor, memory float64
}{
	{first, lintCold, 1, 0},
	{first, bareLoad, 0, 0},
	{changed, bareLoad, 1.3, 1.3},
	{changed, emptyCold, 0, 0},
	{unchanged, goList, 1.3, 0},
	{oneLeaf, bareLoad, 0, 0},
	{oneRoot, bareLoad, 0, 0},
	{vetCold, emptyCold, 1.05, 0},
	{vetWarm, emptyWarm, 1.05, 0},
	{vetCold, suiteCold, 0, 0},
}

// A figure is the median of a measurement.
type figure struct {
	name string
	cost cost
}

type figures []figure

func (all figures) of(name string) (cost, bool) {
	for _, f := range all {
		if f.name == name {
			return f.cost, true
		}
	}
	return cost{}, false
}

// A row of a table is its cells; the first names it.
type row []string

func (all figures) costs() []row {
	rows := []row{{"", "processor", "wall", "peak memory"}}
	for _, f := range all {
		rows = append(rows, row{f.name, fmt.Sprintf("%.2f s", f.cost.cpu.Seconds()), fmt.Sprintf("%.2f s", f.cost.wall.Seconds()), fmt.Sprintf("%d MB", f.cost.peak>>20)})
	}
	return rows
}

func (all figures) ratios() []row {
	rows := []row{{"", "processor", "budget", "peak memory", "budget"}}
	for _, r := range budgets {
		what, ok := all.of(r.what)
		to, also := all.of(r.to)
		if !ok || !also {
			continue
		}
		rows = append(rows, row{r.what + " / " + r.to,
			fmt.Sprintf("%.2f", float64(what.cpu)/float64(to.cpu)), limit(r.processor),
			fmt.Sprintf("%.2f", float64(what.peak)/float64(to.peak)), limit(r.memory)})
	}
	return rows
}

func limit(budget float64) string {
	if budget == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", budget)
}

func (all figures) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	for _, table := range [][]row{all.costs(), all.ratios()} {
		for _, r := range table {
			fmt.Fprintln(w, strings.Join(r, "\t")+"\t")
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

func markdown(out io.Writer, table []row) {
	for i, r := range table {
		fmt.Fprintf(out, "| %s |\n", strings.Join(r, " | "))
		if i == 0 {
			fmt.Fprintf(out, "|---|%s\n", strings.Repeat("---:|", len(r)-1))
		}
	}
	fmt.Fprintln(out)
}

// checkouts are those of which the page has tables, below the directory of all.
var checkouts = []struct{ name, dir, pattern string }{
	{"nats-server, `./server`", "nats-server", "./server"},
	{"etcd, `server/...`", "etcd/server", "./..."},
	{"golang.org/x/tools, `./...`", "tools", "./..."},
	{"badger, `./...`", "badger", "./..."},
}

// The tables stand between these in the page.
const (
	begin = "<!-- Tables: made by make performance. -->\n"
	end   = "<!-- End of the tables. -->\n"
)

// writePage measures all checkouts and writes the tables of the page.
func writePage(page, large string, o options) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), begin)
	_, after, also := strings.Cut(rest, end)
	if !ok || !also {
		return fmt.Errorf("%s has no place for tables", page)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n%s %s, %d processors, %s/%s; medians of %d rounds.\n\n", begin, "Measured with", runtime.Version(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, o.rounds)
	all := checkouts
	if large != "" {
		all = append(all[:len(all):len(all)], struct{ name, dir, pattern string }{filepath.Base(large) + ", `./...`", large, "./..."})
	}
	for i, c := range all {
		one := o
		one.dir, one.pattern, one.alone = c.dir, c.pattern, i >= len(checkouts)
		if one.alone {
			one.linter = ""
		} else {
			one.dir = filepath.Join(o.dir, c.dir)
		}
		got, err := run(one)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		fmt.Fprintf(&out, "### %s\n\n", c.name)
		markdown(&out, got.costs())
		markdown(&out, got.ratios())
	}
	return os.WriteFile(page, []byte(before+out.String()+end+after), 0o666)
}
