package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// take asks tether about the modules of a checkout.
func take(tether, checkout string, r repository) (snapshot, error) {
	s := snapshot{}
	for _, module := range r.modules {
		var found struct {
			Findings []struct {
				Rule, Class, Status, File string
				Line                      int
			}
		}
		if err := ask(&found, r, tether, "check", filepath.Join(checkout, module)); err != nil {
			return nil, err
		}
		for _, f := range found.Findings {
			if f.Status != "suppressed" {
				s.add(place{path.Join(module, f.File), f.Line}, answer{"finding", f.Rule, f.Class})
			}
		}
		var inventory struct {
			Launches []struct {
				Class, Callee, Via, File string
				Line                     int
			}
			Resources []struct {
				Opener, Fate, File string
				Line               int
			}
		}
		if err := ask(&inventory, r, tether, "inventory", filepath.Join(checkout, module)); err != nil {
			return nil, err
		}
		for _, l := range inventory.Launches {
			s.add(place{path.Join(module, l.File), l.Line}, answer{"launch", l.Callee, l.Class})
		}
		for _, r := range inventory.Resources {
			s.add(place{path.Join(module, r.File), r.Line}, answer{"resource", r.Opener, r.Fate})
		}
	}
	return s, nil
}

// ask runs a command of tether that prints JSON. Where it could not analyse all, what
// it says on standard error is part of the error, unless that is known of the
// repository.
func ask(answer any, r repository, tether, command, dir string) error {
	cmd := exec.Command(tether, command, "-quiet", "-format", "json", "./...")
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && (exit.ExitCode() == 1 || exit.ExitCode() == 2 && r.partial != "") {
		err = nil // findings
	}
	if err != nil {
		return fmt.Errorf("%s: tether %s: %w\n%s", dir, command, err, strings.TrimSpace(errs.String()))
	}
	return json.Unmarshal(out.Bytes(), answer)
}

// present makes sure that the checkout is there, at the revision.
func present(checkout string, r repository, clone bool) error {
	if _, err := os.Stat(checkout); os.IsNotExist(err) {
		if !clone {
			return fmt.Errorf("%s: no checkout of %s; -clone brings it", checkout, r.source)
		}
		if err := bring(checkout, r); err != nil {
			return err
		}
	}
	out, err := exec.Command("git", "-C", checkout, "rev-parse", "HEAD").Output()
	if err != nil {
		return fmt.Errorf("%s: %w", checkout, err)
	}
	if head := strings.TrimSpace(string(out)); head != r.revision {
		return fmt.Errorf("%s: is at %s, not at %s", checkout, head, r.revision)
	}
	return nil
}

// bring fetches the one commit that is wanted.
func bring(checkout string, r repository) error {
	for _, args := range [][]string{
		{"init", "-q", checkout},
		{"-C", checkout, "fetch", "-q", "--depth=1", "https://github.com/" + r.source, r.revision},
		{"-C", checkout, "checkout", "-q", "--detach", "FETCH_HEAD"},
	} {
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return linkModule(checkout)
}

// linkModule gives a repository that keeps its go.mod as vendor.mod (docker/cli) one,
// as its own scripts do.
func linkModule(checkout string) error {
	for from, to := range map[string]string{"vendor.mod": "go.mod", "vendor.sum": "go.sum"} {
		_, there := os.Stat(filepath.Join(checkout, from))
		_, taken := os.Lstat(filepath.Join(checkout, to))
		if there != nil || taken == nil {
			continue
		}
		if err := os.Symlink(from, filepath.Join(checkout, to)); err != nil {
			return err
		}
	}
	return nil
}
