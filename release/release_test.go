package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"debug/buildinfo"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/json"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dist is a release of a clone that has the tag of the version to come, made twice. Two
// binaries are built again, one of them of another system and processor: make release, which
// makes what users get, builds all of them again.
var dist struct{ dir, version, number string }

var made = flag.String("dist", "", "test the release in `folder`, instead of making one")

// TestMain makes the release once: it takes minutes. What is not committed is not in it.
func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(func() int {
		temp, err := os.MkdirTemp("", "release-test")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(temp)
		version, err := os.ReadFile("../VERSION")
		if err != nil {
			panic(err)
		}
		dist.version = strings.TrimSpace(string(version))
		dist.number = dist.version[1:]
		dist.dir = filepath.Join(temp, "dist")
		if *made != "" {
			dist.dir, err = filepath.Abs(*made)
			if err != nil {
				panic(err)
			}
			return m.Run()
		}
		clone := filepath.Join(temp, "clone")
		for _, args := range [][]string{
			{"clone", "--quiet", "--no-local", "..", clone},
			{"-C", clone, "tag", "--force", dist.version},
		} {
			if _, err := output(".", nil, "git", args...); err != nil {
				panic(err)
			}
		}
		if err := run(clone, dist.dir, []platform{{"linux", "amd64"}, {"windows", "arm64"}}); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

func distFile(name string) string { return filepath.Join(dist.dir, "tether_"+dist.number+"_"+name) }

func TestFiles(t *testing.T) {
	var got []string
	files, err := os.ReadDir(dist.dir)
	require.NoError(t, err)
	for _, f := range files {
		got = append(got, strings.ReplaceAll(f.Name(), dist.number, "N"))
	}
	want := []string{"checksums.txt", "tether.rb"}
	for _, p := range []string{"darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64", "windows_amd64", "windows_arm64"} {
		want = append(want, "tether_N_"+p+".cdx.json")
		switch {
		case strings.HasPrefix(p, "windows"):
			want = append(want, "tether_N_"+p+".zip")
		case strings.HasPrefix(p, "linux"):
			want = append(want, "tether_N_"+p+".deb", "tether_N_"+p+".rpm", "tether_N_"+p+".tar.gz")
		default:
			want = append(want, "tether_N_"+p+".tar.gz")
		}
	}
	assert.Equal(t, want, got)
}

// The checksums are of all files, in the form that sha256sum reads.
func TestChecksums(t *testing.T) {
	sums, err := os.ReadFile(filepath.Join(dist.dir, "checksums.txt"))
	require.NoError(t, err)
	files, err := os.ReadDir(dist.dir)
	require.NoError(t, err)
	assert.Equal(t, len(files)-1, strings.Count(string(sums), "\n"))
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		require.True(t, ok, line)
		got, err := checksum(filepath.Join(dist.dir, name))
		require.NoError(t, err)
		assert.Equal(t, got, sum, name)
	}
}

// unpack reads an archive: its files, and what the system must make executable.
func unpack(t *testing.T, p platform) (files map[string][]byte, executable []string) {
	files = make(map[string][]byte)
	if p.os == "windows" {
		zr, err := zip.OpenReader(distFile(p.String() + ".zip"))
		require.NoError(t, err)
		defer zr.Close()
		for _, f := range zr.File {
			r, err := f.Open()
			require.NoError(t, err)
			files[f.Name], err = io.ReadAll(r)
			require.NoError(t, err)
			require.NoError(t, r.Close())
			if f.Mode()&0o111 != 0 {
				executable = append(executable, f.Name)
			}
		}
		return files, executable
	}
	content, err := os.ReadFile(distFile(p.String() + ".tar.gz"))
	require.NoError(t, err)
	zr, err := gzip.NewReader(bytes.NewReader(content))
	require.NoError(t, err)
	for tr := tar.NewReader(zr); ; {
		h, err := tr.Next()
		if err == io.EOF {
			return files, executable
		}
		require.NoError(t, err)
		files[h.Name], err = io.ReadAll(tr)
		require.NoError(t, err)
		if h.Mode&0o111 != 0 {
			executable = append(executable, h.Name)
		}
	}
}

// Each archive holds a program of its platform, which says its version.
func TestArchives(t *testing.T) {
	for _, p := range platforms() {
		t.Run(p.String(), func(t *testing.T) {
			files, executable := unpack(t, p)
			program := files[p.program()]
			assert.Equal(t, []string{p.program()}, executable)
			assert.Equal(t, p, platformOf(t, program))
			info, err := buildinfo.Read(bytes.NewReader(program))
			require.NoError(t, err)
			assert.Equal(t, dist.version, info.Main.Version)
			assert.Equal(t, toolchain, info.GoVersion)

			assert.Contains(t, string(files["LICENSE"]), "MIT License")
			assert.Contains(t, string(files["CHANGELOG.md"]), dist.version)
			assert.Contains(t, string(files["completions/_tether"]), "#compdef tether")
			assert.Contains(t, string(files["completions/tether.bash"]), "complete ")
			assert.NotEmpty(t, files["completions/tether.fish"])
			assert.NotEmpty(t, files["README.md"])
			for _, m := range info.Deps {
				assert.Contains(t, string(files["THIRD-PARTY-LICENSES.txt"]), m.Path+" "+m.Version+"\n")
			}
			assert.Len(t, files, 8)
		})
	}
}

// platformOf is what a program was linked for, by its own headers.
func platformOf(t *testing.T, program []byte) platform {
	r := bytes.NewReader(program)
	if f, err := elf.NewFile(r); err == nil {
		return platform{"linux", map[elf.Machine]string{elf.EM_X86_64: "amd64", elf.EM_AARCH64: "arm64"}[f.Machine]}
	}
	if f, err := macho.NewFile(r); err == nil {
		return platform{"darwin", map[macho.Cpu]string{macho.CpuAmd64: "amd64", macho.CpuArm64: "arm64"}[f.Cpu]}
	}
	f, err := pe.NewFile(r)
	require.NoError(t, err, "no known kind of program")
	return platform{"windows", map[uint16]string{pe.IMAGE_FILE_MACHINE_AMD64: "amd64", pe.IMAGE_FILE_MACHINE_ARM64: "arm64"}[f.Machine]}
}

// A bill of materials has what the binary says it is made of.
func TestBills(t *testing.T) {
	for _, p := range platforms() {
		src, err := os.ReadFile(distFile(p.String() + ".cdx.json"))
		require.NoError(t, err)
		var bill struct {
			BomFormat string
			Metadata  struct {
				Component struct{ Name, Version string }
			}
			Components []struct{ Name, Version, Purl string }
		}
		require.NoError(t, json.Unmarshal(src, &bill))
		assert.Equal(t, "CycloneDX", bill.BomFormat)
		assert.Equal(t, "github.com/tetherlint/tether", bill.Metadata.Component.Name)
		assert.Equal(t, dist.version, bill.Metadata.Component.Version)
		assert.NotContains(t, string(src), os.TempDir(), "where it was made")
		listed := make(map[string]string)
		for _, c := range bill.Components {
			listed[c.Name] = c.Version
		}
		files, _ := unpack(t, p)
		info, err := buildinfo.Read(bytes.NewReader(files[p.program()]))
		require.NoError(t, err)
		for _, m := range info.Deps {
			assert.Equal(t, m.Version, listed[m.Path], m.Path)
		}
	}
}

// need skips a test where a program is not installed; .ci/run installs it.
func need(t *testing.T, program string) string {
	name, err := exec.LookPath(program)
	if err != nil {
		t.Skip(program + " is not installed")
	}
	return name
}

// Homebrew takes the archive of the system that it runs on, by its checksum.
func TestFormula(t *testing.T) {
	ruby := need(t, "ruby")
	formula := filepath.Join(dist.dir, "tether.rb")
	out, err := output(".", nil, ruby, "-wc", formula)
	require.NoError(t, err)
	assert.Equal(t, "Syntax OK\n", out)
	for _, system := range []struct{ os, cpu, platform string }{
		{"macos", "arm", "darwin_arm64"}, {"macos", "intel", "darwin_amd64"}, {"linux", "arm", "linux_arm64"}, {"linux", "intel", "linux_amd64"},
	} {
		out, err := output(".", nil, ruby, "testdata/evaluate.rb", formula, system.os, system.cpu)
		require.NoError(t, err)
		archive := "tether_" + dist.number + "_" + system.platform + ".tar.gz"
		sum, err := checksum(filepath.Join(dist.dir, archive))
		require.NoError(t, err)
		assert.Equal(t, []string{
			dist.number, "MIT", "https://github.com/tetherlint/tether/releases/download/" + dist.version + "/" + archive, sum, "",
		}, strings.Split(out, "\n"))
	}
}

func TestRPM(t *testing.T) {
	rpm := need(t, "rpm")
	for goarch, arch := range map[string]string{"amd64": "x86_64", "arm64": "aarch64"} {
		file := distFile("linux_" + goarch + ".rpm")
		out, err := output(".", nil, rpm, "-qp", "--queryformat", `%{NAME} %{VERSION} %{ARCH} %{LICENSE}\n[%{FILEMODES:perms} %{FILENAMES}\n]`, file)
		require.NoError(t, err)
		assert.Contains(t, out, "tether "+dist.number+" "+arch+" MIT\n")
		assert.Contains(t, out, "-rwxr-xr-x /usr/bin/tether\n")
		assert.Contains(t, out, " /usr/share/bash-completion/completions/tether\n")
		_, err = output(".", nil, rpm, "--checksig", "--nosignature", file)
		assert.NoError(t, err)
	}
}

// A repository with changes makes no release, for nobody could make it again.
func TestChangesAreRefused(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{"init", "-q"}, {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "--allow-empty", "-m", "m"}} {
		_, err := output(dir, nil, "git", args...)
		require.NoError(t, err)
	}
	_, err := openTree(dir)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "new.go"), nil, 0o666))
	_, err = openTree(dir)
	assert.ErrorContains(t, err, "changes that are not committed")
}

