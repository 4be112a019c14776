package cli

import (
	"context"
	"embed"
	"flag"
	"strings"
	"text/template"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/report"
)

//go:embed completion
var completions embed.FS

// A completed is a command as the completion scripts know it.
type completed struct {
	Name, Usage string
	Flags       []completedFlag
	Formats     string // of -format
}

type completedFlag struct{ Name, Usage string }

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
	var rules []string
	for _, r := range config.Rules() {
		rules = append(rules, string(r.Rule))
	}
	return ExitOK, t.Execute(env.Stdout, map[string]any{
		"Commands": completedCommands(),
		"Names":    strings.Join(commandNames(), " "),
		"Rules":    strings.Join(rules, " "),
		"Colors":   strings.Join(colorWords, " "),
	})
}

// quote quotes for a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func completedCommands() (list []completed) {
	formats := map[string][]string{"check": report.Formats(), "report": gate.Formats(), "inventory": inventoryFormats}
	for _, c := range commands() {
		d := completed{Name: c.name, Usage: c.usage, Formats: strings.Join(formats[c.name], " ")}
		c.flags().VisitAll(func(f *flag.Flag) {
			_, usage := flag.UnquoteUsage(f)
			d.Flags = append(d.Flags, completedFlag{f.Name, usage})
		})
		list = append(list, d)
	}
	return list
}
