package analyzer

import (
	"errors"
	"fmt"
	"os"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/unit"
)

// Options are the settings of an instance of the analyzers. The zero value is that of a
// team without settings: the nearest .tether.yml counts, and without one all rules that
// are on by default, in files that are neither tests nor generated.
//
// What an option says wins over the config, whether that is found or given by Config or
// ConfigFile; lists are added to those of the config, and their entries come first.
//
// Functions are named as in a config, without type arguments: "pkg.Func",
// "(*pkg.T).Method" or "(pkg.T).Method", where pkg is an import path.
type Options struct {
	// Profile is the settings to start from: "strict", where every raw go statement is
	// reported; "leaks", which leaves out most policy; or "claims", which leaves out
	// all of it and reports only what goes wrong. Empty means that of the config, and
	// "strict" without one.
	Profile string

	// Accept is which launches untracked/raw-go lets pass: "tracked", those by an
	// approved helper; "joined", also those that are awaited; "bound", also those that
	// something outside can end. Empty means that of the config, or of the profile.
	Accept string

	Tests     bool // also report in _test.go files
	Generated bool // also report in generated files

	// Rules switches rules on or off, by their full names ("unclosed/undeferred") or
	// their ids ("undeferred").
	Rules map[string]bool

	Helpers   []Helper   // ways to launch that are approved besides the built-in ones, or forbidden
	Launchers []Launcher // functions that start a goroutine and return its handle
	Resources []Resource // what has to be released, besides what tether knows, or need not be
	Exclude   []Exclude  // where rules do not apply

	// Config is the text of a .tether.yml. No file is looked for.
	Config string

	// ConfigFile is the name of a .tether.yml, which is read when the instance is made.
	// No other is looked for.
	ConfigFile string

	// NoFiles says that no .tether.yml is looked for. It is for hosts where files other
	// than the sources may be there or not, as in a sandbox.
	NoFiles bool

	// Main has the import paths of the packages that are the program under analysis, each
	// with all below it. It is for hosts that do not say which module a package belongs
	// to (analysis.Pass.Module); without it all packages but those of the standard library
	// count as the program there, and untracked/hidden-launch reports nothing.
	Main []string

	// NoRelated leaves related positions out of diagnostics. It is for hosts that make an
	// issue of its own of each.
	NoRelated bool

	// HostNolint leaves to the host the nolint comments that are for all linters or for
	// all of tether, as golangci-lint applies them. Those that name one of the two
	// analyzers count all the same.
	HostNolint bool
}

// A Helper is an approved way to launch, or the denial of one. It has one of Launch, Start
// and Deny.
type Helper struct {
	// Launch is a function or method that runs another on a goroutine.
	Launch string

	// Call is how a fix writes a call of Launch: Go source with parameters in place of
	// arguments, as "task.Go(ctx, name, func(ctx context.Context) error)". Fixes use the
	// first helper that has one.
	Call string

	// Fn is the index of the parameter of Launch that is run; nil where it is the only
	// function among them.
	Fn *int

	// Refuses says that Launch may decline to run the function, which its error or bool reports.
	Refuses bool

	// Start is the first half of the handle form: it is called before a go statement, and
	// the method Done of its result is deferred in the body.
	Start, Done string

	// Wait is the method of the receiver of Launch or Start that waits for what was
	// launched; empty where nobody has to.
	Wait string

	// Scope has globs of the files in which the helper is approved; none means everywhere.
	Scope []string

	// Deny is a built-in helper that is not approved.
	Deny string
}

// A Launcher is a function that starts a goroutine, and whose only handle is a result.
type Launcher struct {
	Call   string
	Handle int // the index of that result
}

// A Resource is an opener that tether does not know, or one whose result need not be
// released. It has one of Open and Ignore.
type Resource struct {
	Open    string
	Release []string // methods of what is opened, or functions that take it: any one will do
	Result  int      // the index of the result that is released
	Field   string   // the field of it that is released, as Body of *http.Response; empty for itself
	Flush   bool     // what is lost without a release is buffered data
	Ignore  string
}

// An Exclude exempts files from rules, or calls of a function, or, with Path and Callee,
// such calls in those files.
type Exclude struct {
	// Path is a glob of files, relative to the directory of the config that was found, or
	// else to the root of the module that a file is in.
	Path   string
	Callee string
	Rules  []string // by names or ids; none means all
	Reason string   // required
	Until  string   // the last day on which it counts, as "2027-03-31"; empty means for ever
}

// Validate returns what is wrong with the options: an unknown profile, class or rule, what
// is not the name of a function, entries that say too much or too little, a config that
// cannot be read. It does not look for the config of a package.
func (o Options) Validate() error {
	_, err := o.open()
	return err
}

// open makes of the options what the analyzers take, and reads the config that they name.
func (o Options) open() (unit.Options, error) {
	own, err := config.FromValues("analyzer.Options", o.values())
	if err != nil {
		return unit.Options{}, err
	}
	find := new(config.Finder).Find
	if o.Config != "" || o.ConfigFile != "" || o.NoFiles {
		named, err := o.named()
		if err != nil {
			return unit.Options{}, err
		}
		find = func(string) (*config.Config, error) { return named, nil }
	}
	return unit.Options{
		FindConfig: func(dir string) (*config.Config, error) {
			base, err := find(dir)
			if err != nil {
				return nil, err
			}
			return own.Over(base), nil
		},
		Settings:   &unit.Settings{Main: o.Main},
		NoRelated:  o.NoRelated,
		HostNolint: o.HostNolint,
	}, nil
}

// named is the config that the options give.
func (o Options) named() (*config.Config, error) {
	switch {
	case o.Config != "" && o.ConfigFile != "":
		return nil, errors.New("analyzer.Options: Config and ConfigFile are both set: set one")
	case o.Config != "":
		return config.Parse(config.InOption, "", []byte(o.Config))
	case o.ConfigFile != "":
		if _, err := os.Stat(o.ConfigFile); err != nil {
			return nil, fmt.Errorf("analyzer.Options.ConfigFile: %w", err)
		}
		return config.ReadNamed(o.ConfigFile)
	}
	return config.Default(), nil
}
