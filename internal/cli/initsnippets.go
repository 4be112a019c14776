package cli

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

//go:embed snippets
var snippets embed.FS

// A snippet is a file that init writes when asked for.
type snippet struct {
	source, file string
	top          bool // it is read at the root of the repository only
}

// snippetsFor are the files that each word of -with stands for.
func snippetsFor(word string) []snippet {
	return map[string][]snippet{
		"pre-commit":    {{"pre-commit.yaml", ".pre-commit-config.yaml", true}},
		"golangci-lint": {{"golangci.yaml", ".golangci.yml", false}, {"custom-gcl.yaml", ".custom-gcl.yml", false}},
		"github":        {{"github.yaml", ".github/workflows/tether.yml", true}, {"github-daily.yaml", ".github/workflows/tether-daily.yml", true}},
		"gitlab":        {{"gitlab.yaml", ".gitlab-ci.yml", true}},
	}[word]
}

// snippetsOf are the files that -with asks for.
func snippetsOf(with string) (wanted []snippet, err error) {
	for word := range strings.SplitSeq(with, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		list := snippetsFor(word)
		if list == nil {
			return nil, usagef("-with: unknown %q: want one of %s", word, snippetWords)
		}
		wanted = append(wanted, list...)
	}
	return wanted, nil
}

const snippetWords = "pre-commit, golangci-lint, github, gitlab"

// plainDir is the name of a directory that stands in YAML, a shell and a list of either as
// it is.
var plainDir = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9._/-]*$`)

// place is where a snippet for a directory is written, and the directory as seen from
// there: CI systems and pre-commit look at the root of the repository only.
func (s snippet) place(dir string) (at, below string) {
	if !s.top {
		return dir, "."
	}
	at = config.Top(dir)
	rel, err := filepath.Rel(at, dir)
	if err != nil {
		return dir, "."
	}
	return at, filepath.ToSlash(rel)
}

// suits returns an error where a snippet for a directory cannot be written as it has to be.
func (s snippet) suits(dir string) error {
	if _, below := s.place(dir); below != "." && !plainDir.MatchString(below) {
		return usagef("-with: %q would have to be quoted in %s: write that by hand", below, s.file)
	}
	return nil
}

// below fills in where the code is, seen from a snippet.
func below(content []byte, dir string) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(content) {
		if dir == "." {
			line = bytes.ReplaceAll(line, []byte("WORKDIR/"), nil)
			if bytes.Contains(line, []byte("WORKDIR")) || bytes.Contains(line, []byte("WORKPATTERN")) {
				continue // what is there to say where the code is
			}
		}
		line = bytes.ReplaceAll(line, []byte("WORKDIR"), []byte(dir))
		out.Write(bytes.ReplaceAll(line, []byte("WORKPATTERN"), []byte(regexp.QuoteMeta(dir))))
	}
	return out.Bytes()
}

// writeSnippet writes a snippet for the code in a directory, or prints it where the file is there.
func (env *Env) writeSnippet(ctx context.Context, dir string, s snippet) error {
	content, err := snippets.ReadFile("snippets/" + s.source)
	if err != nil {
		return err
	}
	dir, rel := s.place(dir)
	content = below(content, rel)
	release := version()
	if !strings.HasPrefix(release, "v") || strings.Contains(release, "-") || strings.Contains(release, "+") {
		release = "latest"
	}
	// An action is named by a tag or a branch; TETHER_VERSION is a variable.
	revision := release
	if revision == "latest" {
		const uses = "      - uses: tetherlint/"
		content = bytes.ReplaceAll(content, []byte(uses), []byte("      # The tether that wrote this is not a release: pin one, or a commit.\n"+uses))
		revision = "main"
	}
	content = bytes.ReplaceAll(content, []byte("REVISION"), []byte(revision))
	if branches := []byte("[BRANCH]"); bytes.Contains(content, branches) {
		content = bytes.ReplaceAll(content, branches, []byte("["+yamlWord(mainBranch(ctx, dir))+"]"))
	}
	content = bytes.ReplaceAll(content, []byte("@VERSION"), []byte("@"+release))
	content = bytes.ReplaceAll(content, []byte(": VERSION"), []byte(": "+release))
	if s.source == "golangci.yaml" {
		content = bytes.Replace(content, []byte("          version: 1\n"), env.pluginSettings(), 1)
	}
	name := filepath.Join(dir, filepath.FromSlash(s.file))
	err = create(dir, name, content)
	if errors.Is(err, fs.ErrExist) {
		fmt.Fprintf(env.Stderr, "%s: is there already; to be added to it:\n", env.shorten(name))
		_, err = env.Stdout.Write(content)
		return err
	}
	if err == nil {
		fmt.Fprintf(env.Stderr, "wrote %s\n", env.shorten(name))
	}
	return err
}

// pluginSettings are the settings of the config, which the plugin does not read, indented as
// settings of its own are.
func (env *Env) pluginSettings() []byte {
	text, err := os.ReadFile(config.Locate(env.Dir))
	if err != nil {
		text = []byte("version: 1\n")
	}
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 && trimmed[0] != '#' {
			fmt.Fprintf(&out, "          %s\n", bytes.TrimRight(line, "\r\n"))
		}
	}
	return out.Bytes()
}
