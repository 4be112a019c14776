package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

// writePackages has nfpm make packages of the binaries for linux.
func (r *release) writePackages() error {
	for _, p := range platforms() {
		if p.os != "linux" {
			continue
		}
		config := filepath.Join(r.work, p.String(), "nfpm.yaml")
		if err := r.fill(nfpmConfig, config, p); err != nil {
			return err
		}
		for _, kind := range []string{"deb", "rpm"} {
			if _, err := r.tool("nfpm", "package", "-f", config, "-p", kind, "-t", r.file(r.bundle(p)+"."+kind)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeBills has cyclonedx-gomod say what is in each binary.
func (r *release) writeBills() error {
	for _, p := range platforms() {
		name := r.file(r.bundle(p) + ".cdx.json")
		if _, err := r.tool("cyclonedx-gomod", "bin", "-json", "-noserial", "-notimestamp", "-version", r.version, "-output", name, r.binary(p)); err != nil {
			return err
		}
	}
	return nil
}

// tool runs a tool of the go.mod beside this program. Its build is that of a release,
// for a bill of materials has the checksum of the tool that wrote it.
func (r *release) tool(name string, args ...string) (string, error) {
	env := []string{
		"GOTOOLCHAIN=" + toolchain, "GOFLAGS=-trimpath", "GOWORK=off", "CGO_ENABLED=0",
		fmt.Sprintf("SOURCE_DATE_EPOCH=%d", r.time.Unix()),
	}
	return output(filepath.Join(r.root, "release"), env, "go", append([]string{"tool", name}, args...)...)
}

var (
	//go:embed nfpm.yaml
	nfpmConfig string
	//go:embed tether.rb
	formula string
)

// writeFormula writes the formula for Homebrew, which names the archives by checksum.
func (r *release) writeFormula() error {
	return r.fill(formula, r.file("tether.rb"), platform{})
}

// fill writes a template.
func (r *release) fill(text, name string, p platform) error {
	t, err := template.New(filepath.Base(name)).Funcs(template.FuncMap{
		"sha256": func(os, arch string) (string, error) {
			return checksum(r.file(r.archiveOf(platform{os, arch})))
		},
	}).Parse(text)
	if err != nil {
		return err
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]string{
		"Version": r.version, "Number": r.number(), "Arch": p.arch, "Binary": r.binary(p),
		"Root": r.root, "Work": r.work, "Time": r.time.Format("2006-01-02T15:04:05Z"),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(b.String()), 0o666)
}

// writeChecksums writes the checksums of all files, as sha256sum -c reads them.
func (r *release) writeChecksums() error {
	files, err := os.ReadDir(r.out)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, f := range files {
		sum, err := checksum(r.file(f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s  %s\n", sum, f.Name())
	}
	return os.WriteFile(r.file("checksums.txt"), []byte(b.String()), 0o666)
}

func checksum(name string) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}
