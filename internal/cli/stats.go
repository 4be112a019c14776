package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// printStats says on standard error what was counted, unless that is what the run prints,
// and how long it took.
func (c *check) printStats(a *outcome) {
	var out bytes.Buffer
	if !c.counts() {
		writeStats(&out, a.Result)
	}
	fmt.Fprintf(&out, "took %s\n", time.Since(c.start).Round(time.Millisecond))
	_, _ = c.env.Stderr.Write(out.Bytes()) // like all that is printed there
}

// writeStats counts by rule and by package.
func writeStats(out io.Writer, res *finding.Result) {
	type row struct{ fixable, new, baseline, suppressed int }
	rules, packages := make(map[string]row), make(map[string]row)
	add := func(in map[string]row, key string, f *finding.Finding) {
		r := in[key]
		switch f.Status {
		case finding.Baseline:
			r.baseline++
		case finding.Suppressed:
			r.suppressed++
		default:
			r.new++
			if f.Fix != nil && f.Fix.Safe {
				r.fixable++
			}
		}
		in[key] = r
	}
	for i := range res.Findings {
		f := &res.Findings[i]
		add(rules, string(f.Rule), f)
		add(packages, f.Package, f)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	table := func(title string, rows map[string]row) {
		fmt.Fprintf(w, "new\tfixable\tbaseline\tsuppressed\t  %s\n", title)
		keys := slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
			return cmp.Or(cmp.Compare(rows[b].new, rows[a].new), cmp.Compare(a, b))
		})
		for _, k := range keys {
			r := rows[k]
			fmt.Fprintf(w, "%d\t%d\t%d\t%d\t  %s\n", r.new, r.fixable, r.baseline, r.suppressed, k)
		}
	}
	table("rule", rules)
	fmt.Fprintln(w)
	table("package", packages)
	fmt.Fprintln(w)
	_ = w.Flush() // to memory
	launches, resources := report.CountLaunches(res.Launches), report.CountResources(res.Acquisitions)
	fmt.Fprintf(out, "launches: %d, of them %d tracked, %d joined, %d bound, %d detached\n",
		launches.Total, launches.Tracked, launches.Joined, launches.Bound, launches.Detached)
	fmt.Fprintf(out, "resources: %d, of them %d deferred, %d released, %d handed over, %d leaked\n",
		resources.Total, resources.Deferred, resources.Released, resources.HandedOver, resources.Leaked)
}
