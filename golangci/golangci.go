// Package golangci makes tether a linter of golangci-lint: importing it registers
// the module plugin "tether". "golangci-lint custom" writes such an import, by
// .custom-gcl.yml; e2e/golangci is the same as a program of one's own.
//
// The settings are those of .tether.yml, and are taken from golangci-lint's config
// alone: golangci-lint keeps results under a key that knows its own config, and
// no other file.
package golangci

import (
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
)

// Name is the linter's name in .golangci.yml and in nolint comments.
const Name = "tether"

func init() {
	register.Plugin(Name, New)
}

// New is the plugin with the settings of .golangci.yml, as golangci-lint has read
// them. They are checked here, so that it ends before it looks at any code.
func New(settings any) (register.LinterPlugin, error) {
	c, err := decode(settings)
	if err != nil {
		return nil, err
	}
	return &plugin{c}, nil
}

type plugin struct{ config *config.Config }

// BuildAnalyzers returns untracked and unclosed as golangci-lint needs them: it
// would make an issue of each related position, and applies the nolint comments
// that name it or its linters itself.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return analyzer.New(analyzer.Options{Config: p.config, NoRelated: true, HostNolint: true}), nil
}

// GetLoadMode says that the analyzers need types.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
