// Release makes the files of a release of tether in a folder: an archive for each
// platform, packages for Debian and for systems with rpm, a bill of materials for each
// binary, a Homebrew formula, and checksums of all.
//
// It is a short program on kept tools: the go command, nfpm and cyclonedx-gomod, which
// the go.mod beside it pins. What it makes depends on the commit and on the versions of
// these only: times are the commit's, the version is what the go command reads from the
// repository, and a second build, elsewhere and with an empty cache, must give the same
// bytes. It needs no network but for modules. It does not sign and uploads nothing,
// which is for .github/workflows/release.yml.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// toolchain is the Go that releases are built with: the newest that .ci/run tests,
// because a tether reads the code of its own Go and of older ones.
const toolchain = "go1.27.3"

// A platform is what a binary runs on.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "_" + p.arch }

// program is the name of the program on the platform.
func (p platform) program() string {
	if p.os == "windows" {
		return "tether.exe"
	}
	return "tether"
}

func platforms() (list []platform) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			list = append(list, platform{system, arch})
		}
	}
	return list
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("release: ")
	out := flag.String("o", "dist", "write into `folder`, which is emptied first")
	root := flag.String("C", ".", "the `folder` of the repository")
	once := flag.Bool("once", false, "do not build a second time to compare")
	flag.Parse()
	again := platforms()
	if *once {
		again = nil
	}
	if err := run(*root, *out, again); err != nil {
		log.Fatal(err)
	}
}

// run makes the release of the repository root in the folder out, and, where binaries are to
// be built again, all of it a second time.
func run(root, out string, again []platform) error {
	tree, err := openTree(root)
	if err != nil {
		return err
	}
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	r := &release{tree: tree, out: out, work: work}
	if err := r.make(); err != nil {
		return err
	}
	if len(again) > 0 {
		if err := r.compare(again); err != nil {
			return err
		}
	}
	fmt.Printf("tether %s, built with %s, in %s\n", r.version, toolchain, out)
	return nil
}

// A release is what is made.
type release struct {
	tree
	out, work string
	version   string // as the binaries say, v1.2.3
	hostTool  string // the binary that runs here
	licences  []byte // of the modules in the binaries

	// first is, of one that is made to compare, the other, whose binaries count for all
	// platforms but those of again.
	first *release
	again []platform
}

// make makes all files.
func (r *release) make() error {
	if err := os.MkdirAll(r.out, 0o777); err != nil {
		return err
	}
	for _, p := range platforms() {
		if err := r.provide(p); err != nil {
			return err
		}
	}
	host := platform{runtime.GOOS, runtime.GOARCH}
	r.hostTool = r.binary(host)
	if _, err := os.Stat(r.hostTool); errors.Is(err, os.ErrNotExist) {
		if err := r.build(host, r.hostTool); err != nil {
			return err
		}
	}
	for _, step := range []func() error{r.readVersion, r.collectLicences, r.writeCompletions, r.writeArchives, r.writePackages, r.writeBills, r.writeFormula, r.writeChecksums} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// provide puts the program for a platform where binary says.
func (r *release) provide(p platform) error {
	if r.first == nil || slices.Contains(r.again, p) {
		return r.build(p, r.binary(p))
	}
	if err := os.MkdirAll(filepath.Dir(r.binary(p)), 0o777); err != nil {
		return err
	}
	return os.Link(r.first.binary(p), r.binary(p))
}

// binary is where the program for a platform is built.
func (r *release) binary(p platform) string {
	return filepath.Join(r.work, p.String(), p.program())
}

// file is the name of a file of the release.
func (r *release) file(name string) string { return filepath.Join(r.out, name) }

// number is the version without its v, as packages have it.
func (r *release) number() string { return r.version[1:] }
