package main

import (
	"bytes"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A tree is the repository at a commit, without changes.
type tree struct {
	root  string
	time  time.Time // of the commit
	cache string    // of builds; "" for the user's
}

// openTree refuses a repository with changes: nobody could make its files again.
func openTree(root string) (tree, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return tree{}, err
	}
	changes, err := output(root, nil, "git", "status", "--porcelain")
	if err != nil {
		return tree{}, err
	}
	if changes != "" {
		return tree{}, fmt.Errorf("%s has changes that are not committed:\n%s", root, changes)
	}
	stamp, err := output(root, nil, "git", "log", "-1", "--format=%ct")
	if err != nil {
		return tree{}, err
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(stamp), 10, 64)
	if err != nil {
		return tree{}, err
	}
	return tree{root: root, time: time.Unix(seconds, 0).UTC()}, nil
}

// build builds the program. What the environment says about builds does not count:
// files of a release depend on the commit alone.
func (t tree) build(p platform, name string) error {
	env := []string{
		"GOTOOLCHAIN=" + toolchain, "GOOS=" + p.os, "GOARCH=" + p.arch, "CGO_ENABLED=0",
		"GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "GOFIPS140=off",
	}
	if t.cache != "" {
		env = append(env, "GOCACHE="+t.cache)
	}
	_, err := output(t.root, env, "go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", name, "./cmd/tether")
	return err
}

// readVersion takes the version from what the go command wrote into the binary: the
// tag, or a pseudo-version where the commit has none.
func (r *release) readVersion() error {
	for _, p := range platforms() {
		info, err := buildinfo.ReadFile(r.binary(p))
		if err != nil {
			return err
		}
		version := info.Main.Version
		switch {
		case !strings.HasPrefix(version, "v"):
			return fmt.Errorf("%s: the go command gave the version %q", p, version)
		case r.version != "" && r.version != version:
			return fmt.Errorf("%s is %s, others are %s", p, version, r.version)
		}
		r.version = version
	}
	return nil
}

// collectLicences puts together the licences of all modules in the binaries, which
// must be handed on with them.
func (r *release) collectLicences() error {
	seen := make(map[string]bool)
	var text bytes.Buffer
	for _, p := range platforms() {
		info, err := buildinfo.ReadFile(r.binary(p))
		if err != nil {
			return err
		}
		for _, m := range info.Deps {
			if seen[m.Path] {
				continue
			}
			seen[m.Path] = true
			dir, err := output(r.root, []string{"GOFLAGS=-mod=mod", "GOWORK=off"}, "go", "list", "-m", "-f", "{{.Dir}}", m.Path)
			if err != nil {
				return err
			}
			licence, err := licenceIn(strings.TrimSpace(dir))
			if err != nil {
				return fmt.Errorf("%s: %w", m.Path, err)
			}
			fmt.Fprintf(&text, "%s %s\n\n%s\n", m.Path, m.Version, licence)
		}
	}
	goroot, err := output(r.root, []string{"GOTOOLCHAIN=" + toolchain}, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	licence, err := licenceIn(strings.TrimSpace(goroot))
	if err != nil {
		return fmt.Errorf("the Go distribution: %w", err)
	}
	fmt.Fprintf(&text, "The standard library of Go, %s\n\n%s", toolchain, licence)
	r.licences = text.Bytes()
	return nil
}

// licenceIn is the licence of a module, and what else must be handed on.
func licenceIn(dir string) ([]byte, error) {
	var text []byte
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "COPYING*", "NOTICE*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			content, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			text = append(text, content...)
		}
	}
	if text == nil {
		return nil, errors.New("no licence")
	}
	return text, nil
}

// output runs a program in a folder, with some variables beside those of this process,
// and returns what it prints.
func output(dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, stderr.Bytes())
	}
	return stdout.String(), nil
}
