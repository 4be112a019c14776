package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// printStats counts by rule and by package, on standard error: what goes to
// standard output is for programs.
func (c *check) printStats(res *finding.Result, took time.Duration) {
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
	w := tabwriter.NewWriter(c.env.Stderr, 0, 0, 2, ' ', tabwriter.AlignRight)
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
	table("package", packages)
	_ = w.Flush() // like all that is printed on standard error
	launches, resources := report.CountLaunches(res.Launches), report.CountResources(res.Acquisitions)
	fmt.Fprintf(c.env.Stderr, "launches: %d, of them %d tracked, %d joined, %d bound, %d detached\n",
		launches.Total, launches.Tracked, launches.Joined, launches.Bound, launches.Detached)
	fmt.Fprintf(c.env.Stderr, "resources: %d, of them %d deferred, %d released, %d handed over, %d leaked\n",
		resources.Total, resources.Deferred, resources.Released, resources.HandedOver, resources.Leaked)
	fmt.Fprintf(c.env.Stderr, "took %s\n", took.Round(time.Millisecond))
}
