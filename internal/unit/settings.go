package unit

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
)

// Settings are what a host's flags say, for hosts whose users cannot or would
// rather not write a .tether.yml. A flag wins over the file.
type Settings struct {
	config.Override
	Main []string // import paths, or their starts, of what is no dependency

	// Text is all that a .tether.yml would say, for hosts without files.
	Text *config.Config
}

// RegisterText adds the flag that stands for a .tether.yml. Globs in it are
// relative to the working directory, from which such hosts name files.
func (s *Settings) RegisterText(flags *flag.FlagSet) {
	flags.Func("settings", "what a .tether.yml would say, for both analyzers: its text", func(v string) error {
		dir, err := os.Getwd()
		if err != nil {
			return err
		}
		s.Text, err = config.Parse(config.InFlag, dir, []byte(v))
		return err
	})
}

// Register adds the flags of both analyzers to one's, which hosts prefix with
// its name. Which files are reported on cannot differ between the two, since each
// judges directives that are for the other: the last flag counts for both.
func (s *Settings) Register(flags *flag.FlagSet) {
	flags.Func("profile", "the settings to start from, for both analyzers: strict, leaks (accept bound, undeferred off) or claims (policies off)", func(name string) error {
		s.Over = true
		return s.SetProfile(name)
	})
	flags.BoolFunc("tests", "report in _test.go files too, for both analyzers", boolean(&s.Tests))
	flags.BoolFunc("generated", "report in generated files too, for both analyzers", boolean(&s.Generated))
}

func boolean(to *string) func(string) error {
	return func(v string) error {
		b, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("want true or false")
		}
		*to = strconv.FormatBool(b)
		return nil
	}
}

// RegisterLaunches adds the flags about launches.
func (s *Settings) RegisterLaunches(flags *flag.FlagSet) {
	flags.Func("accept", "let launches of this class and better pass: tracked, joined or bound", s.SetAccept)
	flags.Func("helpers", "approve these functions as helpers, too: pkg.Func or (*pkg.T).Method, separated by commas", func(v string) error {
		for name := range strings.SplitSeq(v, ",") {
			name = strings.TrimSpace(name)
			if _, err := config.ParseFunc(name); err != nil {
				return err
			}
			s.Helpers = append(s.Helpers, config.Helper{Launch: config.Func(name), Fn: -1})
		}
		return nil
	})
	flags.Func("main", "where the host tells nothing of modules: packages of these import `paths`, separated by commas, and those below them are the main module", func(v string) error {
		s.Main = nil
		for path := range strings.SplitSeq(v, ",") {
			if path = strings.Trim(strings.TrimSpace(path), "/"); path != "" {
				s.Main = append(s.Main, path)
			}
		}
		return nil
	})
}

// ConfigOf is the config that governs the package of a pass. One that cannot be
// read counts as the default here: the hosts look at it first, by [ConfigError] or at
// the file itself, and end with an error.
func ConfigOf(pass *analysis.Pass, opts Options) *config.Config {
	c := opts.Config
	switch {
	case c != nil:
	case opts.NoFiles:
		c = config.Default()
		if opts.Settings != nil && opts.Settings.Text != nil && opts.IsMain(pass) {
			c = opts.Settings.Text
		}
	default:
		found, err := findConfig(pass, opts)
		if err != nil {
			found = config.Default()
		}
		c = found
	}
	if opts.Settings != nil {
		c = c.With(opts.Settings.Override)
	}
	return c
}

// ConfigError returns what is wrong with the file that governs the package of a pass.
func ConfigError(pass *analysis.Pass, opts Options) error {
	_, err := findConfig(pass, opts)
	return err
}

func findConfig(pass *analysis.Pass, opts Options) (*config.Config, error) {
	if len(pass.Files) == 0 || !opts.IsMain(pass) {
		return config.Default(), nil
	}
	find := opts.FindConfig
	if find == nil {
		find = config.Find
	}
	return find(dir(pass))
}

// IsMain reports whether the package belongs to a main module: one with a path
// and without a version. Under hosts that give no module everything but the
// standard library counts, unless the settings say what does.
func (o Options) IsMain(pass *analysis.Pass) bool {
	if pass.Module != nil && pass.Module.Path != "" {
		return pass.Module.Version == ""
	}
	if o.Settings != nil && len(o.Settings.Main) > 0 {
		path, _, _ := strings.Cut(pass.Pkg.Path(), " ")
		return slices.ContainsFunc(o.Settings.Main, func(main string) bool {
			rest, ok := strings.CutPrefix(path, main)
			return ok && (rest == "" || rest == "_test" || rest[0] == '/')
		})
	}
	return !catalog.StdPath(pass.Pkg.Path())
}

// KnowsMain reports whether there is any saying what belongs to the main module:
// the host tells of modules, or the settings do.
func (o Options) KnowsMain(pass *analysis.Pass) bool {
	return pass.Module != nil && pass.Module.Path != "" || o.Settings != nil && len(o.Settings.Main) > 0
}

// IsDependency reports whether the package is known to be outside of the main
// module and of the standard library.
func (o Options) IsDependency(pass *analysis.Pass) bool {
	return o.KnowsMain(pass) && !o.IsMain(pass) && !catalog.StdPath(pass.Pkg.Path())
}
