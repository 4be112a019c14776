package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

const usage = `tether ties every goroutine and every open handle to an owner.

usage: tether [check] [flags] [packages | files]
       tether command [flags] [arguments]

Without packages it checks ./..., or all modules of a go.work. Given Go files, it
checks their packages, in whatever modules they are.

commands:
`

const afterFlags = `
exit status: 0 no findings, 1 findings, 2 something could not be analysed

Settings are read from the nearest ` + config.FileName + `. TETHER_CACHE is the directory in which
results are kept between runs, or off. As a vet tool: go vet -vettool=$(which tether) ./...
with flags of its own, which tether -flags lists, as -untracked.accept=bound.
`

func runHelp(_ context.Context, env *Env, args []string) (int, error) {
	w := env.Stdout
	if len(args) > 0 && args[0] != "check" {
		c, ok := lookup(args[0])
		if !ok {
			return 0, usagef("help: unknown command %q", args[0])
		}
		env.printCommand(c)
		return ExitOK, nil
	}
	fmt.Fprint(w, usage)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-12s %s\n", c.name, c.usage)
	}
	fmt.Fprint(w, "\nflags of check:\n")
	env.printFlags(new(checkFlags).set())
	fmt.Fprint(w, afterFlags)
	return ExitOK, nil
}

// printCommand is the help of one command.
func (env *Env) printCommand(c command) {
	w := env.Stdout
	parts, set := []string{"usage: tether", c.name}, c.flags()
	flags := 0
	set.VisitAll(func(*flag.Flag) { flags++ })
	if flags > 0 {
		parts = append(parts, "[flags]")
	}
	if c.args != "" {
		parts = append(parts, c.args)
	}
	fmt.Fprintf(w, "%s\n\n%s\n", strings.Join(parts, " "), c.usage)
	if flags > 0 {
		fmt.Fprint(w, "\nflags:\n")
		env.printFlags(set)
	}
}
