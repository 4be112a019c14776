package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/printable"
)

type configFlags struct {
	dir    string
	file   string
	schema bool
	check  bool
}

func (f *configFlags) set() *flag.FlagSet {
	set := newFlagSet("config")
	set.StringVar(&f.dir, "C", "", "run in `dir`")
	set.StringVar(&f.file, "config", "", "read this `file` instead of the nearest "+config.FileName)
	set.BoolVar(&f.check, "check", false, "only say what is wrong with the named config files, or that of the directory")
	set.BoolVar(&f.schema, "schema", false, "print the JSON Schema of "+config.FileName)
	return set
}

// runConfig prints the config that governs a directory, or checks config files.
func runConfig(_ context.Context, env *Env, args []string) (int, error) {
	f := new(configFlags)
	args, err := parse(f.set(), args)
	if err != nil {
		return 0, err
	}
	if len(args) > 1 && !f.check {
		return 0, usagef("config: want one directory")
	}
	if f.schema {
		_, err := io.WriteString(env.Stdout, config.Schema)
		return ExitOK, err
	}
	if err := env.changeDir(f.dir); err != nil {
		return 0, err
	}
	if f.check && len(args) > 0 {
		return env.checkConfigs(args)
	}
	dir := env.Dir
	if len(args) == 1 {
		dir = env.abs(args[0])
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return 0, usagef("config: %s is not a directory", args[0])
		}
	}
	cfg, err := config.Find(dir)
	if f.file != "" {
		cfg, err = config.ReadNamed(env.abs(f.file))
	}
	if err != nil {
		return 0, err
	}
	if f.check {
		env.sayFine(cfg)
		return ExitOK, nil
	}
	name := env.shorten(cfg.Path)
	if cfg.Path == "" {
		fmt.Fprintf(env.Stdout, "# no %s here or above: the defaults\n", config.FileName)
	} else {
		fmt.Fprintf(env.Stdout, "# %s\n", printable.Line(name))
	}
	w := tabwriter.NewWriter(printable.Writer{To: env.Stdout}, 0, 0, 1, ' ', 0)
	for _, line := range cfg.Effective(name) {
		if line.From == "" {
			fmt.Fprintln(w, line.Text)
		} else {
			fmt.Fprintf(w, "%s\t# %s\n", line.Text, line.From)
		}
	}
	return ExitOK, w.Flush()
}

// sayFine says of a config that governs a directory that it can be read.
func (env *Env) sayFine(cfg *config.Config) {
	name := env.shorten(cfg.Path)
	if name == "" {
		name = "no " + config.FileName + " here or above"
	}
	fmt.Fprintf(env.Stderr, "%s: ok\n", printable.Line(name))
}

// checkDir checks the config that governs a directory.
func (env *Env) checkDir(dir string) error {
	cfg, err := config.Find(dir)
	if err == nil {
		env.sayFine(cfg)
	}
	return err
}

// checkConfigs says what is wrong with config files, as a git hook wants to know.
func (env *Env) checkConfigs(names []string) (code int, _ error) {
	for _, name := range names {
		var err error
		file := env.abs(name)
		if info, missing := os.Stat(file); missing == nil && info.IsDir() {
			err = env.checkDir(file)
		} else if base := filepath.Base(file); base != config.FileName && strings.TrimSuffix(base, filepath.Ext(base)) == ".tether" {
			err = usagef("%s: is not read: the name is %s", name, config.FileName)
		} else {
			_, err = config.Read(file)
		}
		if err != nil {
			env.printError(err)
			code = ExitFailed
		}
	}
	return code, nil
}
