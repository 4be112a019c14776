package analyzer

import (
	"embed"
	"strings"

	"github.com/tetherlint/tether/analyzer/tether"
	"github.com/tetherlint/tether/analyzer/unclosed"
	"github.com/tetherlint/tether/analyzer/untracked"
	"github.com/tetherlint/tether/internal/config"
)

// Rules lists the rules that the analyzers have today, by full name, in the order
// of the documentation.
func Rules() []string {
	var rules []string
	for _, r := range config.Rules() { // a config may name those that are to come, too
		if Doc(string(r.Rule)) != "" {
			rules = append(rules, string(r.Rule))
		}
	}
	return rules
}

// Doc returns the documentation of a rule, which lies beside it, as Markdown; ""
// for an unknown rule. The rule is named in full, as "unclosed/leak".
func Doc(rule string) string {
	name, id, _ := strings.Cut(rule, "/")
	docs := map[string]embed.FS{"untracked": untracked.Docs, "unclosed": unclosed.Docs, "tether": tether.Docs}
	text, err := docs[name].ReadFile(id + ".md")
	if err != nil {
		return ""
	}
	return string(text)
}
