package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/report"
)

var inventoryFormats = []string{"json", "text"}

type inventoryFlags struct {
	run runFlags
	outFlags
	kind  string // launch or resource; "" for both
	class string
	fate  string
	match string

	matches *regexp.Regexp // of match
}

func (f *inventoryFlags) set() *flag.FlagSet {
	set := newFlagSet("inventory")
	f.run.declare(set)
	f.run.declareTrial(set)
	f.outFlags.declare(set, inventoryFormats)
	set.StringVar(&f.kind, "kind", "", "list one `kind` only: launch, resource")
	set.StringVar(&f.class, "class", "", "list launches of these `classes` only, separated by commas: tracked, joined, bound, detached")
	set.StringVar(&f.fate, "fate", "", "list resources of these `fates` only, separated by commas: deferred, released, handedOver, leaked")
	set.StringVar(&f.match, "match", "", "list only what this regular `expression` matches: file, function, callee, helper, owner or opener")
	return set
}

// validate checks the filters.
func (f *inventoryFlags) validate() error {
	if err := f.outFlags.validate(inventoryFormats); err != nil {
		return err
	}
	for _, filter := range []struct{ flag, value, words string }{
		{"kind", f.kind, "launch,resource"},
		{"class", f.class, "tracked,joined,bound,detached"},
		{"fate", f.fate, "deferred,released,handedOver,leaked"},
	} {
		words := strings.Split(filter.words, ",")
		for word := range strings.SplitSeq(filter.value, ",") {
			if filter.value != "" && !slices.Contains(words, word) {
				hint := ""
				if near := config.Nearest(word, words); near != "" {
					hint = fmt.Sprintf(": did you mean %s?", near)
				}
				return usagef("-%s: want %s or %s, not %q%s", filter.flag, strings.Join(words[:len(words)-1], ", "), words[len(words)-1], word, hint)
			}
		}
	}
	var err error
	if f.matches, err = regexp.Compile(f.match); err != nil {
		return usagef("-match: %v", err)
	}
	return nil
}

// launch reports whether a launch is asked for. A filter for one kind leaves the
// other out.
func (f *inventoryFlags) launch(l *finding.Launch) bool {
	return f.kind != "resource" && (f.fate == "" || f.class != "") && listed(f.class, string(l.Class)) &&
		f.matching(l.Span, l.Function, l.Callee, l.Helper, l.Via, l.Owner)
}

func (f *inventoryFlags) resource(a *finding.Acquisition) bool {
	return f.kind != "launch" && (f.class == "" || f.fate != "") && listed(f.fate, string(a.Fate)) &&
		f.matching(a.Span, a.Function, a.Opener)
}

func listed(list, word string) bool {
	return list == "" || slices.Contains(strings.Split(list, ","), word)
}

func (f *inventoryFlags) matching(s finding.Span, names ...string) bool {
	return f.matches == nil || slices.ContainsFunc(append(names, filepath.ToSlash(s.File)), f.matches.MatchString)
}

// filter leaves what is asked for.
func (f *inventoryFlags) filter(res *finding.Result) {
	res.Launches = slices.DeleteFunc(res.Launches, func(l finding.Launch) bool { return !f.launch(&l) })
	res.Acquisitions = slices.DeleteFunc(res.Acquisitions, func(a finding.Acquisition) bool { return !f.resource(&a) })
}

// The types below are the inventory's JSON, in the manner of check's.

type inventory struct {
	Version   int                 `json:"version"`
	Tool      report.Tool         `json:"tool"`
	Launches  []inventoryLaunch   `json:"launches"`
	Resources []inventoryResource `json:"resources"`
	Summary   inventorySummary    `json:"summary"`
}

type inventorySummary struct {
	Launches  report.Launches  `json:"launches"`
	Resources report.Resources `json:"resources"`
}

type inventoryPlace struct {
	Package  string `json:"package"`
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
}

type inventoryLaunch struct {
	Class  finding.Class `json:"class"`
	Helper string        `json:"helper"`         // "" for a raw one
	Via    string        `json:"via,omitempty"`  // what is neither a helper nor a go statement
	Owner  string        `json:"owner"`          // "" where it is not known
	Held   string        `json:"held,omitempty"` // the result that owns it, and the methods by which that ends it
	Callee string        `json:"callee"`
	Reason string        `json:"reason,omitempty"` // of a detached one, where there is more to say
	inventoryPlace
}

