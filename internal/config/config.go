// Package config reads .tether.yml: what a team has decided about the rules.
//
// The file is strict: an unknown key, a wrong type or a bad value is an error
// that names file, line and key, since a linter with a misread config must not
// pass.
package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/finding"
)

// FileName is the name under which a config is looked for.
const FileName = ".tether.yml"

// What errors name in place of a file.
const (
	InFlag   = "settings"                // a flag has the text
	InOption = "analyzer.Options.Config" // an option of a program has it
)

// A Config is the effective settings of a package: what the file says, and for
// what it does not say the profile's and the built-in values.
type Config struct {
	Path      string        // the file it was read from, absolute; "" for the defaults
	Accept    finding.Class // raw-go lets launches of this class and better pass
	Tests     bool          // also report in _test.go files
	Generated bool          // also report in generated files
	Off       map[finding.Rule]bool
	Warn      map[finding.Rule]bool // what these find fails nothing

	// OnlyClaims says that policies are not reported: what rules that are on say of
	// some places is one, though the rule is a claim.
	OnlyClaims bool

	Helpers   []Helper   // approved ways to launch, and denials, in the file's order
	Launchers []Launcher // functions that start a goroutine and return its handle
	Resources []Resource // additions to the catalogue, and exemptions from it
	Exclude   []Exclude  // trees in which rules do not apply

	Extended []string // the files that it extends, the nearest first

	// root is the directory that globs are relative to. With a config that was
	// named on the command line it is empty: then each file's module root is.
	root string
	key  string

	profile string
	places  map[string]Place // of top-level keys and of rules, by name; what the file does not say is not here
}

// A Place is where in the config file an entry stands, or in File where that is one
// that the config extends.
type Place struct {
	Line, Column int
	File         string
}

// A Func is the name of a function in the config, in the form that
// (*types.Func).FullName gives: "example.com/app/task.Go",
// "(*example.com/app/stop.Stopper).Run", "(example.com/app/pool.Pool).Get".
type Func string

// A Helper is an approved way to launch, or the denial of one. Exactly one of
// Launch, Start and Deny is set.
type Helper struct {
	Place

	// Launch is the function or method that runs another on a goroutine.
	Launch Func
	// Call is how a fix writes a call of it, as Go source with the parameters
	// in place of arguments: "task.Go(ctx, name, func(ctx context.Context) error)".
	Call string
	// Fn is the index of the parameter that is launched, where it is not the
	// only function among the parameters; otherwise -1.
	Fn int
	// Refuses says that Launch may decline to run the function, and tells so
	// by its error or bool.
	Refuses bool

	// Start is the first half of the handle form: it is called before a `go`,
	// and its result's method Done is deferred inside the goroutine.
	Start Func
	Done  string

	// Wait is the method of Launch's or Start's receiver that awaits what was
	// launched; "" where nothing needs to be waited for.
	Wait string
	// Scope are the globs of the files in which the helper is approved; empty
	// means everywhere. See [Config.Approves].
	Scope []string

	// Deny is a built-in helper that the team does not approve.
	Deny Func
}

// Name is the function that the entry is about.
func (h *Helper) Name() Func {
	switch {
	case h.Launch != "":
		return h.Launch
	case h.Start != "":
		return h.Start
	}
	return h.Deny
}

// A Launcher is a function that starts a goroutine whose only handle is one of
// the function's results.
type Launcher struct {
	Place
	Call   Func
	Handle int // index of the result
}

// A Kind says what is lost when a resource is not released.
type Kind string

// The kinds of a resource.
const (
	KindLeak  Kind = "leak"  // the resource itself
	KindFlush Kind = "flush" // buffered data
)

// A Resource is an opener that the catalogue lacks, or one that it should not
// have. Exactly one of Open and Ignore is set.
type Resource struct {
	Place
	Open    Func
	Release []string // methods of the resource, or functions taking it: any one of them will do
	Result  int      // index of the result that is the resource
	Field   string   // the field of that result that is released, as Body of *http.Response; "" for itself
	Kind    Kind
	Ignore  Func // what it returns need not be released
}

