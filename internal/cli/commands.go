package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"text/tabwriter"

	"github.com/tetherlint/tether/internal/config"
)

const usage = `tether ties every goroutine and every open handle to an owner.

usage: tether [check] [flags] [packages]
       tether command [arguments]

Without packages it checks ./..., or all modules of a go.work.

commands:
`

const afterFlags = `
exit status: 0 no findings, 1 findings, 2 something could not be analysed

Settings are read from the nearest ` + config.FileName + `. TETHER_CACHE is the directory in which
results are kept between runs, or off. As a vet tool: go vet -vettool=$(which tether) ./...
`

func runHelp(_ context.Context, env *Env, args []string) (int, error) {
	if len(args) > 0 {
		if _, ok := commands()[args[0]]; !ok {
			return 0, usagef("help: unknown command %q", args[0])
		}
	}
	w := env.Stdout
	fmt.Fprint(w, usage)
	known := commands()
	for _, name := range []string{"check", "rules", "cache", "version", "help"} {
		fmt.Fprintf(w, "  %-16s %s\n", name, known[name].usage)
	}
	fmt.Fprint(w, "\nflags of check:\n")
	printFlags(w)
	fmt.Fprint(w, afterFlags)
	return ExitOK, nil
}

func runRules(_ context.Context, env *Env, args []string) (int, error) {
	if len(args) > 0 {
		return 0, usagef("rules: takes no arguments")
	}
	w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
	for _, r := range config.Rules() {
		fmt.Fprintf(w, "%s\t%s\n", r.Rule, r.Title)
	}
	return ExitOK, w.Flush()
}

func runVersion(_ context.Context, env *Env, args []string) (int, error) {
	if len(args) > 0 {
		return 0, usagef("version: takes no arguments")
	}
	version, tools := "devel", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			version = v
		}
		for _, m := range info.Deps {
			if m.Path == "golang.org/x/tools" {
				tools = ", x/tools " + m.Version
			}
		}
	}
	_, err := fmt.Fprintf(env.Stdout, "tether %s (%s%s, %s/%s)\n", version, runtime.Version(), tools, runtime.GOOS, runtime.GOARCH)
	return ExitOK, err
}
