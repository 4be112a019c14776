package driver

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/dates"
)

// A digest is a SHA-256 sum.
type digest [sha256.Size]byte

// A hasher hashes a sequence of strings, each with its length, so that no two
// sequences look the same.
type hasher struct{ hash.Hash }

func newHasher(kind string) hasher {
	h := hasher{sha256.New()}
	h.add(kind)
	return h
}

func (h hasher) add(strings ...string) {
	for _, s := range strings {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
		h.Write(length[:])
		h.Write([]byte(s))
	}
}

func (h hasher) digest() (d digest) {
	h.Sum(d[:0])
	return d
}

// A keyer computes the keys of packages.
type keyer struct {
	graph  *graph
	header digest            // what is the same for all packages
	config map[string]string // of the main module, by directory

	modules map[string]string // the content of go.mod files, by name
}

// setKeys gives each node that can be kept its key: the digest of all that the
// analysis of the package can depend on, which includes the keys of what it
// imports. So a changed comment in a dependency changes it, though the
// dependency's export data stay the same.
func (k *keyer) setKeys(jobs int) {
	k.hashFiles(jobs)
	for _, n := range k.graph.nodes {
		k.visit(n)
	}
}

// header digests what all packages depend on.
func header(g *graph, opts *Options, s *suite, tool string) digest {
	h := newHasher("tether driver 1")
	h.add(tool, opts.Salt)
	for _, a := range s.all {
		h.add(a.Name)
	}
	h.add("build")
	h.add(opts.BuildFlags...)
	env, err := json.Marshal(g.env.build())
	if err != nil {
		panic(err) // strings only
	}
	h.add(string(env))
	return h.digest()
}

// hashFiles digests the files of all packages whose files may change in place.
func (k *keyer) hashFiles(jobs int) {
	k.graph.each(jobs, func(n *node) {
		if !k.graph.immutable(n) {
			n.files, n.filesErr = hashFiles(n, k.graph.overlay)
		}
	})
}

func hashFiles(n *node, over *overlay) (map[string]digest, error) {
	files := make(map[string]digest)
	for _, list := range [][]string{n.pkg.GoFiles, n.pkg.CompiledGoFiles, n.pkg.OtherFiles} {
		for _, file := range list {
			if _, ok := files[file]; ok {
				continue
			}
			content, err := over.read(file)
			if err != nil {
				return nil, err
			}
			if passed := dates.PassedIn(content); passed != "" { // what a directive says depends on the day
				content = append(slices.Clip(content), passed...)
			}
			files[file] = sha256.Sum256(content)
		}
	}
	return files, nil
}

// visit sets the key of n and of all below it. It reports whether n has one:
// not what has errors, and so may change without its files, nor its importers.
func (k *keyer) visit(n *node) bool {
	switch n.visited {
	case open: // a circle, which the go command has reported
		return false
	case seen:
		return n.keyed
	}
	n.visited = open
	h := newHasher("package")
	h.Write(k.header[:])
	ok := len(n.pkg.Errors) == 0 && n.filesErr == nil
	for _, path := range sortedKeys(n.imports) {
		dep := n.imports[path]
		if !k.visit(dep) {
			ok = false
		}
		h.add("import", path)
		h.Write(dep.key[:])
	}
	k.describe(h, n)
	n.visited, n.keyed, n.key = seen, ok, h.digest()
	return ok
}

// describe adds what is particular to the package itself.
func (k *keyer) describe(h hasher, n *node) {
	p := n.pkg
	// The directory is in, since findings have absolute names.
	h.add("id", p.ID, p.PkgPath, p.Name, p.ForTest, p.Dir)
	if m := p.Module; m != nil {
		same := *m // in all checkouts that require this version
		same.Indirect = false
		module, err := json.Marshal(same) // with its replacement
		if err != nil {
			panic(err) // plain data
		}
		h.add("module", string(module))
	}
	if n.main() {
		h.add("config", k.config[p.Dir])
		if p.Module != nil {
			h.add("go.mod", k.module(p.Module.GoMod))
		}
	}
	for kind, list := range [][]string{p.GoFiles, p.CompiledGoFiles, p.OtherFiles, p.IgnoredFiles} {
		h.add("files", string(rune('0'+kind)))
		for _, file := range list {
			h.add(k.stableName(n, file))
			sum := n.files[file]
			h.Write(sum[:])
		}
	}
}

// module is the content of a go.mod: what it requires decides what fixes there are.
// One that cannot be read requires nothing.
func (k *keyer) module(name string) string {
	text, ok := k.modules[name]
	if !ok {
		if content, err := k.graph.overlay.read(name); err == nil {
			text = string(content)
		}
		if k.modules == nil {
			k.modules = make(map[string]string)
		}
		k.modules[name] = text
	}
	return text
}

// stableName names a file for the key. A file that cgo made lies in the build
// cache, where its name is made of a digest of how it came to be, and findings
// may have it: the whole name counts.
func (k *keyer) stableName(n *node, file string) string {
	if dir, base := filepath.Split(file); filepath.Clean(dir) == n.pkg.Dir {
		return base
	}
	return file
}

// readConfigs asks configKey about each package of a main module. It is asked
// without a cache too, as it is what finds a config that is wrong.
func readConfigs(g *graph, configKey func(dir string) (string, error)) (map[string]string, error) {
	if configKey == nil {
		return nil, nil
	}
	keys := make(map[string]string)
	for _, id := range sortedKeys(g.nodes) {
		n := g.nodes[id]
		dir := n.pkg.Dir
		if _, ok := keys[dir]; ok || dir == "" || n.std || !n.main() {
			continue
		}
		key, err := configKey(dir)
		if err != nil {
			return nil, err
		}
		keys[dir] = key
	}
	return keys, nil
}
