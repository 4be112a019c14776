// Package vet speaks the protocol by which go vet -vettool runs a tool: it is
// asked for its version (-V=full) and its flags (-flags), and then called once
// per package with the name of a file that ends in .cfg.
//
// The protocol itself is x/tools' unitchecker. What is added here is what a tool
// with a config file needs:
//
//   - go vet keeps results under a key that knows the tool's version and flags,
//     but not the files that it reads. The version that we tell covers them, so
//     that an edited config is never answered with stale findings.
//   - an error that an analyzer returns is printed once, and the next run is
//     silent and passes. A bad config therefore ends the process, each time.
//   - where tether is too old for the Go in use, each package of the standard
//     library would fail, without a reason. The question for the version fails instead.
package vet

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/toolchain"
	"github.com/tetherlint/tether/internal/unit"
)

// IsVet reports whether the arguments are go vet's and not a user's.
func IsVet(args []string) bool {
	if len(args) == 0 {
		return false
	}
	if len(args) == 1 && (args[0] == "-V=full" || args[0] == "-flags") {
		return true
	}
	last := args[len(args)-1]
	if !strings.HasSuffix(last, ".cfg") || strings.HasPrefix(last, "-") {
		return false
	}
	// go vet joins flags and values with =. In "tether -o out.cfg" it is a value.
	if len(args) > 1 {
		before := args[len(args)-2]
		return before != "-o" && before != "-config" && before != "-C"
	}
	return true
}

// Main answers go vet and ends the process.
func Main() {
	last := os.Args[len(os.Args)-1]
	switch {
	case last == "-V=full":
		// The go command asks this once, and tells its tools which Go it is. All that it
		// would have analysed is checked from source, the standard library too.
		if v := os.Getenv("GOVERSION"); toolchain.TooOld(v) {
			fatal(&toolchain.Error{What: "the standard library of " + v, Version: v})
		}
		if err := checkHere(); err != nil {
			fatal(err)
		}
		line, err := version(os.Args[0])
		if err != nil {
			fatal(err)
		}
		fmt.Println(line)
		return
	case last != "-flags":
		cfg, err := readUnit(last)
		if err != nil {
			break // left to unitchecker to complain about
		}
		if err := checkUnit(cfg); err != nil {
			fatal(err)
		}
		if onlyTypes(cfg) && writeTypes(cfg) == nil {
			return
		}
	}
	unitchecker.Main(suite.New(unit.Options{})...)
}

// fatal ends with the code that go vet takes for a failure of the tool.
func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

// checkHere returns what is wrong with the config of the working directory. go vet asks
// for the version there, once, before any package: so the error is said once. A config
// below it is found with its packages, and is said for each.
func checkHere() error {
	dir, err := os.Getwd()
	if err != nil {
		return nil // what is to be analysed is named otherwise
	}
	_, err = config.Find(dir)
	var faults config.Errors
	if errors.As(err, &faults) {
		return faults.RelativeTo(dir)
	}
	return err
}

// readUnit reads what go vet says of a package.
func readUnit(file string) (*unitchecker.Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cfg := new(unitchecker.Config)
	return cfg, json.Unmarshal(data, cfg)
}

// checkUnit returns why the package that go vet asks about is not to be analysed.
func checkUnit(cfg *unitchecker.Config) error {
	if err := toolchain.Check("package "+cfg.ImportPath, cfg.GoVersion); err != nil {
		return err // a build system other than the go command has not asked before
	}
	return checkConfig(cfg)
}

// checkConfig returns what is wrong with the config of a package; packages of other
// modules have none.
func checkConfig(cfg *unitchecker.Config) error {
	if !ofMainModule(cfg) {
		return nil
	}
	dir := cfg.Dir
	if dir == "" && len(cfg.GoFiles) > 0 {
		dir = filepath.Dir(cfg.GoFiles[0])
	}
	if dir == "" {
		return nil
	}
	_, err := config.Find(dir)
	return err
}

// ofMainModule reports whether a package may have a config. The standard library
// has no module here.
func ofMainModule(cfg *unitchecker.Config) bool {
	if cfg.Module == nil && cfg.ModulePath == "" {
		return !cfg.Standard[cfg.ImportPath] && !catalog.StdPath(cfg.ImportPath)
	}
	return cfg.ModuleVersion == "" && (cfg.Module == nil || cfg.Module.Version == "")
}
