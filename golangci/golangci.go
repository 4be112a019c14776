// Package golangci makes tether a linter of golangci-lint: importing it registers
// the module plugin "tether". "golangci-lint custom" writes such an import, by
// .custom-gcl.yml; e2e/golangci is the same as a program of one's own.
//
// The settings are those of .tether.yml, and are taken from golangci-lint's config
// alone: golangci-lint keeps results under a key that knows its own config, and
// no other file.
package golangci

import (
	"errors"
	"os"
	"os/exec"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/toolchain"
	"github.com/tetherlint/tether/internal/unit"
)

// Name is the linter's name in .golangci.yml and in nolint comments.
const Name = "tether"

// place is where the settings stand in .golangci.yml.
const place = "linters.settings.custom." + Name + ".settings"

func init() {
	register.Plugin(Name, New)
}

// New is the plugin with the settings of .golangci.yml, as golangci-lint has read
// them. They are checked here, so that it ends before it looks at any code; and so is
// whether it was built with a Go that knows the module's language. golangci-lint asks
// that too, but believes the setting run.go, and then makes an issue of each package.
func New(settings any) (register.LinterPlugin, error) {
	if err := tooOld(); err != nil {
		return nil, err
	}
	c, err := config.FromValues(place, settings)
	if err != nil {
		return nil, err
	}
	return &plugin{c}, nil
}

// tooOld returns why a golangci-lint built with this Go cannot check the module that it
// runs in. It reads the standard library from source: that of the go command counts too.
func tooOld() error {
	dir, err := os.Getwd()
	if err != nil {
		return nil // golangci-lint will not get far either
	}
	err = toolchain.CheckModule(dir, os.Getenv("GOWORK"))
	if err == nil {
		err = checkStd(dir)
	}
	if old := (*toolchain.Error)(nil); errors.As(err, &old) {
		old.Remedy = `rebuild this golangci-lint with "GOTOOLCHAIN=goRELEASE golangci-lint custom"`
	}
	return err
}

// checkStd compares this Go to the go command's. One that does not run is for
// golangci-lint to complain about.
func checkStd(dir string) error {
	cmd := exec.Command("go", "env", "GOVERSION")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	v := strings.TrimSpace(string(out))
	return toolchain.Check("the standard library of "+v, v)
}

type plugin struct{ config *config.Config }

// BuildAnalyzers returns untracked and unclosed as golangci-lint needs them: it
// would make an issue of each related position, and applies the nolint comments
// that name it or its linters itself.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return suite.New(unit.Options{Config: p.config, NoRelated: true, HostNolint: true}), nil
}

// GetLoadMode says that the analyzers need types.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
