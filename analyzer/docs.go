package analyzer

import (
	"embed"
	"strings"

	"github.com/tetherlint/tether/analyzer/tether"
	"github.com/tetherlint/tether/analyzer/unclosed"
	"github.com/tetherlint/tether/analyzer/untracked"
)

// Rules lists the rules that the analyzers have today, by full name, in the order
// of the documentation.
func Rules() []string {
	return []string{
		"untracked/raw-go",
		"unclosed/discarded",
		"unclosed/leak",
		"unclosed/undeferred",
		"unclosed/defer-in-loop",
		"unclosed/defer-before-check",
		"tether/bad-allow",
		"tether/unused-allow",
	}
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
