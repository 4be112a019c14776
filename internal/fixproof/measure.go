package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A state is what is wrong with a module.
type state struct{ format, build, vet, tests []string }

// measure looks what is wrong with a module, and with the tests of some packages.
func (p *proof) measure(ctx context.Context, dir string, pkgs []string) (s state) {
	out, _ := p.run(ctx, dir, "gofmt", "-l", ".")
	s.format = lines(out.String())
	_, said := p.run(ctx, dir, "go", "build", "./...")
	s.build = lines(said.String())
	_, said = p.run(ctx, dir, "go", "vet", "./...")
	s.vet = lines(said.String())
	if p.tests && len(pkgs) > 0 {
		args := []string{"test", "-count=1", "-json", "-timeout", p.timeout.String()}
		out, _ = p.run(ctx, dir, "go", append(args, pkgs...)...)
		s.tests = failures(out)
	}
	return s
}

var patched = regexp.MustCompile(`(?m)^\+\+\+ b/(.*)$`)

// changes returns the packages that the fixes would change.
func (p *proof) changes(ctx context.Context, dir string) (pkgs []string) {
	out, _ := p.run(ctx, dir, p.tether, "-exit-zero", "-diff", "./...")
	for _, m := range patched.FindAllStringSubmatch(out.String(), -1) {
		pkgs = append(pkgs, "./"+path.Dir(m[1]))
	}
	slices.Sort(pkgs)
	return slices.Compact(pkgs)
}

// lines are what a program said, without what the go command says of its progress.
func lines(s string) []string {
	return slices.DeleteFunc(strings.Split(s, "\n"), func(l string) bool {
		return strings.TrimSpace(l) == "" || strings.HasPrefix(l, "go: downloading ") || strings.HasPrefix(l, "go: finding ")
	})
}

// failures returns the tests and packages that failed.
func failures(out *bytes.Buffer) (list []string) {
	scanner := bufio.NewScanner(out)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var e struct{ Action, Package, Test string }
		if json.Unmarshal(scanner.Bytes(), &e) == nil && e.Action == "fail" {
			list = append(list, strings.TrimSpace(e.Package+" "+e.Test))
		}
	}
	return list
}

// again runs tests that failed up to three times more, alone, and returns those that
// never pass: many tests depend on time.
func (p *proof) again(ctx context.Context, dir string, failed []string) []string {
	for range 3 {
		var names, pkgs []string
		for _, f := range failed {
			pkg, test, _ := strings.Cut(f, " ")
			pkgs = append(pkgs, pkg)
			test, _, _ = strings.Cut(test, "/")
			if test != "" {
				names = append(names, regexp.QuoteMeta(test))
			}
		}
		if len(names) == 0 {
			return failed
		}
		slices.Sort(pkgs)
		args := []string{"test", "-count=1", "-json", "-run", "^(" + strings.Join(names, "|") + ")$"}
		out, _ := p.run(ctx, dir, "go", append(args, slices.Compact(pkgs)...)...)
		still := failures(out)
		failed = slices.DeleteFunc(failed, func(f string) bool { return !slices.Contains(still, f) })
		if len(failed) == 0 {
			break
		}
	}
	return failed
}

var place = regexp.MustCompile(`:\d+(:\d+)?:`)

// since returns what is wrong after and was not before; lines of files move.
func since(before, after []string) (v verdict) {
	known := make(map[string]int)
	for _, line := range before {
		known[place.ReplaceAllString(line, ":")]++
	}
	for _, line := range after {
		key := place.ReplaceAllString(line, ":")
		if known[key]--; known[key] < 0 {
			v.news = append(v.news, line)
		}
	}
	return v
}

// snapshot hashes the Go files below dir.
func snapshot(dir string) (map[string][sha256.Size]byte, error) {
	sums := make(map[string][sha256.Size]byte)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(name, ".go") {
			return err
		}
		text, err := os.ReadFile(name)
		sums[name] = sha256.Sum256(text)
		return err
	})
	return sums, err
}

// changed returns the Go files that are not as they were.
func changed(dir string, was map[string][sha256.Size]byte) (list []string, err error) {
	is, err := snapshot(dir)
	for name, sum := range is {
		if was[name] != sum {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list, err
}