// A byte that differs, or a file that only one build made, is found.
func TestSame(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	put := func(dir, content string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "f"), []byte(content), 0o666))
	}
	put(a, "1")
	assert.ErrorContains(t, same(a, b), "1 files, the second 0")
	put(b, "2")
	assert.ErrorContains(t, same(a, b), "f is not reproducible")
	put(b, "1")
	assert.NoError(t, same(a, b))
}

// What the constants of this program say is what CI tests.
func TestToolchain(t *testing.T) {
	ci, err := os.ReadFile("../.ci/run")
	require.NoError(t, err)
	assert.Contains(t, string(ci), "\nsecond="+toolchain+"\n")
	recipe, err := os.ReadFile("Containerfile")
	require.NoError(t, err)
	assert.Contains(t, string(recipe), "\nARG GO="+strings.TrimPrefix(toolchain, "go")+"\n")
}

// The binary for this machine runs from its archive.
func TestRuns(t *testing.T) {
	p := platform{runtime.GOOS, runtime.GOARCH}
	files, _ := unpack(t, p)
	name := filepath.Join(t.TempDir(), p.program())
	require.NoError(t, os.WriteFile(name, files[p.program()], 0o777))
	out, err := output(t.TempDir(), nil, name, "version")
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(out, "tether "+dist.version+" (commit "), out)
}