// An Exclude lifts rules from the files that a glob matches, from what is about a
// function, or, with both, from what is about the function there.
type Exclude struct {
	Place
	Path   string
	Callee Func
	Rules  []finding.Rule // empty means all
	Reason string
	Until  string // the last day on which it counts; "" for ever
}

// Name is what an exclude is about, for people.
func (x *Exclude) Name() string {
	if x.Path == "" {
		return string(x.Callee)
	}
	if x.Callee == "" {
		return x.Path
	}
	return string(x.Callee) + " in " + x.Path
}

// Default is the config of those who have none: profile strict.
func Default() *Config {
	c := &Config{key: "default"}
	profiles[0].apply(c)
	return c
}

// Enabled reports whether rule is reported at all.
func (c *Config) Enabled(rule finding.Rule) bool { return !c.Off[rule] }

// Warns reports whether what a rule finds fails nothing.
func (c *Config) Warns(rule finding.Rule) bool { return c.Warn[rule] }

// Excluded reports whether an exclude lifts rule from a file, given by its
// absolute name.
func (c *Config) Excluded(rule finding.Rule, file string) bool {
	return len(c.AllExcluding(rule, file, nil)) > 0
}

// AllExcluding returns the indices of all excludes that lift rule from what is
// about callees, in a file. The command line warns about excludes that never do.
func (c *Config) AllExcluding(rule finding.Rule, file string, callees []Func) (list []int) {
	if len(c.Exclude) == 0 {
		return nil
	}
	rel, ok := c.relative(file)
	for i := range c.Exclude {
		x := &c.Exclude[i]
		if len(x.Rules) > 0 && !slices.Contains(x.Rules, rule) || dates.Passed(x.Until) ||
			x.Callee != "" && !slices.Contains(callees, x.Callee) ||
			x.Path != "" && !(ok && matches(x.Path, rel)) {
			continue
		}
		list = append(list, i)
	}
	return list
}

// ExcludesCallees reports whether some exclude is about a function.
func (c *Config) ExcludesCallees() bool {
	return slices.ContainsFunc(c.Exclude, func(x Exclude) bool { return x.Callee != "" })
}

// Approves reports whether a helper may be used in a file, given by its absolute
// name: whether the file is in the helper's scope.
func (c *Config) Approves(h *Helper, file string) bool {
	if len(h.Scope) == 0 {
		return true
	}
	rel, ok := c.relative(file)
	return ok && slices.ContainsFunc(h.Scope, func(glob string) bool { return matches(glob, rel) })
}

// relative is the name of file that globs are matched against.
func (c *Config) relative(file string) (string, bool) {
	root := c.root
	if !filepath.IsAbs(file) { // some hosts name files from the working directory
		if abs, err := filepath.Abs(file); err == nil {
			file = abs
		}
	}
	if root == "" {
		root = ModuleRoot(filepath.Dir(file))
	}
	rel, err := filepath.Rel(root, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// matches reports whether a glob, which was validated when it was read, matches.
func matches(glob, rel string) bool {
	return doublestar.MatchUnvalidated(strings.TrimPrefix(glob, "./"), rel)
}

// Key identifies the content of the config and the directory that its globs
// are relative to. Packages analysed under equal keys are analysed alike.
func (c *Config) Key() string { return c.key }

// Files yields the Go files below root that an exclude's glob matches, until it is
// told to stop; the error is that of a directory that cannot be read. Root is the
// directory that the config's globs are relative to; for a config that was named
// on the command line the root of a module.
func (e *Exclude) Files(root string, yield func(file string) bool) error {
	stopped := errors.New("stopped")
	err := doublestar.GlobWalk(os.DirFS(root), strings.TrimPrefix(e.Path, "./"), func(name string, d fs.DirEntry) error {
		if strings.HasSuffix(name, ".go") && !d.IsDir() && !yield(filepath.Join(root, filepath.FromSlash(name))) {
			return stopped
		}
		return nil
	})
	if err == stopped {
		return nil
	}
	return err
}
