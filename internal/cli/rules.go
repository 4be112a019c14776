package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"text/tabwriter"

	"github.com/tetherlint/tether/internal/docs"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

var rulesFormats = []string{"json", "text"}

type rulesFlags struct{ outFlags }

func (f *rulesFlags) set() *flag.FlagSet {
	set := newFlagSet("rules")
	f.outFlags.declare(set, rulesFormats)
	return set
}

// A listedRule is a rule in the JSON of "tether rules".
type listedRule struct {
	Rule        finding.Rule   `json:"rule"`
	Title       string         `json:"title"`
	Kind        rules.Kind     `json:"kind"`
	Requirement string         `json:"requirement,omitempty"` // AC-n; none for the rules about directives
	Scope       rules.Scope    `json:"scope"`
	Severity    rules.Severity `json:"severity"`
	Default     string         `json:"default"`         // on or off
	Off         []string       `json:"offIn,omitempty"` // profiles
	Since       string         `json:"since"`
	URL         string         `json:"url"`
}

// runRules lists the rules.
func runRules(_ context.Context, env *Env, args []string) (int, error) {
	f := new(rulesFlags)
	rest, err := parse(f.set(), args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		return 0, usagef("rules: takes no arguments")
	}
	if err := f.validate(rulesFormats); err != nil {
		return 0, err
	}
	var out bytes.Buffer
	if f.format == "json" {
		err = writeRules(&out)
	} else {
		w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
		for _, r := range rules.All() {
			title := r.Title
			if !r.Default {
				title += " (off by default)"
			}
			fmt.Fprintf(w, "%s\t%s\n", r.Name, title)
		}
		err = w.Flush()
	}
	if err != nil {
		return 0, err
	}
	return ExitOK, f.write(env, out.Bytes())
}

func writeRules(out *bytes.Buffer) error {
	var list struct {
		Version int          `json:"version"`
		Rules   []listedRule `json:"rules"`
	}
	list.Version = 1
	for _, r := range rules.All() {
		l := listedRule{
			Rule: r.Name, Title: r.Title, Kind: r.Kind, Requirement: r.Requirement, Scope: r.Scope,
			Severity: r.Severity, Default: "off", Off: r.Off, Since: r.Since, URL: r.URL(),
		}
		if r.Default {
			l.Default = "on"
		}
		list.Rules = append(list.Rules, l)
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}

// ruleDoc is the page of a rule, or "".
func ruleDoc(rule finding.Rule) string { return docs.Page(rule) }
