package cli

import (
	"context"
	"embed"
	"flag"
	"strings"
	"text/template"

	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/report"
	"github.com/tetherlint/tether/internal/rules"
)

//go:embed completion
var completions embed.FS

// A completed is a command as the completion scripts know it.
type completed struct {
	Name, Usage string
	Flags       []completedFlag
	Args        string // words that may follow; or "packages", or "explained" for a rule or a file
}

type completedFlag struct {
	Name, Usage string
	Arg         string // "" for none that must follow, else what it is: dir, file, rev, or another word
	Words       string // the words that may follow, where these are known
}

// runCompletion prints a script, made from the commands and their flags.
func runCompletion(_ context.Context, env *Env, args []string) (int, error) {
	if len(args) != 1 {
		return 0, usagef("completion: want bash, zsh or fish")
	}
	src, err := completions.ReadFile("completion/tether." + args[0])
	if err != nil {
		return 0, usagef("completion: unknown shell %q: want bash, zsh or fish", args[0])
	}
	t, err := template.New(args[0]).Funcs(template.FuncMap{"quote": quote}).Parse(string(src))
	if err != nil {
		return 0, err
	}
	return ExitOK, t.Execute(env.Stdout, map[string]any{
		"Commands": completedCommands(),
		"Names":    strings.Join(commandNames(), " "),
		"Rules":    strings.Join(ruleNames(), " "),
	})
}

func ruleNames() (names []string) {
	for _, r := range rules.All() {
		names = append(names, string(r.Name))
	}
	return names
}

// quote quotes for a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func completedCommands() (list []completed) {
	formats := map[string][]string{
		"check": report.Formats(), "report": gate.Formats(), "inventory": inventoryFormats, "live": liveFormats, "rules": rulesFormats,
	}
	args := map[string]string{
		"check": "packages", "baseline": "packages", "report": "packages", "inventory": "packages", "config": "packages",
		"explain": "explained", "completion": "bash zsh fish", "cache": "clean", "help": strings.Join(commandNames(), " "),
	}
	for _, c := range commands() {
		words := map[string][]string{
			"format": formats[c.name], "rule": ruleNames(), "color": colorWords, "with": strings.Split(snippetWords, ", "),
		}
		d := completed{Name: c.name, Usage: c.usage, Args: args[c.name]}
		c.flags().VisitAll(func(f *flag.Flag) {
			arg, usage := flag.UnquoteUsage(f)
			if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
				arg = ""
			}
			d.Flags = append(d.Flags, completedFlag{f.Name, usage, arg, strings.Join(words[f.Name], " ")})
		})
		list = append(list, d)
	}
	return list
}