type inventoryResource struct {
	Fate    finding.Fate    `json:"fate"`
	Opener  string          `json:"opener"`
	Release string          `json:"release"`
	Ends    []inventoryNote `json:"ends,omitempty"`
	inventoryPlace
}

type inventoryNote struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// runInventory lists every launch and every acquisition, reported or not.
func runInventory(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(inventoryFlags)
	if err := f.run.read(env, f.set(), args, f.validate); err != nil {
		return 0, err
	}
	a, err := newJob(env, &f.run).analyseModules(ctx)
	if err != nil {
		return 0, err
	}
	f.filter(a.Result)
	inv := newInventory(env, a.Result)
	var out bytes.Buffer
	if f.format == "json" {
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(inv)
	} else {
		width := 0
		if f.watched(env) {
			width = env.width()
		}
		inv.text(&out, width)
	}
	if err == nil {
		err = f.write(env, out.Bytes())
	}
	if err == nil && a.failed {
		return ExitFailed, nil
	}
	return ExitOK, err
}

func newInventory(env *Env, res *finding.Result) *inventory {
	inv := &inventory{Version: 1, Tool: report.ToolOf(version()), Launches: []inventoryLaunch{}, Resources: []inventoryResource{}}
	inv.Summary = inventorySummary{report.CountLaunches(res.Launches), report.CountResources(res.Acquisitions)}
	for _, l := range res.Launches {
		inv.Launches = append(inv.Launches, inventoryLaunch{l.Class, l.Helper, l.Via, l.Owner, l.Held, l.Callee, l.Reason, env.place(l.Span, l.Package, l.Function)})
	}
	for _, a := range res.Acquisitions {
		r := inventoryResource{Fate: a.Fate, Opener: a.Opener, Release: a.Release, inventoryPlace: env.place(a.Span, a.Package, a.Function)}
		for _, n := range a.Ends {
			r.Ends = append(r.Ends, inventoryNote{env.relative(n.File), n.Line, n.Message})
		}
		inv.Resources = append(inv.Resources, r)
	}
	return inv
}

func (env *Env) place(s finding.Span, pkg, function string) inventoryPlace {
	return inventoryPlace{pkg, function, env.relative(s.File), s.Line, s.Column}
}

// relative names a file from the working directory, with slashes.
func (env *Env) relative(file string) string {
	if rel, err := filepath.Rel(env.Dir, file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// text writes one line for each launch and resource, in the order of their places.
// At a terminal the columns share its width; 0 is any.
func (inv *inventory) text(out *bytes.Buffer, width int) {
	type row struct {
		inventoryPlace
		cells [4]string
	}
	var rows []row
	for _, l := range inv.Launches {
		via := "through " + cmp.Or(l.Helper, l.Via, "go statement") + ownedBy(l.Class, l.Owner) + heldBy(l.Held)
		if l.Reason != "" {
			via += "; " + l.Reason
		}
		rows = append(rows, row{l.inventoryPlace, [4]string{"launch", string(l.Class), l.Callee, via}})
	}
	for _, r := range inv.Resources {
		rows = append(rows, row{r.inventoryPlace, [4]string{"resource", string(r.Fate), r.Opener, required(r.Release)}})
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	table := layout.Table{Head: []string{"place", "kind", "state", "function", "what", "how"}, Left: 0}
	for _, r := range rows {
		table.Rows = append(table.Rows, []string{
			fmt.Sprintf("%s:%d:%d", printable.Line(r.File), r.Line, r.Column), r.cells[0], r.cells[1],
			cmp.Or(r.Function, "-"), printable.Line(r.cells[2]), printable.Line(r.cells[3])})
	}
	table.Write(out, width)
}

// required says what a resource owes.
func required(release string) string {
	if release == obligation.CallIt {
		return "a call of the function it returns is required"
	}
	return release + " required"
}

// heldBy says who owns what a constructor launches.
func heldBy(held string) string {
	if held == "" {
		return ""
	}
	return ", owned by the result " + held
}

// ownedBy says what the owner of a launch of the class does.
func ownedBy(class finding.Class, owner string) string {
	switch {
	case owner == "":
		return ""
	case class == finding.Joined:
		return ", awaited by " + owner
	case class == finding.Bound:
		return ", ended by " + owner
	case class == finding.Detached: // what it is given, which ends nothing
		return ""
	}
	return " of " + owner
}
